"""Who changed what of a team, a member of staff or a service, in words: from the versions of its rows, and its events."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby, pairwise
from types import SimpleNamespace
from typing import Any, Final

from django.apps import apps
from django.utils.translation import gettext, gettext_noop

from casework.models import Event, Service, Staff, Team
from casework.models.service import QuestionKind
from casework.models.staff import Role
from casework.text import show_bidi_controls as plainly

MOST: Final = 200
TEAM: Final = {
    "name": gettext_noop("Name"),
    "is_triage": gettext_noop("Triage team"),
    "active": gettext_noop("In use"),
}
STAFF: Final = {
    "username": gettext_noop("Log-in name"), "full_name": gettext_noop("Name"), "email": gettext_noop("E-mail address"), "role": gettext_noop("Role"),
    "is_safeguarding": gettext_noop("Sees restricted cases of every team"), "is_active": gettext_noop("Works here"),
    "cap": gettext_noop("Most open cases given unasked"), "skills": gettext_noop("Skills"), "languages": gettext_noop("Languages"),
}  # fmt: skip
SERVICE: Final = {
    "name": gettext_noop("Name"), "group": gettext_noop("Group"),
    "summary": gettext_noop("Summary"), "guidance": gettext_noop("Guidance"),
    "stop_notice": gettext_noop("When to ring instead"),
    "restricted": gettext_noop("Cases are restricted"), "skill": gettext_noop("Skill"), "sensitive": gettext_noop("Sensitive"),
    "ask_when_closed": gettext_noop("Asks whether it is sorted"), "published": gettext_noop("On the public form"),
}  # fmt: skip
QUESTION: Final = {
    "code": gettext_noop("Code"), "label": gettext_noop("Question"), "hint": gettext_noop("Hint"), "kind": gettext_noop("Kind"),
    "choices": gettext_noop("Choices"),
    "required": gettext_noop("Must be answered"),
    "by_text": gettext_noop("Asked by text"), "text_label": gettext_noop("Words for a text"),
}  # fmt: skip
# What the versions of rows do not know, by what it is about.
TOLD_BY_EVENTS: Final = {
    "team": ("team_members",),
    "staff": ("team_members", "password_link", "password_set", "left"),
    "service": ("question_removed",),
}
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "role": dict(Role.choices),
    "kind": dict(QuestionKind.choices),
}


def of_team(team: Team) -> list[SimpleNamespace]:
    """3 statements, one more for the names."""
    return _together(_versions(team, TEAM), _events("team", team.pk))


def of_staff(staff: Staff) -> list[SimpleNamespace]:
    return _together(_versions(staff, STAFF), _events("staff", staff.pk))


def of_service(service: Service) -> list[SimpleNamespace]:
    """Its own words and those of its questions."""
    rows = apps.get_model("casework", "QuestionHistory").objects.filter(service_id=service.pk)
    asked = rows.select_related("pgh_context").order_by("id", "-pgh_id")[: MOST * 5]
    found = _versions(service, SERVICE)
    for _, versions in groupby(asked, key=lambda row: row.id):
        found += _changes(list(versions), QUESTION, of=lambda row: f"“{row.label}”. ")
    return _together(found, _events("service", service.pk))


def _versions(row: Any, names: Mapping[str, str]) -> list[SimpleNamespace]:
    return _changes(list(row.versions.select_related("pgh_context").order_by("-pgh_id")[:MOST]), names)


def _changes(
    versions: list[Any], names: Mapping[str, str], of: Any = lambda row: ""
) -> list[SimpleNamespace]:
    """What each version has that the one before had not, latest first; versions about something else are left out."""
    found = []
    for newer, older in pairwise(versions):
        words = [
            f"{of(newer)}{_changed(label, said(name, getattr(older, name)), said(name, getattr(newer, name)))}"
            for name, label in names.items()
            if getattr(older, name) != getattr(newer, name)
        ]
        found += [_entry(newer, words)] if words else []
    if versions and versions[-1].pgh_label == "insert":
        found.append(_entry(versions[-1], [f"{of(versions[-1])}{gettext('Added')}"]))
    return found


def _changed(label: str, before: str, after: str) -> str:
    return gettext("%(label)s: %(before)s, now %(after)s") % {
        "label": gettext(label),
        "before": before,
        "after": after,
    }


def _entry(version: Any, words: list[str]) -> SimpleNamespace:
    who = str(version.pgh_context.metadata.get("actor", "")) if version.pgh_context else ""
    return SimpleNamespace(at=version.pgh_created_at, who=who, changes=[plainly(each) for each in words])


def _events(kind: str, key: Any) -> list[SimpleNamespace]:
    told = Event.objects.filter(
        case=None, contact=None, person=None, verb__in=TOLD_BY_EVENTS[kind], **{f"after__{kind}": str(key)}
    )
    return [
        SimpleNamespace(at=each.at, who=str(each.actor_id or ""), changes=[plainly(each.words)])
        for each in told.order_by("-at", "-id")[:MOST]
    ]


def _together(*lists: Iterable[SimpleNamespace]) -> list[SimpleNamespace]:
    found = sorted((each for some in lists for each in some), key=_when, reverse=True)[:MOST]
    keys = {each.who for each in found if each.who}
    names = (
        {str(staff.pk): plainly(str(staff)) for staff in Staff.objects.filter(pk__in=keys)} if keys else {}
    )
    for each in found:
        each.who = names.get(each.who, gettext("Not by these pages"))
    return found


def _when(entry: SimpleNamespace) -> datetime:
    at: datetime = entry.at
    return at


def said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(
            str(each.get("label", "")) if isinstance(each, dict) else str(each) for each in value
        ) or gettext("none")
    if value is None or value == "":
        return gettext("none")
    if str(value) in WORDS.get(name, {}):
        return gettext(str(WORDS[name][str(value)]))
    return f"“{value}”" if isinstance(value, str) else str(value)
