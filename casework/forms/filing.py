"""Where contacts go: a candidate, another reference, or a new case; and which two cases become one."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework import references
from casework.models import Service

NEW = "new"


def read_reference(typed: str) -> str | None:
    return references.normalise(typed.strip()) if typed.strip() else None


class DestinationForm(forms.Form):
    """One of the candidates, another reference, or a new case."""

    choice = forms.CharField(required=False)
    reference = forms.CharField(label=gettext_lazy("Another case's reference"), required=False, max_length=20)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = data.get("reference", "").strip()
        wanted = typed or data.get("choice", "")
        if not wanted:
            raise forms.ValidationError(gettext("Choose a case, write a reference, or choose a new case."))
        if wanted != NEW and references.normalise(wanted) is None:
            self.add_error("reference", gettext("This is not a case reference. It looks like 7K4M-9QXD."))
        data["to"] = wanted if wanted == NEW else references.normalise(wanted)
        return data


class MoveSomeForm(DestinationForm):
    """Several contacts of one case, to another or to a new one that is split off."""

    contacts = forms.MultipleChoiceField(
        label=gettext_lazy("Which contacts?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick at least one contact."),
            "invalid_choice": gettext_lazy("One of these has been moved since. Look at the list again."),
        },
    )
    service = forms.ModelChoiceField(
        label=gettext_lazy("What is the new case about?"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=gettext_lazy("The same service as before"),
        to_field_name="code",
    )

    def __init__(self, *args: Any, contacts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contacts"].choices = contacts  # type: ignore[attr-defined]
        self.fields["service"].queryset = Service.objects.order_by("position", "name")  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """The one decision of the lane: these contacts, that case."""

    choice = forms.CharField(max_length=20)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.ids = [found for each in data.getlist("contact")[:200] if (found := _uuid(each))]


class OtherCaseForm(forms.Form):
    """The other of two cases that may be one."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the other case"),
        max_length=20,
        error_messages={"required": gettext_lazy("Write the reference of the other case.")},
    )

    def clean_reference(self) -> str:
        found = read_reference(self.cleaned_data["reference"])
        if found is None:
            raise forms.ValidationError(gettext("This is not a case reference. It looks like 7K4M-9QXD."))
        return found


class KeepForm(forms.Form):
    """Which of the two stays."""

    keep = forms.ChoiceField(
        label=gettext_lazy("Which case stays?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which case stays.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = choices  # type: ignore[attr-defined]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
