"""Where in the order a rule is to stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy


class PlaceForm(forms.Form):
    """Counted from 1. A place after the last is the last."""

    position = forms.IntegerField(
        label=gettext_lazy("Position"),
        min_value=1,
        max_value=1000,
        error_messages={
            "required": gettext_lazy("Write a position."),
            "invalid": gettext_lazy("Write the position as a number."),
            "min_value": gettext_lazy("The first position is 1."),
            "max_value": gettext_lazy("Write a smaller number."),
        },
    )

    def __init__(self, *args: Any, last: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].help_text = gettext("From 1, tried first, to %(last)s, tried last.") % {
            "last": last
        }
