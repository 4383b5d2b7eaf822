"""The queue: every open case of every channel that one may see, in one order."""

from copy import copy
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casework import presenters, selectors
from casework.filters import CLOSED, CaseFilter
from casework.keyset import ACTIVITY, QUEUE, page
from casework.live_tokens import live_url
from casework.permissions import may, visible_cases
from casework.ports import sending
from casework.services import held_notes
from casework.views.base import DeskRequest, desk

PAGE_SIZE = 50
VIEWS = (
    ("All open", ""),
    ("Mine", "who=mine"),
    ("Nobody's yet", "who=unassigned"),
    ("Overdue", "overdue=true"),
)
# Asked for elsewhere (the search box, links), so the panel carries them along unseen.
NOT_IN_PANEL = ("q", "assignee", "tag")
COUNTS = {"who=mine": "mine", "who=unassigned": "unassigned", "overdue=true": "overdue"}


@desk("see_queue")
def queue(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    filtered = CaseFilter(
        request.GET, queryset=visible_cases(request.user).filter(merged_into=None), request=request
    )
    by_activity = filtered.data.get("status") in (
        CLOSED,
        "all",
        "resolved",
        "closed",
    ) or bool(filtered.data.get("q"))
    found = page(
        selectors.for_queue(filtered.qs if filtered.is_valid() else filtered.queryset.none()),
        order=ACTIVITY if by_activity else QUEUE,
        cursor=request.GET.get("at", ""),
        size=PAGE_SIZE,
    )
    context = {
        "nav": "search" if request.GET.get("q") else "queue",
        "search_words": request.GET.get("q", ""),
        "panel": _panel(filtered),
        "keep": [(name, request.GET[name]) for name in NOT_IN_PANEL if request.GET.get(name)],
        "chosen": _chosen(filtered),
        "rows": [presenters.queue_row(case, now=now) for case in found.rows],
        "newer": _page_url(request, found.newer),
        "older": _page_url(request, found.older),
        "views": _views(request, now),
        "text_many": _many(request, filtered, "text_many", "desk:bulk_new"),
        "close_many": _many(request, filtered, "close_many", "desk:close_many"),
        "export": _many(request, filtered, "export_cases", "desk:export"),
        "may_take_next": may(request.user, "next_case") and not request.GET.get("q"),
        "live_url": live_url("queue"),
        "here": request.get_full_path(),
        "first_page": not request.GET.get("at"),
    }
    template = "casework/queue_table.html" if request.htmx else "casework/queue.html"
    return render(request, template, context)


def _many(request: DeskRequest, filtered: CaseFilter, verb: str, page: str) -> str:
    """The page that does something with everything on this list, for those who may."""
    if not may(request.user, verb):
        return ""
    query = {name: filtered.data[name] for name in filtered.filters if filtered.data.get(name)}
    return f"{reverse(page)}?{urlencode(query)}"


def _panel(filtered: CaseFilter) -> Any:
    panel = copy(filtered.form)
    panel.fields = {name: field for name, field in panel.fields.items() if name not in NOT_IN_PANEL}
    return panel


def _page_url(request: DeskRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = {**request.GET.dict(), "at": cursor}
    return f"?{urlencode(query)}"


def _chosen(filtered: CaseFilter) -> list[dict[str, str]]:
    """What is filtered by, each with the address that takes it away."""
    if not filtered.is_valid():
        return []
    chosen = []
    for name, value in filtered.form.cleaned_data.items():
        if value in (None, "", False) or name not in filtered.filters:
            continue
        rest = {key: sent for key, sent in filtered.data.items() if key not in (name, "at") and sent}
        label = filtered.form.fields[name].label
        chosen.append(
            {
                "label": f"{label}: {_words(filtered, name, value)}",
                "remove": f"?{urlencode(rest)}",
            }
        )
    return chosen


def _words(filtered: CaseFilter, name: str, value: Any) -> str:
    choices = dict(getattr(filtered.form.fields[name], "choices", []) or []) if isinstance(value, str) else {}
    return str(choices.get(value, "yes" if value is True else value))


def _views(request: DeskRequest, now: Any) -> list[dict[str, Any]]:
    counts = selectors.lane_counts(staff=request.user, now=now)
    here = urlencode({key: value for key, value in request.GET.items() if key != "at" and value})
    items = [
        {
            "label": label,
            "url": f"{reverse('desk:queue')}?{query}" if query else reverse("desk:queue"),
            "count": _count(counts.get(COUNTS.get(query, ""))),
            "current": here == query,
        }
        for label, query in VIEWS
    ]
    items.append(
        {
            "label": "Needs filing",
            "url": reverse("desk:filing"),
            "count": _count(counts["needs_filing"]),
        }
    )
    items.append({"label": "Promised", "url": reverse("desk:promised"), "count": _count(counts["promised"])})
    items.append(
        {
            "label": "Without a case",
            "url": reverse("desk:without_case"),
            "count": _count(counts["without_case"]),
        }
    )
    if may(request.user, "take_calls") and sending().listens("phone"):
        items.append({"label": "Calls", "url": reverse("desk:calls"), "count": ""})
    if "set_aside" in counts:
        items.append(
            {
                "label": "Set aside",
                "url": reverse("desk:set_aside"),
                "count": _count(counts["set_aside"]),
            }
        )
    if held_notes.there_are(request.user):
        items.append({"label": "Notes kept for you", "url": reverse("desk:held_notes"), "count": ""})
    return items


def _count(number: int | None) -> str:
    if number is None:
        return ""
    return f"{selectors.MOST_COUNTED:,}+" if number > selectors.MOST_COUNTED else f"{number:,}"


def no_stream(request: HttpRequest) -> HttpResponse:
    """Where the server has no event stream (a plain WSGI server), 204 tells the page to poll instead.

    Anybody gets this answer, as it says nothing: a page whose log-in has run out would read a log-in page as a stream.
    """
    return HttpResponse(status=204)
