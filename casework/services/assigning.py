"""Giving work to people unasked: by a rule that names somebody, to whoever has least, or in turn.

Whoever chooses holds the lock on the team's memberships, so that two cases at once never go to one person in turn, and
never over a cap.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from casework import afterwards, duty, languages
from casework.duty import TURN, Candidate
from casework.kept_sql import Kept
from casework.models import Case, Conflict, Event, Leave, Membership, Staff, Team, WorkHours
from casework.permissions import READERS, WORKERS
from casework.services import case_row, conflicts, events, live, notifying, rule_set, working_hours
from casework.working_time import MIDNIGHT, Calendar, Slot

JOB: Final = "assigning"
BATCH: Final = 1000  # cases worked off in one transaction
_WAITS_FOR_OTHERS: Final = ("person", "third_party")


def may_have(*, case: Case, staff: Staff) -> str:
    """Why this person cannot be given the case; "" where they can. Discloses no conflict of interest."""
    if not staff.is_active or staff.is_machine:
        return f"{staff} does not work here any more."
    if staff.role not in READERS:
        return f"{staff} reads no cases."
    if conflicts.with_case(case=case, staff=staff):
        return f"{staff} cannot be given this case."
    return ""


def opened(*, case: Case, assignee: str, now: datetime) -> None:
    """A case that rules have just routed: `assignee` is the log-in one named; `case.assign_by` how somebody is found."""
    if assignee:
        _named(case, assignee, now=now)
    elif case.assign_by and not _find(case, now=now):
        tell(case, "Waits for somebody with room", to=None, now=now)


def _named(case: Case, username: str, *, now: datetime) -> None:
    person = rule_set.assignee(username=username)
    refused = may_have(case=case, staff=person) if person else f"“{username}” does not work here any more."
    if person is None or refused:
        tell(case, f"A rule names somebody for it. {refused} It stays with the team.", to=None, now=now)
        return
    _give(case, person, words=f"Given to {person} by a rule", now=now)


@transaction.atomic
def _find(case: Case, *, now: datetime) -> bool:
    """Whether somebody got it. The case is locked, or not yet seen by anybody."""
    team = _Members(case.team, now=now)
    chosen = team.choose(case)
    if chosen is None:
        return False
    team.given(chosen)
    how = "the next in turn" if case.assign_by == TURN else "who has least"
    _give(case, chosen, words=f"Given to {chosen}, {how}{team.unspoken(case)}", now=now)
    return True


def _give(case: Case, to: Staff, *, words: str, now: datetime) -> None:
    case.assignee = to
    case_row.write(case, {"assignee_id": to.pk, "assigned_at": now, "assigned_by_job": True})
    event = tell(case, words, to=to, now=now)
    notifying.told(staff=to, case=case, kind=notifying.Kind.ASSIGNED, source=event.pk, by=None, now=now)
    live.changed(case=case)


def tell(case: Case, words: str, *, to: Staff | None, now: datetime, before: str = "") -> Event:
    return events.record(
        verb="assigned",
        words=words,
        case=case,
        job=JOB,
        now=now,
        before={"assignee": before},
        after={"assignee": str(to) if to else ""},
    )


class _Members:
    """One team's people, locked, with what is needed to choose among them: 6 statements, whatever they have to do."""

    def __init__(self, team: Team, *, now: datetime) -> None:
        self.now, self.today = now, timezone.localdate(now)
        self.calendar = working_hours.calendar_of(team=team)
        # Call handlers read cases and do not work on them, so nothing is given to them unasked.
        # Locked with their places in other teams: a cap is one for all teams.
        locked = list(
            Membership.objects.select_for_update(of=("self",))
            .filter(staff__in=Membership.objects.filter(team=team).values("staff"))
            .filter(staff__is_active=True, staff__is_machine=False, staff__role__in=WORKERS)
            .select_related("staff")
            .order_by("pk")
        )
        members = [each for each in locked if each.team_id == team.pk]
        self.members = {str(each.staff_id): each for each in members}
        staff = [each.staff_id for each in members]
        self.load = load(staff=staff)
        self.hours = _hours(staff)
        self.leave = _leave(staff, self.today)

    def choose(self, case: Case) -> Staff | None:
        barred = set(Conflict.objects.filter(conflicts.of_case(case)).values_list("staff", flat=True))
        chosen = duty.choose(
            [self._candidate(each, barred) for each in self.members.values()],
            by=case.assign_by,
            skill=case.service.skill if case.service else "",
            language=case.language,
            calendar=self.calendar,
            now=self.now,
            today=self.today,
        )
        return self.members[chosen.id].staff if chosen else None

    def unspoken(self, case: Case) -> str:
        """For the event: the case's language, where nobody in the team speaks it."""
        short = duty.short(case.language)
        if short in ("", duty.OFFICE_LANGUAGE) or any(
            short in _speaks(each.staff) for each in self.members.values()
        ):
            return ""
        return f". Nobody in the team speaks {languages.LANGUAGES.get(short, 'the language of the case')}"

    def _candidate(self, member: Membership, barred: set[UUID]) -> Candidate:
        staff = member.staff
        return Candidate(
            id=str(staff.pk),
            load=self.load.get(staff.pk, 0),
            cap=staff.cap,
            last_given_at=member.last_given_at,
            skills=frozenset(staff.skills),
            languages=_speaks(staff),
            hours=self.hours.get(staff.pk),
            leave=self.leave.get(staff.pk, ()),
            barred=staff.pk in barred,
        )

    def given(self, to: Staff) -> None:
        member = self.members[str(to.pk)]
        member.last_given_at = self.now
        member.save(update_fields=["last_given_at"])
        self.load[to.pk] = self.load.get(to.pk, 0) + 1


