"""Ending many cases with one outcome. Each is ended for itself, by the same rules as on its own page, or it is said why not.

A restricted case is ended on its own page alone. Whoever may not see a case learns nothing of it here: it is neither
ended nor counted nor named.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from casework import references, workflow
from casework.models import BulkChange, Staff
from casework.permissions import require, visible_cases
from casework.services import changing_many, events
from casework.text import clean, is_blank, shorten

MOST: Final = changing_many.MOST


class CannotCloseMany(Exception):
    """Nothing was begun; the words say what is missing."""


def begin(*, chosen: Iterable[str], to: str, outcome: str, actor: Staff, now: datetime) -> BulkChange:
    """Those of the chosen cases that the actor sees, in their order. Raises CannotCloseMany."""
    require(actor, "close_many")
    words = "" if is_blank(outcome) else shorten(clean(outcome).text.strip(), 200)
    if to not in workflow.NEEDS_OUTCOME:
        raise CannotCloseMany("Choose whether they are resolved or closed.")
    if not words:
        raise CannotCloseMany("Say how they ended. It stands on each case.")
    wanted = list(dict.fromkeys(read for each in chosen if (read := references.normalise(each))))
    if len(wanted) > MOST:
        raise CannotCloseMany(f"Choose {MOST} cases or fewer at a time.")
    seen = set(
        visible_cases(actor)
        .filter(reference__in=wanted, merged_into=None)
        .values_list("reference", flat=True)
    )
    left = [reference for reference in wanted if reference in seen]
    if not left:
        raise CannotCloseMany("Choose the cases that are to end.")
    with transaction.atomic():
        begun = BulkChange.objects.create(to=to, outcome=words, left=left, made_by=actor, made_at=now)
        events.record(
            verb="many_ended",
            words=f"Began to end {len(left)} cases together: {workflow.STATUS_LABELS[to].lower()}",
            actor=actor,
            now=now,
            after={"bulk_change": str(begun.pk), "to": to, "outcome": words, "cases": len(left)},
        )
    return begun


def step(*, change: BulkChange, seconds: float, actor: Staff, now: datetime) -> BulkChange:
    """As many as fit into so many seconds, one at least. Two pages that work on one list share it: neither does one twice."""
    return changing_many.step(change=change, seconds=seconds, actor=actor, now=now, verb="close_many")
