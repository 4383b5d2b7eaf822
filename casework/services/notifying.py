"""Telling staff what happened on a case: once each, never about what they did themselves, and only who sees the case.

What is kept says that something happened, and where. Its words are read with the reader's rights when it is shown.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField, Value

from casework import selectors_beside as beside
from casework.kept_sql import Kept
from casework.models import Case, Contact, Event, Follower, Note, Notification, Staff
from casework.permissions import sees_cases, visible_cases
from casework.services import live

Kind = Notification.Kind
AT_ONCE: Final = 50  # colleagues asked about in one statement


def told(
    *, staff: Staff | Iterable[Staff], case: Case, kind: str, source: UUID, by: Staff | None, now: datetime
) -> list[Staff]:
    """Those who were told. `source` is the row it tells of; `by` is who did it, and is never told. At most 2 statements.

    Call it in the transaction that did it: what is undone was never told.
    """
    asked = [staff] if isinstance(staff, Staff) else staff
    others = who_see(case=case, staff=(each for each in asked if by is None or each.pk != by.pk))
    if others:
        Notification.objects.bulk_create(
            [Notification(staff=each, case=case, kind=kind, source=source, by=by, at=now) for each in others],
            ignore_conflicts=True,
        )
        live.told(others)
    return others


def who_see(*, case: Case, staff: Iterable[Staff]) -> list[Staff]:
    """Of these, who sees the case: the one access policy is asked for each, 1 statement for every fifty."""
    readers = list({each.pk: each for each in staff if sees_cases(each)}.values())
    seeing: set[UUID] = set()
    for start in range(0, len(readers), AT_ONCE):
        seeing.update(_seeing(case, readers[start : start + AT_ONCE]))
    return [each for each in readers if each.pk in seeing]


def _seeing(case: Case, readers: list[Staff]) -> Iterator[UUID]:
    asked = [
        visible_cases(each)
        .filter(pk=case.pk)
        .order_by()
        .annotate(reader=Value(each.pk, output_field=UUIDField()))
        .values_list("reader", flat=True)
        for each in readers
    ]
    yield from asked[0].union(*asked[1:], all=True)


def followers(case: UUID) -> QuerySet[Staff]:
    """Those who follow it, also where they followed a case that became part of it."""
    # The cases first, by their indexes: a contact must not cost a look at everybody who follows anything.
    cases = Case.objects.filter(Q(pk=case) | Q(merged_into=case)).order_by().values("pk")
    return Staff.objects.filter(pk__in=Follower.objects.filter(case__in=cases).values("staff"))


_FOLLOWING: Final = Kept(lambda case: followers(case))
_CONCERNED: Final = Kept(
    lambda case, assignee: Staff.objects.filter(Q(pk__in=followers(case).values("pk")) | Q(pk=assignee))
)


def _following(case: Case) -> list[Staff]:
    """1 statement, none where it is known that nobody does."""
    return _FOLLOWING.rows(case=case.pk) if beside.may_have(case, beside.FOLLOWERS) else []


def came_in(*, case: Case, contact: Contact, now: datetime) -> None:
    """They wrote or rang: whoever follows the case, and whose it is. 1 statement where that is nobody."""
    whose = case.assignee_id
    concerned = _CONCERNED.rows(case=case.pk, assignee=whose) if whose else _following(case)
    told(staff=concerned, case=case, kind=Kind.CONTACT_IN, source=contact.pk, by=contact.logged_by, now=now)


def noted(*, case: Case, note: Note, but: Iterable[Staff], now: datetime) -> None:
    """Whoever follows the case, but those who were named in the note and know already."""
    known = {each.pk for each in but}
    following = [each for each in _following(case) if each.pk not in known]
    told(staff=following, case=case, kind=Kind.NOTE, source=note.pk, by=note.author, now=now)


def status_changed(*, case: Case, event: Event, by: Staff, now: datetime) -> None:
    """Whoever chose to follow the case. 1 statement where that is nobody."""
    told(staff=_following(case), case=case, kind=Kind.STATUS, source=event.pk, by=by, now=now)
