"""What is to change on many cases, and to what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework import snooze_rules
from casework.forms.days import DayField
from casework.forms.said import OneLine
from casework.forms.snoozing import aside_at
from casework.models import BulkChange, Case, Staff, Team
from casework.models.case import Priority
from casework.services import tags
from casework.services.change_kinds_given import NOBODY
from casework.templatetags._said import said

Kind = BulkChange.Kind
MISSING: Final = {
    Kind.ASSIGN: ("assignee", gettext_lazy("Choose who gets them.")),
    Kind.TEAM: ("team", gettext_lazy("Choose a team.")),
    Kind.PRIORITY: ("priority", gettext_lazy("Choose a priority.")),
    Kind.TAG: ("tag", gettext_lazy("Write the tag.")),
    Kind.UNTAG: ("untag", gettext_lazy("Choose the tag that is to go.")),
    Kind.SNOOZE: ("later", gettext_lazy("Choose until when.")),
}
CHOOSE: Final[tuple[str, Any]] = ("", gettext_lazy("Choose"))


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, said(kind.label)) for kind in Kind if kind != Kind.END]


def _priorities() -> list[tuple[str, Any]]:
    return [CHOOSE, *((code, said(label)) for code, label in Priority.choices)]


def _until() -> list[tuple[str, Any]]:
    near = [(code, said(label)) for code, label in snooze_rules.LABELS.items()]
    return [CHOOSE, *near, (snooze_rules.MOMENT, gettext("A day and time"))]


class ChangeManyForm(forms.Form):
    """`to` in what is cleaned is what a BulkChange of this kind keeps; `outcome` the reason where one is given."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is to change?"), choices=_kinds, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is to change."), "invalid_choice": gettext_lazy("Choose what is to change.")},
    )  # fmt: skip
    assignee = forms.ChoiceField(label=gettext_lazy("Who gets them"), required=False)
    team = forms.ChoiceField(label=gettext_lazy("Which team"), required=False)
    priority = forms.ChoiceField(label=gettext_lazy("Which priority"), required=False, choices=_priorities)
    tag = OneLine(label=gettext_lazy("The tag"), required=False, max_length=tags.LONGEST)
    untag = forms.ChoiceField(label=gettext_lazy("The tag that is to go"), required=False)
    later = forms.ChoiceField(
        label=gettext_lazy("Until when"), required=False,
        choices=_until,
    )  # fmt: skip
    day = DayField(
        label=gettext_lazy("Day"),
        required=False,
        subject=gettext_lazy("The day"),
        help_text=gettext_lazy("For a day and time. For example, 27 3 2026."),
    )
    clock = forms.CharField(
        label=gettext_lazy("Time"), required=False, max_length=20, help_text=gettext_lazy("Left empty, it is the morning."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    reason = OneLine(
        label=gettext_lazy("Why"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("A few words, if they help. They stand on each case."),
    )

    def __init__(self, data: Any = None, *, cases: Iterable[Case], now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now, cases = now, list(cases)
        people = Staff.objects.people().filter(teams__in={case.team_id for case in cases})
        able = people.exclude(role="administrator").distinct()
        self._offer(
            "assignee",
            [(NOBODY, gettext("Nobody: back to their team")), *((str(each.pk), str(each)) for each in able)],
        )
        self._offer("team", [(str(each.pk), str(each)) for each in Team.objects.filter(active=True)])
        self._offer("untag", [(tag, tag) for tag in sorted({tag for case in cases for tag in case.tags})])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [CHOOSE, *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["to"], data["outcome"] = "", ""
        if data.get("kind") not in MISSING:
            return data
        name, words = MISSING[data["kind"]]
        for other in {*self.errors} - {
            "kind",
            name,
            *(("day", "clock", "reason") if name == "later" else ()),
        }:
            del self.errors[other]  # what another kind would have needed is not asked for
        if not data.get(name) and name not in self.errors:
            self.add_error(name, words)
        data["to"] = data.get(name, "")
        if name == "later":
            data["outcome"] = data.get("reason", "")
            data["to"] = self._later(data)
        return data

    def _later(self, data: dict[str, Any]) -> str:
        if data.get("later") != snooze_rules.MOMENT or self.errors:
            return str(data.get("later") or "")
        at, wrong = aside_at(day=data.get("day"), typed=data.get("clock", ""), now=self.now)
        for field, words in wrong.items():
            self.add_error(field, words)
        return at.isoformat() if at else ""
