"""Targets, steps and the clocks of a case in finished words, for the pages."""

from collections import defaultdict
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final

from django.urls import reverse

from casework import promises
from casework.models import Case, Clock, EscalationStep, Event, Target, TargetFor
from casework.models.case import Priority
from casework.models.target import ClockKind
from casework.permissions import may
from casework.services import target_choice
from casework.services.clocks_book import EXTENDED, LATE
from casework.text import show_bidi_controls as plainly

SHOWN: Final = 20
UNITS: Final = {
    "minutes": ("working minute", "working minutes"),
    "days": ("working day", "working days"),
    "hours": ("hour by the clock", "hours by the clock"),
}
KINDS: Final = ("first_response", "next_response", "resolution")
KIND_WORDS: Final = {"first_response": "First answer", "next_response": "Answer", "resolution": "Resolution"}


def length(amount: int, unit: str) -> str:
    one, more = UNITS[unit]
    return f"{amount:,} {one if amount == 1 else more}"


def target(row: Target) -> SimpleNamespace:
    lengths = [
        {"key": str(ClockKind(kind).label), "value": length(getattr(row, kind), getattr(row, f"{kind}_unit"))}
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
        service=plainly(row.service.name) if row.service else "Any service",
        priority=f"{Priority(row.priority).label.lower()} priority" if row.priority else "any priority",
        target=plainly(row.target.name),
        off=not row.target.active,
    )


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
    deed = {"remind": "remind whoever has it", "raise": "raise the priority", "move": f"move it to {team}"}
    of = f"of “{plainly(row.target.name)}”" if row.target else "of any target"
    return SimpleNamespace(
        url=reverse("desk:escalation_step", args=[row.pk]),
        words=f"{_moment(row.minutes)}: {deed[row.action]}",
        about=f"{row.get_kind_display()} {of}",
        active=row.active,
        off=bool(row.team and not row.team.active),
    )


def _moment(minutes: int) -> str:
    if not minutes:
        return "When it falls due"
    amount = abs(minutes)
    size = (
        f"{amount // 60:,} working hour{'' if amount == 60 else 's'}"
        if amount % 60 == 0
        else length(amount, "minutes")
    )
    return f"{size} {'before' if minutes < 0 else 'after'} it falls due"


def steps() -> list[SimpleNamespace]:
    """1 statement."""
    return [step(row) for row in EscalationStep.objects.select_related("target", "team")]


# The panel of a case.


def panel(*, case: Case, staff: Any, now: datetime) -> dict[str, Any]:
    """Each promise with where it stands, the running ones first; which target, and who chose it. 3 statements."""
    rows = list(
        Clock.objects.filter(case=case).select_related("target").order_by("-started_at", "-id")[:SHOWN]
    )
    rows.sort(key=lambda clock: (clock.stopped_at is not None, clock.due_at))
    told = _told(case)
    works = case.is_open and case.merged_into_id is None and may(staff, "change_target")
    running = any(clock.stopped_at is None for clock in rows)
    return {
        "clocks": [_clock(clock, told=told[str(clock.pk)], now=now) for clock in rows],
        "target": _which(case, told["target"]),
        "change_url": reverse("desk:case_target", args=[case.reference]) if works else "",
        "extend_url": reverse("desk:case_extend", args=[case.reference]) if works and running else "",
    }


def _told(case: Case) -> dict[str, list[Event]]:
    """What somebody gave as a reason, by clock; and who chose the target."""
    verbs = (EXTENDED, LATE, target_choice.NAMED_BY_STAFF)
    found: dict[str, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(case=case, verb__in=verbs).select_related("actor").order_by("at", "id"):
        found[event.after.get("clock") or "target"].append(event)
    return found


def _which(case: Case, chosen: list[Event]) -> str:
    if case.target is None:
        return "No target is set for it: a first answer within 5 working days"
    name = f"Target “{plainly(case.target.name)}”"
    if chosen and chosen[-1].after.get("target"):
        return f"{name}, chosen by {plainly(str(chosen[-1].actor))}: {plainly(chosen[-1].after.get('because', ''))}"
    decided = case.decisions.order_by("-at", "-id").values_list("target", flat=True).first()
    if decided == case.target.code:
        return f"{name}, named by a routing rule"
    return f"{name}, that of its service and priority"


def _clock(clock: Clock, *, told: list[Event], now: datetime) -> SimpleNamespace:
    state, tone = _state(clock, now)
    why = [length(clock.amount, clock.unit)]
    for event in told:
        if event.verb == EXTENDED:
            why.append(
                f"{length(event.after['days'], 'days')} more: {plainly(event.after.get('because', ''))}"
            )
        else:
            why.append("put on record late")
    return SimpleNamespace(
        kind=KIND_WORDS[clock.kind],
        state=state,
        tone=tone,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        why=why,
    )


def _state(clock: Clock, now: datetime) -> tuple[str, str]:
    if clock.stopped_at is not None:
        return {True: ("Kept", "green"), False: ("Missed", "red"), None: ("Called off", "grey")}[clock.met]
    if clock.paused_at is not None:
        return "Paused while we wait", "grey"
    if clock.due_at < now:
        return "Overdue", "red"
    return ("Due soon", "orange") if promises.due_soon(due_at=clock.due_at, now=now) else ("Running", "teal")
