"""The reply composer, finished for its template: who gets it, from which words, at what cost, and when."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from casework import addresses, languages, text_fields, text_parts
from casework import selectors_beside as beside
from casework.models import Case, Contact, Delivery, Draft, Office, Party, Staff, TextTemplate
from casework.models.delivery import DeliveryStatus
from casework.phone_numbers import display
from casework.ports import sending
from casework.send_rules import channel_to
from casework.services import text_templates
from casework.services.replies import Way
from casework.templatetags._said import said
from casework.text import show_bidi_controls as plainly
from casework.tones import DELIVERY

CHANNEL: Final = "sms"
BUTTONS: Final = {
    "sms": gettext_lazy("Text %(who)s, %(number)s"),
    "whatsapp": gettext_lazy("Write to %(who)s, %(number)s"),
}
NO_NUMBER: Final = (
    "There is no phone number on this case. Ring or write by other means, and log what you did."
)
# More people than this on one case are found on its page of people.
MOST_UNREACHED: Final = 5


def composer(
    *,
    case: Case,
    ways: Sequence[Way],
    form: Any,
    heed: dict[str, Any],
    staff: Staff,
    draft: Draft | None,
    office: Office,
) -> dict[str, Any]:
    """The button names person and number; a refusal takes the form's place. 1 statement, none without templates.

    `heed`: `warnings` of danger, and `told`, who gets it.
    """
    allowed = [way for way in ways if way.refused is None]
    channel = channel_to(allowed[0].point.value) if allowed else CHANNEL
    base = {
        "form": form,
        "action": addresses.of("desk:reply", case.reference),
        "channel": channel,
        "channel_label": said(sending().label(channel)),
        **heed,
    }
    if not allowed:
        words = ways[0].refused if ways else NO_NUMBER
        rows = unreached(case=case, ways=ways, said=words or "")
        return base | {"refused": words, "more": {"unreached": rows, "left": draft.body if draft else ""}}
    first = allowed[0]
    person = first.party.person
    whom = plainly(person.name) if person and person.name else gettext("them")
    return base | {
        "person": plainly(str(person)) if person else gettext("somebody"),
        "to": plainly(display(first.point.value)),
        "button": BUTTONS[channel] % {"who": whom, "number": plainly(display(first.point.value))},
        "point": first.point.pk,
        "limit": sending().longest(channel),
        "extra": [form["to"]] if len(allowed) > 1 else [],
        "more": {
            **_templates(case=case, allowed=allowed, staff=staff, office=office),
            **_waiting(allowed, form),
            # Parts and their price are a text's; other channels show the plain count of characters.
            "count": counted(str(form["body"].value() or ""), office=office) if channel == CHANNEL else None,
            "draft_url": addresses.of("desk:draft", case.reference),
            "draft": _kept(draft, form),
            "unreached": unreached(case=case, ways=ways),
            "add_url": addresses.of("desk:party_add", case.reference),
        },
    }


def _templates(*, case: Case, allowed: Sequence[Way], staff: Staff, office: Office) -> dict[str, Any]:
    language = text_templates.language_for(person=allowed[0].party.person, case=case)
    there = beside.may_have(case, beside.TEMPLATES)
    rows = text_templates.offered(service=case.service, language=language) if there else []
    known = values_for(case=case, allowed=allowed, staff=staff, office=office)
    return {
        "templates": [_template(row, known) for row in rows],
        "filled_later": [f"{{{name}}}" for name in text_fields.FIELDS if name not in known],
    }


def values_for(*, case: Case, allowed: Sequence[Way], staff: Staff, office: Office) -> dict[str, str]:
    """What the fields become, as far as it is the same for everybody the text may go to."""
    return text_templates.same_for_all(
        text_templates.values(case=case, person=way.party.person, point=way.point, staff=staff, office=office)
        for way in allowed
    )


def _template(row: TextTemplate, known: dict[str, str]) -> dict[str, str]:
    english = row.language == text_templates.ENGLISH
    label = row.name if english else f"{row.name} ({languages.words(row.language)})"
    return {"id": str(row.pk), "label": plainly(label), "words": text_fields.fill(row.body, known)}


def _waiting(allowed: Sequence[Way], form: Any) -> dict[str, Any]:
    """Which of them would wait, until when and why, and the box for the night where it helps."""
    held = [way for way in allowed if way.verdict.outcome != "send"]
    shown = [f"{_when(way, alone=len(allowed) == 1)} {plainly(way.verdict.words)}".strip() for way in held]
    helps = any(way.night_helps for way in held)
    return {"waits": shown, "night": form["at_night"] if helps and "at_night" in form.fields else None}


def _when(way: Way, *, alone: bool) -> str:
    until = way.verdict.until
    if until is None:
        return "" if alone else f"{plainly(str(way.point))}:"
    if alone:
        return gettext("This text waits until %(when)s.") % {"when": moment(until)}
    told = {"number": plainly(str(way.point)), "when": moment(until)}
    return gettext("A text to %(number)s waits until %(when)s.") % told


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return gettext("%(clock)s on %(day)s") % {"clock": f"{local:%H:%M}", "day": date_format(local, "l j F")}


def counted(body: str, *, office: Office) -> dict[str, Any]:
    """The line below the text, the offer of plain marks, and what the browser needs to go on counting."""
    text = body.strip()
    parts, longest = sending().count(CHANNEL, text), sending().longest(CHANNEL)
    return {
        "words": text_parts.in_words(
            characters=len(text), longest=longest, counted=parts, pence_per_part=office.pence_per_part
        ),
        "offer": offer(text),
        "longest": longest,
        "too_long": len(text) > longest,
        "pence": f"{office.pence_per_part:f}",
    }


def offer(text: str) -> str:
    """What the button that puts plain marks in says; "" where they would save nothing."""
    saved = text_parts.saved(text, lambda body: sending().count(CHANNEL, body))
    if not saved:
        return ""
    curly = text_parts.curly(sending().count(CHANNEL, text))
    told = {"marks": " ".join(gettext(text_parts.shown(mark)) for mark in curly), "count": saved}
    if saved == 1:
        return gettext("Replace %(marks)s with plain ones: saves 1 part") % told
    return gettext("Replace %(marks)s with plain ones: saves %(count)s parts") % told


def _kept(draft: Draft | None, form: Any) -> str:
    if draft is None or form.is_bound:
        return ""
    return gettext("Your draft, kept %(clock)s. Only you see it.") % {"clock": moment(draft.saved_at)}


def unreached(*, case: Case, ways: Sequence[Way], said: str = "") -> list[dict[str, str]]:
    """Whoever on the case cannot be texted, with what to do about it. What the page `said` already is not said again."""
    parties: Iterable[Party] = getattr(case, "known_parties", ())
    numbers = [(party, _theirs(party, ways)) for party in parties]
    rows = [
        _unreached(party, theirs, said)
        for party, theirs in numbers
        if all(way.refused is not None for way in theirs)
    ]
    return rows[:MOST_UNREACHED]


def _theirs(party: Party, ways: Sequence[Way]) -> list[Way]:
    """Also what is listed under somebody else with whom they share it."""
    held = {link.contact_point_id for link in party.person.points.all()} if party.person else set()
    return [way for way in ways if way.point.pk in held | {party.contact_point_id}]


def _unreached(party: Party, theirs: Sequence[Way], said: str) -> dict[str, str]:
    name = plainly(str(party))
    if not theirs:
        return {
            "text": f"{name} has no phone number on record. Ask for one and add it.",
            "href": _page_of(party),
            "action": "Add a number",
        }
    first = theirs[0]
    claimed = first.verdict.code == "claimed"
    why = "" if first.refused == said else f": {first.refused}"
    return {
        "text": f"{name}, {plainly(str(first.point))}{why}",
        "href": reverse("desk:safety", args=[first.point.pk]),
        "action": "Confirm the number" if claimed else "Safe contact",
    }


def _page_of(party: Party) -> str:
    """Where a number is added; the page of the party where nobody knows who they are yet."""
    if party.person_id:
        return reverse("desk:person_add", args=[party.person_id])
    return reverse("desk:party", args=[party.pk])


def delivery(contact: Contact, *, may_take_back: bool) -> dict[str, Any] | None:
    """What became of a message: the tag, why it waits, and the way to take it back while that can be done."""
    found: Delivery | None = getattr(contact, "delivery", None)
    if found is None:
        return None
    queued = found.status == DeliveryStatus.QUEUED
    fresh = queued and not found.waits_because and found.attempts == 0
    detail = found.error_words
    if queued and sending().by_hand(contact.channel):
        fresh, detail = False, found.waits_because
    elif queued and found.waits_because:
        detail = f"{found.waits_because} It goes at {moment(found.next_attempt_at)}."
    back = queued and may_take_back and not contact.automatic
    return {
        "label": gettext("Sending in a moment") if fresh else DeliveryStatus(found.status).label,
        "tone": DELIVERY[found.status],
        "detail": detail,
        "take_back": reverse("desk:take_back", args=[contact.pk]) if back else "",
    }
