"""The live routing rules, compiled once for as long as they stay the same."""

import json
from functools import lru_cache
from typing import Any

from casework import routing
from casework.models import RoutingRule, Service, Staff, Team

_FIELDS = (
    "id",
    "position",
    "name",
    "conditions",
    "team__code",
    "priority",
    "assignee__username",
    "tags",
    "restricted",
)


def current() -> routing.RuleSet:
    rows = list(RoutingRule.objects.filter(active=True).order_by("position", "id").values_list(*_FIELDS))
    return _compiled(json.dumps(rows, default=str))


@lru_cache(maxsize=8)
def _compiled(rows: str) -> routing.RuleSet:
    return routing.compile_rules([_rule(row) for row in json.loads(rows)], names=_names())


def _names() -> routing.Names:
    """What codes are called, for the reasons in words. Read when the rules change, not for every case."""
    return {
        "service": dict(Service.objects.values_list("code", "name")),
        "team": dict(Team.objects.values_list("code", "name")),
        "assignee": dict(Staff.objects.people().values_list("username", "full_name")),
    }


def _rule(row: list[Any]) -> routing.Rule:
    key, position, name, conditions, team, priority, assignee, tags, restricted = row
    return routing.Rule(
        id=key,
        position=position,
        name=name,
        conditions=conditions,
        team=team or "",
        priority=priority or "",
        assignee=assignee or "",
        tags=tuple(tags),
        restricted=bool(restricted),
    )


def team(*, code: str) -> Team:
    """The team a routing names; a team that was switched off hands on to triage."""
    found = Team.objects.filter(code=code, active=True).first()
    return found or Team.triage()


def assignee(*, username: str) -> Staff | None:
    return Staff.objects.people().filter(username=username).first() if username else None
