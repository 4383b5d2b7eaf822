"""Routing a case anew: when somebody asks for it, or by a rule that is marked for it.

A re-route adds and tightens. It never lowers a priority, lifts a restriction or takes a tag away, and where no rule
names a team the case stays where it is: somebody may have put it there.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from casework import routing
from casework.models import Case, Contact, RoutingDecision, Staff, Team
from casework.models.case import PRIORITY_RANK, Priority
from casework.models.decision import Cause
from casework.permissions import require
from casework.services import (
    assigning,
    clocks,
    decisions,
    live,
    routing_facts,
    rule_set,
    survivors,
    target_choice,
)
from casework.services.clocks_book import Book
from casework.services.rule_set import InForce

MOST_TAGS = 20


class NothingToReroute(Exception):
    """The case is where the rules would send it, or it has ended."""


class Would(NamedTuple):
    """What the rules in force would do with the case as it is now. No `changes`: nothing."""

    in_force: InForce
    facts: routing.RouteFacts
    contact: Contact | None
    routed: routing.Routing
    changes: tuple[str, ...]


def would(*, case: Case) -> Would:
    in_force = rule_set.current()
    contact = words_of(case)
    facts = routing_facts.of_case(
        case=case,
        words=contact.body if contact else "",
        at=case.opened_at,
        asked=routing.families(in_force.rules),
    )
    routed = routing.route(in_force.rules, facts, triage_team=Team.triage().code)
    return Would(in_force, facts, contact, routed, tuple(_changes(case, routed)))


def preview(*, case: Case, actor: Staff) -> tuple[str, ...]:
    """What a re-route would do now, each as "goes to Housing"; nothing where the case is where it belongs."""
    require(actor, "reroute")
    return would(case=case).changes


def words_of(case: Case) -> Contact | None:
    """The contact whose words the rules read: that of the first decision, or the first that came in and is still here."""
    first = case.decisions.order_by("at", "id").values_list("contact", flat=True).first()
    came = Contact.objects.filter(case=case, direction="in")
    kept = came.filter(pk=first).first() if first else None
    return kept or came.order_by("took_place_at", "id").first()


def _changes(case: Case, routed: routing.Routing) -> list[str]:
    team, priority, tags = _team(case, routed), _priority(case, routed), _tags(case, routed)
    target = target_choice.named(code=routed.target)
    said = [f"goes to {team}"] if team != case.team else []
    if priority != case.priority:
        said.append(f"becomes {Priority(priority).label.lower()} priority")
    if tags != case.tags:
        said.append(f"is tagged {', '.join(tag for tag in tags if tag not in case.tags)}")
    if routed.restricted and not case.restricted:
        said.append("is restricted")
    if target is not None and target.pk != case.target_id:
        said.append(f"aims for “{target}”")
    return said


def _team(case: Case, routed: routing.Routing) -> Team:
    return rule_set.team(code=routed.team) if routed.rule_id else case.team


def _priority(case: Case, routed: routing.Routing) -> str:
    return str(
        max(case.priority, routed.priority or Priority.LOW, key=lambda each: PRIORITY_RANK[Priority(each)])
    )


def _tags(case: Case, routed: routing.Routing) -> list[str]:
    return list(dict.fromkeys([*case.tags, *routed.tags]))[:MOST_TAGS]


def apply(*, case: Case, actor: Staff, now: datetime) -> RoutingDecision:
    """Asked for by staff. Raises NothingToReroute."""
    require(actor, "reroute")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        if not locked.is_open:
            raise NothingToReroute("The case has ended. Open it again to route it.")
        found = would(case=locked)
        if not found.changes:
            raise NothingToReroute("By the rules in force it is where it belongs.")
        return _apply(case=locked, found=found, cause=Cause.ASKED, actor=actor, now=now)


def unasked(*, case: Case, now: datetime) -> RoutingDecision | None:
    """After its service or answers changed: done where a rule that now holds is marked for it, with the case locked."""
    found = would(case=case)
    marked = {one.rule.id for one in found.in_force.rules.rules if one.rule.reroutes}
    if not case.is_open or not found.changes or marked.isdisjoint(found.routed.held):
        return None
    return _apply(case=case, found=found, cause=Cause.RULE, actor=None, now=now)


def _apply(*, case: Case, found: Would, cause: Cause, actor: Staff | None, now: datetime) -> RoutingDecision:
    routed, before = found.routed, case.team
    case.team, case.tags = _team(case, routed), _tags(case, routed)
    case.priority = _priority(case, routed)
    case.priority_rank = PRIORITY_RANK[Priority(case.priority)]
    case.restricted = case.restricted or routed.restricted
    case.routed_version, case.routing_reason = found.in_force.version, routed.reason
    case.routed_rule = decisions.rule_id(routed.rule_id)
    moved = case.team != before
    if moved:
        case.assignee, case.assign_by = None, routed.assign
        case.assigned_at, case.assigned_by_job = None, False
    case.save(
        update_fields=[
            *("team", "tags", "priority", "priority_rank", "restricted", "routed_version", "routing_reason"),
            *("routed_rule", "assignee", "assign_by", "assigned_at", "assigned_by_job"),
        ]
    )
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    decision = decisions.keep(
        case=case,
        in_force=found.in_force,
        facts=found.facts,
        routed=routed,
        contact=found.contact,
        cause=cause,
        now=now,
        actor=actor,
    )
    _promise(case, routed, now=now)
    if moved:
        assigning.opened(case=case, assignee=routed.assignee, now=now)
    live.changed(case=case)
    return decision


def _promise(case: Case, routed: routing.Routing, *, now: datetime) -> None:
    named = target_choice.named(code=routed.target)
    if named is not None:
        book = Book(case=case, now=now)
        clocks.retarget(book=book, target=named)
        book.settle()
    clocks.recount(case=case, now=now, because="It was routed anew")
