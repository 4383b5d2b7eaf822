"""Who works on a case."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from casework.models import Case, Staff, Team
from casework.permissions import require, sees_cases, visible_cases
from casework.services import events, live, survivors


class CannotBeAssigned(Exception):
    """The case cannot go to this person or team; the words say why."""


def take(*, case: Case, actor: Staff, now: datetime) -> Case:
    require(actor, "take")
    return _give(case=case, to=actor, actor=actor, now=now, words="Took the case")


def assign(*, case: Case, to: Staff | None, actor: Staff, now: datetime, note: str = "") -> Case:
    """Give it to somebody, or to nobody: then it waits in its team's queue."""
    require(actor, "assign")
    if to is None:
        return _give(case=case, to=None, actor=actor, now=now, words="Gave it back to the team")
    if not to.is_active or to.is_machine:
        raise CannotBeAssigned(f"{to} does not work here any more. Choose somebody else.")
    return _give(case=case, to=to, actor=actor, now=now, words=f"Gave it to {to}")


def _give(*, case: Case, to: Staff | None, actor: Staff, now: datetime, words: str) -> Case:
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        if to is not None and not _could_see(case=locked, staff=to):
            raise CannotBeAssigned(
                f"{to} is not in {locked.team} and could not open this case. Choose somebody else."
            )
        before = str(locked.assignee) if locked.assignee_id else ""
        locked.assignee = to
        locked.version = F("version") + 1
        locked.save(update_fields=["assignee", "version"])
        events.record(
            verb="assigned",
            words=words,
            case=locked,
            actor=actor,
            now=now,
            before={"assignee": before},
            after={"assignee": str(to) if to else ""},
        )
        live.changed(case=locked)
    locked.refresh_from_db(fields=["version"])
    return locked


def _could_see(*, case: Case, staff: Staff) -> bool:
    """Assigning is no way to hand a case to somebody whose role reads none. Whoever sees a restricted case may let a
    colleague of its team in by giving it to them.
    """
    member = staff.memberships.filter(team=case.team_id).exists()
    return sees_cases(staff) and (member or visible_cases(staff).filter(pk=case.pk).exists())


def send_to_team(*, case: Case, team: Team, actor: Staff, now: datetime) -> Case:
    """Move it to another team's queue; whoever had it keeps it no longer."""
    require(actor, "assign")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        before = locked.team.name
        locked.team, locked.assignee, locked.version = team, None, F("version") + 1
        locked.save(update_fields=["team", "assignee", "version"])
        events.record(
            verb="team_changed",
            words=f"Sent from {before} to {team.name}",
            case=locked,
            actor=actor,
            now=now,
            before={"team": before},
            after={"team": team.name},
        )
        live.changed(case=locked)
    locked.refresh_from_db(fields=["version"])
    return locked
