"""Keeping a routing decision, and doing what the rules asked for beside team, priority and tags."""

from datetime import datetime
from uuid import UUID

from casework import routing
from casework.models import Case, Contact, RoutingDecision, Staff
from casework.models.decision import Cause
from casework.services import events, follow_ups, routing_facts
from casework.services.rule_set import InForce

JOB = "routing"


def keep(
    *,
    case: Case,
    in_force: InForce,
    facts: routing.RouteFacts,
    routed: routing.Routing,
    contact: Contact | None,
    cause: Cause,
    now: datetime,
    actor: Staff | None = None,
) -> RoutingDecision:
    """The decision, its event, the follow-ups of the rules, and an event for each rule that was skipped.

    Codes are cut to their columns: a set that was never checked must not stop a contact.
    """
    decision = RoutingDecision.objects.create(
        case=case,
        version=in_force.version,
        contact=contact,
        cause=cause,
        actor=actor,
        job="" if actor else JOB,
        at=now,
        facts=routing_facts.stored(facts),
        rule_id=rule_id(routed.rule_id),
        rule_name=routed.rule_name,
        matched=[key for key in map(rule_id, routed.held) if key],
        team=routed.team[:50],
        priority=routed.priority,
        assignee=routed.assignee[:150],
        tags=list(routed.tags),
        restricted=routed.restricted,
        target=routed.target[:50],
        acknowledgement=routed.acknowledgement,
        reason=routed.reason,
    )
    _tell(case=case, decision=decision, routed=routed, actor=actor, now=now)
    for rule, action in routed.follow_ups:
        follow_ups.from_rule(case=case, action=action, once=f"rule:{case.pk}:{rule}", at=now, now=now)
    return decision


def rule_id(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _tell(
    *, case: Case, decision: RoutingDecision, routed: routing.Routing, actor: Staff | None, now: datetime
) -> None:
    after = {
        "team": case.team.code,
        "priority": case.priority,
        "tags": case.tags,
        "restricted": case.restricted,
        "decision": str(decision.pk),
        "version": decision.version.number if decision.version else None,
    }
    events.record(
        verb="case_routed" if decision.cause == Cause.OPENED else "case_rerouted",
        words=routed.reason,
        case=case,
        actor=actor,
        job="" if actor else JOB,
        now=now,
        after=after,
    )
    for words in _faults(case=case, routed=routed):
        events.record(verb="rule_failed", words=words, case=case, job=JOB, now=now)


def _faults(*, case: Case, routed: routing.Routing) -> list[str]:
    skipped = [f"A routing rule was skipped: {fault}" for fault in routed.faults]
    if not routed.rule_name or case.team.code == routed.team:
        return skipped
    gone = f"Rule “{routed.rule_name}” names the team “{routed.team}”, which is switched off or gone."
    return [*skipped, f"{gone} The case went to {case.team} instead."]
