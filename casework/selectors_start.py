"""What the start pages read. Each block is keys first: up to 1,001 of them in one statement, which is its figure and its
first rows. What the rows show is read once for all blocks together.

Only what the reader may see is read and counted. Why each statement stays quick in a large office: docs/start-page.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from casework import figures_by_day, follow_up_rules, ids, selectors, selectors_follow_ups
from casework.counts import MOST_COUNTED
from casework.figures_by_day import Day
from casework.filters import in_the_queue_at, overdue_along, overdue_at
from casework.models import Case, Contact, Event, FollowUp, Staff, Task, Team
from casework.models.case import CaseQuerySet
from casework.models.follow_up import FollowUpKind, FollowUpQuerySet
from casework.models.staff import Role
from casework.permissions import READERS, visible_cases, visible_contacts, visible_tasks

MOST_SHOWN: Final = 5
# Blocks of cases and of promises show none twice: what at most two of them above have is passed over.
_MOST_READ: Final = 3 * MOST_SHOWN
# With which events a case ends. A merged case did not end: its work goes on in another.
_ENDINGS: Final = ("status_changed", "closed_empty")


@dataclass(kw_only=True)
class Found:
    """`keys` of the first rows, from which those to show are taken; `count` of all there are: at most 1,001."""

    keys: list[UUID] = field(default_factory=list)
    count: int = 0


class _CountOf(Subquery):
    """How many rows a sub-select has; slice it, so that it stops where nobody counts any further."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def first_of(rows: QuerySet[Any], *, most: int = MOST_SHOWN) -> Found:
    """Of ordered rows: 1 statement."""
    keys = list(rows.values_list("pk", flat=True)[: MOST_COUNTED + 1])
    return Found(keys=keys[:most], count=len(keys))


def teams_of(staff: Staff) -> list[Team]:
    """Whose work their start page is about; a manager's is about every team. 1 statement."""
    teams = (
        Team.objects.filter(active=True) if staff.role == Role.MANAGER else staff.teams.filter(active=True)
    )
    return list(teams.order_by("name"))


def end_of_day(now: datetime) -> datetime:
    """Midnight to come, by the office's clock."""
    return _midnight(timezone.localdate(now) + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=timezone.get_current_timezone())


# Cases


def waiting(*, staff: Staff, now: datetime) -> CaseQuerySet:
    """What they see in the queue: open cases, without those put aside for later."""
    return visible_cases(staff).filter(in_the_queue_at(now), is_open=True)


def of_teams(cases: CaseQuerySet, *, staff: Staff, teams: Iterable[Team]) -> CaseQuerySet:
    """Of these teams; a manager's are all, which needs no condition."""
    return cases if staff.role == Role.MANAGER else cases.filter(team__in=[each.pk for each in teams])


def late(cases: CaseQuerySet, *, now: datetime) -> Found:
    """Soonest due first, which is the latest: 1 statement."""
    return first_of(cases.filter(overdue_along(now)).order_by("due_at", "pk"), most=_MOST_READ)


def unanswered(cases: CaseQuerySet) -> Found:
    """Where the last word is theirs, those that began longest ago first: 1 statement."""
    return first_of(cases.filter(needs_answer=True).order_by("opened_at", "pk"), most=_MOST_READ)


def rows_of_cases(*, staff: Staff, keys: Iterable[UUID]) -> dict[UUID, Case]:
    """By key, with all that a row shows: 2 statements, none without keys."""
    wanted = list(keys)
    cases = selectors.for_rows(visible_cases(staff).filter(pk__in=wanted)) if wanted else ()
    return {each.pk: each for each in cases}


# Promises, reminders and tasks


def promised_today(*, staff: Staff, now: datetime) -> FollowUpQuerySet:
    """Callbacks and promises that are due by the end of today, those that are late too."""
    due = selectors_follow_ups.promised(staff=staff).filter(due_at__lt=end_of_day(now))
    return due.filter(kind__in=follow_up_rules.PROMISES).order_by("due_at", "pk")


def promised_by_me(*, staff: Staff, now: datetime, kinds: Iterable[str]) -> Found:
    """1 statement."""
    mine = promised_today(staff=staff, now=now).filter(owner=staff, kind__in=list(kinds))
    return first_of(mine, most=_MOST_READ)


def promised_by_teams(*, staff: Staff, teams: Iterable[Team], now: datetime) -> Found:
    """1 statement."""
    rows = promised_today(staff=staff, now=now)
    if staff.role != Role.MANAGER:
        keys = [each.pk for each in teams]
        rows = rows.filter(Q(case__team__in=keys) | Q(case=None, team__in=keys))
    return first_of(rows, most=_MOST_READ)


