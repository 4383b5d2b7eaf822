"""What the demo's staff promised: callbacks with a window, tries, promises kept, kept late and broken; a letter to post."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from casework.demo import clock
from casework.models import Case, FollowUp, Staff
from casework.models.follow_up import FollowUpKind, FollowUpResult
from casework.services import follow_ups, letters, numbers_to_ring, ringing

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
BY: Final = "caseworker"
RUNNING: Final = 4
ADDRESS: Final = "14 Fellmongers Row\nRiverbank\nZR1 4AB"
LETTER: Final = (
    "Dear {name},\n\nThank you for your call. We have written down what we agreed, and what happens next is on the back of "
    "this letter. If anything in it is wrong, please tell us in the way that suits you best."
)
# Of what is past: how long after it was promised it ended, of a day that was promised, and how.
ENDED: Final = (
    (4 * HOUR, FollowUpResult.KEPT, "Told them when we come"),
    (20 * HOUR, FollowUpResult.KEPT, "They have the form now"),
    (30 * HOUR, FollowUpResult.KEPT, "Sorry that it took longer"),
    (3 * HOUR, FollowUpResult.KEPT, ""),
    (23 * HOUR, FollowUpResult.BROKEN, "Nobody was in the office"),
    (6 * HOUR, FollowUpResult.KEPT, "Went through the letter together"),
    (2 * HOUR, FollowUpResult.NOT_NEEDED, "They rang us first"),
)


def make(*, staff: Mapping[str, Staff], now: datetime) -> None:
    """On the first cases that can be rung, so that it is the same in every demo."""
    actor = staff[BY]
    cases = [each for each in _cases(now) if _may_be_rung(each, now)]
    running, past = cases[:RUNNING], cases[RUNNING:]
    for case, (took, result, words) in zip(past, ENDED, strict=False):
        _ended(case, took=took, result=result, words=words, actor=actor)
    _running(running, actor=actor, now=now)
    for case in running[-1:]:
        _letter(case, actor=actor, now=now)


def _cases(now: datetime) -> list[Case]:
    """Of the weeks that the figures show, but for the last days."""
    found = Case.objects.filter(is_open=True, restricted=False, merged_into=None).select_related("team")
    lately = found.filter(opened_at__range=(now - timedelta(weeks=7), clock.moment("3d 09:00", now=now)))
    return list(lately.order_by("opened_at", "pk"))


def _may_be_rung(case: Case, now: datetime) -> bool:
    lines = numbers_to_ring.lines(case=case, follow_up=None, now=now)
    point = lines[0].point if lines else None
    return point is not None and not lines[0].verdict.refused and point.safe_from is None


def _promise(case: Case, *, actor: Staff, at: datetime, due_at: datetime, **more: object) -> FollowUp:
    line = numbers_to_ring.lines(case=case, follow_up=None, now=at)[0]
    given = {"kind": FollowUpKind.CALLBACK, "words": "Ring back, as we promised", **more}
    made = follow_ups.make(
        case=case, due_at=due_at, person=line.person, contact_point=line.point, owner=actor, actor=actor, now=at,
        **given,  # type: ignore[arg-type]
    )  # fmt: skip
    assert made is not None  # noqa: S101  (only what a job makes may be there already)
    return made


def _ended(case: Case, *, took: timedelta, result: str, words: str, actor: Staff) -> None:
    at = case.opened_at + HOUR
    made = _promise(case, actor=actor, at=at, due_at=at + DAY, kind=FollowUpKind.PROMISE)
    follow_ups.done(follow_up=made, actor=actor, now=at + took, words=words, result=result)


def _running(cases: Sequence[Case], *, actor: Staff, now: datetime) -> None:
    """One in its window, one overdue, one tried twice, one for tomorrow."""
    if len(cases) < RUNNING:
        return
    yesterday = clock.moment("1d 09:30", now=now)
    soon, late, tried, later = cases
    _promise(
        soon, actor=actor, at=yesterday, window_from=now + HOUR, due_at=now + 3 * HOUR, words="Ring about the repair"
    )  # fmt: skip
    _promise(
        late, actor=actor, at=yesterday, due_at=yesterday + 3 * HOUR, words="Ring with the date of the visit"
    )
    made = _promise(
        tried, actor=actor, at=yesterday, due_at=yesterday + 2 * HOUR, words="Ring about the letter"
    )
    for at in (yesterday + HOUR, yesterday + 5 * HOUR):
        _rung(made, actor=actor, at=at)
    _promise(
        later, actor=actor, at=yesterday, due_at=now + DAY, kind=FollowUpKind.PROMISE, words="Send the form"
    )


def _letter(case: Case, *, actor: Staff, now: datetime) -> None:
    """One that waits to be printed; they said their address on the telephone."""
    party = letters.parties_of(case)[0]
    at = clock.moment("1d 15:00", now=now)
    letters.write(case=case, party=party, address=ADDRESS, body=LETTER, actor=actor, now=at)


def _rung(made: FollowUp, *, actor: Staff, at: datetime) -> None:
    assert made.contact_point is not None  # noqa: S101
    ringing.rang(
        case=made.case, follow_up=made, point=made.contact_point, outcome="no_answer", actor=actor, now=at
    )
