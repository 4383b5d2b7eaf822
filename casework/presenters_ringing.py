"""The page for ringing somebody, finished for its templates: whom, at which number, and how."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from casework import (
    attempt_rules,
    follow_up_rules,
    languages,
    outcomes,
    presenters_adjustments,
    presenters_safety,
)
from casework.attempt_rules import Attempt, Proposal
from casework.models import Case, Contact, FollowUp
from casework.services.numbers_to_ring import Line
from casework.text import show_bidi_controls as plainly

MOST_SHOWN: Final = 20
# Beside "we spoke": the buttons for a call that reached nobody.
UNREACHED: Final = (
    (attempt_rules.NO_ANSWER, gettext_lazy("No answer")),
    (attempt_rules.BUSY, gettext_lazy("Line was busy")),
    (attempt_rules.WRONG_NUMBER, gettext_lazy("Wrong number")),
)


def number(line: Line, *, url: str, chosen: bool, case: Case | None) -> SimpleNamespace:
    person = line.person
    return SimpleNamespace(
        id=line.point.pk,
        display=plainly(str(line.point)),
        dial=line.point.value if line.point.value.startswith("+") else "",
        name=plainly(str(person)) if person else gettext("Somebody at this number"),
        url=f"{url}?{urlencode({'number': line.point.pk})}",
        chosen=chosen,
        safety_url=presenters_safety.url(line.point, case=case.reference if case else ""),
        **safety(line),
    )


def safety(line: Line) -> dict[str, Any]:
    return {
        "refused": line.verdict.refused,
        "no_voicemail": line.verdict.no_voicemail,
        "say": plainly(line.verdict.say),
        "heed": [plainly(words) for words in line.verdict.heed],
        "mark": line.mark,
    }


def needs(line: Line | None) -> dict[str, Any]:
    """What they need from us: adjustments and language, where the eye is. 1 statement where they have adjustments."""
    person = line.person if line is not None else None
    if person is None:
        return {"adjustments": [], "language": ""}
    return {
        "adjustments": presenters_adjustments.shown(person.pk) if person.adjustments else [],
        "language": languages.words(person.language) if person.language else "",
    }


def promised(follow_up: FollowUp, *, now: datetime) -> dict[str, Any]:
    local = timezone.localtime(now)
    begins = timezone.localtime(follow_up.window_from) if follow_up.window_from else None
    due = timezone.localtime(follow_up.due_at)
    return {
        "kind": follow_up.get_kind_display(),
        "words": plainly(follow_up.words),
        "when": follow_up_rules.window(window_from=begins, due_at=due, now=local),
        "overdue": follow_up.due_at < now,
        "made_at": follow_up.made_at,
        "made_by": str(follow_up.made_by) if follow_up.made_by else gettext("a rule or a reminder"),
        "owner": str(follow_up.owner) if follow_up.owner else gettext("Whoever of the team is free"),
        "url": reverse("desk:follow_up", args=[follow_up.pk]),
    }


def attempts(contacts: list[Contact]) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            at=each.took_place_at,
            outcome=outcomes.words(each.outcome),
            who=str(each.logged_by) if each.logged_by else "",
            number=plainly(str(each.contact_point)) if each.contact_point else "",
        )
        for each in contacts[:MOST_SHOWN]
    ]


def proposal(found: Proposal, *, now: datetime) -> str:
    """When to ring again: tomorrow from 14:00 to 15:00."""
    local, begins, ends = (
        timezone.localtime(now),
        timezone.localtime(found.at),
        timezone.localtime(found.until),
    )
    return f"{follow_up_rules.day(begins, now=local)} from {begins:%H:%M} to {ends:%H:%M}"


def may_end(tries: list[Attempt], *, missing: str) -> str:
    """What is missing before "could not reach them", or that nothing is."""
    if missing:
        return missing
    return gettext(
        "There were %(number)s tries at different times of day. You may end it as “Could not reach them”."
    ) % {"number": len(tries)}
