"""Ending many cases with one outcome. Each is ended for itself, by the same rules as on its own page, or it is said why not.

A restricted case is ended on its own page alone. Whoever may not see a case learns nothing of it here: it is neither
ended nor counted nor named.
"""

import time
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from casework import references, workflow
from casework.models import BulkChange, Case, Staff
from casework.permissions import require, visible_cases
from casework.services import events, survivors
from casework.services.status import change_status
from casework.text import clean, is_blank, shorten

MOST: Final = 500
RESTRICTED: Final = "It is restricted. End it on its own page."
# What the workflow, a merge or a rule for callbacks may say of one case.
REFUSED: Final = (workflow.StatusNotAllowed, survivors.WasMerged)


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
    require(actor, "close_many")
    until = time.monotonic() + seconds
    while True:
        change = _one(change, actor=actor, now=now)
        if change.ended_at is not None or time.monotonic() >= until:
            return change


def _one(change: BulkChange, *, actor: Staff, now: datetime) -> BulkChange:
    with transaction.atomic():
        locked = BulkChange.objects.select_for_update(of=("self",)).get(pk=change.pk, made_by=actor)
        if locked.left:
            reference, *locked.left = locked.left
            _end(reference, locked, actor=actor, now=now)
        if not locked.left and locked.ended_at is None:
            locked.ended_at = now
        locked.save(update_fields=["left", "done", "refused", "ended_at"])
    return locked


def _end(reference: str, change: BulkChange, *, actor: Staff, now: datetime) -> None:
    """What left their sight since they chose it is passed over without a word."""
    case = visible_cases(actor).filter(reference=reference).first()
    if case is None:
        return
    refused = RESTRICTED if case.restricted else _refusal(case, change, actor=actor, now=now)
    if refused:
        change.refused = [*change.refused, [reference, refused]]
    else:
        change.done = [*change.done, reference]


def _refusal(case: Case, change: BulkChange, *, actor: Staff, now: datetime) -> str:
    try:
        with transaction.atomic():
            change_status(case=case, to=change.to, outcome=change.outcome, actor=actor, now=now)
    except REFUSED as error:
        return str(error)
    return ""
