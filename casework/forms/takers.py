"""Whom and where a case or a task could be given to, for the forms of a case's page: read once for all of them, where drawn."""

from collections.abc import Callable
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


class Offered:
    """Choices of forms that are not sent yet: what is chosen in the end is judged anew, among those of that moment."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def _people(self) -> list[Any]:
        """Whether each is `of_team`, too: 1 statement."""
        return _PEOPLE.rows(**self._whom)

    @property
    def _whom(self) -> dict[str, Any]:
        return {"team": self.case.team_id, "assignee": self.case.assignee_id}

    def questions(self) -> tuple[Question | None, ...]:
        """To be asked ahead of drawing them."""
        return _PEOPLE.question(**self._whom), _OTHER_TEAMS.question(team=self.case.team_id)

    def takers(self) -> list[tuple[Any, str]]:
        return [(each.username, str(each)) for each in self._people]

    def colleagues(self) -> list[tuple[Any, str]]:
        return [(each.username, str(each)) for each in self._people if each.of_team]

    def other_teams(self) -> list[tuple[Any, str]]:
        """1 statement."""
        return [(each.code, str(each)) for each in _OTHER_TEAMS.rows(team=self.case.team_id)]


def _people(team: UUID, assignee: UUID | None) -> QuerySet[Staff]:
    of_team = Exists(Membership.objects.filter(staff=OuterRef("pk"), team=team))
    return takers_of(team=team, assignee=assignee).annotate(of_team=of_team).only("username", "full_name")


_PEOPLE: Final = Kept(_people)
_OTHER_TEAMS: Final = Kept(other_teams)


def offer(field: Any, choices: Callable[[], list[tuple[Any, str]]]) -> None:
    """These in place of what the field's own query would find, which a form that is only drawn does not even write."""
    field.choices = lambda: [("", field.empty_label), *choices()]
