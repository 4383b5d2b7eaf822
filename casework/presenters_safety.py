"""Finished words, colours and links for whether and how a number may be used."""

from datetime import time
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from casework import addresses, safety_rules
from casework.models import ContactPoint, Event, Person
from casework.models.person import PointKind
from casework.send_rules import Verdict
from casework.text import show_bidi_controls as plainly

OUTCOME: Final = {
    "send": ("Texts go out", "green"),
    "wait": ("Texts wait", "yellow"),
    "refuse": ("No texts", "red"),
}
# What happened, as the history of a number says it beside its words.
VERBS: Final = {
    "safety_changed": ("Changed", "teal"),
    "safety_refused": ("Refused", "red"),
    "number_confirmed": ("Confirmed", "green"),
    "opted_out": ("Opted out", "red"),
    "opted_in": ("Opted in", "green"),
}


def url(point: ContactPoint, *, case: str = "", person: UUID | None = None) -> str:
    """Its safe contact page, which leads back to the case or the person one came from."""
    came_from = f"?case={case}" if case else (f"?person={person}" if person else "")
    return f"{addresses.of('desk:safety', point.pk)}{came_from}"


def opted_out(point: ContactPoint) -> str:
    """Since when and how, and what to do instead; "" where it is not."""
    if point.opted_out_at is None:
        return ""
    since = timezone.localtime(point.opted_out_at)
    how = f" ({point.opted_out_how})" if point.opted_out_how else ""
    return f"{point} asked not to be texted, since {since.day} {since:%B %Y}, {since:%H:%M}{how}. Ring or write instead"


def hours(begins: time | None, ends: time | None) -> str:
    """The hours in which messages may go, "" for any."""
    return safety_rules.span(begins, ends) if begins != ends else ""


def verdict(found: Verdict, *, channel_ready: bool) -> SimpleNamespace:
    """Whether a text would go now, as staff would write it."""
    label, tone = OUTCOME[found.outcome]
    words = found.words or "A text that staff write goes out at once."
    if found.until is not None:
        until = timezone.localtime(found.until)
        words = f"{words} What staff write now goes on {until:%A} at {until:%H:%M}."
    if not channel_ready:
        words = f"{words} Texting is not set up in this office."
    return SimpleNamespace(label=label, tone=tone, words=words)


def page(point: ContactPoint, *, holders: list[Person]) -> dict[str, Any]:
    names = [{"name": plainly(str(each)), "url": reverse("desk:person", args=[each.pk])} for each in holders]
    return {
        "display": plainly(str(point)),
        "kind_label": point.get_kind_display(),
        "is_phone": point.kind == PointKind.PHONE,
        "holders": names,
        "opted_out": plainly(opted_out(point)),
        "confirmed_at": point.confirmed_at,
    }


def event(found: Event) -> SimpleNamespace:
    label, tone = VERBS[found.verb]
    return SimpleNamespace(
        label=label,
        tone=tone,
        words=plainly(found.words),
        who=plainly(str(found.actor)) if found.actor else "The office’s own rules",
        at=found.at,
        before=_noted(found.before, found.after),
    )


def _noted(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    """What stood in words before, where it was changed: the line of history itself does not repeat it."""
    rows = []
    for name in ("safe_hours", "safety_note"):
        if name in before and before[name] != after.get(name):
            rows.append(
                {
                    "key": safety_rules.LABELS[name],
                    "value": f"{before[name] or '–'} → {after.get(name) or '–'}",
                }
            )
    return rows
