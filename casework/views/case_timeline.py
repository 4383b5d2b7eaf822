"""The story on the page of a case: its newest part, what came before, what came in meanwhile, one entry of long ago."""

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from casework import neighbours, presenters, presenters_timeline, selectors, selectors_timeline
from casework.asked_ahead import Question
from casework.live_tokens import live_url
from casework.models import Case
from casework.permissions import may
from casework.presenters_files import pictures_shown
from casework.selectors_timeline import Stretch, read_key
from casework.services import mentioned
from casework.views.base import DeskRequest

# What htmx may ask for, and the template that answers.
PARTS: Final = {
    "timeline": "casework/timeline/_latest.html",
    "earlier": "casework/timeline/_earlier.html",
    "later": "casework/timeline/_later.html",
}


def part(request: DeskRequest, found: Case, name: str) -> HttpResponse:
    """A part alone, where a script asks for one: 3 statements and 1 for files; 1 for the questions where contacts
    answer some, 1 where references are named.
    """
    shown = _shown(request, found, _stretch(request, found))
    return render(request, PARTS[name], _joined(request, shown))


def _joined(request: DeskRequest, shown: dict[str, Any]) -> dict[str, Any]:
    """Two parts that meet within a day need its heading once: above the earlier of the two."""
    items = shown["items"]
    before, after = read_key(request.GET.get("before", "")), read_key(request.GET.get("after", ""))
    if before is not None and items and _day(items[-1].at) == _day(before.at):
        shown["same_day"] = _day(before.at)
    if after is not None and items and _day(items[0].at) == _day(after.at):
        shown["items"] = items[1:]
    return shown


def _day(at: datetime) -> str:
    return timezone.localtime(at).date().isoformat()


def context(request: DeskRequest, found: Case) -> dict[str, Any]:
    """All of it, with the filters and how many each finds: 1 statement more than a part, where not all was read."""
    show, stretch = _show(request), _stretch(request, found)
    tallies = selectors_timeline.counts(case=found, known=stretch.whole)
    return {
        "timeline": {
            **_shown(request, found, stretch),
            "views": presenters_timeline.views(url=presenters.case_url(found), show=show, counts=tallies),
        }
    }


def _shown(request: DeskRequest, found: Case, stretch: Stretch) -> dict[str, Any]:
    items = _items(request, found, stretch.entries)
    url, show = presenters.case_url(found), _show(request)
    return {
        "items": presenters.with_days(items),
        "number": len(items),
        "earlier": _links(url, show, "before", "earlier", stretch.first) if stretch.earlier else None,
        "later": _links(url, show, "after", "later", stretch.last) if stretch.later else None,
        "newest_url": f"{url}{_query(show=show)}#timeline" if stretch.later else "",
        # Only the newest part is kept up to date: from its first entry on, so that nothing falls between two parts.
        "refresh_url": ""
        if stretch.later
        else f"{url}{_query(show=show, part='timeline', since=stretch.first)}",
        "live_url": live_url(str(found.pk)),
        "nothing": gettext(presenters_timeline.NOTHING[show]),
    }


def _stretch(request: DeskRequest, found: Case) -> Stretch:
    """What the address asks for; an odd address means the newest."""
    given, show = request.GET, _show(request)
    anchor = given.get("at", "")
    key = selectors_timeline.key_of_entry(case=found, anchor=anchor) if anchor else None
    if key is not None:
        stretch = selectors_timeline.around(case=found, key=key)
    elif (key := read_key(given.get("before", ""))) is not None:
        stretch = selectors_timeline.before(case=found, key=key, show=show)
    elif (key := read_key(given.get("after", ""))) is not None:
        stretch = selectors_timeline.after(case=found, key=key, show=show)
    elif (key := read_key(given.get("since", ""))) is not None:
        stretch = selectors_timeline.since(case=found, key=key, show=show)
    else:
        stretch = selectors_timeline.latest(case=found, show=show)
    return stretch


def questions(request: DeskRequest, found: Case) -> list[Question | None]:
    """To be asked ahead of `context`, where the address asks for the newest part."""
    if any(request.GET.get(way) for way in ("at", "before", "after", "since")):
        return []
    return selectors_timeline.questions(case=found, show=_show(request))


def _show(request: DeskRequest) -> str:
    """One entry of long ago is shown among everything."""
    show = request.GET.get("show", "")
    return show if show in selectors_timeline.KINDS and not request.GET.get("at") else ""


def _links(url: str, show: str, way: str, part: str, key: str) -> dict[str, str]:
    """The plain link, and the address a script asks for the part alone."""
    return {
        "url": f"{url}{_query(show=show, **{way: key})}#timeline",
        "part_url": f"{url}{_query(show=show, part=part, **{way: key})}",
    }


def _query(**given: str) -> str:
    kept = {name: value for name, value in given.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _items(request: DeskRequest, found: Case, entries: list[Any]) -> list[Any]:
    mentioned.mark(entries)
    answered = any(getattr(entry, "answers", None) for entry in entries)
    questions = selectors.questions(service_id=found.service_id) if answered else {}
    for entry in entries:
        entry.questions = questions
    movable, back = may(request.user, "move_contact"), may(request.user, "take_back")
    told: dict[str, Any] = {
        "movable": movable,
        "may_take_back": back,
        "seen": _named(request, found, entries),
        "pictures": pictures_shown(request.user),
    }
    return [presenters.timeline_item(entry, **told) for entry in entries]


def _named(request: DeskRequest, found: Case, entries: list[Any]) -> set[str]:
    """The references in reasons and events that may be shown. This case's own needs no asking."""
    words = [getattr(entry, "reason", "") or getattr(entry, "words", "") for entry in entries]
    others = [text.replace(found.reference, "") for text in words]
    return {found.reference, *neighbours.seen(staff=request.user, words=others)}
