"""Lists under a name: kept, renamed, put in order, removed. What one holds is asked with the rights of its reader."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from casework import queue_columns, queue_groups
from casework.filters import CaseFilter
from casework.models import SavedView, Staff, Team
from casework.permissions import NotAllowed, require
from casework.selectors_views import may_change
from casework.services import events
from casework.text import clean, is_blank

LONGEST_NAME: Final = 60
LONGEST_QUERY: Final = 1000
MOST_OF_ONE: Final = 30


class CannotBeView(Exception):
    """The list cannot be kept like this; the words say why and what instead."""


class ViewNameTaken(CannotBeView):
    """There is a view with this name already among those of the same owner."""


def filters_of(sent: Any) -> dict[str, str]:
    """The filters among what an address says, without page, group and anything unknown."""
    return {
        name: str(sent[name]).replace("\x00", "\ufffd") for name in CaseFilter.base_filters if sent.get(name)
    }


def save(
    *,
    name: str,
    filters: dict[str, str],
    actor: Staff,
    now: datetime,
    team: Team | None = None,
    office: bool = False,
    group_by: str = "",
    columns: Iterable[str] = (),
) -> SavedView:
    """Of the actor, or of one of their teams, or of the office; at the end of the others. Raises CannotBeView."""
    require(actor, "arrange_desk")
    owner = None if team is not None or office else actor
    _may_share(actor, owner=owner, team=team)
    query = urlencode(filters_of(filters))
    if len(query) > LONGEST_QUERY:
        raise CannotBeView("This list has too many words to be kept. Shorten what you search for.")
    with transaction.atomic():
        shelf = _shelf(owner=owner, team=team)
        if shelf.count() >= MOST_OF_ONE:
            raise CannotBeView(f"There are {MOST_OF_ONE} views here already. Remove one first.")
        last = shelf.aggregate(last=Max("position"))["last"]
        made = SavedView(
            name=_name(name), owner=owner, team=team, query=query, group_by=queue_groups.read(group_by),
            columns=list(queue_columns.known(columns)), position=0 if last is None else last + 1,
            made_by=actor, made_at=now,
        )  # fmt: skip
        _write(made, force_insert=True)
        _tell("view_saved", "saved", made, actor=actor, now=now)
    return made


def change(
    *, view: SavedView, name: str, columns: Iterable[str], group_by: str, actor: Staff, now: datetime
) -> SavedView:
    """Its name, what it shows and how it is grouped. Raises CannotBeView."""
    _may_change(actor, view)
    with transaction.atomic():
        before = view.name
        view.name, view.group_by = _name(name), queue_groups.read(group_by)
        view.columns = list(queue_columns.known(columns))
        _write(view, update_fields=["name", "group_by", "columns"])
        _tell("view_changed", "changed", view, actor=actor, now=now, before={"name": before})
    return view


def remove(*, view: SavedView, actor: Staff, now: datetime) -> None:
    _may_change(actor, view)
    with transaction.atomic():
        _tell("view_removed", "removed", view, actor=actor, now=now)
        view.delete()


def move(*, view: SavedView, by: int, actor: Staff, now: datetime) -> None:
    """One place up (`by` -1) or down (1) among those of the same owner; at an end it stays where it is."""
    _may_change(actor, view)
    with transaction.atomic():
        rows = list(_shelf(owner=view.owner, team=view.team).select_for_update())
        order = [each.pk for each in rows]
        if view.pk not in order:
            return
        here = order.index(view.pk)
        rows.insert(min(max(here + by, 0), len(rows) - 1), rows.pop(here))
        for position, each in enumerate(rows):
            each.position = position
        SavedView.objects.bulk_update(rows, ["position"])
        _tell("view_moved", "put in another place", view, actor=actor, now=now)


def _shelf(*, owner: Staff | None, team: Team | None) -> QuerySet[SavedView]:
    return SavedView.objects.filter(owner=owner, team=team)


def _name(typed: str) -> str:
    name = " ".join(clean(typed).text.split())
    if is_blank(name):
        raise CannotBeView("Give the view a name.")
    if len(name) > LONGEST_NAME:
        raise CannotBeView(f"Shorten the name to {LONGEST_NAME} characters or fewer.")
    return name


def _may_share(actor: Staff, *, owner: Staff | None, team: Team | None) -> None:
    if owner is not None:
        return
    require(actor, "share_view")
    if team is not None and not actor.teams.filter(pk=team.pk).exists():
        raise NotAllowed("You can share a view with your own teams.")


def _may_change(actor: Staff, view: SavedView) -> None:
    require(actor, "arrange_desk")
    teams = set(actor.teams.values_list("pk", flat=True))
    if not may_change(view, staff=actor, teams=teams):
        raise NotAllowed("This view is somebody else’s. You can save the list under a name of your own.")


def _write(view: SavedView, **how: Any) -> None:
    try:
        with transaction.atomic():
            view.save(**how)
    except IntegrityError as error:
        raise ViewNameTaken("There is a view with this name already. Choose another name.") from error


def _tell(
    verb: str,
    what: str,
    view: SavedView,
    *,
    actor: Staff,
    now: datetime,
    before: dict[str, str] | None = None,
) -> None:
    whose = "their own" if view.owner_id else str(view.team or "the office")
    events.record(
        verb=verb,
        words=f"A view of {whose} {what}",
        actor=actor,
        now=now,
        before=before,
        after={"view": str(view.pk), "name": view.name, "query": view.query},
    )
