"""Who is ringing or standing here? People found by any part of a number, by name, by a case reference or a postcode.

What may not be seen is not found: a person known only through restricted cases looks like one never heard of.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from casework import age_rules, languages, lookup_ways, presenters_safety, references, workflow
from casework.models import Case, ContactPoint, Party, Person, PersonContactPoint, Staff
from casework.models.person import PointLabel
from casework.permissions import case_seen, people_barred, visible_cases
from casework.tones import STATUS

MOST_PEOPLE: Final = 8
MOST_CASES: Final = 20


@dataclass(frozen=True, kw_only=True)
class FoundPoint:
    display: str
    label: str
    shared: bool


@dataclass(frozen=True, kw_only=True)
class FoundPerson:
    id: UUID
    name: str
    language: str
    adjustments: str
    age: str
    """How old, with what it asks of staff; "" for adults and where it is not known."""
    points: tuple[FoundPoint, ...]
    warnings: tuple[str, ...]
    """How they may be reached without harm, in words."""
    open_cases: int


@dataclass(kw_only=True)
class FoundCase:
    reference: str
    summary: str
    service: str
    status_label: str
    status_tone: str
    last_at: datetime
    who: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Found:
    people: tuple[FoundPerson, ...] = ()
    cases: tuple[FoundCase, ...] = ()
    asked: bool = False
    """Whether enough was typed to look for anything."""

    @property
    def words(self) -> str:
        """What a screen reader is told after each look-up."""
        if not self.asked:
            return ""
        people, cases = len(self.people), len(self.cases)
        return f"{people or 'No'} {'person' if people == 1 else 'people'} and {cases or 'no'} open {'case' if cases == 1 else 'cases'} found"


def callers(
    *,
    staff: Staff,
    number: str = "",
    name: str = "",
    reference: str = "",
    postcode: str = "",
    chosen: UUID | None = None,
) -> Found:
    """At most 8 people with their open cases that this member of staff sees: 5 statements, whatever is found.

    `chosen` is found too, after the others: somebody who was chosen stays on the page whatever is typed next.
    """
    points = lookup_ways.points(number)
    wanted = references.normalise(reference)
    ways = [
        *lookup_ways.by_number(points),
        *lookup_ways.by_reference(staff, wanted),
        *lookup_ways.by_name(name),
        *lookup_ways.by_postcode(staff, postcode),
        *lookup_ways.by_choice(chosen),
    ]
    if not ways:
        return Found()
    first, *rest = ways
    rows = list(first.union(*rest, all=True) if rest else first)
    ids = list(dict.fromkeys(pk for pk, _ in sorted(rows, key=lambda row: row[1])))
    people = _first(_people(staff, ids), chosen)
    somebody = _somebody(staff, points, wanted)
    return Found(
        people=tuple(_person(each) for each in people),
        cases=_cases(people, somebody),
        asked=True,
    )


def named_cases(*, staff: Staff, chosen: Iterable[str]) -> tuple[FoundCase, ...]:
    """Cases of these references that the member of staff sees, latest activity first: 1 statement."""
    cases = (
        visible_cases(staff)
        .filter(reference__in=list(chosen))
        .select_related("service")
        .defer("search", "answers")
    )
    return tuple(_case(case) for case in cases.order_by("-last_activity_at", "-id")[:MOST_CASES])


def person_seen(*, staff: Staff, person_id: UUID) -> bool:
    """Whether this member of staff may name this person as the one who rang or came."""
    return people_seen(staff).filter(pk=person_id).exists()


def case_known(*, staff: Staff, reference: str) -> bool:
    return visible_cases(staff).filter(reference=reference).exists()


def numbers_of(*, staff: Staff, typed: str, person_id: UUID | None) -> list[str]:
    """Stored numbers with the typed digits in them, at most 2: of this person, or of anybody the look-up shows."""
    points = lookup_ways.points(typed)
    if points is None:
        return []
    people = people_seen(staff) if person_id is None else Person.objects.filter(pk=person_id)
    held = PersonContactPoint.objects.filter(person__in=people.values("pk")).values("contact_point")
    return list(points.filter(pk__in=held).order_by("value").values_list("value", flat=True)[:2])


def people_seen(staff: Staff) -> QuerySet[Person]:
    """Everybody on record but those known only through cases that are kept from this member of staff, and those with
    whom they have a conflict of interest.
    """
    seen = case_seen(staff, "case")
    parties = Party.objects.filter(person=OuterRef("pk"))
    hidden = Exists(parties.filter(~seen, case__restricted=True))
    ordinary = Exists(parties.filter(Q(case__restricted=False) | seen))
    return Person.objects.filter(~hidden | ordinary, ~Q(pk__in=people_barred(staff)), merged_into=None)


def _open_parties(staff: Staff) -> QuerySet[Party]:
    """Parties in open cases this member of staff sees, latest first."""
    return (
        Party.objects.filter(case_seen(staff, "case"), case__is_open=True)
        .select_related("case__service", "person", "contact_point")
        .defer("case__search", "case__answers")
        .order_by("-case__last_activity_at", "-case__id")
    )


def _people(staff: Staff, ids: list[Any]) -> list[Any]:
    held = PersonContactPoint.objects.select_related("contact_point").order_by("-preferred", "pk")
    found = {
        person.pk: person
        for person in people_seen(staff)
        .filter(pk__in=ids)
        .prefetch_related(
            Prefetch("points", queryset=held, to_attr="known_points"),
            Prefetch("parties", queryset=_open_parties(staff), to_attr="open_parties"),
        )
    }
    return [found[pk] for pk in ids if pk in found]


def _first(people: list[Any], chosen: UUID | None) -> list[Any]:
    """As many as a page shows; whoever was chosen is among them."""
    shown = people[:MOST_PEOPLE]
    missing = [each for each in people[MOST_PEOPLE:] if each.pk == chosen]
    return [*shown[: MOST_PEOPLE - len(missing)], *missing]


def _somebody(staff: Staff, points: QuerySet[ContactPoint] | None, reference: str | None) -> list[Party]:
    """Open cases of "somebody at this number", and the one whose reference was named."""
    wanted = Q(case__reference=reference) if reference else Q(pk__in=())
    if points is not None:
        wanted |= Q(person=None, contact_point__in=points.values("pk"))
    return list(_open_parties(staff).filter(wanted)[:MOST_CASES])


def _person(person: Any) -> FoundPerson:
    points = [held.contact_point for held in person.known_points]
    return FoundPerson(
        id=person.pk,
        name=str(person),
        language=languages.words(person.language),
        adjustments=person.adjustments,
        age=age_rules.child_words(person.born_on, timezone.localdate()),
        points=tuple(_point(held) for held in person.known_points),
        warnings=tuple(words for point in points for words in safe_contact(point)),
        open_cases=len({party.case_id for party in person.open_parties}),
    )


def _point(held: PersonContactPoint) -> FoundPoint:
    shared = held.label == PointLabel.SHARED
    label = "" if held.label == PointLabel.OWN else PointLabel(held.label).label
    return FoundPoint(display=str(held.contact_point), label=label, shared=shared)


def _cases(people: list[Any], somebody: list[Party]) -> tuple[FoundCase, ...]:
    """Each case once, with everybody found in it, latest activity first."""
    found: dict[UUID, FoundCase] = {}
    for party in [
        *(party for person in people for party in person.open_parties),
        *somebody,
    ]:
        case = found.setdefault(party.case_id, _case(party.case))
        if str(party) not in case.who:
            case.who.append(str(party))
    return tuple(sorted(found.values(), key=lambda case: case.last_at, reverse=True)[:MOST_CASES])


def _case(case: Case) -> FoundCase:
    return FoundCase(
        reference=case.reference,
        summary=case.summary,
        service=case.service.name if case.service else "",
        status_label=workflow.STATUS_LABELS[case.status],
        status_tone=STATUS[case.status],
        last_at=case.last_activity_at,
    )


def safe_contact(point: ContactPoint) -> list[str]:
    """What to heed before using this number or address, in words; what was never asked is not said."""
    hours = presenters_safety.hours(point.safe_from, point.safe_until)
    rules = (
        (point.do_not_use, f"Do not use {point}"),
        (point.call_ok is False, f"Do not ring {point}"),
        (point.voicemail_ok is False, f"Leave no message on {point}"),
        (point.say_who_we_are is False, f"Do not say who we are on {point}"),
        (point.text_ok is False, f"Do not text {point}"),
        (point.opted_out_at is not None, presenters_safety.opted_out(point)),
        (bool(hours), f"Text {point} only from {hours}"),
        (bool(point.safe_hours), f"Use {point} only: {point.safe_hours}"),
        (bool(point.safety_note), point.safety_note),
    )
    return [words for applies, words in rules if applies]
