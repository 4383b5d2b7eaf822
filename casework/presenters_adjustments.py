"""Finished words, colours and links for what people need, and for how old they are where it matters."""

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from casework import age_rules
from casework.models import Adjustment, Contact, Person
from casework.templatetags import _said
from casework.text import show_bidi_controls as plainly

HONOURED: Final = gettext_noop("Adjustments honoured")
NOT_HONOURED: Final = gettext_noop("Adjustments not honoured")


def shown(person_id: UUID | None) -> list[SimpleNamespace]:
    """What somebody needs now, oldest first, wherever they are dealt with: 1 statement, none without a person."""
    return shown_of([person_id]).get(person_id, []) if person_id else []


def shown_of(people: Iterable[UUID | None]) -> dict[UUID, list[SimpleNamespace]]:
    """The same for several people: 1 statement, none for nobody."""
    wanted = {each for each in people if each}
    found: dict[UUID, list[SimpleNamespace]] = {}
    if not wanted:
        return found
    today = timezone.localdate()
    for row in Adjustment.objects.running().filter(person__in=wanted).order_by("since", "id"):
        found.setdefault(row.person_id, []).append(line(row, today=today))
    return found


def line(row: Adjustment, *, today: date) -> SimpleNamespace:
    due = row.review_on is not None and row.review_on <= today
    return SimpleNamespace(
        id=row.pk,
        words=plainly(row.words),
        since=gettext("since %(day)s") % {"day": said(row.since)},
        review=gettext("Review by %(day)s") % {"day": said(row.review_on)} if row.review_on else "",
        review_due=gettext("Review due") if due else "",
        url=reverse("desk:adjustment", args=[row.pk]),
    )


def past(row: Adjustment) -> SimpleNamespace:
    """One that ended, or that was offered and declined."""
    if row.ended_at is None:
        told = gettext("Offered on %(day)s, and they did not want it")
        if row.noted_by:
            told = gettext("Offered on %(day)s, and they did not want it, noted by %(who)s")
        return SimpleNamespace(
            words=plainly(row.words),
            label=gettext("Declined"),
            tone="grey",
            told=plainly(told % {"day": said(row.since), "who": row.noted_by}),
            url=reverse("desk:adjustment", args=[row.pk]),
        )
    told = gettext("%(first)s to %(last)s, ended by %(who)s: %(because)s") % {
        "first": said(row.since),
        "last": said(timezone.localdate(row.ended_at)),
        "who": row.ended_by,
        "because": row.ended_because,
    }
    return SimpleNamespace(
        words=plainly(row.words),
        label=gettext("Ended"),
        tone="grey",
        told=plainly(told),
        url="",
    )


def due(row: Adjustment, *, today: date) -> SimpleNamespace:
    """A line of the list of reviews."""
    late = row.review_on is not None and row.review_on <= today
    return SimpleNamespace(
        words=plainly(row.words),
        who=plainly(str(row.person)),
        person_url=reverse("desk:person", args=[row.person_id]),
        url=reverse("desk:adjustment", args=[row.pk]),
        day=row.review_on,
        label=gettext("Review due") if late else gettext("Soon"),
        tone="red" if late else "grey",
    )


def honoured(contact: Contact) -> str:
    """What a timeline says of it; "" where it was not asked."""
    if contact.honoured is None:
        return ""
    if contact.honoured:
        return gettext(HONOURED)
    words = gettext(NOT_HONOURED)
    return plainly(f"{words}: {contact.honoured_words}" if contact.honoured_words else words)


def facts(contact: Contact) -> list[str]:
    """For the short facts of a contact: nothing where it was not asked."""
    return [words] if (words := honoured(contact)) else []


def age(person: Person | None, *, on: date) -> SimpleNamespace | None:
    """A child's band with what it asks of staff; None for adults and where it is not known."""
    found = age_rules.band(person.born_on, on) if person else None
    if person is None or found is None:
        return None
    words = _said.said(age_rules.age_words(person.born_on, on))
    return SimpleNamespace(label=_said.said(found.label), tone=found.tone, words=words, code=found.code)


def bar(kept: int, not_kept: int) -> SimpleNamespace:
    """A share drawn 100 wide: what was honoured from the left, the rest behind it."""
    asked = kept + not_kept
    width = round(100 * kept / asked, 1) if asked else 0
    return SimpleNamespace(
        kept=kept, not_kept=not_kept, asked=asked, width=f"{width:g}", rest=f"{100 - width:g}",
        percent=f"{round(width)}%",
    )  # fmt: skip


def said(day: date) -> str:
    return date_format(day, "j F Y")


def report_row(name: Any, kept: int, not_kept: int) -> SimpleNamespace:
    return SimpleNamespace(name=plainly(str(name)), bar=bar(kept, not_kept))
