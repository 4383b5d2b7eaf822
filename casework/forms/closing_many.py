"""How many cases end together, and how."""

from django import forms
from django.utils.translation import gettext_lazy

from casework import workflow
from casework.forms.said import OneLine
from casework.templatetags._said import said


def _endings() -> list[tuple[str, str]]:
    return [(code, said(workflow.STATUS_LABELS[code])) for code in workflow.NEEDS_OUTCOME]


class CloseManyForm(forms.Form):
    to = forms.ChoiceField(
        label=gettext_lazy("They are"),
        choices=_endings,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose whether they are resolved or closed."),
            "invalid_choice": gettext_lazy("Choose whether they are resolved or closed."),
        },
    )
    outcome = OneLine(
        label=gettext_lazy("How did they end?"),
        max_length=200,
        help_text=gettext_lazy("It stands on each case."),
        error_messages={"required": gettext_lazy("Say how they ended. It stands on each case.")},
    )
