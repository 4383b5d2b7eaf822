"""What the palette offers beside the controls of the page: places, saved views, cases and people that one may see."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework import palette_items, presenters, selectors_search
from casework.models import Staff
from casework.permissions import may
from casework.presenters import plainly
from casework.views.base import DeskRequest
from casework.views.settings import PARTS

FEWEST = 2
MOST = 6


@login_required
@never_cache
@require_safe
def palette(request: DeskRequest) -> HttpResponse:
    """Groups of label, hint and url. Without words: places and views alone."""
    typed = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    groups = [
        (gettext("Places"), palette_items.fitting(_places(request.user), typed)),
        (gettext("Saved views"), palette_items.fitting(_views(request.user), typed)),
        (gettext("Cases"), _cases(request.user, typed)),
        (gettext("People"), _people(request.user, typed)),
    ]
    return JsonResponse({"groups": [{"title": title, "items": items} for title, items in groups if items]})


def _cases(staff: Staff, typed: str) -> list[dict[str, str]]:
    if len(typed) < FEWEST or not may(staff, "search"):
        return []
    found = selectors_search.some_cases(staff=staff, words=typed, most=MOST)
    return [
        {
            "label": f"{case.reference} {presenters.person_name(case.known_parties)}",
            "hint": plainly(case.summary)[:120],
            "url": presenters.case_url(case),
        }
        for case in found
    ]


def _people(staff: Staff, typed: str) -> list[dict[str, str]]:
    if len(typed) < FEWEST or not may(staff, "see_person"):
        return []
    found = selectors_search.some_people(staff=staff, words=typed, most=MOST)
    return [
        {
            "label": plainly(str(each)),
            "hint": gettext("Person"),
            "url": reverse("desk:person", args=[each.pk]),
        }
        for each in found
    ]


def _places(staff: Staff) -> list[dict[str, str]]:
    settings: list[Any] = (
        [part for part in PARTS if may(staff, part.verb)] if may(staff, "see_settings") else []
    )
    return [
        *palette_items.places(staff),
        *(
            {"label": str(part.title), "hint": gettext("Settings"), "url": reverse(part.url_name)}
            for part in settings
        ),
    ]


def _views(staff: Staff) -> list[dict[str, str]]:
    if not may(staff, "see_queue"):
        return []
    return [palette_items.view(each) for each in selectors_search.saved_views(staff=staff)]
