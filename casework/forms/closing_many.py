"""How many cases end together, and how."""

from django import forms

from casework import workflow
from casework.forms.said import OneLine


class CloseManyForm(forms.Form):
    to = forms.ChoiceField(
        label="They are",
        choices=[(code, workflow.STATUS_LABELS[code]) for code in workflow.NEEDS_OUTCOME],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether they are resolved or closed.",
            "invalid_choice": "Choose whether they are resolved or closed.",
        },
    )
    outcome = OneLine(
        label="How did they end?",
        max_length=200,
        help_text="It stands on each case.",
        error_messages={"required": "Say how they ended. It stands on each case."},
    )
