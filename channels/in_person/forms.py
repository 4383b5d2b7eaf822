"""What a visit or a talk elsewhere is asked beyond what every logged contact is."""

from typing import Any, Final

from django import forms

from casework.forms.log import LogForm, off
from casework.forms.said import OneLine
from casework.text import LINE_LIMIT, NAME_LIMIT

PLACES: Final = (
    ("desk", "At our desk"),
    ("home", "Home visit"),
    ("outreach", "Outreach, on the street or at a session"),
    ("event", "At an event"),
    ("other", "Somewhere else"),
)
WORDS: Final = {
    "desk": "Our desk",
    "home": "Home visit",
    "outreach": "Outreach",
    "event": "Event",
    "other": "",
}


class InPersonForm(LogForm):
    channel = "in_person"
    endings = ("answered", "passed_on", "callback", "signposted", "information", "no_answer")

    place = forms.ChoiceField(
        label="Where was it?", choices=PLACES, widget=forms.RadioSelect, initial="desk",
        error_messages={"required": "Choose where it was.", "invalid_choice": "Choose where it was."},
    )  # fmt: skip
    place_words = OneLine(
        label="More about the place", max_length=LINE_LIMIT - 40, required=False, widget=forms.TextInput(off()),
        help_text="For example: market square, library session.",
    )  # fmt: skip
    present = OneLine(
        label="Who was there?", max_length=NAME_LIMIT, required=False, widget=forms.TextInput(off(spellcheck="false")),
        help_text="Everybody present, colleagues and interpreters too.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("place") == "other" and not data.get("place_words") and "place_words" not in self.errors:
            self.add_error("place_words", "Write where it was.")
        named = (WORDS.get(data.get("place", ""), ""), data.get("place_words", ""))
        data["where"] = ": ".join(part for part in named if part)
        return data
