"""Finished labels, colours and links for the pages, so that templates decide nothing."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from casework import (
    addresses,
    neighbours,
    outcomes,
    presenters_adjustments,
    presenters_composing,
    presenters_follow_ups,
    promises,
    visits,
    workflow,
)
from casework import why_here as why_here_rules
from casework.models import Case, Contact, ContactPoint, Event, Note, Party, Person
from casework.models.case import Priority, WaitingFor
from casework.presenters_files import attachment
from casework.templatetags import _said
from casework.text import is_blank
from casework.text import show_bidi_controls as plainly
from casework.tones import PRIORITY, STATUS

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def case_url(case: Case) -> str:
    return _address("desk:case", case.reference)


@lru_cache(maxsize=20_000)
def _address(name: str, reference: str) -> str:  # a list asks for a hundred of them
    return reverse(name, args=[reference])


def person_name(parties: Iterable[Party]) -> str:
    """Who it is about; failing that who contacted us; "Not known" where nobody said."""
    ordered = sorted(
        parties,
        key=lambda party: (party.role != "subject", not party.reply_to, str(party.pk)),
    )
    return plainly(str(ordered[0])) if ordered else "Not known"


def name_in_row(case: Case) -> str:
    """The same, of whom `selectors.for_rows` brought along."""
    if not hasattr(case, "whom"):
        return person_name(case.known_parties)  # type: ignore[attr-defined]
    return whom_in_words(case.whom)


def whom_in_words(whom: Mapping[str, Any] | None) -> str:
    if whom is None:
        return "Not known"
    if whom["known"]:
        return plainly(Person.called(whom["name"]))
    return plainly(f"Somebody at {ContactPoint.written(whom['kind'], whom['at'])}")


def said(body: str) -> str:
    """What somebody said, where anything of it can be seen."""
    return "(empty message)" if is_blank(body) else body


def why(case: Case, now: datetime) -> why_here_rules.Why:
    """Why a case is here, most pressing reason first; with less known of it (see `selectors.for_queue`), fewer reasons."""
    facts = why_here_rules.Facts(
        opened_at=timezone.localtime(case.opened_at),
        is_open=case.is_open,
        outcome=plainly(case.outcome),
        status=case.status,
        priority=case.priority,
        due_at=_local(case.due_at),
        due_kind=case.due_kind,
        promised_at=_local(getattr(case, "promised_at", None)),
        promised_kind=getattr(case, "promised_kind", "") or "",
        needs_answer=case.needs_answer,
        last_in=getattr(case, "last_in", "") or "",
        delivery=getattr(case, "last_delivery", "") or "",
        waiting_for=case.waiting_for,
        snoozed_until=_local(case.snoozed_until),
    )
    return why_here_rules.phrase(facts, now=timezone.localtime(now))


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def overdue(case: Case, now: datetime) -> bool:
    return bool(case.is_open and case.due_at and case.due_at < now)


def queue_row(case: Case, *, now: datetime) -> SimpleNamespace:
    reason = why(case, now)
    promised, promised_tone = presenters_follow_ups.tag(case, now=now)
    return SimpleNamespace(
        reference=case.reference,
        url=case_url(case),
        person=name_in_row(case),
        summary=plainly(said(case.summary)),
        service=case.service.name if case.service else "",
        why=reason.words,
        why_tone=reason.tone,
        why_is_promise=reason.promise,
        why_is_ours=reason.ours,
        channel=case.origin,
        status_label=workflow.STATUS_LABELS[case.status],
        status_tone=STATUS[case.status],
        priority_label="" if case.priority == Priority.NORMAL else Priority(case.priority).label,
        priority_tone=PRIORITY[case.priority],
        team=case.team.name,
        assignee=str(case.assignee) if case.assignee else "",
        due_at=case.due_at if case.is_open else None,
        due_words=promises.DUE.get(case.due_kind, "Due"),
        due_tone="red" if overdue(case, now) else "grey",
        last_at=case.last_activity_at,
        opened_at=case.opened_at,
        unread=case.needs_answer and case.is_open,
        restricted=case.restricted,
        promised=promised,
        promised_tone=promised_tone,
        starred=getattr(case, "starred", False),
        star_url=_address("desk:star", case.reference),
    )


def identity(case: Case, *, now: datetime) -> SimpleNamespace:
    row = queue_row(case, now=now)
    said = case.status == f"waiting_for_{case.waiting_for}"
    row.waiting_label = "" if said else f"Waiting for: {WaitingFor(case.waiting_for).label.lower()}"
    row.waiting_tone = "teal" if case.waiting_for == WaitingFor.US else "grey"
    return row


def why_here(case: Case, *, near: Mapping[Any, str]) -> list[dict[str, str]]:
    """The routing and every doubt about where the case belongs, in words; only cases in `near` are named."""
    reasons = [
        {
            "text": _said.said(case.routing_reason) or gettext("Nobody's rule routed this."),
            "href": addresses.of("desk:why", case.reference),
            "action": gettext("How this was decided"),
        }
    ]
    if case.merged_into_id:
        words = gettext("It was merged into another case, which you do not see")
        reasons.insert(0, {"text": words, "tone": "yellow"})
    if follows := near.get(case.follows_id):
        reasons.append(
            {
                "text": gettext("Follows %(reference)s, which was closed") % {"reference": follows},
                "href": _address("desk:case", follows),
                "action": gettext("Open it"),
            }
        )
    if same := near.get(case.possible_duplicate_of_id):
        reasons.append(
            {
                "text": gettext("May be the same as %(reference)s") % {"reference": same},
                "tone": "yellow",
                "href": _address("desk:case", same),
                "action": gettext("Compare"),
            }
        )
    if case.restricted:
        reasons.append(
            {
                "text": gettext("Restricted: only named staff, the team's leads and safeguarding see it"),
                "tone": "purple",
            }
        )
    return reasons


def timeline_item(
    entry: Any, *, movable: bool, seen: set[str], may_take_back: bool = False, pictures: bool = False
) -> SimpleNamespace:
    """`seen` are the references that may be named; `pictures`: small ones are shown."""
    if isinstance(entry, Contact):
        item = _contact(entry, movable=movable, seen=seen, pictures=pictures)
        item.delivery = presenters_composing.delivery(entry, may_take_back=may_take_back)
        return item
    if isinstance(entry, Note):
        return SimpleNamespace(
            kind="note",
            id=entry.pk,
            who=str(entry.author),
            at=entry.created_at,
            body=entry.body,
            names=getattr(entry, "names", []),
            attachments=[],
        )
    return _event(entry, seen=seen)


def with_days(items: list[SimpleNamespace]) -> list[SimpleNamespace]:
    """A divider before the first entry of each day."""
    found: list[SimpleNamespace] = []
    day, ours = None, timezone.get_current_timezone()
    for item in items:
        local = item.at.astimezone(ours).date()
        if local != day:
            day = local
            found.append(
                SimpleNamespace(
                    kind="day", id=local.isoformat(), at=item.at, text=f"{local:%A} {local.day} {local:%B %Y}"
                )
            )
        found.append(item)
    return found


def _contact(contact: Contact, *, movable: bool, seen: set[str], pictures: bool) -> SimpleNamespace:
    inbound = contact.direction == "in"
    return SimpleNamespace(
        kind="inbound" if inbound else "outbound",
        id=contact.pk,
        channel=contact.channel,
        who=sender(contact)
        if inbound
        else (gettext("Sent by the office") if contact.automatic else str(contact.logged_by)),
        at=contact.took_place_at,
        logged_at=contact.logged_at if inbound and contact.logged_by else None,
        logged_by=str(contact.logged_by) if inbound and contact.logged_by else "",
        late=contact.late,
        body=said(contact.body),
        answers=answers(contact),
        attachments=[attachment(each, pictures=pictures) for each in contact.files],  # type: ignore[attr-defined]
        facts=facts(contact),
        reason=capfirst(neighbours.told(contact.reason, seen=seen)) if inbound else "",
        who_url=addresses.of("desk:who", contact.pk) if movable else "",
        who_words=gettext("Wrong person?") if contact.person else gettext("Who was it?"),
        move=addresses.of("desk:move", contact.pk) if movable else "",
        language=contact.language,
        automatic=contact.automatic,
        to="" if inbound else recipient(contact),
    )


def sender(contact: Contact) -> str:
    if contact.person:
        return plainly(str(contact.person))
    if contact.contact_point:
        return plainly(gettext("Somebody at %(point)s") % {"point": contact.contact_point})
    return gettext("Somebody who gave no name or number")


def recipient(contact: Contact) -> str:
    told = {
        "who": str(contact.person) if contact.person else gettext("somebody"),
        "point": contact.contact_point,
    }
    words = gettext("to %(who)s at %(point)s") if contact.contact_point else gettext("to %(who)s")
    return plainly(words % told)


def facts(contact: Contact) -> list[str]:
    """Short facts of a call or visit."""
    found = []
    if contact.subject is not None:
        found.append(plainly(gettext("About: %(who)s") % {"who": contact.subject}))
    if contact.outcome:
        found.append(_said.said(outcomes.words(contact.outcome)))
    if contact.duration_seconds:
        minutes = max(1, round(contact.duration_seconds / 60))
        lasted = ngettext("Lasted %(count)s minute", "Lasted %(count)s minutes", minutes)
        found.append(lasted % {"count": minutes})
    if contact.place and contact.place != visits.PAPER_FORM:  # how it ended says that it came on paper
        found.append(plainly(gettext("At %(place)s") % {"place": contact.place}))
    if contact.present:
        found.append(plainly(gettext("Present: %(who)s") % {"who": contact.present}))
    if contact.interpreter:
        found.append(plainly(gettext("Interpreted: %(who)s") % {"who": contact.interpreter}))
    if contact.keyword:
        found.append(gettext("Keyword: %(word)s") % {"word": contact.keyword})
    found += presenters_adjustments.facts(contact)
    return found


def answers(contact: Contact) -> list[dict[str, Any]]:
    """Answers under the words of their questions, choices under their labels; codes only where a question is gone."""
    questions = getattr(contact, "questions", {})
    rows = []
    for code, value in contact.answers.items():
        label, choices = questions.get(code, (code.replace("-", " ").replace("_", " ").capitalize(), {}))
        given = value if isinstance(value, list) else [value]
        words = ", ".join(choices.get(str(each)) or _answer(each) for each in given)
        if words and words != contact.body:  # the answer that became the body is not said twice
            rows.append({"label": label, "value": words})
    return rows


def _answer(value: Any) -> str:
    """Dates are kept as 2026-02-27 and read as 27 February 2026."""
    words = str(value)
    try:
        day = date.fromisoformat(words) if ISO_DAY.fullmatch(words) else None
    except ValueError:  # such as 2026-02-31: shown as it was given
        day = None
    return f"{day.day} {day:%B %Y}" if day else words


def _event(event: Event, *, seen: set[str]) -> SimpleNamespace:
    return SimpleNamespace(
        kind="event",
        id=event.pk,
        at=event.at,
        text=plainly(
            neighbours.without_hidden(event.words.rstrip("."), seen=seen)
        ),  # the moment follows on the same line
        who=str(event.actor) if event.actor else "",
        detail="",
    )
