"""What one change to many cases does to each of them, through the service that does it on the case's own page.

Each kind says itself in words, foresees what would be refused, carries out one case, and knows what an undo puts back.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from casework import snooze_rules, workflow
from casework.models import BulkChange, Case, Staff
from casework.models.case import Priority
from casework.services import assignment, priority, snoozing, survivors, tags, working_hours
from casework.services.change_kind import Kind
from casework.services.change_kinds_given import Assign, ToTeam
from casework.services.status import change_status
from casework.working_time import Calendar

# What the services may say of one case.
REFUSED: Final = (
    workflow.StatusNotAllowed,
    survivors.WasMerged,
    assignment.CannotBeAssigned,
    assignment.HasNoRoom,
    priority.CannotHavePriority,
    tags.CannotBeTagged,
    snoozing.CannotBePutAside,
)


class End(Kind):
    restricted = "It is restricted. End it on its own page."

    def words(self) -> str:
        return workflow.STATUS_LABELS[self.change.to]

    def apply(self, case: Case, *, actor: Staff, now: datetime) -> None:
        change_status(case=case, to=self.change.to, outcome=self.change.outcome, actor=actor, now=now)


class SetPriority(Kind):
    def missing(self) -> str:
        return "" if self.change.to in Priority.values else "Choose a priority."

    def words(self) -> str:
        return f"set to {Priority(self.change.to).label.lower()} priority"

    def why_not(self, case: Case) -> str:
        return priority.why_not(case, self.change.to)

    def before(self, case: Case) -> dict[str, Any]:
        return {"priority": str(case.priority)}

    def apply(self, case: Case, *, actor: Staff, now: datetime) -> None:
        priority.change(case=case, to=self.change.to, actor=actor, now=now)

    def put_back(self, case: Case, before: dict[str, Any], *, actor: Staff, now: datetime) -> None:
        priority.change(case=case, to=before["priority"], actor=actor, now=now)


class Tag(Kind):
    def missing(self) -> str:
        try:
            self.change.to = tags.tidy(self.change.to)
        except tags.CannotBeTagged as error:
            return str(error)
        return ""

    def words(self) -> str:
        return f"tagged “{self.change.to}”"

    def why_not(self, case: Case) -> str:
        return tags.why_not_add(case, self.change.to)

    def apply(self, case: Case, *, actor: Staff, now: datetime) -> None:
        tags.add(case=case, tag=self.change.to, actor=actor, now=now)

    def put_back(self, case: Case, before: dict[str, Any], *, actor: Staff, now: datetime) -> None:
        tags.remove(case=case, tag=self.change.to, actor=actor, now=now)


class Untag(Kind):
    def missing(self) -> str:
        return "" if self.change.to else "Choose the tag that is to go."

    def words(self) -> str:
        return f"without the tag “{self.change.to}”"

    def why_not(self, case: Case) -> str:
        return tags.why_not_remove(case, self.change.to)

    def apply(self, case: Case, *, actor: Staff, now: datetime) -> None:
        tags.remove(case=case, tag=self.change.to, actor=actor, now=now)

    def put_back(self, case: Case, before: dict[str, Any], *, actor: Staff, now: datetime) -> None:
        tags.add(case=case, tag=self.change.to, actor=actor, now=now)


class Snooze(Kind):
    """`to` is one of snooze_rules.LABELS, as of when the change was made, or a moment; `outcome` the reason.

    Each case comes back when its own team works. What would pass a promise is left for its own page, which asks.
    """

    told: dict[str, str] = {}

    def missing(self) -> str:
        if self.change.to in snooze_rules.LABELS or _moment(self.change.to) is not None:
            return ""
        return "Choose until when."

    def words(self) -> str:
        at = _moment(self.change.to)
        if at is None:
            return f"put aside {snooze_rules.SPANS[self.change.to]}"
        return f"put aside until {snooze_rules.in_words(at, zone=snoozing.zone())}"

    def _until(self, calendar: Calendar) -> datetime:
        at = _moment(self.change.to)
        if at is not None:
            return snooze_rules.moved(calendar, at)
        return snooze_rules.chosen(calendar, self.change.to, now=self.change.made_at)

    def foreseen(self, cases: Sequence[Case]) -> dict[UUID, str]:
        calendars = working_hours.calendars({case.team for case in cases})
        self.told = {
            str(case.team): snooze_rules.in_words(self._until(found), zone=found.zone)
            for case in cases
            for found in [calendars[case.team_id]]
        }
        due = snoozing.soonest_follow_up(case.pk for case in cases)
        return {
            case.pk: refused
            for case in cases
            if (refused := self._refusal(case, calendars[case.team_id], due.get(case.pk)))
        }

    def more(self) -> str:
        if len({*self.told.values()}) == 1:
            return f"Until {next(iter(self.told.values()))}."
        return " ".join(f"{team}: until {moment}." for team, moment in sorted(self.told.items()))

    def _refusal(self, case: Case, calendar: Calendar, follow_up_at: datetime | None) -> str:
        facts, until = snoozing.facts_of(case, follow_up_at=follow_up_at), self._until(calendar)
        now = self.change.made_at
        refused = snooze_rules.refusal(facts, until=until, now=now, zone=calendar.zone)
        if not refused and snooze_rules.passes_promise(facts, until=until):
            refused = snooze_rules.promise_in_words(facts, now=now, zone=calendar.zone)
        return refused

    def before(self, case: Case) -> dict[str, Any]:
        return {
            "until": case.snoozed_until.isoformat() if case.snoozed_until else "",
            "because": case.snooze_reason,
        }

    def apply(self, case: Case, *, actor: Staff, now: datetime) -> None:
        until = self._until(working_hours.calendar_of(team=case.team))
        snoozing.put_aside(case=case, until=until, reason=self.change.outcome, actor=actor, now=now)

    def put_back(self, case: Case, before: dict[str, Any], *, actor: Staff, now: datetime) -> None:
        was = _moment(before["until"])
        if was is None or was <= now:
            snoozing.bring_back(case=case, actor=actor, now=now)
        else:
            snoozing.put_aside(
                case=case, until=was, reason=before["because"], actor=actor, now=now, anyway=True
            )


KINDS: Final[dict[str, Callable[[BulkChange], Kind]]] = {
    BulkChange.Kind.END: End,
    BulkChange.Kind.ASSIGN: Assign,
    BulkChange.Kind.TEAM: ToTeam,
    BulkChange.Kind.PRIORITY: SetPriority,
    BulkChange.Kind.TAG: Tag,
    BulkChange.Kind.UNTAG: Untag,
    BulkChange.Kind.SNOOZE: Snooze,
}


def of(change: BulkChange) -> Kind:
    return KINDS[change.kind](change)


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None
