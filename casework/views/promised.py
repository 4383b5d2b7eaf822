"""What was promised: everything still to be done by due time, and how promises were kept."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework import keyset, presenters_follow_ups, presenters_promises, selectors_follow_ups
from casework.forms.follow_ups import PromisedFilter
from casework.live_tokens import live_url
from casework.permissions import may
from casework.selectors_follow_ups import MINE, TEAMS
from casework.services import promises_kept
from casework.views.base import DeskRequest, desk

PAGE_SIZE = 50
BY_DUE = keyset.Order(fields=("due_at", "id"))
WHOSE = ((gettext_lazy("All"), ""), (gettext_lazy("Mine"), MINE), (gettext_lazy("My teams’"), TEAMS))


@desk("follow_up")
@require_safe
def promised(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    form = PromisedFilter(request.GET, staff=request.user)
    whose = request.GET.get("whose", "")
    rows = selectors_follow_ups.listed(staff=request.user, whose=whose)
    found = keyset.page(form.narrow(rows), order=BY_DUE, cursor=request.GET.get("at", ""), size=PAGE_SIZE)
    context = {
        "nav": "queue",
        "form": form,
        "keep": [("whose", whose)] if whose else [],
        "chosen": _chosen(request, form),
        "views": _views(request, whose),
        "rows": [presenters_follow_ups.listed(row, now=now) for row in found.rows],
        "newer": _page_url(request, found.newer),
        "older": _page_url(request, found.older),
        "figures_url": reverse("desk:promises_kept") if may(request.user, "see_promises") else "",
        "live_url": live_url("queue"),
        "here": request.get_full_path(),
        "first_page": not request.GET.get("at"),
    }
    template = "casework/promised/_rows.html" if request.htmx else "casework/promised/list.html"
    return render(request, template, context)


def _views(request: DeskRequest, whose: str) -> list[dict[str, Any]]:
    rest = {key: value for key, value in request.GET.items() if key not in ("whose", "at") and value}
    return [
        {"label": label, "url": f"?{urlencode({**rest, **({'whose': code} if code else {})})}", "current": whose == code}
        for label, code in WHOSE
    ]  # fmt: skip


def _chosen(request: DeskRequest, form: PromisedFilter) -> list[dict[str, str]]:
    return [
        {"label": words, "remove": f"?{urlencode({k: v for k, v in request.GET.items() if k not in (name, 'at') and v})}"}
        for name, words in form.chosen()
    ]  # fmt: skip


def _page_url(request: DeskRequest, cursor: str) -> str:
    return f"?{urlencode({**request.GET.dict(), 'at': cursor})}" if cursor else ""


@desk("see_promises")
@require_safe
def kept(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    teams = promises_kept.by_team(staff=request.user, now=now)
    context = {
        "nav": "queue",
        "weeks": promises_kept.WEEKS,
        "teams": [presenters_promises.team(each) for each in teams],
        "total": presenters_promises.total(promises_kept.total(teams)),
    }
    return render(request, "casework/promised/kept.html", context)
