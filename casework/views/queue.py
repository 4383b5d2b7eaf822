"""The queue: every open case of every channel that one may see, in one order."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import (
    presenters_views,
    queue_columns,
    queue_groups,
    selectors_counts,
    selectors_queue,
    selectors_views,
)
from casework.counts import capped
from casework.filters import CLOSED, CaseFilter
from casework.keyset import ACTIVITY, QUEUE, Order, Page, page
from casework.live_tokens import live_url
from casework.models import Case, SavedView
from casework.permissions import may
from casework.ports import sending
from casework.text import show_bidi_controls as plainly
from casework.views import filter_panel
from casework.views.base import DeskRequest, desk
from casework.views.queue_parts import NO_FILTERS, asked, chosen, gone, page_url

PAGE_SIZE = 50
# Along the index of the queue of one team: each team stands together on all pages.
BY_TEAM = Order(fields=("team_id", "-priority_rank", "opened_at", "id"))
VIEWS = (
    (gettext_lazy("All open"), ""),
    (gettext_lazy("Mine"), "who=mine"),
    (gettext_lazy("Nobody's yet"), "who=unassigned"),
    (gettext_lazy("Overdue"), "overdue=true"),
)
COUNTS = {"who=mine": "mine", "who=unassigned": "unassigned", "overdue=true": "overdue"}


@desk("see_queue")
def queue(request: DeskRequest) -> HttpResponse:
    sent = asked(request.GET)
    # As it comes, nothing is asked of the filters, and making them costs more than a query.
    filtered: Any = SimpleLazyObject(lambda: selectors_queue.filtered(staff=request.user, sent=request.GET))
    saved = selectors_views.views_of(staff=request.user)
    by = chosen(filtered) if sent else []
    context = {
        "nav": "search" if request.GET.get("q") else "queue",
        "search_words": request.GET.get("q", ""),
        "chosen": by,
        "gone": gone(filtered) if sent else "",
        **_rows(request, filtered, _current(request, saved)),
        "change_many": may(request.user, "change_many"),
        "change_many_query": urlencode(sent),
        "live_url": live_url("queue"),
        "here": request.get_full_path(),
        "first_page": not request.GET.get("at"),
    }
    if request.htmx:
        return render(request, "casework/queue_table.html", context)
    return render(request, "casework/queue.html", {**context, **_around(request, filtered, by, saved)})


def _rows(request: DeskRequest, filtered: CaseFilter, view: SavedView | None) -> dict[str, Any]:
    """The cases of this page, in their groups, with the columns of the view or of the person."""
    by = queue_groups.read(request.GET.get("group", ""))
    order = _order(request, by)
    found = _page(request, filtered, order)
    kept = selectors_views.choices_of(staff=request.user)
    columns = queue_columns.shown(of_view=view.columns if view else (), of_person=kept.columns)
    across = by in queue_groups.ACROSS_PAGES and order is not ACTIVITY
    groups = presenters_views.grouped(found.rows, by=by, across=across, now=timezone.now())
    return {
        "rows": [row for group in groups for row in group.items],
        "groups": groups if by else None,
        "group_words": queue_groups.words(by, across=across) if groups else "",
        "columns": () if columns == queue_columns.AS_IT_COMES else columns,
        "density": kept.density,
        "newer": page_url(request, found.newer),
        "older": page_url(request, found.older),
    }


def _page(request: DeskRequest, filtered: CaseFilter, order: Order) -> Page:
    cursor = request.GET.get("at", "")
    if not cursor and order is QUEUE and not asked(request.GET):
        return selectors_queue.as_it_comes(staff=request.user, size=PAGE_SIZE, now=timezone.now())
    cases = _cases(request, filtered) if filtered.is_valid() else filtered.queryset.none()
    shown = partial(selectors_queue.rows, staff=request.user)
    return page(cases, order=order, cursor=cursor, size=PAGE_SIZE, shown=shown)


def _cases(request: DeskRequest, filtered: CaseFilter) -> QuerySet[Case]:
    only_late = filtered.form.cleaned_data["overdue"] and set(asked(request.GET)) == {"overdue"}
    return selectors_queue.late(staff=request.user, now=filtered.now) if only_late else filtered.qs


def _order(request: DeskRequest, by: str) -> Order:
    """What is open stands by priority and age, below its team where that is asked for; anything else by activity."""
    searched = bool(request.GET.get("q"))
    if searched or request.GET.get("status") in (CLOSED, "all", "resolved", "closed"):
        return ACTIVITY
    return BY_TEAM if by == "team" else QUEUE


def _around(
    request: DeskRequest, filtered: CaseFilter, chosen: list[dict[str, str]], saved: list[SavedView]
) -> dict[str, Any]:
    """What stands around the rows, for a whole page."""
    view = _current(request, saved)
    teams = set() if view is None else set(request.user.teams.values_list("pk", flat=True))
    changes = view is not None and selectors_views.may_change(view, staff=request.user, teams=teams)
    by, query = queue_groups.read(request.GET.get("group", "")), asked(request.GET)
    views = _views(request, timezone.now(), saved, current=str(view.pk) if view else "")
    return {
        "panel": filter_panel.drawn(request, filtered, chosen, by),
        "views": views,
        # A saved view stands in the heading, in full.
        "view_now": "" if view else next((each["label"] for each in views if each.get("current")), ""),
        "view_name": plainly(view.name) if view else "",
        "view_url": reverse("desk:view", args=[view.pk]) if view is not None and changes else "",
        "save_url": f"{reverse('desk:view_new')}?{urlencode({**query, **({'group': by} if by else {})})}",
        "columns_url": f"{reverse('desk:columns')}?{urlencode({'back': request.get_full_path()})}",
        "text_many": _many(request, "text_many", "desk:bulk_new"),
        "close_many": _many(request, "close_many", "desk:close_many"),
        "export": _many(request, "export_cases", "desk:export"),
        "may_take_next": may(request.user, "next_case") and not request.GET.get("q"),
    }


def _current(request: DeskRequest, saved: list[SavedView]) -> SavedView | None:
    """The view that the address names, where it is one of theirs."""
    return next((view for view in saved if str(view.pk) == request.GET.get("view")), None)


def _many(request: DeskRequest, verb: str, page: str) -> str:
    """The page that does something with everything on this list, for those who may."""
    if not may(request.user, verb):
        return ""
    return f"{reverse(page)}?{urlencode(asked(request.GET))}"


def _views(request: DeskRequest, now: Any, saved: list[SavedView], *, current: str) -> list[dict[str, Any]]:
    counts = selectors_counts.beside_the_queue(staff=request.user, views=saved, now=now)
    here = urlencode({key: value for key, value in request.GET.items() if key not in NO_FILTERS and value})
    items = [
        {
            "label": label,
            "url": f"{reverse('desk:queue')}?{query}" if query else reverse("desk:queue"),
            "count": _count(counts.get(COUNTS.get(query, ""))),
            "current": here == query and not current,
        }
        for label, query in VIEWS
    ]
    items.append(
        {
            "label": _("Needs filing"),
            "url": reverse("desk:filing"),
            "count": _count(counts["needs_filing"]),
        }
    )
    items.append(
        {"label": _("Promised"), "url": reverse("desk:promised"), "count": _count(counts["promised"])}
    )
    items.append(
        {
            "label": _("Without a case"),
            "url": reverse("desk:without_case"),
            "count": _count(counts["without_case"]),
        }
    )
    if may(request.user, "take_calls") and sending().listens("phone"):
        items.append({"label": _("Calls"), "url": reverse("desk:calls"), "count": ""})
    if "set_aside" in counts:
        items.append(
            {
                "label": _("Set aside"),
                "url": reverse("desk:set_aside"),
                "count": _count(counts["set_aside"]),
            }
        )
    if counts["held_notes"]:
        items.append({"label": _("Notes kept for you"), "url": reverse("desk:held_notes"), "count": ""})
    return [*items, *_own(saved, counts, current)]


def _own(saved: list[SavedView], counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    """The shortlist, then the saved views."""
    shown = {name: _count(number) for name, number in counts.items()}
    shortlist = {"label": _("Shortlist"), "url": reverse("desk:shortlist"), "count": shown["shortlist"]}
    return [
        shortlist,
        *presenters_views.tabs(saved, counts=shown, current=current, most=selectors_views.MOST_IN_TABS),
    ]


def _count(number: int | None) -> str:
    return "" if number is None else capped(number)


def no_stream(request: HttpRequest) -> HttpResponse:
    """Where the server has no event stream (a plain WSGI server), 204 tells the page to poll instead.

    Anybody gets this answer, as it says nothing: a page whose log-in has run out would read a log-in page as a stream.
    """
    return HttpResponse(status=204)
