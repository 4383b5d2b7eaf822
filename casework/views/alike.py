"""The hint "may be the same": what the pages show of it, and what a page that is being filled in says so far."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext, ngettext

from casework import alike, presenters, references
from casework.alike import Hint, Sought
from casework.forms.log import read_place
from casework.models import Case
from casework.permissions import may
from casework.services.contact_points import normalised
from casework.text import clean
from casework.views.base import DeskRequest

TYPED: Final = ("words", "service", "location", "person", "number")
LONGEST: Final = 2_000
"""Characters of what is typed that are looked at: the first words say what it is about."""


def merge_url(*, reference: str, other: str) -> str:
    """The page that shows two cases side by side and can make them one."""
    return f"/desk/cases/{reference}/merge/?with={other}"


def of_case(request: DeskRequest, found: Case, *, now: datetime) -> list[dict[str, Any]]:
    """Hints on the page of a new case, with the way to compare for those who may merge."""
    hints = alike.of_case(staff=request.user, case=found, now=now)
    mergeable = may(request.user, "merge_cases")
    return [
        _item(hint)
        | {"merge": merge_url(reference=found.reference, other=hint.reference) if mergeable else ""}
        for hint in hints
    ]


def while_logging(
    request: DeskRequest, typed: Mapping[str, str], *, chosen: str, before: str = ""
) -> dict[str, Any]:
    """Hints for what is typed so far; `before` are the references shown until now, which are not announced again."""
    hints = alike.hints(staff=request.user, sought=sought(typed))
    hinted = " ".join(hint.reference for hint in hints)
    return {
        "alike": [_item(hint) for hint in hints],
        "hinted": hinted,
        "announce": "" if hinted == before else _counted(len(hints)),
        "counted": _counted(len(hints)),
        "chosen_case": references.normalise(chosen) or chosen,
    }


def sought(typed: Mapping[str, str]) -> Sought:
    """What is typed so far, whatever it is: nothing of it is judged here."""
    tidy = {name: clean(typed.get(name, "")[:LONGEST]).text for name in TYPED}
    number = normalised(kind="phone", raw=tidy["number"])
    person = _person(tidy["person"])
    return Sought(
        words=tidy["words"],
        service=tidy["service"],
        people=frozenset([person] if person else []),
        numbers=frozenset([number] if number else []),
        postcode=read_place(tidy["location"])[0],
    )


def _person(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _counted(count: int) -> str:
    if not count:
        return gettext("No case seems to be the same")
    return ngettext("%(count)s case may be the same", "%(count)s cases may be the same", count) % {
        "count": count
    }


def _item(hint: Hint) -> dict[str, Any]:
    return {
        "reference": hint.reference,
        "url": presenters.case_url(Case(reference=hint.reference)),
        "summary": presenters.said(hint.summary),
        "who": ", ".join(hint.who),
        "service": hint.service,
        "status_label": hint.status_label,
        "status_tone": hint.status_tone,
        "opened_at": hint.opened_at,
        "reasons": hint.reasons,
    }