def _speaks(staff: Staff) -> frozenset[str]:
    return frozenset(duty.short(each) for each in staff.languages)


def _hours(staff: Iterable[UUID]) -> dict[UUID, Calendar]:
    """Their own hours as calendars; leave is looked at apart, and bank holidays are the team's."""
    slots: dict[UUID, list[Slot]] = {}
    for who, weekday, starts, ends in WorkHours.objects.filter(staff__in=list(staff)).values_list(
        "staff", "weekday", "starts", "ends"
    ):
        until = working_hours.minute_of(ends) or MIDNIGHT
        slots.setdefault(who, []).append(Slot(weekday, working_hours.minute_of(starts), until))
    return {who: Calendar(tuple(sorted(found)), zone=settings.TIME_ZONE) for who, found in slots.items()}


def _leave(staff: Iterable[UUID], today: date) -> dict[UUID, tuple[tuple[date, date], ...]]:
    found: dict[UUID, tuple[tuple[date, date], ...]] = {}
    rows = Leave.objects.filter(staff__in=list(staff), first_day__lte=today, last_day__gte=today)
    for who, first, last in rows.values_list("staff", "first_day", "last_day"):
        found[who] = (*found.get(who, ()), (first, last))
    return found


def on_duty(*, team: Team, now: datetime) -> set[UUID]:
    """Of this team's people: those at work now."""
    members = team.memberships.filter(staff__in=Staff.objects.people())
    return at_work(list(members.values_list("staff", flat=True)), team=team, now=now)


def at_work(staff: list[UUID], *, team: Team, now: datetime) -> set[UUID]:
    hours, today = _hours(staff), timezone.localdate(now)
    leave, calendar = _leave(staff, today), working_hours.calendar_of(team=team)
    return {
        who
        for who in staff
        if duty.on_duty(
            Candidate(id=str(who), hours=hours.get(who), leave=leave.get(who, ())),
            team=calendar,
            now=now,
            today=today,
        )
    }


def load(*, staff: Iterable[UUID]) -> dict[UUID, int]:
    """How many open cases each has that wait for nobody else."""
    return dict(
        Case.objects.filter(assignee__in=list(staff), is_open=True)
        .exclude(waiting_for__in=_WAITS_FOR_OTHERS)
        .values_list("assignee")
        .annotate(number=Count("pk"))
    )


def drain(*, now: datetime, team: Team | None = None) -> int:
    """Whenever there may be room: the oldest waiting case of each team first. Returns how many were given."""
    waiting = _waiting()
    teams = [team.pk] if team else list(waiting.order_by().values_list("team", flat=True).distinct())
    return sum(_drain_team(pk, now=now) for pk in teams)


def room_made(*, staff: UUID | None, now: datetime) -> None:
    """Whoever has this key may have room for something that waits: looked for once this is saved and answered, so that it holds nobody up.
    Should that be lost, the clock looks too.
    """
    if staff is not None:
        look = partial(fill, staff=staff, now=now)
        transaction.on_commit(lambda: afterwards.do(look), robust=True)


def fill(*, staff: UUID, now: datetime) -> None:
    """1 statement where nothing waits in any of their teams."""
    for (pk,) in _WHERE_SOME_WAIT.rows(staff=staff):
        _drain_team(pk, now=now)


def _waiting() -> Any:
    return Case.objects.filter(is_open=True, assignee=None, merged_into=None).exclude(assign_by="")


def _where_some_wait(*, staff: UUID) -> Any:
    theirs = _waiting().filter(team__in=Membership.objects.filter(staff=staff).values("team"))
    return theirs.order_by("team_id").values_list("team_id").distinct()


_WHERE_SOME_WAIT: Final = Kept(_where_some_wait)


@transaction.atomic
def _drain_team(pk: UUID, *, now: datetime) -> int:
    """Cases are locked before the memberships, as everywhere; what somebody works on this moment is left out."""
    cases = list(
        _waiting()
        .filter(team=pk)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("team", "service")
        .order_by("opened_at", "id")[:BATCH]
    )
    if not cases:
        return 0
    members, given = _Members(cases[0].team, now=now), 0
    for case in cases:
        chosen = members.choose(case)
        if chosen is None:
            continue
        members.given(chosen)
        _give(case, chosen, words=f"Given to {chosen}, who has room now{members.unspoken(case)}", now=now)
        given += 1
    return given
