"""Which open cases may be the same as this one, or as what somebody is just telling us? A hint: it never blocks.

What may not be seen gives no hint and is not counted. A merged case has ended and is none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet, prefetch_related_objects

from casework import alike_words, postcodes, workflow
from casework.alike_words import Facts, Judged
from casework.models import Case, CaseLink, ContactPoint, Party, Staff
from casework.models.person import PointKind
from casework.permissions import visible_cases
from casework.services.case_row import SEARCH_CONFIG
from casework.text import show_bidi_controls as plainly
from casework.tones import STATUS

MOST: Final = 5
NEW_FOR: Final = timedelta(days=14)
"""So long after it was opened the page of a case shows which others it may repeat."""
# How many cases of each kind are looked at, newest first: what bounds the cost at any number of cases.
MOST_OF_A_PERSON: Final = 40
MOST_AT_A_PLACE: Final = 40
MOST_IN_WORDS: Final = 80

Ids = QuerySet[Any, Any]


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is known of the one case: of one on record, or of what is being typed."""

    words: str = ""
    service: str = ""
    """Code of the service, "" where it is not known."""
    people: frozenset[UUID] = frozenset()
    numbers: frozenset[str] = frozenset()
    """Normalised, as contact points are kept."""
    postcode: str = ""
    """Whole and valid, or ""."""
    spot: tuple[float, float] | None = None
    """Latitude and longitude in degrees."""


@dataclass(frozen=True, kw_only=True)
class Hint:
    reference: str
    summary: str
    service: str
    who: tuple[str, ...]
    status_label: str
    status_tone: str
    opened_at: datetime
    reasons: tuple[str, ...]
    """Why it is shown, the distance where it is known, in words."""


def hints(*, staff: Staff, sought: Sought, apart_from: Case | None = None) -> tuple[Hint, ...]:
    """At most five, the likeliest first: 2 statements, 1 where nothing is alike, none where nothing is known.

    Cases that follow or are linked with `apart_from` are known to belong to it already and are left out.
    """
    ways = _ways(sought)
    if not ways:
        return ()
    cases = visible_cases(staff).filter(is_open=True, pk__in=_union(ways))
    if apart_from is not None:
        cases = cases.exclude(pk=apart_from.pk).exclude(pk__in=_known_with(apart_from))
    judged = _judged(cases, sought)
    best = sorted(judged, key=lambda pair: (-pair[1].score, -pair[0].opened_at.timestamp()))[:MOST]
    parties = Party.objects.select_related("person", "contact_point")
    prefetch_related_objects(
        [case for case, _ in best], Prefetch("parties", queryset=parties, to_attr="known_parties")
    )
    return tuple(_hint(case, why) for case, why in best)


def of_case(*, staff: Staff, case: Any, now: datetime) -> tuple[Hint, ...]:
    """The hints for an open case of the last 14 days that was read with its parties (`selectors.case_page`)."""
    if not case.is_open or case.opened_at < now - NEW_FOR:
        return ()
    here = case.latitude is not None and case.longitude is not None
    parties = case.known_parties
    sought = Sought(
        words=case.summary,
        service=case.service.code if case.service else "",
        people=frozenset(party.person_id for party in parties if party.person_id),
        numbers=frozenset(party.contact_point.value for party in parties if party.contact_point),
        postcode=whole_postcode(case.postcode),
        spot=(float(case.latitude), float(case.longitude)) if here else None,
    )
    return hints(staff=staff, sought=sought, apart_from=case)


def whole_postcode(typed: str) -> str:
    read = postcodes.read(typed)
    return read.value if read.valid else ""


def _union(ways: list[Ids]) -> Ids:
    first, *rest = ways
    return first.union(*rest) if rest else first


def _ways(sought: Sought) -> list[Ids]:
    return [*_by_person(sought), *_by_place(sought), *_by_words(sought)]


def _by_person(sought: Sought) -> list[Ids]:
    if not sought.service or not (sought.people or sought.numbers):
        return []
    cases = Case.objects.filter(pk__in=_of_person(sought), service__code=sought.service, is_open=True)
    return [_newest(cases, MOST_OF_A_PERSON)]


