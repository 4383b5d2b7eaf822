"""A new case: reference, routing, targets, parties, in the transaction that files its first contact."""

from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction

from casework import postcodes, routing
from casework.models import (
    Case,
    Contact,
    Person,
    Service,
    Staff,
    Team,
)
from casework.models.case import PRIORITY_RANK, Priority
from casework.models.contact import Filing
from casework.models.decision import Cause
from casework.references import new_reference
from casework.services import (
    assigning,
    case_activity,
    clocks,
    decisions,
    events,
    on_behalf,
    people,
    routing_facts,
    rule_set,
)
from casework.services.arrivals import Arrival
from casework.text import is_blank, shorten

SUMMARY_LENGTH = 160


def service(*, code: str) -> Service | None:
    return Service.objects.filter(code=code).first() if code else None


def open_case(
    *,
    arrival: Arrival,
    contact: Contact,
    now: datetime,
    actor: Staff | None,
    job: str,
    follows: Case | None = None,
    possible_duplicate_of: Case | None = None,
    words: str | None = None,
) -> Case:
    """`words`: what the rules read, where that is more than this one contact."""
    asked = service(code=arrival.service_code)
    person = people.sender(
        point=contact.contact_point,
        person_id=arrival.person_id,
        name=arrival.person_name,
        now=now,
        actor=actor,
        job=job,
    )
    people.claim_points(person=person, points=arrival.other_points)
    decided = _route(
        arrival=arrival,
        words=contact.body if words is None else words,
        contact=contact,
        person=person,
        asked=asked,
    )
    case = _create(
        arrival=arrival,
        contact=contact,
        asked=asked,
        in_force=decided.in_force,
        routed=decided.routed,
        follows=follows,
        possible_duplicate_of=possible_duplicate_of,
    )
    contact.case, contact.filing, contact.service, contact.person = (
        case,
        Filing.FILED,
        asked,
        person,
    )
    contact.subject = on_behalf.subject(arrival=arrival, case=None, now=now, actor=actor, job=job)
    on_behalf.put_on_new_case(case=case, contact=contact, arrival=arrival)
    contact.save(force_insert=contact._state.adding)
    opened = clocks.opened(case=case, target=decided.routed.target, now=now, job=job or "intake")
    case_activity.came_in(case=case, contact=contact, now=now, opened=opened)
    assigning.opened(case=case, assignee=decided.routed.assignee, now=now)
    _opened(case=case, contact=contact, now=now, actor=actor, job=job)
    decisions.keep(
        case=case,
        in_force=decided.in_force,
        facts=decided.facts,
        routed=decided.routed,
        contact=contact,
        cause=Cause.OPENED,
        now=now,
    )
    return case


def pressing(*, arrival: Arrival, words: str) -> str:
    """How pressing the rules find a contact that has no case yet; "" where none says."""
    return _route(arrival=arrival, words=words, contact=None, person=None, asked=None).routed.priority


class _Routed(NamedTuple):
    in_force: rule_set.InForce
    facts: routing.RouteFacts
    routed: routing.Routing


def _route(
    *, arrival: Arrival, words: str, contact: Contact | None, person: Person | None, asked: Service | None
) -> _Routed:
    in_force = rule_set.current()
    facts = routing_facts.of_arrival(
        arrival=arrival,
        words=words,
        contact=contact,
        person=person,
        restricted=bool(asked and asked.restricted),
        asked=routing.families(in_force.rules),
    )
    routed = routing.route(in_force.rules, facts, triage_team=Team.triage().code)
    return _Routed(in_force, facts, routed)


def _create(
    *,
    arrival: Arrival,
    contact: Contact,
    asked: Service | None,
    in_force: rule_set.InForce,
    routed: routing.Routing,
    follows: Case | None,
    possible_duplicate_of: Case | None,
) -> Case:
    priority = Priority(routed.priority or "normal")
    case = Case(
        service=asked,
        team=rule_set.team(code=routed.team),
        priority=priority,
        priority_rank=PRIORITY_RANK[priority],
        origin=arrival.channel,
        summary=summary(contact.body, asked),
        answers=contact.answers,
        language=contact.language,
        location=shorten(arrival.location, 300),
        postcode=_postcode(arrival.postcode),
        latitude=arrival.latitude,
        longitude=arrival.longitude,
        restricted=bool(routed.restricted or (asked and asked.restricted)),
        tags=list(routed.tags)[:20],
        opened_at=arrival.took_place_at,
        last_activity_at=arrival.took_place_at,
        assign_by=routed.assign,
        routed_version=in_force.version,
        routed_rule=routed.rule_id or None,
        routing_reason=routed.reason,
        follows=follows,
        possible_duplicate_of=possible_duplicate_of,
    )
    return _with_reference(case)


def _with_reference(case: Case) -> Case:
    """Draw references until one is free; the unique constraint is the judge."""
    while True:
        case.reference = new_reference()
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError as error:
            if "reference" not in str(error):
                raise
            continue
        return case


def _postcode(typed: str) -> str:
    """The clean form of a valid postcode; of anything else what was typed, for a person to read."""
    return shorten(postcodes.read(typed).value or typed, 10) if typed else ""


def summary(body: str, asked: Service | None) -> str:
    """The first words of what was said, cut between words; the service's name where nothing was said."""
    words = "" if is_blank(body) else " ".join(body.split())
    if len(words) <= SUMMARY_LENGTH:
        return words or (asked.name if asked else "(empty message)")
    start = shorten(words, SUMMARY_LENGTH - 1)
    whole, _, rest = start.rpartition(" ")
    # One endless word is cut where it must be.
    return f"{whole if len(rest) < SUMMARY_LENGTH // 3 and whole else start}…"


def _opened(
    *,
    case: Case,
    contact: Contact,
    now: datetime,
    actor: Staff | None,
    job: str,
) -> None:
    events.record(
        verb="case_opened",
        words=f"Opened: {contact.reason}" if contact.reason else "Opened",
        case=case,
        contact=contact,
        actor=actor,
        job=job,
        now=now,
        after={"reference": case.reference, "rule": contact.rule},
    )
