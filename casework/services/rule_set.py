"""The set of routing rules in force, compiled once for as long as it stays the same."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from casework import routing
from casework.models import Area, RuleSetVersion, Service, Staff, Target, Team
from casework.routing.documents import from_documents


@dataclass(frozen=True)
class InForce:
    """`version` is None before an office has written any rules."""

    version: RuleSetVersion | None
    rules: routing.RuleSet


_EMPTY = InForce(None, routing.compile_rules(()))


def current() -> InForce:
    """One statement while the set stays the same: the number of the newest version."""
    newest = RuleSetVersion.objects.order_by("-number").values_list("pk", flat=True).first()
    return _in_force(newest) if newest else _EMPTY


@lru_cache(maxsize=8)
def _in_force(key: Any) -> InForce:
    version = RuleSetVersion.objects.get(pk=key)
    return InForce(version, compiled(version.rules))


def compiled(documents: list[Any]) -> routing.RuleSet:
    """A set that is not the one in force: a draft, one sent through the API, an old version. Raises routing.RuleError."""
    return routing.compile_rules(from_documents(documents), names=names())


def names() -> routing.Names:
    """What codes are called, for sentences and reasons."""
    return {
        "service": dict(Service.objects.values_list("code", "name")),
        "team": dict(Team.objects.values_list("code", "name")),
        "assignee": dict(Staff.objects.people().values_list("username", "full_name")),
        "target": dict(Target.objects.values_list("code", "name")),
        "area": dict(Area.objects.values_list("code", "name")),
    }


def team(*, code: str) -> Team:
    """The team a routing names; one that was switched off or is gone hands on to triage."""
    found = Team.objects.filter(code=code, active=True).first()
    return found or Team.triage()


def assignee(*, username: str) -> Staff | None:
    return Staff.objects.people().filter(username=username).first() if username else None
