"""The cases a case belongs together with, as far as one member of staff may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from casework import selectors_beside as beside
from casework import workflow
from casework.models import Case, CaseLink, Staff
from casework.models.link import LinkKind
from casework.permissions import visible_cases
from casework.text import is_blank, show_bidi_controls
from casework.tones import STATUS

# A case with more than this is a campaign; its page shows the first and the queue has the rest.
MOST_LINKS: Final = 200
SHOWN_ON_CASE: Final = 8

# How the other case stands to this one, in the order in which the page says them: label by kind and whether this
# case is the first of the link.
_HOW: Final = {
    (LinkKind.PARENT, False): "Part of",
    (LinkKind.PARENT, True): "Has the part",
    (LinkKind.SPLIT, False): "Split off from",
    (LinkKind.SPLIT, True): "Split off to",
    (LinkKind.RELATED, False): "Related",
    (LinkKind.RELATED, True): "Related",
}
_FOLLOWS, _FOLLOWED = "Follows", "Followed by"
_ORDER: Final = list(dict.fromkeys([*_HOW.values(), _FOLLOWS, _FOLLOWED]))


@dataclass(frozen=True, kw_only=True)
class RelatedCase:
    how: str
    reference: str
    url: str
    about: str
    service: str
    status_label: str
    status_tone: str
    link: UUID | None
    """What can be unlinked; None for what is history."""


def of(*, case: Case, staff: Staff) -> list[RelatedCase]:
    """Parents first, then parts, split, related, follow-ups; hidden cases are not there at all: 2 statements.

    None where the page of the case knows that there are none.
    """
    if not beside.may_have(case, beside.RELATED):
        return []
    links = list(CaseLink.objects.filter(Q(case=case) | Q(other=case))[:MOST_LINKS])
    ids = {link.other_id if link.case_id == case.pk else link.case_id for link in links}
    near = Q(pk__in=ids) | Q(follows=case) | Q(pk=case.follows_id)
    cases = visible_cases(staff).filter(near).exclude(pk=case.pk).select_related("service")
    seen = {
        each.pk: each
        for each in cases.defer("search", "answers").order_by("-is_open", "opened_at", "pk")[:MOST_LINKS]
    }
    found = [*_linked(case, links, seen), *_following(case, seen.values())]
    place = {pk: number for number, pk in enumerate(each.reference for each in seen.values())}
    return sorted(found, key=lambda row: (_ORDER.index(row.how), place[row.reference]))


def _linked(case: Case, links: Iterable[CaseLink], seen: dict[UUID, Case]) -> list[RelatedCase]:
    rows = []
    for link in links:
        first = link.case_id == case.pk
        other = seen.get(link.other_id if first else link.case_id)
        if other is not None:
            removable = link.pk if link.kind != LinkKind.SPLIT else None
            rows.append(_row(other, how=_HOW[LinkKind(link.kind), first], link=removable))
    return rows


def _following(case: Case, seen: Iterable[Case]) -> list[RelatedCase]:
    rows = [_row(other, how=_FOLLOWED) for other in seen if other.follows_id == case.pk]
    return [*rows, *(_row(other, how=_FOLLOWS) for other in seen if other.pk == case.follows_id)]


def _row(case: Case, *, how: str, link: UUID | None = None) -> RelatedCase:
    return RelatedCase(
        how=how,
        reference=case.reference,
        url=reverse("desk:case", args=[case.reference]),
        about=show_bidi_controls("(empty message)" if is_blank(case.summary) else case.summary),
        service=case.service.name if case.service else "",
        status_label="Merged" if case.merged_into_id else workflow.STATUS_LABELS[case.status],
        status_tone="grey" if case.merged_into_id else STATUS[case.status],
        link=link,
    )
