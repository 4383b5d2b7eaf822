"""What the rules look at, read from the database: only what some rule of the set in force asks for."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from casework import postcodes, routing
from casework.models import Area, Case, Contact, Person
from casework.services import working_hours
from casework.services.arrivals import Arrival


def of_arrival(
    *,
    arrival: Arrival,
    words: str,
    contact: Contact | None,
    person: Person | None,
    restricted: bool,
    asked: frozenset[str],
) -> routing.RouteFacts:
    """`asked` are the families of facts that the rules use; see `routing.families`."""
    return routing.RouteFacts(
        service=arrival.service_code,
        channel=arrival.channel,
        text=words,
        postcode=arrival.postcode,
        answers=dict(arrival.answers),
        number_texted=arrival.arrived_at,
        language=arrival.language or (person.language if person else ""),
        at=arrival.took_place_at,
        is_open=working_hours.office_open_at(arrival.took_place_at),
        partner=arrival.partner,
        areas=areas(arrival.postcode) if "area" in asked else (),
        last_contact_days=_last_contact(contact, person, arrival.took_place_at)
        if "last_contact" in asked
        else None,
        adjustments=person.adjustments if person else "",
        restricted=restricted,
    )


def of_case(*, case: Case, words: str, at: datetime, asked: frozenset[str]) -> routing.RouteFacts:
    """The case as it is now, for a re-route. What a door alone knew is taken from its first decision."""
    first = case.decisions.order_by("at", "id").first()
    then: dict[str, Any] = first.facts if first else {}
    person = _subject(case)
    return routing.RouteFacts(
        service=case.service.code if case.service else "",
        channel=case.origin,
        text=words,
        postcode=case.postcode,
        answers=dict(case.answers),
        number_texted=str(then.get("number_texted", "")),
        language=case.language or (person.language if person else ""),
        at=case.opened_at,
        is_open=working_hours.office_open_at(case.opened_at),
        partner=str(then.get("partner", "")),
        areas=areas(case.postcode) if "area" in asked else (),
        last_contact_days=then.get("last_contact_days"),
        adjustments=person.adjustments if person else "",
        restricted=case.restricted,
    )


def stored(facts: routing.RouteFacts) -> dict[str, Any]:
    """As a decision keeps them: all but the words and the moment, which its contact has."""
    return {
        "service": facts.service,
        "channel": facts.channel,
        "postcode": facts.postcode,
        "answers": dict(facts.answers),
        "number_texted": facts.number_texted,
        "language": facts.language,
        "at": facts.at.isoformat() if facts.at else "",
        "is_open": facts.is_open,
        "partner": facts.partner,
        "areas": list(facts.areas),
        "last_contact_days": facts.last_contact_days,
        "adjustments": facts.adjustments,
        "restricted": facts.restricted,
    }


def restored(kept: dict[str, Any], *, words: str) -> routing.RouteFacts:
    """What `stored` kept, with the words of its contact. What this version does not know of is left out."""
    known = {key: value for key, value in kept.items() if key in _KEPT}
    at = known.get("at")
    return routing.RouteFacts(
        **{**known, "at": datetime.fromisoformat(at) if at else None, "areas": tuple(known.get("areas", ()))},
        text=words,
    )


_KEPT = frozenset(each.name for each in fields(routing.RouteFacts)) - {"text"}


def areas(postcode: str) -> tuple[str, ...]:
    """The codes of the office's areas that this postcode lies in. One statement where it is a postcode."""
    return within(postcode, every_area()) if postcodes.places(postcode) else ()


def every_area() -> dict[str, frozenset[str]]:
    """The keys of the places of each area, by its code."""
    return {
        code: frozenset(map(postcodes.place_key, parts))
        for code, parts in Area.objects.order_by("code").values_list("code", "postcodes")
    }


def within(postcode: str, every: dict[str, frozenset[str]]) -> tuple[str, ...]:
    places = postcodes.places(postcode)
    return tuple(code for code, keys in every.items() if keys & places)


def _subject(case: Case) -> Person | None:
    party = (
        case.parties.select_related("person").filter(person__isnull=False).order_by("-reply_to", "id").first()
    )
    return party.person if party else None


def _last_contact(contact: Contact | None, person: Person | None, at: datetime) -> int | None:
    """Whole days since the same person, or the same number where nobody is known, was last in touch."""
    earlier = Contact.objects.filter(direction="in", took_place_at__lt=at)
    if contact is not None:
        earlier = earlier.exclude(pk=contact.pk)
    if person is not None:
        earlier = earlier.filter(person=person)
    elif contact is not None and contact.contact_point_id:
        earlier = earlier.filter(contact_point=contact.contact_point_id)
    else:
        return None
    last = earlier.order_by("-took_place_at").values_list("took_place_at", flat=True).first()
    return (at - last).days if last else None
