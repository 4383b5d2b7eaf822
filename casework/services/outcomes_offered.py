"""What staff choose from when a call or a visit ends: outcomes of the office's own, and which of all are left out.

None is ever taken away: a contact that ended with it says so for good, and it can be offered again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from casework import outcomes
from casework.models import Office, Staff
from casework.permissions import require
from casework.services import events
from casework.services.office_changes import by, one_line
from casework.text import is_blank
from casework.text import show_bidi_controls as plainly

MOST: Final = 30
_KEPT: Final = ("own_outcomes", "outcomes_left_out")


class CannotBeOutcome(Exception):
    """An outcome that cannot be; the words say why."""


def is_known(office: Office, code: str) -> bool:
    return code in outcomes.OUTCOMES or code in office.own_outcomes


def add(*, called: str, settles: bool, actor: Staff, now: datetime) -> str:
    """Returns its code. Raises CannotBeOutcome."""
    called = _checked(called)
    code = outcomes.own_code(outcomes.SETTLED if settles else outcomes.STILL_OPEN, called)
    with _changed(actor, f"Added the outcome “{plainly(called)}”", now) as office:
        _check_new(office, called)
        office.own_outcomes.append(code)
    return code


def _checked(called: str) -> str:
    line = one_line(called)
    if is_blank(line):
        raise CannotBeOutcome("Write what staff will choose, for example “Food parcel given”.")
    if len(line) > outcomes.LONGEST:
        raise CannotBeOutcome(
            f"This is {len(line)} characters long. Shorten it to {outcomes.LONGEST} or fewer."
        )
    return line


def _check_new(office: Office, called: str) -> None:
    known = {outcomes.words(code).casefold(): code for code in (*outcomes.OUTCOMES, *office.own_outcomes)}
    already = known.get(called.casefold())
    if already in office.outcomes_left_out:
        raise CannotBeOutcome("There is an outcome of this name, which is left out. Offer it again instead.")
    if already:
        raise CannotBeOutcome("There is an outcome of this name already. Choose another name.")
    if len(office.own_outcomes) >= MOST:
        raise CannotBeOutcome(f"There are {MOST} outcomes of your own. Nobody could choose among more.")


def leave_out(*, code: str, actor: Staff, now: datetime) -> bool:
    """Returns whether it was offered before. Raises CannotBeOutcome."""
    if code in outcomes.ALWAYS_OFFERED:
        raise CannotBeOutcome("This outcome is always offered: without it some contacts could not be logged.")
    with _changed(actor, f"Left out the outcome “{_named(code)}”", now) as office:
        if not is_known(office, code) or code in office.outcomes_left_out:
            return False
        office.outcomes_left_out.append(code)
    return True


def offer(*, code: str, actor: Staff, now: datetime) -> bool:
    """Returns whether it was left out before."""
    with _changed(actor, f"Offers the outcome “{_named(code)}” again", now) as office:
        if code not in office.outcomes_left_out:
            return False
        office.outcomes_left_out.remove(code)
    return True


def move(*, code: str, up: bool, actor: Staff, now: datetime) -> bool:
    """Before the one above it that counts as the same, or after the one below. Returns whether it could go further."""
    with _changed(actor, f"Moved the outcome “{_named(code)}”", now) as office:
        alike = [each for each in office.own_outcomes if outcomes.base(each) == outcomes.base(code)]
        if code not in alike:
            return False
        there = alike.index(code) + (-1 if up else 1)
        if not 0 <= there < len(alike):
            return False
        _swap(office.own_outcomes, code, alike[there])
    return True


def _swap(codes: list[str], one: str, other: str) -> None:
    here, there = codes.index(one), codes.index(other)
    codes[here], codes[there] = other, one


def _named(code: str) -> str:
    return plainly(outcomes.words(code))


@contextmanager
def _changed(actor: Staff, words: str, now: datetime) -> Iterator[Office]:
    """The office's row, locked. Written with its event if it is different afterwards."""
    require(actor, "edit_services")
    with by(actor):
        office = Office.objects.select_for_update().get(pk=Office.current().pk)
        before = {name: list(getattr(office, name)) for name in _KEPT}
        yield office
        after = {name: getattr(office, name) for name in _KEPT}
        if after == before:
            return
        office.save(update_fields=_KEPT)
        events.record(verb="outcomes_changed", words=words, actor=actor, now=now, before=before, after=after)
