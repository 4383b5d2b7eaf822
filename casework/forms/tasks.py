"""A task of a case, and a checklist."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from casework.forms.days import DayField
from casework.forms.said import OneLine, Said
from casework.forms.takers import Choices, offer
from casework.models import Case, Checklist, Service, Staff
from casework.selectors_tasks import takers
from casework.services.tasks_of_case import LONGEST

STEPS_LIMIT = 12_000


class TaskForm(forms.Form):
    """`offered`: among whom a page lets choose; of a form that was sent, the `case` says who may be chosen."""

    title = OneLine(
        label=gettext_lazy("What is to be done?"), max_length=LONGEST,
        error_messages={"required": gettext_lazy("Say what is to be done.")},
    )  # fmt: skip
    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Who does it?"), queryset=Staff.objects.none(), required=False, to_field_name="username",
        empty_label=gettext_lazy("Whoever works on the case"),
        error_messages={"invalid_choice": gettext_lazy("They could not open this case. Choose somebody else.")},
    )  # fmt: skip
    due_on = DayField(
        label=gettext_lazy("By which day?"),
        required=False,
        subject=gettext_lazy("The day"),
        help_text=gettext_lazy("For example, 27 3 2026."),
    )

    def __init__(self, *args: Any, case: Case | None = None, offered: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assignee"]
        if case is None:
            offer(field, offered)
            return
        field.queryset = takers(case=case)


class ChecklistForm(forms.Form):
    name = OneLine(
        label=gettext_lazy("Name"), max_length=100, error_messages={"required": gettext_lazy("Give the checklist a name.")},
        help_text=gettext_lazy("Staff choose it by this name."),
    )  # fmt: skip
    service = forms.ModelChoiceField(
        label=gettext_lazy("Service"), queryset=Service.objects.none(), required=False, to_field_name="code",
        empty_label=gettext_lazy("Any service"), help_text=gettext_lazy("It is offered on cases of this service."),
    )  # fmt: skip
    steps = Said(
        label=gettext_lazy("Steps"), widget=forms.Textarea, max_length=STEPS_LIMIT,
        error_messages={"required": gettext_lazy("Write at least one step.")}, help_text=gettext_lazy("One step a line, in order."),
    )  # fmt: skip
    active = forms.BooleanField(label=gettext_lazy("Offer it on cases"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.order_by("name")  # type: ignore[attr-defined]


def of_checklist(row: Checklist) -> dict[str, Any]:
    """What the form begins with."""
    code = row.service.code if row.service else ""
    return {"name": row.name, "service": code, "steps": "\n".join(row.steps), "active": row.active}
