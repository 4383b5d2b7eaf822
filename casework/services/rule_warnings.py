"""What is odd about a set of rules without being wrong: what can be read off them, and what has had no effect."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from casework import routing
from casework.models import Area, RuleSetVersion, Service, Staff, Target, Team
from casework.routing import warnings
from casework.routing.documents import from_document
from casework.services import rule_documents
from casework.services.rule_documents import Document

UNUSED_AFTER: Final = timedelta(days=90)

# Each rule that held for some case of the span, once.
_HELD: Final = """
    SELECT DISTINCT held.rule FROM casework_routingdecision AS decision, unnest(decision.matched) AS held(rule)
    WHERE decision.at >= %s
"""


def of(*, documents: Iterable[Any], now: datetime) -> list[warnings.Warning]:
    """In the order of the rules. At most 7 statements, whatever the number of rules and decisions."""
    whole = rule_documents.whole(list(documents))
    found = [*warnings.warnings(_readable(whole), _known()), *_unused(whole, now=now)]
    order = {each["id"]: number for number, each in enumerate(whole)}
    return sorted(found, key=lambda each: order.get(each.rule_id, len(order)))


def _readable(documents: list[Document]) -> list[routing.Rule]:
    """One that has not even the shape of a rule has a name at best: it stands as a rule that cannot be used."""
    rules = []
    for number, each in enumerate(documents, start=1):
        try:
            rules.append(from_document(each, number=number))
        except routing.RuleError:
            name = rule_documents.name_of(each) or f"Rule {number}"
            rules.append(routing.Rule(name=name, conditions=None, id=each["id"], position=number))
    return rules


def _known() -> warnings.Known:
    return warnings.Known(
        services=frozenset(Service.objects.values_list("code", flat=True)),
        teams=frozenset(Team.objects.filter(active=True).values_list("code", flat=True)),
        assignees=frozenset(Staff.objects.people().values_list("username", flat=True)),
        targets=frozenset(Target.objects.filter(active=True).values_list("code", flat=True)),
        areas=frozenset(Area.objects.values_list("code", flat=True)),
    )


def _unused(documents: list[Document], *, now: datetime) -> list[warnings.Warning]:
    old = _old(documents, since=now - UNUSED_AFTER)
    if not old:
        return []
    held = _held(since=now - UNUSED_AFTER)
    words = f"No case fitted it in the last {UNUSED_AFTER.days} days."
    return [
        warnings.Warning(each["id"], each["name"], "unused", words)
        for each in documents
        if each["id"] in old and each["id"] not in held
    ]


def _old(documents: list[Document], *, since: datetime) -> set[str]:
    """Rules that were in force when the span began, with the conditions that they have now."""
    then = RuleSetVersion.objects.filter(at__lte=since).order_by("-number").first()
    rules = {each["id"]: each for each in rule_documents.whole(then.rules)} if then else {}
    return {
        each["id"]
        for each in documents
        if each.get("active", True)
        and (before := rules.get(each["id"])) is not None
        and before.get("active", True)
        and before.get("conditions") == each.get("conditions")
    }


def _held(*, since: datetime) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [since])
        return {str(rule) for (rule,) in cursor.fetchall()}
