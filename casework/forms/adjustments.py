"""What somebody needs, as staff note, change and end it; and the day on which they were born."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.forms.days import DayField
from casework.forms.said import OneLine
from casework.services.adjustments import LONGEST

MOST_YEARS: Final = 130


def _words(label: Any, missing: Any, **kwargs: Any) -> OneLine:
    return OneLine(
        label=label,
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": missing},
        **kwargs,
    )


def _review() -> DayField:
    return DayField(
        label=gettext_lazy("Review it on"), required=False, subject=gettext_lazy("The day of the review"),
        help_text=gettext_lazy("When somebody asks whether it still fits. Leave it empty if it stays as it is."),
    )  # fmt: skip


class NoteForm(forms.Form):
    words = _words(
        gettext_lazy("What do they need?"),
        gettext_lazy("Say what they need."),
        help_text=gettext_lazy("For example “Large print” or “No calls before noon”. One thing a line."),
    )
    declined = forms.BooleanField(
        label=gettext_lazy("We offered it, and they did not want it"),
        required=False,
        help_text=gettext_lazy("It is kept on record, and not shown as something they need."),
    )
    since = DayField(
        label=gettext_lazy("Since"), required=False, subject=gettext_lazy("The day since when they need it"),
        help_text=gettext_lazy("Leave it empty for today."),
    )  # fmt: skip
    review_on = _review()


class ChangeForm(forms.Form):
    """`seen` is what its reader had in front of them."""

    words = _words(gettext_lazy("What they need"), gettext_lazy("Say what they need."))
    review_on = _review()
    seen = forms.CharField(required=False, max_length=4_000, widget=forms.HiddenInput)


class EndForm(forms.Form):
    because = _words(
        gettext_lazy("Why is it not needed any more?"),
        gettext_lazy("Say why it is not needed any more."),
        help_text=gettext_lazy("It is kept on record with your name."),
    )
    seen = forms.CharField(required=False, max_length=4_000, widget=forms.HiddenInput)


class BornForm(forms.Form):
    """Today at the latest, and nobody is older than the oldest person there ever was."""

    born_on = DayField(
        label=gettext_lazy("Date of birth"), required=False, subject=gettext_lazy("The date of birth"),
        help_text=gettext_lazy("For example 27 3 2010. Leave it empty if it is not known or not needed."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        field = self.fields["born_on"]
        assert isinstance(field, DayField)  # noqa: S101  (declared above)
        field.earliest, field.latest = date(today.year - MOST_YEARS, 1, 1), today
