"""Followers, notifications and who is there, in finished words."""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, gettext_noop, ngettext

from casework import addresses, presenters, presenters_timeline
from casework.models import Event, Note, Notification, Staff, Task
from casework.permissions import visible_cases, visible_contacts
from casework.services.mentioned import Named
from casework.services.presence import DOINGS, LOOKING, NOTE, REPLY
from casework.text import shorten

Kind = Notification.Kind
EXCERPT: Final = 160
# With who did it, and without.
WORDS: Final = {
    Kind.MENTION: (
        gettext_noop("{by} mentioned you in a note"),
        gettext_noop("You were mentioned in a note"),
    ),
    Kind.CONTACT_IN: (
        gettext_noop("They were in touch: {by} put it on record"),
        gettext_noop("They were in touch"),
    ),
    Kind.NOTE: (gettext_noop("{by} wrote a note"), gettext_noop("A note was written")),
    Kind.ASSIGNED: (gettext_noop("{by} gave you the case"), gettext_noop("The case was given to you")),
    Kind.TASK: (gettext_noop("{by} gave you a task"), gettext_noop("A task was given to you")),
    Kind.STATUS: (gettext_noop("{by} changed the status"), gettext_noop("The status changed")),
}
ANCHORS: Final = {Kind.MENTION: "note", Kind.NOTE: "note", Kind.CONTACT_IN: "contact", Kind.STATUS: "event"}
DOING: Final = {
    LOOKING: gettext_lazy("looking at this case"),
    REPLY: gettext_lazy("writing a reply"),
    NOTE: gettext_lazy("writing a note"),
}
MOST_NAMED: Final = 3


def listed(rows: list[Notification], *, reader: Staff) -> list[SimpleNamespace]:
    """Words of a note, a contact, a task or a change only where its reader sees them now: 4 statements at most."""
    said = _said(rows, reader=reader)
    return [
        SimpleNamespace(
            id=row.pk,
            words=told(row),
            reference=row.case.reference,
            about=presenters.plainly(presenters.said(row.case.summary)),
            said=said.get(row.source, ""),
            at=row.at,
            unread=row.read_at is None,
            url=reverse("desk:notification_open", args=[row.pk]),
        )
        for row in rows
    ]


def told(row: Notification) -> str:
    by, nobody = WORDS[Kind(row.kind)]
    return gettext(by).format(by=row.by) if row.by else gettext(nobody)


def _said(rows: list[Notification], *, reader: Staff) -> dict[UUID, str]:
    """Sources have ids of their own kind, so one look-up by id each finds what is a note, a contact, a task."""
    wanted: dict[str, list[UUID]] = {}
    for row in rows:
        wanted.setdefault(row.kind, []).append(row.source)
    seen = visible_cases(reader).values("pk")
    notes = wanted.get(Kind.NOTE, []) + wanted.get(Kind.MENTION, [])
    found: dict[UUID, str] = {}
    if notes:
        found |= dict(Note.objects.filter(pk__in=notes, case__in=seen).values_list("pk", "body"))
    if contacts := wanted.get(Kind.CONTACT_IN, []):
        bodies: Any = visible_contacts(reader).filter(pk__in=contacts).values_list("pk", "body")
        found |= dict(bodies)
    if tasks := wanted.get(Kind.TASK, []):
        found |= dict(Task.objects.filter(pk__in=tasks, case__in=seen).values_list("pk", "title"))
    if changes := wanted.get(Kind.STATUS, []):
        found |= dict(Event.objects.filter(pk__in=changes, case__in=seen).values_list("pk", "words"))
    return {pk: presenters.plainly(shorten(" ".join(body.split()), EXCERPT)) for pk, body in found.items()}


def landing(row: Notification) -> str:
    """The case at the entry, also where that is long ago."""
    url = presenters.case_url(row.case)
    kind = ANCHORS.get(Kind(row.kind))
    if kind is None:
        return f"{url}#tasks" if row.kind == Kind.TASK else url
    return presenters_timeline.entry_url(case_url=url, anchor=f"{kind}-{row.source}")


def panel(followers: Iterable[Staff], *, reader: Staff, reference: str) -> dict[str, Any]:
    known = list(followers)
    others = [str(each) for each in known if each.pk != reader.pk]
    mine = len(others) < len(known)
    return {
        "names": [gettext("You"), *others] if mine else others,
        "follows": mine,
        "url": addresses.of("desk:unfollow" if mine else "desk:follow", reference),
    }


def there(found: Mapping[str, Iterable[Staff]]) -> str:
    """ "Olga Petrova is looking at this case, Sam Lee is writing a reply"; "" where nobody else is there."""
    parts = []
    for doing in (LOOKING, *(each for each in DOINGS if each != LOOKING)):
        names = [str(each) for each in found.get(doing, ())]
        if names:
            words = ngettext("%(names)s is %(doing)s", "%(names)s are %(doing)s", len(names))
            parts.append(words % {"names": _together(names), "doing": DOING[doing]})
    return ", ".join(parts)


def _together(names: list[str]) -> str:
    if len(names) > MOST_NAMED:
        others = gettext("%(count)s others") % {"count": len(names) - MOST_NAMED + 1}
        names = [*names[: MOST_NAMED - 1], others]
    if len(names) == 1:
        return names[0]
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def mentioned(named: Named) -> tuple[str, str]:
    """For the writer of a note: who was told, and who was not."""
    told_names = [str(each) for each in named.told]
    told_names += [
        gettext("%(team)s (%(count)s of the team)") % {"team": team, "count": len(seeing)}
        for team, seeing in named.teams
        if seeing
    ]
    refused = [
        gettext("%(name)s cannot see this case and was not told.") % {"name": each} for each in named.not_told
    ]
    refused += [
        gettext("Nobody else of %(team)s sees this case, so nobody of it was told.") % {"team": team}
        for team, seeing in named.teams
        if not seeing
    ]
    said = gettext("Told: %(names)s.") % {"names": ", ".join(told_names)} if told_names else ""
    return said, " ".join(refused)
