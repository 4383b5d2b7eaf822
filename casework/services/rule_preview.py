"""What a rule would have matched among the cases opened last, while somebody still writes it."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Q

from casework import routing
from casework.models import Staff
from casework.permissions import require, visible_cases
from casework.routing.documents import from_document
from casework.services import routing_past, rule_documents, rule_set
from casework.services.routing_past import Past

LATEST: Final = 500
MOST_SHOWN: Final = 10


class Preview(NamedTuple):
    """`problem` says why the rule cannot be used yet; then nothing was tried. `cases` are those the actor may see."""

    sentence: str
    problem: str
    tried: int
    fitting: int
    cases: list[dict[str, Any]]


def fits(*, document: Any, now: datetime, actor: Staff) -> Preview:
    """At most 9 statements. Restricted cases that the actor does not see are not tried: a count would tell of them."""
    require(actor, "edit_rules")
    try:
        rule = from_document(rule_documents.read(_named(document)))
    except routing.RuleError as error:
        return Preview("", str(error), 0, 0, [])
    names = rule_set.names()
    alone = routing.compile_rules([_always_tried(rule)], names=names)
    past = list(routing_past.read(_latest(actor, now), asked=routing.families(alone)))
    fitting = [(each, routed) for each in past if (routed := _routed(alone, each)) is not None]
    return Preview(
        sentence=routing.say(rule, names),
        problem="",
        tried=len(past),
        fitting=len(fitting),
        cases=_shown(actor, fitting),
    )


def _named(document: Any) -> Any:
    """A rule that has no name yet can be tried already."""
    if isinstance(document, dict) and not rule_documents.name_of(document).strip():
        return {**document, "name": "This rule"}
    return document


def _always_tried(rule: routing.Rule) -> routing.Rule:
    """Alone, switched on, and with a team: the one that decides says what fitted."""
    return routing.Rule(name=rule.name, conditions=rule.conditions, team="this", id="this")


def _latest(actor: Staff, now: datetime) -> Any:
    open_to_all = Q(case__restricted=False) | Q(case__in=visible_cases(actor).values("pk"))
    found: Any = routing_past.opened().filter(open_to_all, at__lte=now)
    return found.order_by("-at", "-id")[:LATEST]


def _routed(alone: routing.RuleSet, past: Past) -> routing.Routing | None:
    if past.facts is None:
        return None
    routed = routing.route(alone, past.facts, triage_team="")
    return routed if routed.rule_id else None


def _shown(actor: Staff, fitting: list[tuple[Past, routing.Routing]]) -> list[dict[str, Any]]:
    keys = [each.case_id for each, _ in fitting]
    seen = {case.pk: case for case in visible_cases(actor).filter(pk__in=keys).only("reference", "summary")}
    return [
        {"reference": case.reference, "summary": case.summary, "found": list(routed.matched)}
        for each, routed in fitting
        if (case := seen.get(each.case_id)) is not None
    ][:MOST_SHOWN]
