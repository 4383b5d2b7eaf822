"""What all settings of the office share: whoever changes something is known to every version of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pghistory
from django.db import transaction

from casework import routing
from casework.models import RuleSetVersion, Staff
from casework.routing.documents import from_document
from casework.text import clean

ANSWERS: Final = "answers."


@contextmanager
def by(actor: Staff) -> Iterator[None]:
    """One transaction whose versions of rows say who made them."""
    with pghistory.context(actor=str(actor.pk)), transaction.atomic():
        yield


def one_line(typed: str) -> str:
    return " ".join(clean(typed).text.split())


def rules_in_force() -> list[routing.Rule]:
    """Those that are switched on and can be read, in their order. 1 statement."""
    version = RuleSetVersion.objects.live()
    return list(_readable(version.rules if version else ()))


def _readable(documents: Iterable[Any]) -> Iterator[routing.Rule]:
    for document in documents:
        try:
            rule = from_document(document)
        except routing.RuleError:
            continue
        if rule.active:
            yield rule


def rules_about_team(code: str) -> list[str]:
    """Names of the rules in force that send cases to this team."""
    return [rule.name for rule in rules_in_force() if rule.team == code]


def rules_about_question(code: str) -> list[tuple[str, frozenset[str]]]:
    """Names of the rules in force that ask for the answer to a question, each with the answers it names."""
    found = [(rule.name, _answers(rule, code)) for rule in rules_in_force()]
    return [(name, values) for name, values in found if values is not None]


def _answers(rule: routing.Rule, code: str) -> frozenset[str] | None:
    try:
        conditions = routing.parse_conditions(rule.conditions)
    except routing.RuleError:
        return None
    asked = [each for group in conditions for each in group if each.fact == f"{ANSWERS}{code}"]
    return frozenset(value for each in asked for value in each.values) if asked else None


def named(names: Iterable[str]) -> str:
    """“One”, “Two” and “Three”."""
    quoted = [f"“{name}”" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
