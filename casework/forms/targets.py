"""Targets, which service and priority has which, steps of escalation, and promises of one case."""

from typing import Any, Final

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from casework.forms.said import OneLine, Said, ours
from casework.models import Clock, EscalationStep, Service, Target, Team
from casework.models.case import Priority
from casework.models.target import ClockKind, StepAction, Unit
from casework.services.clocks_changed import MOST_DAYS
from casework.text import show_bidi_controls as plainly

LONGEST: Final = 100_000  # minutes or days: more is a slip of the finger, and beyond every calendar
DEEDS: Final = [
    (StepAction.REMIND, gettext_lazy("Remind whoever has it; where nobody has, the team")),
    (StepAction.RAISE, gettext_lazy("Raise the priority by one")),
    (StepAction.MOVE, gettext_lazy("Move it to a team")),
]
KINDS: Final = ("first_response", "next_response", "resolution")


class Plainly(forms.ModelChoiceField):
    """Names that staff typed, with what would turn the line round made visible."""

    def label_from_instance(self, obj: Any) -> str:
        return plainly(str(obj))


class TargetForm(forms.Form):
    name = OneLine(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("As staff call it, for example “Complaint, stage 1”."),
        error_messages={"required": gettext_lazy("Give the target a name.")},
    )  # fmt: skip
    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=50, help_text=gettext_lazy("For rules and files; it cannot be changed later."),
        error_messages={
            "required": gettext_lazy("Give the target a code."),
            "invalid": gettext_lazy("Use letters, digits, hyphens and underscores only."),
        },
    )  # fmt: skip
    source = OneLine(
        label=gettext_lazy("Where it comes from"), max_length=300, required=False,
        help_text=gettext_lazy("The law, code or decision that asks for it."),
    )  # fmt: skip
    active = forms.BooleanField(
        label=gettext_lazy("In use"), required=False, initial=True,
        help_text=gettext_lazy("Switched off, it is given to no case any more. Cases that have it keep it."),
    )  # fmt: skip

    def __init__(self, *args: Any, target: Target | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in KINDS:
            self._length(kind)
        if target is not None:
            del self.fields["code"]

    def _length(self, kind: str) -> None:
        label = gettext(str(ClockKind(kind).label))
        self.fields[kind] = forms.IntegerField(
            label=label, required=False, min_value=1, max_value=LONGEST,
            widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": gettext("Write %(what)s as a whole number, or leave it empty.") % {"what": label.lower()},
                "min_value": gettext("%(what)s must be 1 or more, or empty.") % {"what": label},
                "max_value": gettext("%(what)s is too long. Use another unit.") % {"what": label},
            },
        )  # fmt: skip
        self.fields[f"{kind}_unit"] = ours(
            forms.ChoiceField(
                label=gettext("%(what)s: unit") % {"what": label}, choices=Unit.choices, initial=Unit.DAYS
            )
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        code = data.get("code")
        if code and Target.objects.filter(code=code).exists():
            self.add_error("code", gettext("Another target has this code already."))
        if not any(kind in self.errors or data.get(kind) for kind in KINDS):
            self.add_error(
                KINDS[0], gettext("A target promises at least one thing. Give a time for one of the three.")
            )
        return data

    @property
    def lengths(self) -> list[dict[str, Any]]:
        return [
            {"amount": self[kind], "unit": self[f"{kind}_unit"], "legend": self[kind].label} for kind in KINDS
        ]


class UseForm(forms.Form):
    service = Plainly(
        label=gettext_lazy("Service"), queryset=Service.objects.all(), required=False, to_field_name="code",
        empty_label=gettext_lazy("Any service"),
    )  # fmt: skip
    priority = ours(
        forms.ChoiceField(
            label=gettext_lazy("Priority"),
            choices=[("", gettext_lazy("Any priority")), *Priority.choices],
            required=False,
        )
    )
    target = Plainly(
        label=gettext_lazy("Target"), queryset=Target.objects.filter(active=True), to_field_name="code",
        empty_label=gettext_lazy("Choose a target"), error_messages={"required": gettext_lazy("Choose a target.")},
    )  # fmt: skip


class StepForm(forms.Form):
    kind = ours(forms.ChoiceField(label=gettext_lazy("For which promise"), choices=ClockKind.choices))
    target = Plainly(
        label=gettext_lazy("Of which target"), queryset=Target.objects.all(), required=False, to_field_name="code",
        empty_label=gettext_lazy("Any target"),
    )  # fmt: skip
    side = forms.ChoiceField(
        label=gettext_lazy("When"), choices=[("before", gettext_lazy("Before it is due")), ("after", gettext_lazy("When it is due, or after"))],
        widget=forms.RadioSelect, initial="after",
        error_messages={"required": gettext_lazy("Choose whether it happens before or after.")},
    )  # fmt: skip
    amount = forms.IntegerField(
        label=gettext_lazy("How long before or after"), min_value=0, max_value=LONGEST, initial=0,
        help_text=gettext_lazy("In working time. 0 is the moment it falls due."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Say how long before or after; 0 is the moment it falls due."),
            "invalid": gettext_lazy("Write how long before or after as a whole number."),
            "min_value": gettext_lazy("Write 0 or more, and choose before or after."),
            "max_value": gettext_lazy("This is too long."),
        },
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        choices=[("hours", gettext_lazy("working hours")), ("minutes", gettext_lazy("working minutes"))],
        initial="hours",
    )
    action = forms.ChoiceField(
        label=gettext_lazy("What happens"), choices=DEEDS, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what happens.")},
    )  # fmt: skip
    team = Plainly(
        label=gettext_lazy("Team"), queryset=Team.objects.filter(active=True), required=False, to_field_name="code",
        empty_label=gettext_lazy("No team"), help_text=gettext_lazy("Only to move it."),
    )  # fmt: skip
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("action") == StepAction.MOVE and not data.get("team") and "team" not in self.errors:
            self.add_error("team", gettext("Choose the team that gets it."))
        if data.get("side") == "before" and data.get("amount") == 0:
            self.add_error("amount", gettext("Say how long before. 0 is the moment it falls due."))
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        minutes = data["amount"] * (60 if data["unit"] == "hours" else 1)
        return {
            "kind": data["kind"],
            "target": data["target"],
            "minutes": -minutes if data["side"] == "before" else minutes,
            "action": data["action"],
            "team": data["team"],
            "active": data["active"],
        }


def of_step(step: EscalationStep) -> dict[str, Any]:
    minutes = abs(step.minutes)
    whole = minutes % 60 == 0
    return {
        "kind": step.kind,
        "target": step.target,
        "side": "before" if step.minutes < 0 else "after",
        "amount": minutes // 60 if whole else minutes,
        "unit": "hours" if whole else "minutes",
        "action": step.action,
        "team": step.team,
        "active": step.active,
    }


class CaseTargetForm(forms.Form):
    target = Plainly(
        label=gettext_lazy("Target"), queryset=Target.objects.filter(active=True), required=False, to_field_name="code",
        empty_label=gettext_lazy("The usual one of its service and priority"),
    )  # fmt: skip
    reason = Said(
        label=gettext_lazy("Why"), widget=forms.Textarea, max_length=500, help_text=gettext_lazy("It stays on record with the case."),
        error_messages={"required": gettext_lazy("Say why the target changes.")},
    )  # fmt: skip


class ExtendForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Which promise"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a promise.")},
    )
    days = forms.IntegerField(
        label=gettext_lazy("How many working days more"), min_value=1, max_value=MOST_DAYS,
        help_text=format_lazy(gettext_lazy("1 to {most}. It can be extended again."), most=MOST_DAYS),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Say how many working days more."),
            "invalid": gettext_lazy("Write the working days as a whole number."),
            "min_value": format_lazy(gettext_lazy("Give between 1 and {most} working days."), most=MOST_DAYS),
            "max_value": format_lazy(
                gettext_lazy("Give between 1 and {most} working days. You can extend it again later."), most=MOST_DAYS
            ),
        },
    )  # fmt: skip
    reason = Said(
        label=gettext_lazy("Why it takes longer"), widget=forms.Textarea, max_length=500,
        help_text=gettext_lazy("Tell the person too: with a complaint, name the Ombudsman to them."),
        error_messages={"required": gettext_lazy("Say why it takes longer.")},
    )  # fmt: skip

    def __init__(self, *args: Any, clocks: list[Clock], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(clock.kind, clock.get_kind_display()) for clock in clocks]
        ours(self.fields["kind"]).choices = choices
        self.fields["kind"].initial = choices[0][0] if choices else None
