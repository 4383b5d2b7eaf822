"""Which team, priority and person a new case goes to, by ordered rules that are data. Pure.

The first matching rule that names a team decides the team, and the assignee. Every other matching rule may add
tags, may restrict and may raise the priority; none takes away what another gave. A rule that cannot be read or run is
reported and skipped. Where no rule names a team, the case goes to triage.
"""

from casework.routing.conditions import FACTS, parse_conditions
from casework.routing.documents import from_document, from_documents, to_document
from casework.routing.engine import Routing, RuleSet, compile_rules, families, route
from casework.routing.facts import RouteFacts
from casework.routing.rules import (
    Condition,
    Conditions,
    Example,
    Fault,
    FollowUpAction,
    Names,
    Rule,
    RuleError,
    check_rule,
)
from casework.routing.sentences import say

__all__ = [
    "FACTS",
    "Condition",
    "Conditions",
    "Example",
    "Fault",
    "FollowUpAction",
    "Names",
    "RouteFacts",
    "Routing",
    "Rule",
    "RuleError",
    "RuleSet",
    "check_rule",
    "compile_rules",
    "families",
    "from_document",
    "from_documents",
    "parse_conditions",
    "route",
    "say",
    "to_document",
]
