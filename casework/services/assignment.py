"""Who works on a case."""

from datetime import datetime
from typing import Any

from django.db import transaction

from casework.models import Case, Staff, Team
from casework.permissions import require, sees_cases, visible_cases
from casework.services import (
    assigning,
    case_row,
    clocks,
    events,
    live,
    meanwhile,
    notes,
    notifying,
    survivors,
)


class CannotBeAssigned(Exception):
    """The case cannot go to this person or team; the words say why."""


class HasNoRoom(Exception):
    """The person has as many open cases as they can take. Somebody may insist."""


def take(*, case: Case, actor: Staff, now: datetime) -> Case:
    require(actor, "take")
    return _give(case=case, to=actor, actor=actor, now=now, words="Took the case")


def assign(
    *, case: Case, to: Staff | None, actor: Staff, now: datetime, anyway: bool = False, seen: str = ""
) -> Case:
    """Give it to somebody, or to nobody: then it waits in its team's queue. `anyway`: also where they have no room.

    Raises CannotBeAssigned, and HasNoRoom where somebody could still insist. `seen`: what the page carried that was
    decided on; meanwhile.ChangedMeanwhile where that is not so any more.
    """
    require(actor, "assign")
    if to is None:
        words = "Gave it back to the team"
        return _give(case=case, to=None, actor=actor, now=now, words=words, seen=seen)
    if not anyway and to != actor and not _has_room(to):
        raise HasNoRoom(
            f"{to} has as many open cases as they can take. Give it anyway, or choose somebody else."
        )
    return _give(case=case, to=to, actor=actor, now=now, words=f"Gave it to {to}", seen=seen)


def hand_over(*, case: Case, to: Staff, note: str, actor: Staff, now: datetime) -> Case:
    """To somebody who must know where things stand: the note becomes one on the case. Raises EmptyNote."""
    require(actor, "hand_over")
    with transaction.atomic():
        notes.add_note(case=case, body=note, actor=actor, now=now)
        return _give(case=case, to=to, actor=actor, now=now, words=f"Handed it over to {to}, with a note")


def _has_room(staff: Staff) -> bool:
    return staff.cap is None or assigning.load(staff=[staff.pk]).get(staff.pk, 0) < staff.cap


def _give(*, case: Case, to: Staff | None, actor: Staff, now: datetime, words: str, seen: str = "") -> Case:
    """What somebody decides by hand stands: nobody is looked for any more, and nothing goes back by itself."""
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        meanwhile.check(locked, seen=seen, about=meanwhile.TO_ASSIGN)
        if to is not None:
            _check(locked, to)
        before = str(locked.assignee) if locked.assignee_id else ""
        assigning.room_made(staff=locked.assignee_id, now=now)
        locked.assignee = to
        case_row.write(locked, _given_by_hand(locked, at=now if to else None))
        event = events.record(
            verb="assigned",
            words=words,
            case=locked,
            actor=actor,
            now=now,
            before={"assignee": before},
            after={"assignee": str(to) if to else ""},
        )
        if to is not None:
            notifying.told(staff=to, case=locked, kind=notifying.Kind.ASSIGNED, source=event.pk, by=actor, now=now)  # fmt: skip
        live.changed(case=locked)
    return locked


def _given_by_hand(case: Case, *, at: datetime | None) -> dict[str, Any]:
    return {
        "assignee_id": case.assignee_id,
        "assign_by": "",
        "assigned_at": at,
        "assigned_by_job": False,
    }


def _check(case: Case, to: Staff) -> None:
    refused = assigning.may_have(case=case, staff=to)
    if refused:
        raise CannotBeAssigned(f"{refused} Choose somebody else.")
    if not _could_see(case=case, staff=to):
        raise CannotBeAssigned(
            f"{to} is not in {case.team} and could not open this case. Choose somebody else."
        )


def _could_see(*, case: Case, staff: Staff) -> bool:
    """Assigning is no way to hand a case to somebody whose role reads none. Whoever sees a restricted case may let a
    colleague of its team in by giving it to them.
    """
    member = staff.memberships.filter(team=case.team_id).exists()
    return sees_cases(staff) and (member or visible_cases(staff).filter(pk=case.pk).exists())


def send_to_team(*, case: Case, team: Team, actor: Staff, now: datetime, seen: str = "") -> Case:
    """Move it to another team's queue; whoever had it keeps it no longer. Raises meanwhile.ChangedMeanwhile."""
    require(actor, "assign")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        meanwhile.check(locked, seen=seen, about=meanwhile.TO_ASSIGN)
        before = locked.team.name
        assigning.room_made(staff=locked.assignee_id, now=now)
        locked.team, locked.assignee = team, None
        case_row.write(locked, {"team_id": team.pk, **_given_by_hand(locked, at=None)})
        events.record(
            verb="team_changed",
            words=f"Sent from {before} to {team.name}",
            case=locked,
            actor=actor,
            now=now,
            before={"team": before},
            after={"team": team.name},
        )
        clocks.recount(case=locked, now=now, actor=actor, because=f"It went to {team}")
        live.changed(case=locked)
    return locked
