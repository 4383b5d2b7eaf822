"""The history of how the office texts, in words."""

from itertools import pairwise
from types import SimpleNamespace
from typing import Any, Final

from casework.models import Staff
from casework.text import show_bidi_controls as plainly

NAMES: Final = {
    "quiet_from": "Quiet from",
    "quiet_until": "Quiet until",
    "parts_per_day": "Parts a day",
    "texts_per_number": "Texts to one number",
    "pence_per_part": "Pence for a part",
    "calling_codes": "Countries",
    "stop_words": "Words that stop",
    "acknowledge_texts": "Answer with the reference",
    "acknowledge_every_hours": "Hours between automatic answers",
    "answer_help": "Answer HELP",
    "neutral_name": "Neutral name",
    "reply_window_hours": "Hours for an answer",
    "question_window_hours": "Hours for “which case?”",
    "reopen_window_days": "Days to reopen",
}


def history(versions: list[Any], *, most: int) -> list[SimpleNamespace]:
    """What each version of the office changed of these, latest first; versions about something else are left out."""
    found = []
    for newer, older in pairwise(versions):
        changes = [
            f"{words}: {_said(getattr(older, name))}, now {_said(getattr(newer, name))}"
            for name, words in NAMES.items()
            if getattr(older, name) != getattr(newer, name)
        ]
        if changes:
            found.append(SimpleNamespace(at=newer.pgh_created_at, changes=changes, who=_who(newer)))
    staff = {
        str(each.pk): str(each)
        for each in Staff.objects.filter(pk__in={each.who for each in found if each.who})
    }
    for each in found:
        each.who = plainly(staff.get(each.who, "")) or "Not by this page"
    return found[:most]


def _who(version: Any) -> str:
    context = version.pgh_context
    return str(context.metadata.get("actor", "")) if context else ""


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(each).upper() for each in value) or "none"
    if value is None:
        return "none"
    return f"{value:%H:%M}" if hasattr(value, "hour") else plainly(str(value))
