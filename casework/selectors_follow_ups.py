"""What was promised, as several screens read it. Each states its number of SQL statements."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework import attempt_rules, follow_up_rules
from casework.models import (
    Case,
    Contact,
    ContactPoint,
    FollowUp,
    Party,
    Person,
    PersonContactPoint,
    Staff,
)
from casework.models.contact import Direction
from casework.models.follow_up import FollowUpKind, FollowUpQuerySet
from casework.models.person import PointKind
from casework.permissions import visible_follow_ups

# What ended so lately is still told to a caller: "we rang you this morning".
LATELY: Final = timedelta(days=3)
MOST_TOLD: Final = 5
MOST_CALLS: Final = 20
MINE: Final = "mine"
TEAMS: Final = "teams"
# What a page about one follow-up shows beside it.
WHOLE: Final = (
    "case__team", "team", "owner", "made_by", "done_by", "person", "contact_point", "contact__person",
    "contact__contact_point",
)  # fmt: skip


def attempts() -> QuerySet[Contact]:
    """Tries that did not reach them, of the follow-up of the outer query."""
    return Contact.objects.filter(
        follow_up=OuterRef("pk"), direction=Direction.OUT, outcome__in=attempt_rules.UNREACHED
    ).order_by()


def number_of_tries() -> Coalesce:
    """As a sub-select on the index of attempts."""
    counted = attempts().values("follow_up").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def glance(*, staff: Staff, people: Iterable[UUID], now: datetime) -> dict[UUID, list[str]]:
    """For each person what was promised to them and how it stands, a sentence each, soonest first. 1 statement.

    Follow-ups that name nobody are of everybody on their case, or of whoever was in touch.
    """
    wanted = set(people)
    found: dict[UUID, list[str]] = {person: [] for person in wanted}
    if not wanted:
        return found
    for row in _of(wanted, staff=staff, now=now):
        for person in wanted & _whose(row):
            if len(found[person]) < MOST_TOLD:
                found[person].append(sentence(row, now=now))
    return found


def _of(people: set[UUID], *, staff: Staff, now: datetime) -> QuerySet[FollowUp]:
    on_case = Party.objects.filter(person__in=people).values("case")
    unnamed = Q(person=None) & (Q(case__in=on_case) | Q(case=None, contact__person__in=people))
    return (
        visible_follow_ups(staff)
        .filter(Q(person__in=people) | unnamed, kind__in=follow_up_rules.PROMISES)
        .filter(Q(done_at=None) | Q(done_at__gte=now - LATELY))
        .select_related("contact")
        .annotate(
            on_case=ArraySubquery(
                Party.objects.filter(case=OuterRef("case"), person__isnull=False).values("person")
            ),
            tries=number_of_tries(),
        )
        .order_by(F("done_at").asc(nulls_first=True), "due_at", "pk")[: MOST_TOLD * len(people)]
    )


def _whose(row: Any) -> set[UUID]:
    if row.person_id is not None:
        return {row.person_id}
    if row.case_id is not None:
        return set(row.on_case)
    return {row.contact.person_id} if row.contact else set()


def sentence(row: Any, *, now: datetime) -> str:
    """Such as: Callback promised for today 14:00 to 16:00, not tried yet. `row` is annotated with its `tries`."""
    local = timezone.localtime(now)
    what = "Callback" if row.kind == "callback" else "Promise"
    if row.done_at is not None:
        ended = timezone.localtime(row.done_at)
        state = follow_up_rules.state(due_at=row.due_at, done_at=row.done_at, result=row.result, now=now)
        words = follow_up_rules.STATES[state][0].lower()
        return f"{what} {words}, {follow_up_rules.day(ended, now=local)} at {ended:%H:%M}"
    due = timezone.localtime(row.due_at)
    begins = timezone.localtime(row.window_from) if row.window_from else None
    when = follow_up_rules.window(window_from=begins, due_at=due, now=local)
    late = "overdue, " if row.due_at < now else ""
    tried = follow_up_rules.tries(row.tries) if row.kind == "callback" or row.tries else "not done yet"
    begin = "Callback promised for" if row.kind == FollowUpKind.CALLBACK else "Promised for"
    return f"{begin} {when}, {late}{tried}"


def promised(*, staff: Staff) -> FollowUpQuerySet:
    """Every open promise, callback and reminder that this member of staff sees."""
    return visible_follow_ups(staff).open()


def next_call(*, case: Case) -> FollowUp | None:
    """The callback that a call from this case would keep, soonest due: 1 statement."""
    return (
        FollowUp.objects.open()
        .filter(case=case, kind=FollowUpKind.CALLBACK)
        .select_related(*WHOLE)
        .order_by("due_at", "pk")
        .first()
    )


def calls_of(*, follow_up: FollowUp) -> list[Contact]:
    """Every call to keep it, latest first: 1 statement."""
    rows = Contact.objects.filter(follow_up=follow_up, direction=Direction.OUT)
    return list(
        rows.select_related("logged_by", "contact_point").order_by("-took_place_at", "-pk")[:MOST_CALLS]
    )


def listed(*, staff: Staff, whose: str) -> QuerySet[FollowUp]:
    """What is still to be done, with all that a row shows: 2 statements. `whose`: mine, teams or "" for all one sees."""
    found = promised(staff=staff)
    if whose == MINE:
        found = found.filter(owner=staff)
    if whose == TEAMS:
        teams = list(staff.memberships.values_list("team", flat=True))
        found = found.filter(Q(case__team__in=teams) | Q(case=None, team__in=teams))
    return (
        found.select_related("case__team", "team", "owner", "made_by", "person", "contact_point", "contact__person",
                             "contact__contact_point")
        .prefetch_related(
            Prefetch(
                "case__parties",
                queryset=Party.objects.select_related("person", "contact_point"),
                to_attr="known_parties",
            )
        )
        .annotate(tries=number_of_tries())
    )  # fmt: skip


def soonest_of_case() -> dict[str, Any]:
    """For rows of the queue: kind and due time of the first thing promised, as sub-selects on the index of a case's own."""
    first = FollowUp.objects.filter(
        case=OuterRef("pk"), done_at=None, kind__in=follow_up_rules.PROMISES
    ).order_by("due_at", "pk")
    return {
        "promised_kind": Subquery(first.values("kind")[:1]),
        "promised_at": Subquery(first.values("due_at")[:1]),
    }


def phones_of(case: Case) -> list[tuple[ContactPoint, Person | None]]:
    """The phone numbers on a case: whoever gets the replies first, by the number they were in touch from, then by any of
    theirs. 2 statements.
    """
    parties = list(
        Party.objects.filter(case=case).select_related("person", "contact_point").order_by("-reply_to", "pk")
    )
    theirs = phones_of_people([each.person_id for each in parties if each.person_id])
    found: dict[UUID, tuple[ContactPoint, Person | None]] = {}
    for party in parties:
        own = [(point, person) for point, person in theirs if person and person.pk == party.person_id]
        first = [(party.contact_point, party.person)] if party.contact_point is not None else []
        for point, person in [*first, *own]:
            if point.kind == PointKind.PHONE:
                found.setdefault(point.pk, (point, person))
    return list(found.values())


def phones_of_people(people: Iterable[UUID]) -> list[tuple[ContactPoint, Person | None]]:
    """The one they prefer first: 1 statement."""
    held = PersonContactPoint.objects.filter(person__in=people, contact_point__kind=PointKind.PHONE)
    rows = held.select_related("contact_point", "person").order_by("-preferred", "pk")
    return [(each.contact_point, each.person) for each in rows]
