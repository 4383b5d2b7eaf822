"""What a visit or a talk elsewhere is asked beyond what every logged contact is."""

from typing import Any

from django import forms

from casework.forms.log import LogForm, off
from casework.forms.said import OneLine
from casework.text import LINE_LIMIT, NAME_LIMIT
from casework.visits import INTERPRETED, PLACES, interpreter_in_words, place_in_words


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
        help_text="Everybody present, colleagues too.",
    )  # fmt: skip
    interpreted = forms.ChoiceField(
        label="Did somebody interpret?", choices=INTERPRETED, required=False,
        error_messages={"invalid_choice": "Choose how somebody interpreted."},
    )  # fmt: skip
    interpreter = OneLine(
        label="Who interpreted?", max_length=LINE_LIMIT - 40, required=False,
        widget=forms.TextInput(off(spellcheck="false")), help_text="A name or a service, and the language.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("place") == "other" and not data.get("place_words") and "place_words" not in self.errors:
            self.add_error("place_words", "Write where it was.")
        data["where"] = place_in_words(data.get("place", ""), data.get("place_words", ""))
        data["interpreter_words"] = interpreter_in_words(
            data.get("interpreted", ""), data.get("interpreter", "")
        )
        return data