def reminders(*, staff: Staff, now: datetime) -> Found:
    """What they wanted to be reminded of by the end of today: 1 statement."""
    rows = selectors_follow_ups.promised(staff=staff).filter(due_at__lt=end_of_day(now))
    return first_of(rows.filter(owner=staff, kind=FollowUpKind.REMINDER).order_by("due_at", "pk"))


def rows_of_follow_ups(*, staff: Staff, keys: Iterable[UUID]) -> dict[UUID, FollowUp]:
    """By key, with all that a row shows: 2 statements, none without keys."""
    wanted = list(keys)
    rows = selectors_follow_ups.listed(staff=staff, whose="").filter(pk__in=wanted) if wanted else ()
    return {each.pk: each for each in rows}


def tasks(*, staff: Staff, today: date) -> tuple[list[Task], int]:
    """Theirs that are due, on cases that they see: 1 statement. The count is at most 1,001."""
    due = visible_tasks(staff).filter(assignee=staff, done_at=None, due_on__lte=today)
    rows = list(due.select_related("case").order_by("due_on", "pk")[: MOST_COUNTED + 1])
    return rows[:MOST_SHOWN], len(rows)


# Contacts


def logged_today(*, staff: Staff, now: datetime) -> Found:
    """What they put on record since midnight, latest first: 1 statement."""
    since = _midnight(timezone.localdate(now))
    mine = visible_contacts(staff).filter(logged_by=staff, logged_at__gte=since)
    return first_of(mine.order_by("-logged_at", "-pk"))


def needs_filing(*, staff: Staff) -> Found:
    """In the order of the lane: 1 statement."""
    return first_of(visible_contacts(staff).held())


def rows_of_contacts(*, staff: Staff, keys: Iterable[UUID]) -> list[Contact]:
    """In the order of the keys, with all that a row shows: 1 statement, none without keys."""
    wanted = list(keys)
    rows: Any = (
        visible_contacts(staff).filter(pk__in=wanted).select_related("person", "contact_point")
        if wanted
        else ()
    )
    return sorted(rows, key=lambda each: wanted.index(each.pk))  # fmt: skip


def references(*, staff: Staff, contacts: Iterable[Contact]) -> dict[UUID, str]:
    """Of the cases that these are on, as far as they are seen: 1 statement, none where there is no case."""
    keys = {each.case_id for each in contacts if each.case_id is not None}
    return dict(visible_cases(staff).filter(pk__in=keys).values_list("pk", "reference")) if keys else {}


# Figures of a team


def load(*, staff: Staff, teams: Iterable[Team], now: datetime) -> list[tuple[Staff, int]]:
    """Everybody of these teams who reads cases, with how many open ones each has that the reader sees, most first.

    Each is counted to 1,001. 1 statement.
    """
    people = Staff.objects.people().filter(role__in=READERS)
    if staff.role != Role.MANAGER:
        people = people.filter(memberships__team__in=[each.pk for each in teams]).distinct()
    theirs = waiting(staff=staff, now=now).filter(assignee=OuterRef("pk")).order_by().values("pk")
    rows = people.annotate(load=_CountOf(theirs[: MOST_COUNTED + 1]))
    return sorted(((each, each.load) for each in rows), key=lambda pair: (-pair[1], str(pair[0])))


def late_by_team(*, staff: Staff, teams: Iterable[Team], now: datetime) -> list[tuple[Team, int]]:
    """The teams that have late cases which the reader sees, most first: 1 statement, which reads no more than these."""
    late = of_teams(waiting(staff=staff, now=now).filter(overdue_at(now)), staff=staff, teams=teams)
    counted = dict(late.order_by().values_list("team").annotate(number=Count("pk")))
    found = [(each, counted[each.pk]) for each in teams if each.pk in counted]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].name))


def new_and_ended(*, staff: Staff, teams: Iterable[Team], now: datetime) -> list[Day]:
    """Cases that began and that ended, for each day of two weeks: 2 statements. Merged ones are neither."""
    today = timezone.localdate(now)
    since = _midnight(figures_by_day.span(today)[0])
    cases = of_teams(visible_cases(staff).filter(merged_into=None), staff=staff, teams=teams)
    # A case is as recent as its beginning at least: by that the index of activity finds the few that began lately.
    began = cases.filter(last_activity_at__gte=since, opened_at__gte=since)
    # No index leads to what ended lately; the newest events do, as their ids are made in the order of time.
    endings = Event.objects.filter(pk__gte=ids.least_at(since), verb__in=_ENDINGS, case__isnull=False)
    over = cases.filter(is_open=False, closed_at__gte=since, pk__in=endings.values("case"))
    return figures_by_day.by_day(
        new=_per_day(began, "opened_at"), ended=_per_day(over, "closed_at"), today=today
    )


def _per_day(cases: CaseQuerySet, moment: str) -> dict[date, int]:
    rows = cases.order_by().annotate(day=TruncDate(moment)).values("day").annotate(number=Count("pk"))
    return {row["day"]: row["number"] for row in rows}
