"""Where in the order a rule is to stand."""

from typing import Any

from django import forms


class PlaceForm(forms.Form):
    """Counted from 1. A place after the last is the last."""

    position = forms.IntegerField(
        label="Position",
        min_value=1,
        max_value=1000,
        error_messages={
            "required": "Write a position.",
            "invalid": "Write the position as a number.",
            "min_value": "The first position is 1.",
            "max_value": "Write a smaller number.",
        },
    )

    def __init__(self, *args: Any, last: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].help_text = f"From 1, tried first, to {last}, tried last."
