"""What somebody chooses for their own screen."""

from typing import Any

from django import forms

ON, OFF = "on", "off"


class PreferencesForm(forms.Form):
    shortcuts = forms.ChoiceField(
        label="Single keys",
        choices=[
            (ON, "On: a key such as r presses a button of the page"),
            (OFF, "Off: single keys do nothing"),
        ],
        widget=forms.RadioSelect,
        help_text="Switch them off if you dictate, or if keys are pressed by accident.",
        error_messages={"required": "Choose whether single keys are on or off."},
    )

    @property
    def shortcuts_on(self) -> bool:
        chosen: Any = self.cleaned_data["shortcuts"]
        return bool(chosen == ON)
