"""What the pages about adjustments read. Whoever may not know of a person knows nothing of what they need."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from casework import lookup
from casework.models import Adjustment, Contact, Person, Staff
from casework.permissions import visible_cases, visible_contacts

# Reviews are listed from so long before they are due.
AHEAD: Final = timedelta(days=14)
ASKED_OVER: Final = timedelta(days=90)
MOST_REVIEWS: Final = 100
MOST_LINES: Final = 30
MOST_PAST: Final = 20


def adjustment(*, staff: Staff, adjustment_id: UUID) -> Adjustment | None:
    """1 statement."""
    return _theirs(staff).filter(pk=adjustment_id).select_related("person").first()


def of_person(person: Person) -> tuple[list[Adjustment], list[Adjustment]]:
    """What they need, oldest first, and what ended or was declined, latest first: 1 statement."""
    rows = list(
        Adjustment.objects.filter(person=person)
        .select_related("noted_by", "ended_by")
        .order_by("-noted_at", "-id")[:200]
    )
    running = [each for each in rows if each.ended_at is None and not each.declined]
    past = [each for each in rows if each.ended_at is not None or each.declined]
    return sorted(running, key=lambda each: (each.since, each.pk)), past[:MOST_PAST]


def reviews(*, staff: Staff, today: date) -> list[Adjustment]:
    """Those to be asked about, longest due first: 1 statement."""
    due = Adjustment.objects.running().filter(review_on__lte=today + AHEAD)
    return list(
        due.filter(person__in=lookup.people_seen(staff).values("pk"))
        .select_related("person")
        .order_by("review_on", "id")[:MOST_REVIEWS]
    )


def honoured_by_team(*, staff: Staff, now: datetime) -> list[dict[str, Any]]:
    """How often adjustments were honoured or not, by the team of the case: 1 statement."""
    rows = _asked(staff, now).values(name=F("case__team__name"))
    return _counted(rows)


def honoured_by_words(*, staff: Staff, now: datetime) -> list[dict[str, Any]]:
    """The same by what was needed at the time; a contact counts for each thing its person needed: 1 statement."""
    then = Q(person__needs__declined=False, person__needs__since__lte=F("took_place_at__date")) & (
        Q(person__needs__ended_at=None) | Q(person__needs__ended_at__gt=F("took_place_at"))
    )
    rows = _asked(staff, now).filter(then).values(name=F("person__needs__words"))
    return _counted(rows)


def _asked(staff: Staff, now: datetime) -> QuerySet[Contact]:
    """Contacts of visible cases, and those without a case, of which somebody said whether it was honoured."""
    since = now - ASKED_OVER
    seen = visible_contacts(staff).filter(Q(case=None) | Q(case__in=visible_cases(staff).values("pk")))
    # What took place since then was put on record since then: the second condition has an index.
    recent = Contact.objects.filter(took_place_at__gte=since, logged_at__gte=since, honoured__isnull=False)
    return recent.filter(pk__in=seen.values("pk")).order_by()


def _counted(rows: Any) -> list[dict[str, Any]]:
    counted = rows.annotate(
        kept=Count("pk", distinct=True, filter=Q(honoured=True)),
        not_kept=Count("pk", distinct=True, filter=Q(honoured=False)),
    )
    return list(counted.order_by("-not_kept", "-kept", "name")[:MOST_LINES])


def _theirs(staff: Staff) -> QuerySet[Adjustment]:
    return Adjustment.objects.filter(person__in=lookup.people_seen(staff).values("pk"))
