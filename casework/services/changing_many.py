"""One change to many cases: looked at before anything is written, worked one case at a time, and undone for a while.

Each case is changed for itself, by the same rules as on its own page, or it is said why not. A restricted case is
changed on its own page alone. Whoever may not see a case learns nothing of it here: it is neither changed nor counted
nor named.
"""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from casework import references, selectors
from casework.models import BulkChange, Case, Staff
from casework.permissions import no_conflict, require, visible_cases
from casework.services import change_kinds, events
from casework.services.change_kind import Kind
from casework.services.change_kinds import REFUSED
from casework.text import clean, is_blank, shorten

MOST: Final = 500
UNDO_FOR: Final = timedelta(minutes=30)
CHANGED_SINCE: Final = "It was changed since. Look at it on its own page."
GONE: Final = "It was merged into another case since."


class CannotChangeMany(Exception):
    """Nothing was begun; the words say what is missing."""


class Look(NamedTuple):
    """What a change would do, before it is done: cases it changes, and those it would leave with the reason."""

    words: str
    more: str
    goes: list[Case]
    stays: list[tuple[Case, str]]


def chosen(*, wanted: Iterable[str], actor: Staff) -> list[Case]:
    """Those of these references that the actor sees, in their order, as a row of the queue: 2 statements.

    Raises CannotChangeMany.
    """
    order = _order(wanted)
    rows = visible_cases(actor).filter(reference__in=order, merged_into=None)
    found = {case.reference: case for case in selectors.for_queue(rows)}
    if not found:
        raise CannotChangeMany("Choose the cases that are to change.")
    return [found[each] for each in order if each in found]


def _order(wanted: Iterable[str]) -> list[str]:
    order = list(dict.fromkeys(read for each in wanted if (read := references.normalise(each))))
    if len(order) > MOST:
        raise CannotChangeMany(f"Choose {MOST} cases or fewer at a time.")
    return order


def look(
    *, wanted: Iterable[str], kind: str, to: str, actor: Staff, now: datetime, outcome: str = ""
) -> Look:
    """Writes nothing. Raises CannotChangeMany."""
    require(actor, "change_many")
    asked = _asked(kind=kind, to=to, outcome=outcome, actor=actor, now=now)
    cases = chosen(wanted=wanted, actor=actor)
    foreseen = asked.foreseen([case for case in cases if not case.restricted])
    said = [
        (case, asked.restricted if case.restricted else asked.why_not(case) or foreseen.get(case.pk, ""))
        for case in cases
    ]
    return Look(
        asked.words(),
        asked.more(),
        [case for case, no in said if not no],
        [(case, no) for case, no in said if no],
    )


def _asked(*, kind: str, to: str, outcome: str, actor: Staff, now: datetime) -> Kind:
    if kind not in BulkChange.Kind.values or kind == BulkChange.Kind.END:
        raise CannotChangeMany("Choose what is to change.")
    words = "" if is_blank(outcome) else shorten(" ".join(clean(outcome).text.split()), 200)
    change = BulkChange(kind=kind, to=clean(to).text[:100], outcome=words, made_by=actor, made_at=now)
    asked = change_kinds.of(change)
    if missing := asked.missing():
        raise CannotChangeMany(missing)
    return asked


def begin(
    *,
    once: UUID,
    wanted: Iterable[str],
    kind: str,
    to: str,
    actor: Staff,
    now: datetime,
    outcome: str = "",
) -> BulkChange:
    """`once` is the key that a page carried: pressed twice, the second finds what the first began.

    Raises CannotChangeMany.
    """
    require(actor, "change_many")
    if (known := BulkChange.objects.filter(pk=once, made_by=actor).first()) is not None:
        return known
    asked = _asked(kind=kind, to=to, outcome=outcome, actor=actor, now=now)
    change = asked.change
    change.pk = once
    change.left = [case.reference for case in chosen(wanted=wanted, actor=actor)]
    words = f"Began to change {_cases(len(change.left))} together: {asked.words()}"
    return _kept(change, words=words, actor=actor, now=now)


def _kept(change: BulkChange, *, words: str, actor: Staff, now: datetime) -> BulkChange:
    """The database lets one through: whoever was second gets the first."""
    try:
        with transaction.atomic():
            change.save(force_insert=True)
            events.record(verb="many_changed", words=words, actor=actor, now=now, after=_on_record(change))
    except IntegrityError:
        same = {"undo_of": change.undo_of} if change.undo_of_id else {"pk": change.pk}
        known = BulkChange.objects.filter(**same, made_by=actor).first()
        if known is None:
            raise CannotChangeMany("This was begun already. Choose the cases again.") from None
        return known
    return change


