"""What past cases were routed from, read back in batches, oldest first or newest first, without a model instance."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Left

from casework import routing
from casework.models import Contact, RoutingDecision
from casework.models.decision import Cause
from casework.routing.facts import SEARCHED
from casework.services import routing_facts

BATCH: Final = 500


class Past(NamedTuple):
    """One case as it was opened. `facts` is None where nothing was put on record then."""

    key: tuple[datetime, UUID]
    case_id: UUID
    facts: routing.RouteFacts | None


def opened() -> QuerySet[RoutingDecision]:
    """The first decision of each case."""
    return RoutingDecision.objects.filter(cause=Cause.OPENED)


def read(decisions: QuerySet[RoutingDecision], *, asked: frozenset[str]) -> Iterator[Past]:
    """One statement, and one for the areas where some rule asks for them.

    What a decision did not look up at the time, because no rule then in force asked for it, is looked up now.
    """
    places = routing_facts.every_area() if "area" in asked else {}
    rows = decisions.annotate(
        words=Left("contact__body", SEARCHED),
        before=_earlier() if "last_contact" in asked else Value(None, output_field=DateTimeField()),
    ).values_list("at", "id", "case_id", "facts", "words", "contact__took_place_at", "before")
    for at, pk, case_id, kept, words, took_place_at, before in rows:
        yield Past(
            (at, pk), case_id, _facts(kept, words or "", places, took_place_at, before) if kept else None
        )


def _facts(
    kept: dict[str, Any],
    words: str,
    places: dict[str, frozenset[str]],
    took_place_at: datetime | None,
    before: datetime | None,
) -> routing.RouteFacts:
    facts = routing_facts.restored(kept, words=words)
    if places and not facts.areas:
        facts = replace(facts, areas=routing_facts.within(facts.postcode, places))
    if before is not None and took_place_at is not None and facts.last_contact_days is None:
        facts = replace(facts, last_contact_days=(took_place_at - before).days)
    return facts


def _earlier() -> Any:
    """When the same person, or the same number where nobody is known, was last in touch before."""
    earlier = (
        Contact.objects.filter(direction="in", took_place_at__lt=OuterRef("contact__took_place_at"))
        .order_by("-took_place_at")
        .values("took_place_at")
    )
    return Choice(
        When(
            Q(contact__person__isnull=False),
            then=Subquery(earlier.filter(person=OuterRef("contact__person"))[:1]),
        ),
        default=Subquery(earlier.filter(contact_point=OuterRef("contact__contact_point"))[:1]),
    )
