"""Looking for contacts without a case, and saying on which case one belongs."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework.filters import CHANNEL_CHOICES
from casework.forms.days import DayField
from casework.forms.filing import NEW, DestinationForm
from casework.forms.said import OneLine, ours
from casework.models import Service
from casework.selectors_without_case import Sought
from casework.text import LINE_LIMIT, NAME_LIMIT

LONGEST_NUMBER: Final = 320


def _typed(**more: str) -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", "spellcheck": "false", **more})


class SearchForm(forms.Form):
    words = OneLine(label=gettext_lazy("Words in it"), max_length=LINE_LIMIT, required=False, widget=_typed())
    name = OneLine(label=gettext_lazy("Name"), max_length=NAME_LIMIT, required=False, widget=_typed())
    number = OneLine(
        label=gettext_lazy("Any part of the number"),
        max_length=LONGEST_NUMBER,
        required=False,
        widget=_typed(inputmode="tel"),
    )
    channel = ours(
        forms.ChoiceField(
            label=gettext_lazy("Channel"),
            required=False,
            choices=[("", gettext_lazy("Any channel")), *CHANNEL_CHOICES],
            error_messages={"invalid_choice": gettext_lazy("Choose a channel from the list.")},
        )
    )
    begins = DayField(label=gettext_lazy("From"), required=False, subject=gettext_lazy("The first day"))
    ends = DayField(label=gettext_lazy("Until"), required=False, subject=gettext_lazy("The last day"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", gettext("The last day must not be before the first one."))
        return data

    def sought(self) -> Sought:
        data = self.cleaned_data
        return Sought(**{name: data[name] for name in self.fields})


class FileForm(DestinationForm):
    """A case of theirs, another by its reference, or a new one with what it is about."""

    service = forms.ModelChoiceField(
        label=gettext_lazy("What is the new case about?"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=gettext_lazy("The same service as the contact, or not known"),
        to_field_name="code",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = Service.objects.order_by("position", "name")
        self.fields["service"].queryset = services  # type: ignore[attr-defined]

    @property
    def opens_one(self) -> bool:
        return bool(self.cleaned_data["to"] == NEW)
