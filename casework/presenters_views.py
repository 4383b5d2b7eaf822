"""Saved views with finished labels and links, and the rows of a list in their groups."""

from collections.abc import Iterable
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import presenters, queue_groups, workflow
from casework.models import Case, SavedView, Staff
from casework.queue_groups import Group, Row
from casework.selectors_views import may_change
from casework.templatetags.oq import channel_label
from casework.text import show_bidi_controls as plainly

_STATUSES = list(workflow.STATUS_LABELS)


def queue_url(filters: dict[str, str], *, group: str = "", view: str = "") -> str:
    query = {**filters, **({"group": group} if group else {}), **({"view": view} if view else {})}
    return f"{reverse('desk:queue')}?{urlencode(query)}" if query else reverse("desk:queue")


def url(view: SavedView) -> str:
    """The queue with the filters of the view, as if they had been chosen there."""
    return queue_url(dict(parse_qsl(view.query)), group=view.group_by, view=str(view.pk))


def shown(view: SavedView) -> SimpleNamespace:
    return SimpleNamespace(
        key=str(view.pk),
        name=plainly(view.name),
        url=url(view),
        whose=whose(view),
        change_url=reverse("desk:view", args=[view.pk]),
        remove_url=reverse("desk:view_remove", args=[view.pk]),
        move_url=reverse("desk:view_move", args=[view.pk]),
    )


def whose(view: SavedView) -> str:
    if view.owner_id is not None:
        return _("Only you")
    return (
        _("Everybody in %(team)s") % {"team": view.team.name}
        if view.team is not None
        else _("The whole office")
    )


def shelves(views: Iterable[SavedView], *, staff: Staff, teams: set[Any]) -> list[dict[str, Any]]:
    """Views under whose they are, in order; each says whether the reader may change it."""
    found: dict[str, list[SimpleNamespace]] = {}
    for view in views:
        item = shown(view)
        item.may_change = may_change(view, staff=staff, teams=teams)
        found.setdefault(item.whose, []).append(item)
    for items in found.values():
        items[0].first = items[-1].last = True
    return [{"title": title, "views": items} for title, items in found.items()]


def tabs(
    views: Iterable[SavedView], *, counts: dict[str, str], current: str, most: int
) -> list[dict[str, Any]]:
    return [
        {
            "label": plainly(view.name),
            "note": "" if view.owner_id else view.team.name if view.team else _("Office"),
            "url": url(view),
            "count": counts.get(str(view.pk), ""),
            "current": str(view.pk) == current,
        }
        for view in list(views)[:most]
    ]


def grouped(cases: Iterable[Case], *, by: str, across: bool, now: datetime) -> list[Group]:
    """Rows of the queue in their groups; without `by` one group that has no name."""
    if not by:
        rows = [presenters.queue_row(case, now=now) for case in cases]
        return [Group("", rows)] if rows else []
    parts = (_part(case, by, presenters.queue_row(case, now=now)) for case in cases)
    return queue_groups.gather(parts, as_they_come=across)


def _part(case: Case, by: str, row: SimpleNamespace) -> Row:
    key, rank, label = {
        "team": lambda: (case.team_id, 0, case.team.name),
        "assignee": lambda: (case.assignee_id, bool(case.assignee), row.assignee),
        "service": lambda: (case.service_id, bool(case.service), row.service),
        "priority": lambda: (case.priority, -case.priority_rank, case.get_priority_display()),
        "status": lambda: (case.status, _STATUSES.index(case.status), row.status_label),
        "channel": lambda: (case.origin, 0, channel_label(case.origin)),
    }[by]()
    return Row(key, rank, label or queue_groups.NOBODY.get(by, "Not known"), row)
