"""Whom and where a case or a task could be given to, for the forms of a case's page: read once for all of them, where drawn."""

from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from casework.asked_ahead import Question
from casework.kept_sql import Kept
from casework.models import Case, Membership, Staff, Team
from casework.selectors_tasks import takers_of


def other_teams(team: UUID) -> QuerySet[Team]:
    return Team.objects.filter(active=True).exclude(pk=team)


# What is sent, and what is shown for it.
Choices = tuple[tuple[str, str], ...]


class Offered:
    """Choices of forms that are not sent yet: what is chosen in the end is judged anew, among those of that moment."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def _people(self) -> list[tuple[str, str, bool]]:
        """Log-in, name, and whether they are of its team: 1 statement."""
        return _PEOPLE.rows(**self._whom)

    @property
    def _whom(self) -> dict[str, Any]:
        return {"team": self.case.team_id, "assignee": self.case.assignee_id}

    def questions(self) -> tuple[Question | None, ...]:
        """To be asked ahead of them."""
        return _PEOPLE.question(**self._whom), _OTHER_TEAMS.question(team=self.case.team_id)

    def takers(self) -> Choices:
        return tuple((username, name or username) for username, name, _ in self._people)

    def colleagues(self) -> Choices:
        return tuple((username, name or username) for username, name, of_team in self._people if of_team)

    def other_teams(self) -> Choices:
        """1 statement."""
        return tuple(_OTHER_TEAMS.rows(team=self.case.team_id))


def _people(team: UUID, assignee: UUID | None) -> QuerySet[Staff, Any]:
    of_team = Exists(Membership.objects.filter(staff=OuterRef("pk"), team=team))
    return takers_of(team=team, assignee=assignee).values_list("username", "full_name", of_team)


_PEOPLE: Final = Kept(_people)
_OTHER_TEAMS: Final = Kept(lambda team: other_teams(team).values_list("code", "name"))


def offer(field: Any, choices: Choices) -> None:
    """These in place of what the field's own query would find, which a form that is only drawn does not even write."""
    field.choices = [("", field.empty_label), *choices]
