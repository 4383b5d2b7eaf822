"""Linking a case to another one."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework import references
from casework.forms.said import OneLine
from casework.models import Case
from casework.models.link import LinkKind
from casework.text import LINE_LIMIT

PART_OF, HAS_PART, RELATED = "part_of", "has_part", "related"


class LinkForm(forms.Form):
    reference = OneLine(
        label=gettext_lazy("Reference of the other case"), max_length=LINE_LIMIT, help_text=gettext_lazy("For example 7K4M-9QXD"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the reference of the other case.")},
    )  # fmt: skip
    how = forms.ChoiceField(
        label=gettext_lazy("How do they belong together?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how they belong together."), "invalid_choice": gettext_lazy("Choose how they belong together.")},
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["how"].choices = [  # type: ignore[attr-defined]
            (PART_OF, gettext("%(case)s is part of it") % {"case": case.reference}),
            (HAS_PART, gettext("It is part of %(case)s") % {"case": case.reference}),
            (RELATED, gettext("They are related")),
        ]

    def clean_reference(self) -> str:
        wanted = references.normalise(self.cleaned_data["reference"])
        if wanted is None:
            raise forms.ValidationError(gettext("This is not a case reference. It looks like 7K4M-9QXD."))
        return wanted

    def ends(self, other: Case) -> tuple[Case, Case, str]:
        """The two cases in the order of their link, and its kind."""
        how = self.cleaned_data["how"]
        if how == PART_OF:
            return other, self.case, LinkKind.PARENT
        return self.case, other, LinkKind.PARENT if how == HAS_PART else LinkKind.RELATED
