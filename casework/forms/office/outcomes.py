"""An outcome of the office's own."""

from django import forms
from django.utils.translation import gettext_lazy

from casework import outcomes
from casework.forms.said import OneLine

OVER, GOES_ON = "over", "goes_on"


class OutcomeForm(forms.Form):
    called = OneLine(
        label=gettext_lazy("What it is called"), max_length=outcomes.LONGEST,
        help_text=gettext_lazy("As staff choose it and read it on the timeline, for example “Food parcel given”. No names: it is seen on every call."),
        error_messages={"required": gettext_lazy("Write what staff will choose, for example “Food parcel given”.")},
    )  # fmt: skip
    means = forms.ChoiceField(
        label=gettext_lazy("What it means for the case"), widget=forms.RadioSelect,
        choices=[
            (OVER, gettext_lazy("We spoke, and nothing more is asked of us")),
            (GOES_ON, gettext_lazy("We spoke, and there is more for us to do")),
        ],
        error_messages={"required": gettext_lazy("Choose what it means for the case."), "invalid_choice": gettext_lazy("Choose what it means for the case.")},
    )  # fmt: skip