def _of_person(sought: Sought) -> Ids:
    """Ids of the cases in which these people or numbers are parties, or those who share a number with them."""
    parties = Party.objects.order_by()
    ways = [parties.filter(person__in=sought.people).values("case_id")] if sought.people else []
    if sought.numbers:
        # The kinds are named because the index begins with them.
        points = ContactPoint.objects.filter(kind__in=PointKind.values, value__in=sought.numbers).values("pk")
        ways.append(parties.filter(contact_point__in=points).values("case_id"))
        ways.append(parties.filter(person__points__contact_point__in=points).values("case_id"))
    return _union(ways)


def _by_place(sought: Sought) -> list[Ids]:
    of_service = Q(service__code=sought.service) if sought.service else Q()
    still_open, found = Case.objects.filter(is_open=True), []
    if sought.postcode:
        found.append(_newest(still_open.filter(of_service, postcode=sought.postcode), MOST_AT_A_PLACE))
    if sought.spot and sought.service:
        south, north, west, east = (round(edge, 6) for edge in alike_words.box(sought.spot))
        near = Q(latitude__range=(south, north), longitude__range=(west, east))
        found.append(_newest(still_open.filter(of_service & near), MOST_AT_A_PLACE))
    return found


def _by_words(sought: Sought) -> list[Ids]:
    """The newest open cases in which two of the longest telling words were said, by the index of the search box."""
    pairs = alike_words.pairs(sought.words)
    if not pairs:
        return []
    both = " | ".join(f"('{one}' & '{other}')" for one, other in pairs)
    query = SearchQuery(both, config=SEARCH_CONFIG, search_type="raw")
    # By status, not by `is_open`: there the planner would read the whole of a partial index to save a few rows.
    cases = Case.objects.filter(search=query, status__in=workflow.OPEN_STATUSES)
    return [_newest(cases, MOST_IN_WORDS)]


def _newest(cases: QuerySet[Case], most: int) -> Ids:
    """Before anybody asks who may see them: so few are then tried one by one, whoever looks."""
    return cases.order_by("-pk").values("pk")[:most]


def _known_with(case: Case) -> Ids:
    """What follows this case, what it follows, and what is linked with it."""
    links = CaseLink.objects.order_by()
    near = Case.objects.filter(Q(pk=case.follows_id) | Q(follows=case)).order_by().values("pk")
    return near.union(
        links.filter(case=case).values("other_id"), links.filter(other=case).values("case_id"), all=True
    )


def _judged(cases: QuerySet[Case], sought: Sought) -> list[tuple[Case, Judged]]:
    known = Q(pk__in=_of_person(sought)) if sought.people or sought.numbers else Q(pk__in=())
    rows = (
        cases.annotate(known=ExpressionWrapper(known, output_field=BooleanField()))
        .select_related("service")
        .only(
            "reference", "summary", "status", "opened_at", "postcode", "latitude", "longitude",
            "service__code", "service__name",
        )
        .order_by()
    )  # fmt: skip
    telling = alike_words.telling(sought.words)
    pairs = ((case, alike_words.judge(_facts(case, sought, telling))) for case in rows)
    return [(case, why) for case, why in pairs if why is not None]


def _facts(case: Any, sought: Sought, telling: tuple[str, ...]) -> Facts:
    shared, share = alike_words.in_common(telling, alike_words.telling(case.summary))
    here = case.latitude is not None and case.longitude is not None
    there = (float(case.latitude), float(case.longitude)) if here else None
    return Facts(
        known=case.known,
        same_service=case.service.code == sought.service if case.service and sought.service else None,
        same_postcode=bool(sought.postcode) and case.postcode == sought.postcode,
        metres=alike_words.metres(sought.spot, there) if sought.spot and there else None,
        shared=shared,
        share=share,
    )


def _hint(case: Any, why: Judged) -> Hint:
    return Hint(
        reference=case.reference,
        summary=plainly(case.summary),
        service=case.service.name if case.service else "",
        who=_who(case.known_parties),
        status_label=workflow.STATUS_LABELS[case.status],
        status_tone=STATUS[case.status],
        opened_at=case.opened_at,
        reasons=why.reasons,
    )


def _who(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(plainly(str(party)) for party in parties))