def _on_record(change: BulkChange) -> dict[str, Any]:
    return {
        "bulk_change": str(change.pk),
        "kind": change.kind,
        "to": change.to,
        "cases": len(change.left),
        "undo_of": str(change.undo_of_id or ""),
    }


def _cases(number: int) -> str:
    return f"{number} case{'' if number == 1 else 's'}"


def step(
    *, change: BulkChange, seconds: float, actor: Staff, now: datetime, verb: str = "change_many"
) -> BulkChange:
    """As many as fit into so many seconds, one at least. Two pages that work on one list share it: neither does one twice."""
    require(actor, verb)
    until = time.monotonic() + seconds
    while True:
        change = _one(change, actor=actor, now=now)
        if change.ended_at is not None or time.monotonic() >= until:
            return change


def _one(change: BulkChange, *, actor: Staff, now: datetime) -> BulkChange:
    """The case and the list of what is left are written together, so what was interrupted goes on where it was."""
    with transaction.atomic():
        locked = BulkChange.objects.select_for_update(of=("self",)).get(pk=change.pk, made_by=actor)
        if locked.left:
            reference, *locked.left = locked.left
            (_put_back if locked.undo_of_id else _change)(reference, locked, actor=actor, now=now)
        if not locked.left and locked.ended_at is None:
            locked.ended_at = now
        locked.save(update_fields=["left", "done", "refused", "before", "ended_at"])
    return locked


def _change(reference: str, change: BulkChange, *, actor: Staff, now: datetime) -> None:
    """What left their sight since they chose it is passed over without a word."""
    rows = visible_cases(actor).filter(reference=reference).select_related("team")
    case = rows.select_for_update(of=("self",)).first()
    if case is None:
        return
    kind = change_kinds.of(change)
    before, undone = kind.before(case), change.kind != BulkChange.Kind.END
    refused = (
        kind.restricted
        if case.restricted
        else kind.why_not(case) or _refusal(lambda: kind.apply(case, actor=actor, now=now))
    )
    if refused:
        change.refused = [*change.refused, [reference, refused]]
        return
    change.done = [*change.done, reference]
    if undone:
        change.before = {**change.before, reference: {**before, "version": _version(case)}}


def _refusal(action: Any) -> str:
    try:
        with transaction.atomic():
            action()
    except REFUSED as error:
        return str(error)
    return ""


def _version(case: Case) -> int:
    return int(Case.objects.values_list("version", flat=True).get(pk=case.pk))


# Undone


def undo_until(change: BulkChange) -> datetime | None:
    """Till when it may be undone; None where it never may."""
    if change.kind == BulkChange.Kind.END or change.undo_of_id or change.ended_at is None or not change.done:
        return None
    return change.ended_at + UNDO_FOR


def undo(*, change: BulkChange, actor: Staff, now: datetime) -> BulkChange:
    """A change of its own, of the same cases, worked in the same steps. Pressed twice it is one.

    Raises CannotChangeMany.
    """
    require(actor, "change_many")
    known = BulkChange.objects.filter(undo_of=change, made_by=actor).first()
    if known is not None:
        return known
    until = undo_until(change)
    if until is None:
        raise CannotChangeMany("This cannot be undone.")
    if now > until:
        raise CannotChangeMany("This was more than 30 minutes ago. Change the cases again instead.")
    back = BulkChange(
        kind=change.kind,
        to=change.to,
        outcome=change.outcome,
        left=list(change.done),
        made_by=actor,
        made_at=now,
        undo_of=change,
    )
    words = f"Began to undo a change to {_cases(len(back.left))}"
    return _kept(back, words=words, actor=actor, now=now)


def _put_back(reference: str, change: BulkChange, *, actor: Staff, now: datetime) -> None:
    """Also a case that the change itself took out of their sight: nothing about it is new since they changed it."""
    was = change.undo_of.before.get(reference) if change.undo_of else None
    rows = Case.objects.select_for_update(of=("self",)).select_related("team")
    case = rows.filter(no_conflict(actor), reference=reference).first()
    if case is None or was is None:
        return
    refused = _changed_since(case, was) or _refusal(
        lambda: change_kinds.of(change).put_back(case, was, actor=actor, now=now)
    )
    if refused:
        change.refused = [*change.refused, [reference, refused]]
    else:
        change.done = [*change.done, reference]


def _changed_since(case: Case, was: dict[str, Any]) -> str:
    if case.merged_into_id is not None:
        return GONE
    return "" if case.version == was["version"] and not case.restricted else CHANGED_SINCE
