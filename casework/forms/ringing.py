"""How a call to somebody ended, as whoever rang notes it."""

import hashlib
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework.forms import visit
from casework.forms.said import OneLine, Said
from casework.forms.visit import off
from casework.ids import uuid7
from casework.services.ringing import OUTCOMES, REACHED
from casework.text import MESSAGE_LIMIT

AGREED_LIMIT: Final = 300


class RingForm(forms.Form):
    """`outcome` is the button that was pressed."""

    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        choices=[(code, code) for code in OUTCOMES],
        error_messages={"required": gettext_lazy("Choose how the call ended."), "invalid_choice": gettext_lazy("Choose how the call ended.")},
    )  # fmt: skip
    words = Said(
        label=gettext_lazy("What was said?"), max_length=MESSAGE_LIMIT, required=False, widget=forms.Textarea(off()),
        help_text=gettext_lazy("A few words are enough. Needed if you reached them."),
    )  # fmt: skip
    agreed = OneLine(
        label=gettext_lazy("What was agreed?"), max_length=AGREED_LIMIT, required=False, widget=forms.TextInput(off()),
        help_text=gettext_lazy("For example, “We send the form on Friday”."),
    )  # fmt: skip
    minutes = visit.minutes()

    def __init__(self, *args: Any, mark: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("once", uuid7().hex)
        self.initial.setdefault("seen", mark)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") == REACHED and "words" not in self.errors and not data.get("words"):
            self.add_error("words", gettext("Write what was said, a few words are enough."))
        return data

    def once_id(self) -> str:
        """A double click sends the same words with the same id: one contact. Corrected words are not lost."""
        data = self.cleaned_data
        if not data["once"]:
            return ""
        said = "\x1f".join([data["once"], data["outcome"], data["words"]])
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
