"""Finished words and links for contacts without a case."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from casework import presenters, presenters_adjustments
from casework.counts import MOST_COUNTED
from casework.models import Case, Contact, FollowUp
from casework.presenters_files import attachment
from casework.text import shorten
from casework.text import show_bidi_controls as plainly

EXCERPT = 300


def row(contact: Contact) -> SimpleNamespace:
    return SimpleNamespace(
        id=contact.pk,
        url=reverse("desk:contact", args=[contact.pk]),
        who=who(contact),
        channel=contact.channel,
        at=contact.took_place_at,
        body=shorten(presenters.said(contact.body), EXCERPT, ending="…"),
        facts=", ".join(_facts(contact)),
    )


def who(contact: Contact) -> str:
    if contact.direction == "in":
        return presenters.sender(contact)
    return gettext("Us, %(who)s") % {"who": presenters.recipient(contact)}


def counted(number: int) -> str:
    most = MOST_COUNTED
    if number == 0:
        return gettext("No contact found")
    if number > most:
        return gettext("More than %(number)s contacts found") % {"number": f"{most:,}"}
    return ngettext("%(number)s contact found", "%(number)s contacts found", number) % {
        "number": f"{number:,}"
    }


def _facts(contact: Contact) -> list[str]:
    by = [gettext("Logged by %(who)s") % {"who": contact.logged_by}] if contact.logged_by else []
    service = [contact.service.name] if contact.service else []
    return [plainly(each) for each in (*service, *presenters.facts(contact), *by)]


def page(contact: Contact, *, pictures: bool) -> dict[str, Any]:
    """One contact: who, when, what, how it ended."""
    rows = [
        {"key": gettext("When"), "value": _moment(contact.took_place_at)},
        {"key": gettext("Number or address"), "value": plainly(str(contact.contact_point or ""))},
        {"key": gettext("About"), "value": plainly(str(contact.subject)) if contact.subject else ""},
        {"key": gettext("Service"), "value": contact.service.name if contact.service else ""},
        {"key": gettext("How it went"), "value": ". ".join(presenters.facts(contact))},
        {"key": gettext("Adjustments"), "value": presenters_adjustments.honoured(contact)},
        {"key": gettext("Interpreter"), "value": plainly(contact.interpreter)},
        {"key": gettext("Put on record"), "value": _logged(contact)},
    ]
    return {
        "id": contact.pk,
        "who": who(contact),
        "person_url": reverse("desk:person", args=[contact.person_id]) if contact.person_id else "",
        "channel": contact.channel,
        "at": contact.took_place_at,
        "inbound": contact.direction == "in",
        "body": presenters.said(contact.body),
        "attachments": [attachment(each, pictures=pictures) for each in contact.attachments.all()],
        "rows": [each for each in rows if each["value"]],
    }


def _logged(contact: Contact) -> str:
    by = [gettext("by %(who)s") % {"who": contact.logged_by}] if contact.logged_by else []
    return plainly(", ".join([_moment(contact.logged_at), *by]))


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return date_format(local, "j F Y, H:i")


def follow_up(found: FollowUp, *, now: datetime) -> SimpleNamespace:
    if found.done_at is not None:
        label, tone = found.get_result_display(), "green" if found.result == "kept" else "grey"
    else:
        label, tone = (gettext("Late"), "red") if found.due_at < now else (gettext("Promised"), "teal")
    return SimpleNamespace(
        url=reverse("desk:follow_up", args=[found.pk]),
        kind=found.get_kind_display(),
        words=plainly(found.words),
        due=_moment(found.due_at),
        who=plainly(str(found.owner or found.team or "")),
        label=label,
        tone=tone,
    )


def candidate(case: Case, *, now: datetime) -> dict[str, Any]:
    shown = presenters.queue_row(case, now=now)
    return {
        "value": shown.reference,
        "reference": shown.reference,
        "person": shown.person,
        "summary": shown.summary,
        "status_label": shown.status_label,
        "status_tone": shown.status_tone,
        "last_at": shown.last_at,
        "why": shown.service,
        "url": shown.url,
    }
