"""One change to many cases, as its pages show it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from casework.models import BulkChange, Case
from casework.presenters import case_url, person_name, said
from casework.services import change_kinds, changing_many
from casework.services.change_kind import Kind
from casework.text import show_bidi_controls as plainly


def row(case: Case) -> dict[str, str]:
    """For a case as `selectors.for_queue` reads it."""
    return {
        "reference": case.reference,
        "url": case_url(case),
        "person": person_name(case.known_parties),  # type: ignore[attr-defined]
        "summary": plainly(said(case.summary)),
    }


def left_out(cases: Iterable[Case]) -> list[dict[str, str]]:
    return [{**row(case), "words": Kind.restricted} for case in cases if case.restricted]


def line(change: BulkChange) -> dict[str, Any]:
    """One that was made lately, in a list."""
    return {
        "url": reverse("desk:changing_many", args=[change.pk]),
        "words": _title(change),
        "at": change.made_at,
        "state": "" if change.ended_at else gettext("%(number)s left to do") % {"number": len(change.left)},
    }


def _title(change: BulkChange) -> str:
    number = len(change.done) + len(change.refused) + len(change.left)
    title = ngettext("%(count)s case %(words)s", "%(count)s cases %(words)s", number)
    if change.undo_of_id:
        title = ngettext("Undone: %(count)s case %(words)s", "Undone: %(count)s cases %(words)s", number)
    return title % {"count": number, "words": plainly(change_kinds.of(change).words())}


def progress(change: BulkChange, *, seen: Mapping[str, Case], now: datetime) -> dict[str, Any]:
    """`seen`: those of its cases that the reader sees."""
    worked = len(change.done) + len(change.refused)
    refused = [
        {**row(seen[reference]), "words": plainly(words)}
        for reference, words in change.refused
        if reference in seen
    ]
    until = changing_many.undo_until(change)
    undone = getattr(change, "undone_by", None)
    return {
        "change": change,
        "words": plainly(change_kinds.of(change).words()),
        "undoes": change.undo_of,
        "worked": worked,
        "every": worked + len(change.left),
        "done": [row(seen[reference]) for reference in change.done if reference in seen],
        "number": len(change.done),
        "refused": refused,
        "unnamed": len(change.refused) - len(refused),
        "undone": undone,
        "undo_until": f"{timezone.localtime(until):%H:%M}"
        if until and until > now and undone is None
        else "",
        "too_late": bool(until and until <= now and undone is None),
    }
