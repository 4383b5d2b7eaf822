"""Many cases given to somebody, or handed to a team."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from casework.models import Case, Staff, Team
from casework.permissions import no_conflict, visible_cases
from casework.services import assigning, assignment
from casework.services.change_kind import Kind

NOBODY: Final = "nobody"
NOBODYS_KEY: Final = UUID(int=0)


class Assign(Kind):
    """`to` is somebody's key, or "nobody"."""

    @cached_property
    def to(self) -> Staff | None:
        return Staff.objects.people().filter(pk=key(self.change.to)).first()

    def missing(self) -> str:
        return "" if self.to or self.change.to == NOBODY else "Choose who gets them."

    def words(self) -> str:
        return f"given to {self.to}" if self.to else "given back to their team"

    def why_not(self, case: Case) -> str:
        if case.assignee_id != (self.to.pk if self.to else None):
            return ""
        return f"{self.to} has it already." if self.to else "Nobody has it now."

    def foreseen(self, cases: Sequence[Case]) -> dict[UUID, str]:
        to = self.to
        if to is None:
            return {}
        keys = [case.pk for case in cases]
        free = set(Case.objects.filter(no_conflict(to), pk__in=keys).values_list("pk", flat=True))
        seen = set(visible_cases(to).filter(pk__in=keys).values_list("pk", flat=True))
        teams = set(to.memberships.values_list("team", flat=True))
        found = {
            case.pk: f"{to} is not in {case.team} and could not open this case."
            for case in cases
            if case.team_id not in teams and case.pk not in seen
        }
        found |= {pk: f"{to} cannot be given this case." for pk in keys if pk not in free}
        return found | self._without_room([case for case in cases if case.pk not in found])

    def _without_room(self, cases: Sequence[Case]) -> dict[UUID, str]:
        to = self.to
        if to is None or to.cap is None or to == self.change.made_by:
            return {}
        room = max(to.cap - assigning.load(staff=[to.pk]).get(to.pk, 0), 0)
        words = f"{to} has as many open cases as they can take."
        return {case.pk: words for case in [each for each in cases if not self.why_not(each)][room:]}

    def before(self, case: Case) -> dict[str, Any]:
        return {"assignee": str(case.assignee_id or ""), "assign_by": case.assign_by}

    def apply(self, case: Case, *, actor: Staff, now: datetime) -> None:
        assignment.assign(case=case, to=self.to, actor=actor, now=now)

    def put_back(self, case: Case, before: dict[str, Any], *, actor: Staff, now: datetime) -> None:
        had = Staff.objects.filter(pk=key(before["assignee"])).first()
        if had is not None or case.assignee_id is not None:
            assignment.assign(case=case, to=had, actor=actor, now=now, anyway=True)
        if had is None and before["assign_by"]:
            Case.objects.filter(pk=case.pk).update(assign_by=before["assign_by"])


class ToTeam(Assign):
    """`to` is the key of a team. Whoever had the case has it no longer; an undo gives it back to them."""

    @cached_property
    def team(self) -> Team | None:
        return Team.objects.filter(active=True, pk=key(self.change.to)).first()

    def missing(self) -> str:
        return "" if self.team else "Choose a team."

    def words(self) -> str:
        return f"handed to {self.team}"

    def why_not(self, case: Case) -> str:
        return f"It is with {self.team} already." if self.team and case.team_id == self.team.pk else ""

    def foreseen(self, cases: Sequence[Case]) -> dict[UUID, str]:
        return {}

    def before(self, case: Case) -> dict[str, Any]:
        return {**super().before(case), "team": str(case.team_id)}

    def apply(self, case: Case, *, actor: Staff, now: datetime) -> None:
        if self.team is None:
            raise assignment.CannotBeAssigned("This team is not there any more. Choose another.")
        assignment.send_to_team(case=case, team=self.team, actor=actor, now=now)

    def put_back(self, case: Case, before: dict[str, Any], *, actor: Staff, now: datetime) -> None:
        assignment.send_to_team(case=case, team=Team.objects.get(pk=before["team"]), actor=actor, now=now)
        super().put_back(Case.objects.get(pk=case.pk), before, actor=actor, now=now)


def key(text: str) -> UUID:
    """For what is no key one that nobody has."""
    try:
        return UUID(text)
    except ValueError:
        return NOBODYS_KEY
