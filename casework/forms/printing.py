"""What goes into a copy of a case, and why it is made."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework.forms.said import OneLine, ours
from casework.selectors_printing import FILES, USUAL
from casework.selectors_timeline import CONTACTS
from casework.services.taking_out import OTHER, REASONS

LONGEST_REASON: Final = 100


class CopyForm(forms.Form):
    what = forms.MultipleChoiceField(
        label=gettext_lazy("What goes in?"), widget=forms.CheckboxSelectMultiple, initial=list(USUAL),
        error_messages={"required": gettext_lazy("Choose what goes in.")},
    )  # fmt: skip
    reason = ours(forms.ChoiceField(
        label=gettext_lazy("Why is it copied?"), widget=forms.RadioSelect, choices=list(REASONS.items()),
        help_text=gettext_lazy("It stands in the history of the case, with your name."),
        error_messages={"required": gettext_lazy("Choose why it is copied.")},
    ))  # fmt: skip
    other = OneLine(
        label=gettext_lazy("If it is another reason, which?"), required=False, max_length=LONGEST_REASON,
        help_text=gettext_lazy("What the copy is for. No names, no numbers, nothing that the case says."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: list[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what: Any = self.fields["what"]
        what.choices = [(value, label) for value, label, _ in choices]
        what.widget.choice_hints = {value: hint for value, _, hint in choices}

    def clean_what(self) -> list[str]:
        what: list[str] = self.cleaned_data["what"]
        if FILES in what and CONTACTS not in what:
            raise forms.ValidationError(
                gettext("Names of files stand with their contacts: choose contacts as well.")
            )
        return what

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reason") == OTHER and "other" in data and not data["other"]:
            self.add_error("other", gettext("Write the reason."))
        return data
