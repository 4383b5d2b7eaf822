"""The rules in their order: those of one's draft, or those in force."""

from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework import presenters_rules as show
from casework import selectors_rules, selectors_versions
from casework.routing.warnings import by_rule
from casework.selectors_rules import Shown
from casework.services import rule_set, rule_warnings
from casework.views.base import DeskRequest, desk

LONGEST_FILTER = 200


@desk("edit_rules")
@require_safe
def rules(request: DeskRequest) -> HttpResponse:
    return listed(request, asked=request.GET.get("q", ""), focus=request.GET.get("at", ""))


def listed(request: DeskRequest, *, asked: str, focus: str = "", said: str = "") -> HttpResponse:
    """The page; `asked` are words to look for, `focus` is the id of the button that was pressed, `said` what came of it."""
    found = selectors_rules.shown(actor=request.user)
    names = rule_set.names()
    items = _items(found, names)
    wanted = " ".join(asked[:LONGEST_FILTER].split())
    fitting = [each for each in items if wanted.casefold() in each.searched] if wanted else items
    return render(
        request,
        "casework/rules/rules.html",
        {
            "nav": "settings",
            "draft": found.draft,
            "in_force": show.version(found.in_force, in_force=None) if found.in_force else None,
            "behind": bool(found.draft and found.draft.base_id != (found.in_force and found.in_force.pk)),
            "changes": _changes(found, names),
            "rules": fitting,
            "total": len(items),
            "q": wanted,
            "focus": focus,
            "said": said,
        },
    )


def _changes(found: Shown, names: Any) -> int:
    """How many rules of the draft differ from the set that it began from."""
    if found.draft is None:
        return 0
    base = found.draft.base.rules if found.draft.base else []
    return len(selectors_versions.differences(base, found.documents, names))


def _items(found: Shown, names: Any) -> list[SimpleNamespace]:
    warned = by_rule(rule_warnings.of(documents=found.documents, now=timezone.now()))
    last = len(found.documents)
    return [
        show.rule(rule, document, names, warned.get(document["id"], []), last=last)
        for rule, document in zip(selectors_versions.rules(found.documents), found.documents, strict=True)
    ]
