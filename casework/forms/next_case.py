"""Passing over the case that came up."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from casework.forms.said import OneLine, ours

OTHER: Final = "other"
REASONS: Final = (
    "It needs somebody who knows more about this",
    "It needs another language",
    "I cannot finish it before I stop work",
    "I know somebody on it",
)
WHY: Final = gettext_lazy("Say why you pass it over.")


class PassOverForm(forms.Form):
    reason = ours(forms.ChoiceField(
        label=gettext_lazy("Why do you pass it over?"), widget=forms.RadioSelect,
        choices=[*((words, words) for words in REASONS), (OTHER, gettext_lazy("Something else"))],
        error_messages={"required": WHY, "invalid_choice": WHY},
    ))  # fmt: skip
    other = OneLine(
        label=gettext_lazy("What else?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only where it is something else."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reason") == OTHER and not data.get("other"):
            self.add_error("other", WHY)
        return data

    def said(self) -> str:
        data = self.cleaned_data
        return str(data["other"] if data["reason"] == OTHER else data["reason"])
