"""The numbers at which somebody may be rung, with what must be heeded at each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from casework import attempt_rules, ring_rules, safety_rules
from casework.models import Case, Contact, ContactPoint, FollowUp, Office, Person, PersonContactPoint
from casework.models.contact import Direction
from casework.models.person import PointKind, PointLabel
from casework.selectors_follow_ups import phones_of, phones_of_people
from casework.services import contact_safety

MOST_NUMBERS: Final = 12
CHANNEL: Final = "phone"


class Line(NamedTuple):
    """A number to ring, whose it is, and what must be heeded there."""

    point: ContactPoint
    person: Person | None
    verdict: ring_rules.Verdict
    mark: str
    """Tells whether the safe-contact words are still those that somebody read."""


def lines(*, case: Case | None, follow_up: FollowUp | None, now: datetime) -> list[Line]:
    """The numbers of whoever is to be rung: the one they named first. 5 statements or fewer."""
    found = _numbers(case=case, follow_up=follow_up)
    points = [point for point, _ in found.values()]
    shared, wrong, office = _shared(points), _wrong(found), Office.current()
    return [
        _line(point, person, shared=point.pk in shared, wrong=point.pk in wrong, office=office, now=now)
        for point, person in found.values()
    ]


def _line(
    point: ContactPoint, person: Person | None, *, shared: bool, wrong: bool, office: Office, now: datetime
) -> Line:
    safety = _safety(point, shared=shared)
    number = ring_rules.Number(safety=safety, name=person.name if person else "", wrong=wrong)
    clock = timezone.localtime(now).time()
    verdict = ring_rules.judge(number, at=clock, office=office.name, neutral=office.neutral_name)
    return Line(point, person, verdict, safety_rules.mark(safety))


def _safety(point: ContactPoint, *, shared: bool) -> safety_rules.Safety:
    return safety_rules.Safety(
        **{name: getattr(point, name) for name in contact_safety.COLUMNS}, shared=shared
    )


def _numbers(
    *, case: Case | None, follow_up: FollowUp | None
) -> dict[UUID, tuple[ContactPoint, Person | None]]:
    found: dict[UUID, tuple[ContactPoint, Person | None]] = {}
    person = whom(follow_up) if follow_up is not None else None
    if follow_up is not None and follow_up.contact_point is not None:
        _add(found, [(follow_up.contact_point, person)])
    if person is not None:
        _add(found, phones_of_people([person.pk]))
    elif case is not None:
        _add(found, phones_of(case))
    if (
        follow_up is not None
        and follow_up.contact is not None
        and follow_up.contact.contact_point is not None
    ):
        _add(found, [(follow_up.contact.contact_point, person)])
    return dict(list(found.items())[:MOST_NUMBERS])


def whom(follow_up: FollowUp) -> Person | None:
    """Whom it was promised to, where that is on record; on a case without it, everybody on the case may be meant."""
    if follow_up.person is not None:
        return follow_up.person
    return follow_up.contact.person if follow_up.case is None and follow_up.contact is not None else None


def _add(
    found: dict[UUID, tuple[ContactPoint, Person | None]],
    more: Iterable[tuple[ContactPoint, Person | None]],
) -> None:
    for point, person in more:
        known = found.get(point.pk)
        if point.kind == PointKind.PHONE and (known is None or known[1] is None):
            found[point.pk] = (point, person)


def _shared(points: Iterable[ContactPoint]) -> set[UUID]:
    """Numbers that somebody holds as a shared one, or that several people hold."""
    held = (
        PersonContactPoint.objects.filter(
            contact_point__in=[each.pk for each in points], person__merged_into=None
        )
        .order_by()
        .values("contact_point")
        .annotate(people=Count("pk"), as_shared=Count("pk", filter=Q(label=PointLabel.SHARED)))
    )
    return {row["contact_point"] for row in held if row["people"] > 1 or row["as_shared"]}


def _wrong(found: dict[UUID, tuple[ContactPoint, Person | None]]) -> set[UUID]:
    """Where the last try for this very person met somebody else."""
    tried = (
        Contact.objects.filter(contact_point__in=found, direction=Direction.OUT, channel=CHANNEL)
        .order_by("contact_point", "person", "-took_place_at", "-pk")
        .distinct("contact_point", "person")
        .values_list("contact_point", "person", "outcome")
    )
    last: dict[tuple[UUID | None, UUID | None], str] = {
        (point, person): outcome for point, person, outcome in tried
    }
    return {
        pk
        for pk, (_, person) in found.items()
        if last.get((pk, person.pk if person else None)) == attempt_rules.WRONG_NUMBER
    }
