"""The one door into the case model: person, filing, routing, contact, case, history and acknowledgement.

Everything happens in one transaction, locked per contact point, so that two contacts of one number in the same
second open one case and nobody ever sees a case without a team.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from casework import filing, partners
from casework.models import Case, Contact, ContactPoint, Staff
from casework.models.contact import Direction, Filing
from casework.services import contact_points, dialogue_answers, events, files, filing_effects, opening
from casework.services.arrivals import BEYOND_THE_CONTACT, Arrival, Taken
from casework.services.filing_effects import Carrying
from casework.services.filing_facts import Gathered, gather
from casework.text import Cleaned, clean

# So often a case may be merged or closed in the very moment in which a contact is about to reach it.
MOST_TRIES = 5


class _CaseMovedOn(Exception):
    """Between the decision and the lock somebody merged, closed or reopened the case: decide again."""


def take_in(*, arrival: Arrival, now: datetime, actor: Staff | None = None, job: str = "") -> Taken:
    """Put one arrival on record. The same external id again changes nothing and returns what is there.

    Raises nothing for odd text: whatever a person wrote is kept. Raises `events.Anonymous` without actor or job.
    """
    if actor is None and not job:
        raise events.Anonymous("An arrival needs an actor or a named job.")
    arrival = _storable(arrival)
    try:
        return _with_patience(arrival=arrival, now=now, actor=actor, job=job)
    except IntegrityError:
        # Two deliveries of one contact that share no contact point raced; the constraint let one through.
        seen = _seen(arrival)
        if seen is None:
            raise
        return Taken(contact=seen, case=seen.case, decision=None, created=False)


def _with_patience(*, arrival: Arrival, now: datetime, actor: Staff | None, job: str) -> Taken:
    """Each try is a transaction of its own, so that no lock of an earlier one is held while waiting for another."""
    for tries_left in reversed(range(MOST_TRIES)):
        try:
            with transaction.atomic():
                return _take_in(arrival=arrival, now=now, actor=actor, job=job)
        except _CaseMovedOn:
            if not tries_left:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _storable(arrival: Arrival) -> Arrival:
    """Everything typed but the text itself, in a form that the database takes; the text keeps its original."""
    typed = (
        "sender",
        "person_name",
        "subject_name",
        "postcode",
        "location",
        "language",
        "arrived_at",
        "place",
        "present",
        "interpreter",
        "honoured_words",
        "network",
    )
    tidy: dict[str, Any] = {name: clean(getattr(arrival, name)).text for name in typed}
    points = tuple((kind, clean(raw).text) for kind, raw in arrival.other_points)
    answers = {clean(key).text: clean_answer(value) for key, value in arrival.answers.items()}
    partner = partners.code(arrival.partner)
    return replace(arrival, other_points=points, answers=answers, partner=partner, **tidy)


def _take_in(*, arrival: Arrival, now: datetime, actor: Staff | None, job: str) -> Taken:
    value = contact_points.normalised(kind=arrival.sender_kind, raw=arrival.sender)
    if value:
        contact_points.lock(kind=arrival.sender_kind, value=value)
    seen = _seen(arrival)
    if seen is not None:
        return Taken(contact=seen, case=seen.case, decision=None, created=False)
    body = clean(arrival.body)
    point = contact_points.find_or_create(kind=arrival.sender_kind, raw=arrival.sender) if value else None
    contact = _contact(arrival=arrival, body=body, point=point, actor=actor, now=now)
    if arrival.quarantine:
        _confirm(arrival, point, now=now)
        return _set_aside(contact=contact, arrival=arrival, actor=actor, job=job, now=now)
    gathered = gather(arrival=arrival, body=body.text, point=point, actor=actor)
    decision = filing.decide(gathered.facts)
    _lock_chosen(decision=decision, gathered=gathered)
    _confirm(arrival, point, now=now)
    carrying = Carrying(
        contact=contact,
        arrival=arrival,
        decision=decision,
        gathered=gathered,
        actor=actor,
        job=job,
        now=now,
    )
    return Taken(contact=contact, case=filing_effects.carry_out(carrying), decision=decision, created=True)


def _confirm(arrival: Arrival, point: ContactPoint | None, *, now: datetime) -> None:
    """Behind the lock of the case, because everybody locks a case before a number."""
    if point is not None and arrival.sender_confirmed:
        contact_points.confirm(contact_point=point, now=now)


def _lock_chosen(*, decision: filing.Decision, gathered: Gathered) -> None:
    """From here on nobody merges, closes or moves the chosen case; what was decided still holds."""
    chosen = gathered.cases.get(decision.case or "")
    if chosen is None:
        return
    _lock(chosen, gathered)
    waiting = gathered.waiting if decision.rule == filing_effects.ANSWERS_THE_SERVICE else None
    if waiting is not None and not dialogue_answers.still(waiting):
        raise _CaseMovedOn


def _lock(chosen: Case, gathered: Gathered) -> None:
    locked = Case.objects.select_for_update(of=("self",)).select_related("service").get(pk=chosen.pk)
    facts = ("is_open", "closed_at", "merged_into_id")
    if any(getattr(chosen, name) != getattr(locked, name) for name in facts):
        raise _CaseMovedOn
    gathered.cases[chosen.reference] = locked


def _seen(arrival: Arrival) -> Contact | None:
    """Filing rule 1: the same contact is never written twice."""
    if not arrival.external_id:
        return None
    return (
        Contact.objects.filter(
            channel=arrival.channel,
            account=arrival.account,
            external_id=arrival.external_id,
        )
        .select_related("case")
        .first()
    )


def _contact(
    *,
    arrival: Arrival,
    body: Cleaned,
    point: ContactPoint | None,
    actor: Staff | None,
    now: datetime,
) -> Contact:
    return Contact(
        channel=arrival.channel,
        direction=Direction.IN,
        took_place_at=arrival.took_place_at,
        logged_at=now,
        logged_by=actor,
        contact_point=point,
        sender_as_typed=arrival.sender[:320],
        arrived_at=arrival.arrived_at[:120],
        partner=arrival.partner,
        body=body.text,
        original={"base64": body.original_b64} if body.original_b64 else None,
        outcome=arrival.outcome,
        duration_seconds=arrival.duration_seconds,
        place=arrival.place[:200],
        present=arrival.present[:300],
        interpreter=arrival.interpreter[:200],
        honoured=arrival.honoured,
        honoured_words=arrival.honoured_words[:300],
        language=arrival.language[:20],
        answers=dict(arrival.answers),
        account=arrival.account,
        external_id=arrival.external_id,
        late=arrival.late,
    )


def clean_answer(value: object) -> object:
    if isinstance(value, str):
        return clean(value).text
    if isinstance(value, (list, tuple)):
        return [clean_answer(item) for item in value]
    return value


def _set_aside(*, contact: Contact, arrival: Arrival, actor: Staff | None, job: str, now: datetime) -> Taken:
    """Kept for a person to look at, apart from the queue. Everything needed to take it in later is on the row."""
    contact.filing = Filing.QUARANTINED
    contact.reason = arrival.quarantine
    contact.service = opening.service(code=arrival.service_code)
    contact.person = None
    contact.save(force_insert=True)
    files.keep(contact=contact, incoming=arrival.files)
    events.record(
        verb="set_aside",
        words=f"Set aside: {arrival.quarantine}",
        contact=contact,
        actor=actor,
        job=job,
        now=now,
        after={name: getattr(arrival, name) for name in BEYOND_THE_CONTACT},
    )
    return Taken(contact=contact, case=None, decision=None, created=True)
