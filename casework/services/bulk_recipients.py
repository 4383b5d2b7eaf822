"""Who gets a text to many: of each case that may be texted one number, of each number one text.

Restricted cases are never texted in bulk. Those of sensitive services are only where somebody chose the very case.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from casework import age_rules, bulk_rules
from casework.models import Case, ContactPoint, Office, Party, Person, PersonContactPoint, Staff
from casework.models.case import CaseQuerySet
from casework.models.delivery import Purpose
from casework.permissions import visible_cases
from casework.send_rules import Verdict
from casework.services import bulk_words, send_guard

CHANNEL: Final = "sms"
NO_NUMBER: Final = "There is no phone number of theirs on record. Ask for one, or write."
REPLIES_ELSEWHERE: Final = (
    "Replies go to somebody whose phone number is not on record. Ask for one, or write."
)


# Puts the filters of a list on cases. It only ever gets those that the actor sees, so no list can hold others.
Narrow = Callable[[CaseQuerySet], CaseQuerySet]


class Scope(NamedTuple):
    """Cases by what may be done with them here."""

    cases: int
    restricted: int
    sensitive: int


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """`refused`: why they get none. `body`: what they would read. `later`: it waits for an hour at which it may go."""

    case: Case
    person: Person | None
    point: ContactPoint | None
    refused: str = ""
    body: str = ""
    later: bool = False


def seen(*, narrow: Narrow, actor: Staff) -> CaseQuerySet:
    """What the actor sees and was not merged into another, narrowed."""
    return narrow(visible_cases(actor).filter(merged_into=None))


def scope(*, narrow: Narrow, actor: Staff) -> Scope:
    rows = seen(narrow=narrow, actor=actor).order_by()
    found = rows.aggregate(
        everything=Count("pk"),
        hidden=Count("pk", filter=Q(restricted=True)),
        delicate=Count("pk", filter=Q(restricted=False, service__sensitive=True)),
    )
    return Scope(cases=found["everything"], restricted=found["hidden"], sensitive=found["delicate"])


def sensitive(*, narrow: Narrow, actor: Staff) -> CaseQuerySet:
    """Those that are texted only where they are chosen one by one."""
    return seen(narrow=narrow, actor=actor).filter(restricted=False, service__sensitive=True)


def texted(*, narrow: Narrow, actor: Staff, chosen: Collection[str] = ()) -> CaseQuerySet:
    """`chosen`: references of sensitive cases that somebody ticked."""
    plain = Q(service=None) | Q(service__sensitive=False) | Q(reference__in=chosen)
    return seen(narrow=narrow, actor=actor).filter(plain, restricted=False)


def people_with_a_number(*, cases: CaseQuerySet) -> int:
    """Roughly whom it would reach: people, and somebodies at a number, on these cases."""
    phone = Q(contact_point__kind="phone") | Q(person__points__contact_point__kind="phone")
    found = (
        Party.objects.filter(phone, case__in=cases.order_by().values("pk"))
        .order_by()
        .aggregate(
            people=Count("person", distinct=True),
            somebody=Count("contact_point", filter=Q(person=None), distinct=True),
        )
    )
    return int(found["people"] + found["somebody"])


def load(keys: Iterable[UUID]) -> list[Case]:
    """These cases in this order, with their people and numbers: 3 statements."""
    points = PersonContactPoint.objects.select_related("contact_point").order_by("-preferred", "pk")
    parties = (
        Party.objects.select_related("person", "contact_point")
        .prefetch_related(Prefetch("person__points", queryset=points))
        .order_by("-reply_to", "pk")
    )
    keys = list(keys)
    rows = (
        Case.objects.filter(pk__in=keys)
        .select_related("service", "team")
        .defer("search", "answers")
        .prefetch_related(Prefetch("parties", queryset=parties))
    )
    by_key = {case.pk: case for case in rows}
    return [by_key[key] for key in keys if key in by_key]


def recipients(cases: list[Case], *, body: str, actor: Staff, now: datetime) -> dict[UUID, Recipient]:
    """For each case one number, or why there is none: 5 statements beside those of `load`."""
    office, offered = (
        Office.current(),
        {case.pk: candidates(case, on=timezone.localdate(now)) for case in cases},
    )
    points = {point.pk: point for _, numbers in offered.values() for point in numbers}
    verdicts = send_guard.verdicts_of(points=points.values(), channel=CHANNEL, now=now, purpose=Purpose.BULK)
    found = {}
    for case in cases:
        party, numbers = offered[case.pk]
        person = party.person if party else None
        if not numbers:
            words = REPLIES_ELSEWHERE if party else NO_NUMBER
            found[case.pk] = Recipient(case=case, person=person, point=None, refused=words)
            continue
        point = numbers[bulk_rules.choose([verdicts[each.pk] for each in numbers])]
        verdict = verdicts[point.pk]
        found[case.pk] = written(
            case=case, person=person, point=point, verdict=verdict, body=body, office=office, actor=actor
        )
    return found


def written(
    *,
    case: Case,
    person: Person | None,
    point: ContactPoint,
    verdict: Verdict,
    body: str,
    office: Office,
    actor: Staff,
) -> Recipient:
    """What one number would read, or why it gets nothing. No statement."""
    refused = bulk_rules.stands_in_the_way(verdict)
    filled = bulk_words.fill(body=body, case=case, person=person, point=point, office=office, actor=actor)
    refused = refused or filled.refused
    later = verdict.outcome == "wait" and not refused
    return Recipient(case=case, person=person, point=point, refused=refused, body=filled.text, later=later)


def candidates(case: Case, *, on: date) -> tuple[Party | None, list[ContactPoint]]:
    """The party that is texted with its phone numbers, best first.

    Whoever replies go to, and nobody in their place: that they were named has a reason. Where nobody is, the first
    with a phone number, but no parent of a young person who speaks for themselves.
    """
    parties = list(case.parties.all())
    if parties and parties[0].reply_to:
        return parties[0], numbers_of(parties[0])
    for party in parties:
        others = [
            each.person.born_on for each in parties if each.person and each.person_id != party.person_id
        ]
        if age_rules.parent_waits(basis=party.authority_basis, chosen=False, others=others, on=on):
            continue
        if numbers := numbers_of(party):
            return party, numbers
    return None, []


def numbers_of(party: Party) -> list[ContactPoint]:
    own = [held.contact_point for held in party.person.points.all()] if party.person else []
    points = [party.contact_point, *own] if party.contact_point else own
    return list({point.pk: point for point in points if point.kind == "phone"}.values())


def holder(case: Case, point: ContactPoint) -> Party | None:
    """Who has this number on the case, as it is on record now."""
    for party in case.parties.all():
        if any(known.pk == point.pk for known in numbers_of(party)):
            return party
    return None
