"""Targets, steps and the clocks of a case in finished words, for the pages."""

from collections import defaultdict
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from casework import addresses, promises
from casework import selectors_beside as beside
from casework.asked_ahead import Question
from casework.kept_sql import Kept
from casework.models import Case, Clock, EscalationStep, Event, Target, TargetFor
from casework.models.case import Priority
from casework.models.target import ClockKind
from casework.permissions import may
from casework.services import target_choice
from casework.services.clocks_book import EXTENDED, LATE
from casework.text import show_bidi_controls as plainly

SHOWN: Final = 20
KINDS: Final = ("first_response", "next_response", "resolution")
# Of events about the promises of a case: a reason somebody gave, and who chose the target.
TOLD: Final = (EXTENDED, LATE, target_choice.NAMED_BY_STAFF)
KIND_WORDS: Final = {
    "first_response": gettext_noop("First answer"),
    "next_response": gettext_noop("Answer"),
    "resolution": gettext_noop("Resolution"),
}


def length(amount: int, unit: str) -> str:
    words = {
        "minutes": ngettext("%(count)s working minute", "%(count)s working minutes", amount),
        "days": ngettext("%(count)s working day", "%(count)s working days", amount),
        "hours": ngettext("%(count)s hour by the clock", "%(count)s hours by the clock", amount),
    }
    return words[unit] % {"count": f"{amount:,}"}


def target(row: Target) -> SimpleNamespace:
    lengths = [
        {
            "key": gettext(str(ClockKind(kind).label)),
            "value": length(getattr(row, kind), getattr(row, f"{kind}_unit")),
        }
        for kind in KINDS
        if getattr(row, kind)
    ]
    return SimpleNamespace(
        url=reverse("desk:target", args=[row.pk]),
        name=plainly(row.name),
        code=row.code,
        source=plainly(row.source),
        lengths=lengths,
        active=row.active,
    )


def line(row: TargetFor) -> SimpleNamespace:
    return SimpleNamespace(
        id=row.pk,
        service=plainly(row.service.name) if row.service else gettext("Any service"),
        priority=_priority(row.priority),
        target=plainly(row.target.name),
        off=not row.target.active,
    )


def _priority(code: str) -> str:
    if not code:
        return gettext("any priority")
    return gettext("%(priority)s priority") % {"priority": gettext(str(Priority(code).label)).lower()}


def lines() -> list[SimpleNamespace]:
    """The most exact first, as they are looked through. 1 statement."""
    rows = TargetFor.objects.select_related("service", "target")
    ordered = sorted(
        rows,
        key=lambda row: (
            row.service_id is None,
            not row.priority,
            row.service.name if row.service else "",
            row.priority,
        ),
    )
    return [line(row) for row in ordered]


def step(row: EscalationStep) -> SimpleNamespace:
    team = plainly(row.team.name) if row.team else ""
    deed = {
        "remind": gettext("remind whoever has it"),
        "raise": gettext("raise the priority"),
        "move": gettext("move it to %(team)s") % {"team": team},
    }
    of = (
        gettext("of “%(name)s”") % {"name": plainly(row.target.name)}
        if row.target
        else gettext("of any target")
    )
    return SimpleNamespace(
        url=reverse("desk:escalation_step", args=[row.pk]),
        words=f"{_moment(row.minutes)}: {deed[row.action]}",
        about=f"{gettext(row.get_kind_display())} {of}",
        active=row.active,
        off=bool(row.team and not row.team.active),
    )


def _moment(minutes: int) -> str:
    if not minutes:
        return gettext("When it falls due")
    amount = abs(minutes)
    size = (
        ngettext("%(count)s working hour", "%(count)s working hours", amount // 60)
        % {"count": f"{amount // 60:,}"}
        if amount % 60 == 0
        else length(amount, "minutes")
    )
    when = gettext("%(time)s before it falls due") if minutes < 0 else gettext("%(time)s after it falls due")
    return when % {"time": size}


def steps() -> list[SimpleNamespace]:
    """1 statement."""
    return [step(row) for row in EscalationStep.objects.select_related("target", "team")]


# The panel of a case.


def panel(*, case: Case, staff: Any, now: datetime) -> dict[str, Any]:
    """Each promise with where it stands, the running ones first; which target, and who chose it. 3 statements at most."""
    rows = _CLOCKS.rows(case=case.pk)
    rows.sort(key=lambda clock: (clock.stopped_at is not None, clock.due_at))
    told = _told(case)
    works = case.is_open and case.merged_into_id is None and may(staff, "change_target")
    running = any(clock.stopped_at is None for clock in rows)
    return {
        "clocks": [_clock(clock, told=told[str(clock.pk)], now=now) for clock in rows],
        "target": _which(case, told["target"]),
        "change_url": addresses.of("desk:case_target", case.reference) if works else "",
        "extend_url": addresses.of("desk:case_extend", case.reference) if works and running else "",
    }


def question(case: Case) -> Question | None:
    """To be asked ahead of `panel`."""
    return _CLOCKS.question(case=case.pk)


_CLOCKS: Final = Kept(
    lambda case: (
        Clock.objects.filter(case=case).select_related("target").order_by("-started_at", "-id")[:SHOWN]
    )
)


def _told(case: Case) -> dict[str, list[Event]]:
    """What somebody gave as a reason, by clock; and who chose the target."""
    found: dict[str, list[Event]] = defaultdict(list)
    if not beside.may_have(case, beside.SAID_OF_TARGETS):
        return found
    for event in Event.objects.filter(case=case, verb__in=TOLD).select_related("actor").order_by("at", "id"):
        found[event.after.get("clock") or "target"].append(event)
    return found


def _which(case: Case, chosen: list[Event]) -> str:
    if case.target is None:
        return gettext("No target is set for it: a first answer within 5 working days")
    name = {"name": plainly(case.target.name)}
    if chosen and chosen[-1].after.get("target"):
        return gettext("Target “%(name)s”, chosen by %(who)s: %(reason)s") % {
            **name,
            "who": plainly(str(chosen[-1].actor)),
            "reason": plainly(chosen[-1].after.get("because", "")),
        }
    decided = case.decisions.order_by("-at", "-id").values_list("target", flat=True).first()
    if decided == case.target.code:
        return gettext("Target “%(name)s”, named by a routing rule") % name
    return gettext("Target “%(name)s”, that of its service and priority") % name


def _clock(clock: Clock, *, told: list[Event], now: datetime) -> SimpleNamespace:
    state, tone = _state(clock, now)
    why = [length(clock.amount, clock.unit)]
    for event in told:
        if event.verb == EXTENDED:
            why.append(
                gettext("%(time)s more: %(reason)s")
                % {
                    "time": length(event.after["days"], "days"),
                    "reason": plainly(event.after.get("because", "")),
                }
            )
        else:
            why.append(gettext("put on record late"))
    return SimpleNamespace(
        kind=gettext(KIND_WORDS[clock.kind]),
        state=state,
        tone=tone,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        why=why,
    )


def _state(clock: Clock, now: datetime) -> tuple[str, str]:
    if clock.stopped_at is not None:
        ends = {
            True: (gettext("Kept"), "green"),
            False: (gettext("Missed"), "red"),
            None: (gettext("Called off"), "grey"),
        }
        return ends[clock.met]
    if clock.paused_at is not None:
        return gettext("Paused while we wait"), "grey"
    if clock.due_at < now:
        return gettext("Overdue"), "red"
    soon = promises.due_soon(due_at=clock.due_at, now=now)
    return (gettext("Due soon"), "orange") if soon else (gettext("Running"), "teal")
