"""Letters finished for their pages: one line of the list, and the sheet of paper itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from textwrap import wrap
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from casework import presenters
from casework.models import Case, Contact, ContactPoint, Office
from casework.send_rules import Verdict
from casework.text import shorten
from casework.text import show_bidi_controls as plainly

# What the window of a DL envelope shows, the name with it: so many lines of so many letters.
MOST_LINES: Final = 6
LINE: Final = 42
FIRST_WORDS: Final = 80


def row(letter: Contact, *, verdict: Verdict) -> SimpleNamespace:
    """One that waits."""
    refused = verdict.words if verdict.outcome == "refuse" else ""
    return SimpleNamespace(
        id=str(letter.pk),
        at=letter.took_place_at,
        by=str(letter.logged_by) if letter.logged_by else "",
        refused=plainly(refused),
        look_url=f"{reverse('desk:letters_print')}?letter={letter.pk}",
        not_sent_url=reverse("desk:letter_not_sent", args=[letter.pk]),
        **_facts(letter),
    )


def posted(letter: Contact) -> SimpleNamespace:
    """One that somebody has posted."""
    return SimpleNamespace(
        sent_at=letter.delivery.sent_at,
        again_url=reverse("desk:letter_again", args=[letter.pk]),
        **_facts(letter),
    )


def _facts(letter: Contact) -> dict[str, Any]:
    return {
        "who": plainly(str(letter.person) if letter.person else gettext("Somebody")),
        "address": plainly(str(letter.contact_point)),
        "reference": letter.case.reference if letter.case else "",
        "url": presenters.case_url(letter.case) if letter.case else "",
        "words": plainly(shorten(" ".join(letter.body.split()), FIRST_WORDS, ending="…")),
        "confirmation": letter.automatic,
    }


def rows(letters: Iterable[Contact], *, verdicts: Mapping[UUID, Verdict]) -> list[SimpleNamespace]:
    return [row(each, verdict=verdicts[each.contact_point_id]) for each in letters if each.contact_point_id]


def sheet(letter: Contact, *, office: Office) -> SimpleNamespace:
    """One letter as it is printed. Where whoever opens it must not see who we are, only the neutral name stands on it."""
    point = letter.contact_point
    neutral = point is not None and point.say_who_we_are is False
    return SimpleNamespace(
        id=str(letter.pk),
        sender=capfirst(office.neutral_name) if neutral else office.name,
        sender_lines=_sender_lines(neutral=neutral),
        to=_to(letter),
        day=_day(letter.took_place_at),
        reference=_reference(letter.case),
        body=letter.body,
        about=plainly(f"Letter to {letter.person or 'somebody'}"),
    )


def _sender_lines(*, neutral: bool) -> list[str]:
    """A return address that tells nothing, or none."""
    written = settings.LETTER_RETURN_ADDRESS_NEUTRAL if neutral else settings.LETTER_RETURN_ADDRESS
    return [line.strip() for line in written.split("|") if line.strip()]


def _to(letter: Contact) -> list[str]:
    """A name is cut before a postcode is: the postman needs the one more than the other."""
    known = letter.person.name if letter.person else ""
    name = [plainly(shorten(known, LINE, ending="…"))] if known else []
    place = [plainly(line) for line in address_lines(letter.contact_point)]
    lines = [part for line in place for part in wrap(line, LINE)]
    if len(name) + len(lines) > MOST_LINES:
        lines = wrap(", ".join(place), LINE)
    return [*name, *lines]


def address_lines(point: ContactPoint | None) -> list[str]:
    """As it was typed, line by line; one that was typed on a single line is parted at its commas."""
    if point is None:
        return []
    typed = [" ".join(line.split()) for line in point.as_typed.splitlines() if line.strip()]
    if len(typed) > 1 and " ".join(typed) == point.value:
        return [line.rstrip(", ") for line in typed]
    return [part.strip() for part in point.value.split(",") if part.strip()]


def _reference(case: Case | None) -> str:
    return case.reference if case else ""


def _day(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y}"
