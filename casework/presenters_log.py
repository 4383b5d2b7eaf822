"""Finished words for the pages on which a contact is logged: whom the look-up finds, what to heed, what is half done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from casework import (
    emergency_words,
    lookup,
    one_box,
    outcomes,
    presenters_adjustments,
    references,
    selectors_follow_ups,
)
from casework.forms import callback_window
from casework.forms.callback_window import Window
from casework.forms.log import OTHER
from casework.lookup import Found, FoundPerson
from casework.models import CallInProgress, Contact, FollowUp, Staff
from casework.services import calls_in_progress
from casework.text import shorten
from casework.text import show_bidi_controls as plainly

# What a look-up reads of the page.
LOOKED_UP: Final = ("who", "number", "name", "reference")
LONGEST: Final = 320
ID: Final = 40
NEITHER: Final = (
    "If they ask about somebody else, neither confirm nor deny: “I cannot say who we are or are not in touch with.” "
    "Say it also where nothing is found."
)


@dataclass(frozen=True, kw_only=True)
class Heed:
    """What to know before one says anything more to somebody."""

    person: FoundPerson
    needs: tuple[SimpleNamespace, ...]
    """Their adjustments, each with whether it is due for review."""
    promised: tuple[str, ...]
    shared: bool
    chosen: bool
    """False: nobody was chosen, but only this one was found."""


def sought(typed: Mapping[str, str]) -> dict[str, str]:
    """For the look-up: the one box, sorted, and the fields beside it."""
    box = one_box.read(typed.get("who", "")[:LONGEST])
    return {
        "number": typed.get("number", "") or box.number,
        "name": typed.get("name", "") or box.name,
        "reference": typed.get("reference", "") or box.reference,
        "postcode": box.postcode,
    }


def found(
    *,
    staff: Staff,
    typed: Mapping[str, str],
    person: str,
    case: str,
    now: datetime,
    candidates: Iterable[str] = (),
) -> dict[str, Any]:
    """People and cases for what is typed, and what to heed of whoever is chosen: at most 9 statements."""
    asked, chosen_person = sought(typed), as_uuid(person)
    seen = lookup.callers(staff=staff, **asked, chosen=chosen_person)
    chosen_case = case or _read_out(asked["reference"], seen)
    chosen = [reference] if (reference := references.normalise(chosen_case)) else []
    known = {each.reference for each in seen.cases}
    more = [each for each in (*candidates, *chosen) if each not in known]
    extra = lookup.named_cases(staff=staff, chosen=more) if more else ()
    return {
        "found": seen,
        "cases": [*extra, *seen.cases],
        "chosen_person": person,
        "chosen_case": chosen_case,
        "must_choose": bool(candidates),
        "heed": heed(staff=staff, seen=seen, person=person, now=now),
        "neither": NEITHER,
    }


def _read_out(reference: str, seen: Found) -> str:
    """Whoever reads out a reference says which case it is."""
    wanted = references.normalise(reference)
    return wanted if wanted and wanted in {each.reference for each in seen.cases} else ""


def as_uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def heed(*, staff: Staff, seen: Found, person: str, now: datetime) -> Heed | None:
    """Of whoever is chosen, or of the only one found: 1 statement, 1 more where they have adjustments. None for somebody
    else, and where there are several.
    """
    chosen = as_uuid(person)
    about = next((each for each in seen.people if each.id == chosen), None)
    if about is None and person != OTHER and len(seen.people) == 1:
        about = seen.people[0]
    if about is None:
        return None
    told = selectors_follow_ups.glance(staff=staff, people=[about.id], now=now)
    return Heed(
        person=about,
        needs=tuple(presenters_adjustments.shown(about.id)) if about.adjustments else (),
        promised=tuple(told.get(about.id, ())),
        shared=any(point.shared for point in about.points),
        chosen=about.id == chosen,
    )


def subjects(*, staff: Staff, name: str, chosen: str) -> dict[str, Any]:
    """People of a name, for whom somebody speaks: the look-up's 5 statements."""
    seen = lookup.callers(staff=staff, name=name[:LONGEST], chosen=as_uuid(chosen))
    return {"subjects": seen.people, "chosen_subject": chosen}


# Calls half done


def going(author: Staff) -> list[dict[str, Any]]:
    """What this member of staff has not finished, the longest running first: 1 statement."""
    return [one_going(row) for row in calls_in_progress.of(author)]


def counted(count: int) -> str:
    return ngettext("%(count)s call half done", "%(count)s calls half done", count) % {"count": count}


def one_going(row: CallInProgress) -> dict[str, Any]:
    typed = calls_in_progress.as_typed(row)
    return {
        "id": row.pk,
        "url": f"{reverse('desk:log_phone')}?going={row.pk}",
        "who": _who(typed),
        "words": plainly(shorten(" ".join(_first(typed, "words").split()), 60, ending="…")),
        "since": row.started_at,
        "saved_at": row.saved_at,
        "on_hold_since": row.on_hold_since,
        "handed_by": str(row.handed_by) if row.handed_by else "",
    }


def _first(typed: Mapping[str, list[str]], name: str) -> str:
    return (typed.get(name) or [""])[0]


def _who(typed: Mapping[str, list[str]]) -> str:
    """As it was typed: who it is on record is not looked up for a list."""
    named = [_first(typed, name) for name in ("name", "who", "number")]
    return plainly(shorten(next((each for each in named if each.strip()), ""), 80, ending="…"))


# The page after it


def after(*, contact: Contact, told: bool, now: datetime) -> dict[str, Any]:
    """What to read out at the end: the callback, and that somebody may be in danger."""
    callback = (
        FollowUp.objects.filter(contact=contact, kind="callback")
        .select_related("owner", "contact_point")
        .first()
        if contact.outcome == "callback"
        else None
    )
    return {
        "emergency": emergency_words.advice(contact.body),
        "outcome": outcomes.words(contact.outcome) if contact.outcome else "",
        "callback": _callback(callback, told=told, now=now) if callback else None,
    }


def _callback(row: FollowUp, *, told: bool, now: datetime) -> dict[str, str]:
    local = timezone.localtime(now)
    begins = timezone.localtime(row.window_from) if row.window_from else None
    window = Window(begins, timezone.localtime(row.due_at))
    return {
        "when": callback_window.words(window, now=local),
        "number": plainly(str(row.contact_point)) if row.contact_point else "",
        "owner": str(row.owner) if row.owner and told else "",
    }
