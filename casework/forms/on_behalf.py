"""For whom they speak: whom it is about, what allows them to, and who gets the answers. Usually all of it stays empty."""

from typing import Any, Final
from uuid import UUID

from django import forms

from casework.authority import BASES, Authority
from casework.forms.said import OneLine
from casework.text import NAME_LIMIT

CALLER, SUBJECT = "caller", "subject"
SCOPE_LIMIT: Final = 300
_OFF: Final = {
    "autocomplete": "off",
    "data-1p-ignore": "true",
    "data-lpignore": "true",
    "spellcheck": "false",
}


class OnBehalfPart(forms.Form):
    about = OneLine(
        label="Who is it about, if somebody else?", max_length=NAME_LIMIT, required=False,
        widget=forms.TextInput(_OFF), help_text="The name of the person they spoke for.",
    )  # fmt: skip
    subject = forms.CharField(required=False, max_length=40)
    basis = forms.ChoiceField(
        label="What allows them to speak for them?", required=False,
        choices=[("", "Not asked, or nothing"), *BASES.items()],
        error_messages={"invalid_choice": "Choose one of these."},
    )  # fmt: skip
    scope = OneLine(
        label="For what?", max_length=SCOPE_LIMIT, required=False, widget=forms.TextInput(_OFF),
        help_text="What they may be told or may decide, for example: this repair only.",
    )  # fmt: skip
    answers_to = forms.ChoiceField(
        label="Who gets the answers?", required=False, widget=forms.RadioSelect, initial=CALLER,
        choices=[(CALLER, "Whoever rings"), (SUBJECT, "Whom it is about")],
        error_messages={"invalid_choice": "Choose who gets the answers."},
    )  # fmt: skip

    def check_behalf(self, data: dict[str, Any]) -> None:
        """What belongs to somebody else needs that somebody; nobody acts for themselves."""
        subject: UUID | None = data.get("subject")
        named = bool(subject or data.get("about"))
        data["authority"] = Authority(basis=data.get("basis", ""), scope=data.get("scope", ""))
        if named and subject is not None and subject == data.get("person"):
            self.add_error("about", "This is the caller. Leave it empty, or choose who it is about.")
        if (
            not named
            and "about" not in self.errors
            and (data["authority"] != Authority() or self._wants_answers(data))
        ):
            self.add_error("about", "Write who it is about, or empty what you chose below.")

    @staticmethod
    def _wants_answers(data: dict[str, Any]) -> bool:
        return data.get("answers_to") == SUBJECT
