"""Finished labels, colours and links for the pages of a person."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from casework import age_rules, languages, lookup, phone_numbers, presenters_safety, workflow
from casework.models import Case, Contact, Event, Person, PersonContactPoint, PersonMerge
from casework.models.case import PartyRole
from casework.models.person import PointKind
from casework.presenters import case_url, plainly, said
from casework.selectors_people import Side
from casework.text import shorten
from casework.tones import STATUS

EXCERPT = 600
WHERE = {
    "held": gettext_noop("Needs filing"),
    "none": gettext_noop("Without a case"),
    "quarantined": gettext_noop("Set aside"),
    "filed": gettext_noop("On another case"),
}


def person_url(person: Person) -> str:
    return reverse("desk:person", args=[person.pk])


def point(held: PersonContactPoint) -> SimpleNamespace:
    of = held.contact_point
    return SimpleNamespace(
        kind_label=of.get_kind_display(),
        display=plainly(str(of)),
        label=gettext(held.get_label_display()),
        url=reverse("desk:person_point", args=[held.person_id, of.pk]),
        notes=[plainly(words) for words in _notes(of)],
        safety_url=presenters_safety.url(of, person=held.person_id),
        shared_with=[
            {"name": plainly(str(each)), "url": person_url(each)}
            for each in held.shared_with  # type: ignore[attr-defined]
        ],
    )


def _notes(of: Any) -> list[str]:
    """As it was typed, where that says more; how far it can be answered; whether anybody confirmed it."""
    found = [gettext("Typed as “%(typed)s”") % {"typed": of.as_typed}] if _typed_otherwise(of) else []
    if of.kind == PointKind.PHONE:
        can, why = phone_numbers.can_receive_texts(phone_numbers.read(of.value))
        found += [] if can else [why]
    if of.confirmed_at is None:
        found.append(gettext("Not confirmed: nobody has contacted us from it yet."))
    return found


def _typed_otherwise(of: Any) -> bool:
    typed = "".join(of.as_typed.split())
    return bool(typed) and typed not in ("".join(str(of).split()), "".join(of.value.split()))


def warnings(held: list[PersonContactPoint]) -> list[str]:
    return [plainly(words) for each in held for words in lookup.safe_contact(each.contact_point)]


def case(found: Case) -> SimpleNamespace:
    roles = [gettext(str(PartyRole(each.role).label)).lower() for each in found.their_places]  # type: ignore[attr-defined]
    return SimpleNamespace(
        reference=found.reference,
        url=case_url(found),
        summary=plainly(said(found.summary)),
        status_label=gettext(workflow.STATUS_LABELS[found.status]),
        status_tone=STATUS[found.status],
        facts=", ".join([found.service.name if found.service else gettext("Service not known"), *roles]),
        last_at=found.last_activity_at,
        restricted=found.restricted,
    )


def contact(found: Contact, *, may_correct: bool) -> SimpleNamespace:
    inbound = found.direction == "in"
    on = found.shown_case  # type: ignore[attr-defined]
    who = found.logged_by or gettext("the office")
    sent = gettext("Sent by the office") if found.automatic else gettext("From us: %(who)s") % {"who": who}
    return SimpleNamespace(
        id=found.pk,
        inbound=inbound,
        who=gettext("From them") if inbound else plainly(sent),
        channel=found.channel,
        at=found.took_place_at,
        body=shorten(said(found.body), EXCERPT, ending="…"),
        reference=on.reference if on else "",
        case_url=f"{case_url(on)}#contact-{found.pk}" if on else "",
        where="" if on else gettext(WHERE[found.filing]),
        number=plainly(str(found.contact_point)) if found.contact_point else "",
        who_url=reverse("desk:who", args=[found.pk]) if may_correct and found.filing != "quarantined" else "",
    )


def event(found: Event) -> SimpleNamespace:
    return SimpleNamespace(text=plainly(found.words), who=str(found.actor or ""), at=found.at)


def merge(found: PersonMerge, *, latest: bool, may_merge: bool, now: datetime) -> SimpleNamespace:
    """Only the last merge can be undone: before it nobody knows what was whose."""
    undo = latest and may_merge and found.may_be_undone(now)
    return SimpleNamespace(
        name=plainly(str(found.merged)),
        at=found.at,
        who=str(found.actor),
        undo=reverse("desk:person_unmerge", args=[found.pk]) if undo else "",
    )


def about(person: Person, *, on: date) -> list[dict[str, Any]]:
    born = person.born_on
    told = f"{date_format(born, 'j F Y')}: {age_rules.age_words(born, on)}" if born else ""
    rows: list[dict[str, Any]] = [
        {"key": gettext("Date of birth"), "value": told},
        {"key": gettext("Language"), "value": languages.words(person.language)},
        {"key": gettext("About them"), "value": person.about, "safe": True},
    ]
    return [row for row in rows if row["value"]]


def side(found: Side) -> SimpleNamespace:
    person = found.person
    return SimpleNamespace(
        name=plainly(str(person)),
        url=person_url(person),
        points=[
            f"{plainly(str(each.contact_point))} ({gettext(each.get_label_display()).lower()})"
            for each in found.points
        ],
        language=languages.words(person.language),
        adjustments=person.adjustments,
        cases=_count(found.cases),
        contacts=_count(found.contacts),
        last_at=found.last_at,
        since=person.created_at,
    )


def _count(number: int) -> str:
    return gettext("more than 1,000") if number > 1000 else f"{number:,}"
