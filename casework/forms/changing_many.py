"""What is to change on many cases, and to what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django import forms

from casework import snooze_rules
from casework.forms.days import DayField
from casework.forms.said import OneLine
from casework.forms.snoozing import aside_at
from casework.models import BulkChange, Case, Staff, Team
from casework.models.case import Priority
from casework.services import tags
from casework.services.change_kinds_given import NOBODY

Kind = BulkChange.Kind
KINDS: Final = [(kind.value, kind.label) for kind in Kind if kind != Kind.END]
MISSING: Final = {
    Kind.ASSIGN: ("assignee", "Choose who gets them."),
    Kind.TEAM: ("team", "Choose a team."),
    Kind.PRIORITY: ("priority", "Choose a priority."),
    Kind.TAG: ("tag", "Write the tag."),
    Kind.UNTAG: ("untag", "Choose the tag that is to go."),
    Kind.SNOOZE: ("later", "Choose until when."),
}
CHOOSE: Final = ("", "Choose")


class ChangeManyForm(forms.Form):
    """`to` in what is cleaned is what a BulkChange of this kind keeps; `outcome` the reason where one is given."""

    kind = forms.ChoiceField(
        label="What is to change?", choices=KINDS, widget=forms.RadioSelect,
        error_messages={"required": "Choose what is to change.", "invalid_choice": "Choose what is to change."},
    )  # fmt: skip
    assignee = forms.ChoiceField(label="Who gets them", required=False)
    team = forms.ChoiceField(label="Which team", required=False)
    priority = forms.ChoiceField(label="Which priority", required=False, choices=[CHOOSE, *Priority.choices])
    tag = OneLine(label="The tag", required=False, max_length=tags.LONGEST)
    untag = forms.ChoiceField(label="The tag that is to go", required=False)
    later = forms.ChoiceField(
        label="Until when", required=False,
        choices=[CHOOSE, *snooze_rules.LABELS.items(), (snooze_rules.MOMENT, "A day and time")],
    )  # fmt: skip
    day = DayField(
        label="Day",
        required=False,
        subject="The day",
        help_text="For a day and time. For example, 27 3 2026.",
    )
    clock = forms.CharField(
        label="Time", required=False, max_length=20, help_text="Left empty, it is the morning.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    reason = OneLine(
        label="Why",
        required=False,
        max_length=200,
        help_text="A few words, if they help. They stand on each case.",
    )

    def __init__(self, data: Any = None, *, cases: Iterable[Case], now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now, cases = now, list(cases)
        people = Staff.objects.people().filter(teams__in={case.team_id for case in cases})
        able = people.exclude(role="administrator").distinct()
        self._offer(
            "assignee",
            [(NOBODY, "Nobody: back to their team"), *((str(each.pk), str(each)) for each in able)],
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
