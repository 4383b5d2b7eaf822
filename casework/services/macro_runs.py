"""Doing a macro on a case: tried first, so that whoever presses knows what will happen, then all of it or nothing.

Each step goes through the service that a page would ask, with its own right, refusal and event; every event says which
macro it was part of.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from casework import macro_steps
from casework.models import Case, ContactPoint, Event, Macro, Office, Staff, Team
from casework.permissions import require
from casework.services import (
    assignment,
    events,
    follow_ups,
    notes,
    replies,
    snoozing,
    status,
    survivors,
    tags,
    text_templates,
    working_hours,
)
from casework.text_fields import fill

VERB: Final = "macro_done"


class CannotDoMacro(Exception):
    """The macro cannot be done on this case; the words say why."""


class DoneAlready(Exception):
    """The same press came twice. It was done once."""


class _TakenBack(Exception):
    """A try ended; nothing of it stays."""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """The reply of a macro as somebody left it: its words, and whom it goes to."""

    body: str
    to: ContactPoint | None


@dataclass(kw_only=True)
class Run:
    """`step` is the one that is being done, from 1: where something is refused, it is the one that was."""

    case: Case
    macro: Macro
    actor: Staff
    now: datetime
    writing: Writing | None
    step: int = 0


def begun(
    *, macro: Macro, case: Case, actor: Staff, now: datetime
) -> tuple[Writing | None, list[replies.Way]]:
    """The reply's words filled in for whoever gets replies and may be written to, and every way there is."""
    template = next((each["template"] for each in macro.steps if each["do"] == "reply"), None)
    if template is None:
        return None, []
    ways = replies.judged(case=case, now=now)
    first = next((way for way in ways if way.refused is None), None)
    person = first.party.person if first else None
    offered = text_templates.offered(
        service=case.service, language=text_templates.language_for(person=person, case=case)
    )
    body = next((each.body for each in offered if each.code == template), "")
    point = first.point if first else None
    known = text_templates.values(case=case, person=person, point=point, staff=actor, office=Office.current())
    return Writing(body=fill(body, known), to=point), ways


def tried(run: Run, *, refusals: tuple[type[Exception], ...]) -> list[str]:
    """For each step why it would be refused, "" where it would not. Every step is done and all is taken back again."""
    require(run.actor, "use_macro")
    said: list[str] = []
    try:
        with transaction.atomic():
            for step in run.macro.steps:
                said.append(_try(run, step, refusals))
            raise _TakenBack
    except _TakenBack:
        return said


def _try(run: Run, step: Mapping[str, Any], refusals: tuple[type[Exception], ...]) -> str:
    try:
        with transaction.atomic():
            _do(run, step)
    except refusals as error:
        return str(error)
    return ""


def do(run: Run, *, token: UUID) -> None:
    """All steps in one transaction. Raises what the first refused step raises, and nothing was done; DoneAlready."""
    require(run.actor, "use_macro")
    if wrong := macro_steps.check(run.macro.steps):
        raise CannotDoMacro(f"The macro cannot be used: {wrong[0]} Ask whoever sets it up.")
    with transaction.atomic():
        locked = survivors.locked_itself(run.case)
        survivors.in_sight(locked, actor=run.actor)
        _once(run, token)
        with events.part_of(macro=run.macro.pk, name=run.macro.name):
            for number, step in enumerate(run.macro.steps, start=1):
                run.step = number
                _do(run, step)


def _once(run: Run, token: UUID) -> None:
    """The press is the key of its event, so the database lets it be once."""
    if Event.objects.filter(pk=token).exists():
        raise DoneAlready
    try:
        with transaction.atomic():
            Event.objects.create(
                pk=token, verb=VERB, words=f"Did the macro “{run.macro.name}”", case=run.case, actor=run.actor,
                at=run.now, after={"macro": str(run.macro.pk), "steps": len(run.macro.steps)},
            )  # fmt: skip
    except IntegrityError as error:
        raise DoneAlready from error


def _do(run: Run, step: Mapping[str, Any]) -> None:
    _STEPS[step["do"]](run, step)


def _reply(run: Run, step: Mapping[str, Any]) -> None:
    if run.writing is None or run.writing.to is None:
        raise CannotDoMacro("Nobody on this case can be written to. Ring or write by other means.")
    replies.reply(
        case=run.case, body=run.writing.body, contact_point=run.writing.to, actor=run.actor, now=run.now,
        hold=replies.UNDO,
    )  # fmt: skip


def _note(run: Run, step: Mapping[str, Any]) -> None:
    notes.add_note(case=run.case, body=step["words"], actor=run.actor, now=run.now)


def _status(run: Run, step: Mapping[str, Any]) -> None:
    status.change_status(
        case=run.case, to=step["to"], outcome=step.get("outcome", ""), actor=run.actor, now=run.now
    )


def _assign(run: Run, step: Mapping[str, Any]) -> None:
    if step["to"] == "me":
        assignment.take(case=run.case, actor=run.actor, now=run.now)
        return
    to = None if step["to"] == "nobody" else Staff.objects.people().filter(username=step["to"]).first()
    if to is None and step["to"] != "nobody":
        raise CannotDoMacro(f"{step['to']} does not work here any more. Ask whoever sets up macros.")
    try:
        assignment.assign(case=run.case, to=to, actor=run.actor, now=run.now)
    except assignment.HasNoRoom as error:
        raise CannotDoMacro(
            f"{to} has as many open cases as they can take. Assign it on the case’s page."
        ) from error


def _tag(run: Run, step: Mapping[str, Any]) -> None:
    """A tag that it has already is what was wanted."""
    current = Case.objects.get(pk=run.case.pk)
    if step["tag"].casefold() not in {each.casefold() for each in current.tags}:
        tags.add(case=current, tag=step["tag"], actor=run.actor, now=run.now)


def _follow_up(run: Run, step: Mapping[str, Any]) -> None:
    case = Case.objects.select_related("team", "assignee").get(pk=run.case.pk)
    follow_ups.make(
        case=case, kind=step["kind"], words=step["words"], due_at=_in_days(run, step["days"], case.team),
        owner=case.assignee or run.actor, actor=run.actor, now=run.now,
    )  # fmt: skip


def _snooze(run: Run, step: Mapping[str, Any]) -> None:
    case = Case.objects.select_related("team").get(pk=run.case.pk)
    until = _in_days(run, step["days"], case.team)
    snoozing.put_aside(case=case, until=until, reason=step.get("reason", ""), actor=run.actor, now=run.now)


def _in_days(run: Run, days: int, team: Team) -> datetime:
    return working_hours.add(amount=days, unit="days", start=run.now, team=team)


def _team(run: Run, step: Mapping[str, Any]) -> None:
    team = Team.objects.filter(code=step["team"], active=True).first()
    if team is None:
        raise CannotDoMacro("The team is out of use. Ask whoever sets up macros.")
    assignment.send_to_team(case=run.case, team=team, actor=run.actor, now=run.now)


_STEPS: Final[Mapping[str, Callable[[Run, Mapping[str, Any]], None]]] = {
    "reply": _reply,
    "note": _note,
    "status": _status,
    "assign": _assign,
    "tag": _tag,
    "follow_up": _follow_up,
    "snooze": _snooze,
    "team": _team,
}
