"""Putting a case aside for later, and bringing it back: by hand, by the clock, and as soon as they are heard from.

A case that is put aside is out of the queue's ordinary list and of nothing else: its promises run on, and what is late
is in the queue again, whatever was said.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Min, OuterRef, Q, Subquery
from django.utils import timezone

from casework import promises, snooze_rules
from casework.models import Case, FollowUp, Staff
from casework.models.case import Priority
from casework.permissions import require
from casework.services import case_row, events, live, meanwhile, survivors, working_hours
from casework.snooze_rules import Facts
from casework.text import clean, is_blank, shorten

JOB: Final = "waking"
ASIDE, WOKEN = "put_aside", "woken"
LONGEST: Final = 200
ABOUT: Final = ("status", "last_in")


class CannotBePutAside(Exception):
    """The case cannot be put aside till then; the words say why."""


class PassesPromise(CannotBePutAside):
    """A promise falls due before that. Somebody who knows may put it aside all the same."""


def put_aside(
    *,
    case: Case,
    until: datetime,
    actor: Staff,
    now: datetime,
    reason: str = "",
    anyway: bool = False,
    seen: str = "",
) -> Case:
    """Out of the queue until then, moved to the next moment at which its team works.

    `anyway`: also for longer than its soonest promise runs. Raises CannotBePutAside, PassesPromise, WasMerged, and
    meanwhile.ChangedMeanwhile where what the page carried (`seen`) is not so any more.
    """
    require(actor, "snooze")
    reason = "" if is_blank(reason) else shorten(" ".join(clean(reason).text.split()), LONGEST)
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        meanwhile.check(locked, seen=seen, about=ABOUT)
        calendar = working_hours.calendar_of(team=locked.team)
        until = snooze_rules.moved(calendar, until)
        facts = facts_of(locked, follow_up_at=soonest_follow_up([locked.pk]).get(locked.pk))
        _allowed(facts, until=until, now=now, zone=calendar.zone, anyway=anyway)
        before = _told(locked)
        case_row.write(locked, {"snoozed_until": until, "snooze_reason": reason})
        events.record(
            verb=ASIDE,
            words=f"Put aside until {snooze_rules.in_words(until, zone=calendar.zone)}",
            case=locked,
            actor=actor,
            now=now,
            before=before,
            after={**_told(locked), "because": reason},
        )
        live.changed(case=locked)
    return locked


def _allowed(facts: Facts, *, until: datetime, now: datetime, zone: str, anyway: bool) -> None:
    if refused := snooze_rules.refusal(facts, until=until, now=now, zone=zone):
        raise CannotBePutAside(refused)
    if not anyway and snooze_rules.passes_promise(facts, until=until):
        raise PassesPromise(snooze_rules.promise_in_words(facts, now=now, zone=zone))


def facts_of(case: Case, *, follow_up_at: datetime | None) -> Facts:
    return Facts(
        is_open=case.is_open,
        urgent=case.priority == Priority.URGENT,
        needs_answer=case.needs_answer,
        follow_up_at=follow_up_at,
        due_at=case.due_at,
        promise=promises.DUE.get(case.due_kind, "Due"),
    )


def soonest_follow_up(cases: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the soonest open follow-up of each of these cases falls due. 1 statement."""
    found = FollowUp.objects.open().filter(case__in=list(cases)).order_by().values_list("case")
    return dict(found.annotate(at=Min("due_at")))


def _told(case: Case) -> dict[str, str]:
    return {"until": case.snoozed_until.isoformat() if case.snoozed_until else ""}


def bring_back(*, case: Case, actor: Staff, now: datetime) -> Case:
    """By hand. One that is in the queue already stays as it is. Raises WasMerged."""
    require(actor, "snooze")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        _wake(locked, words="Brought back to the queue", actor=actor, now=now)
    return locked


def heard_from(*, case: Case, now: datetime, because: str = "They were heard from") -> None:
    """With the case locked by whoever calls. What is not put aside costs nothing."""
    _wake(case, words=f"Back in the queue: {_small(because)}", actor=None, now=now)


def wake_due(*, now: datetime) -> int:
    """By the clock: those whose time has come, and those with a follow-up that is due. Returns how many.

    Each by itself, and looked at again under its lock: two beats at once wake it once.
    """
    return sum(_wake_one(pk, now=now) for pk in list(_due(now).values_list("pk", flat=True)))


def _due(now: datetime) -> Any:
    soonest = FollowUp.objects.open().filter(case=OuterRef("pk")).order_by("due_at").values("due_at")[:1]
    aside = Case.objects.filter(snoozed_until__isnull=False).annotate(follow_up_at=Subquery(soonest))
    return aside.filter(Q(snoozed_until__lte=now) | Q(follow_up_at__lte=now)).order_by("snoozed_until", "pk")


@transaction.atomic
def _wake_one(pk: UUID, *, now: datetime) -> bool:
    case = Case.objects.select_for_update(of=("self",)).get(pk=pk)
    because = snooze_rules.wakes(
        until=case.snoozed_until, follow_up_at=soonest_follow_up([pk]).get(pk), now=now
    )
    if because:
        _wake(case, words=f"Back in the queue: {_small(because)}", actor=None, now=now)
    return bool(because)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _wake(case: Case, *, words: str, actor: Staff | None, now: datetime) -> None:
    if case.snoozed_until is None:
        return
    before = {**_told(case), "because": case.snooze_reason}
    case_row.write(case, {"snoozed_until": None, "snooze_reason": ""})
    events.record(
        verb=WOKEN,
        words=words,
        case=case,
        actor=actor,
        job="" if actor else JOB,
        now=now,
        before=before,
        after={"until": ""},
    )
    live.changed(case=case)


def by_whom(case: Case) -> str:
    """Who put it aside last. 1 statement."""
    latest = case.events.filter(verb=ASIDE).select_related("actor").order_by("-at", "-id").first()
    return str(latest.actor) if latest and latest.actor else ""


def zone() -> str:
    return str(timezone.get_default_timezone())
