"""Finished words, links and marks for the search page and the palette."""

import secrets
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop, ngettext, ngettext_lazy

from casework import addresses, workflow
from casework.counts import capped
from casework.presenters import plainly, said, whom_in_words
from casework.search_words import Asked, Part
from casework.selectors_excerpts import Excerpt
from casework.tones import STATUS

# What stands around a found word on its way here. Drawn by each process and shown to nobody, so that nobody can write it.
MARK: Final = f"\u2063{secrets.token_hex(12)}\u2063"


def marked(text: str, mark: str) -> SafeString:
    """Every second piece between two marks was found. All is escaped first, of which a mark has nothing: no words of others
    are markup.
    """
    pieces = [plainly(piece) for piece in escape(text).split(mark)]
    shown = [f"<mark>{piece}</mark>" if place % 2 and piece else piece for place, piece in enumerate(pieces)]
    return mark_safe("".join(shown))  # noqa: S308 - every piece is escaped above


def count(number: int, one: str, many: str) -> str:
    """ "1 case", "No open cases": both forms and "none" are messages of the catalogue, see `_COUNTED`."""
    if not number:
        return gettext(f"No {many}")
    return ngettext(f"%(count)s {one}", f"%(count)s {many}", number) % {"count": capped(number)}


# The messages that `count` makes, named here so that they come into the catalogue.
_COUNTED = (
    gettext_noop("No cases"), gettext_noop("No open cases"),
    ngettext_lazy("%(count)s case", "%(count)s cases", 1), ngettext_lazy("%(count)s open case", "%(count)s open cases", 1),
)  # fmt: skip


def address(text: str) -> str:
    return f"{reverse('desk:search')}?{urlencode({'q': text})}" if text else reverse("desk:search")


def tags(asked: Asked) -> list[dict[str, str]]:
    """What the search is narrowed by, each with the address that takes it away."""
    kinds = {"phrase": "“{}”", "without": gettext("Without “{}”")}
    return [
        {
            "label": plainly(part.settled.words if part.settled else kinds[part.kind].format(part.text)),
            "remove": address(asked.leaving_out(part)),
        }
        for part in asked.parts
        if part.kind in (*kinds, "filter")
    ]


def cases(found: Iterable[Any], excerpts: Mapping[UUID, Excerpt], *, mark: str) -> list[SimpleNamespace]:
    """`found`: see `selectors_search.shown`; `excerpts` by their keys."""
    who = _Who(gettext("Note by %s"), gettext("from %s"))
    return [_case(each, excerpts.get(each.id), who, mark) for each in found]


class _Who(NamedTuple):
    """Words about a name, looked for in the catalogue once a page."""

    noted: str
    theirs: str

    def of(self, excerpt: Excerpt) -> str:
        name = plainly(excerpt.who)
        if excerpt.kind == "note":
            return self.noted % name
        return self.theirs % name if excerpt.inbound and name else name


def _case(found: Any, excerpt: Excerpt | None, who: _Who, mark: str) -> SimpleNamespace:
    url = addresses.of("desk:case", found.reference)
    return SimpleNamespace(
        reference=found.reference,
        url=url,
        person=whom_in_words(found.whom),
        summary=plainly(said(found.summary)),
        service=found.service__name or "",
        status_label=workflow.STATUS_LABELS[found.status],
        status_tone=STATUS[found.status],
        team=found.team__name,
        assignee=found.assignee__full_name or found.assignee__username or "",
        restricted=found.restricted,
        last_at=found.last_activity_at,
        excerpt=_excerpt(url, excerpt, who, mark) if excerpt else None,
    )


def _excerpt(url: str, found: Excerpt, who: _Who, mark: str) -> SimpleNamespace:
    return SimpleNamespace(
        words=marked(found.marked, mark),
        channel=found.channel,
        at=found.at,
        who=who.of(found),
        tone="note" if found.kind == "note" else "theirs" if found.inbound else "ours",
        url=f"{url}#{found.kind}-{found.id}",
    )


def person(found: Any) -> SimpleNamespace:
    points = [plainly(str(held.contact_point)) for held in found.known_points]
    return SimpleNamespace(
        name=plainly(str(found)),
        url=reverse("desk:person", args=[found.pk]),
        points=points[:3],
        more_points=len(points[3:]),
        open_cases=count(found.open_cases, "open case", "open cases"),
    )


def near(asked: Asked, found: list[tuple[Part, list[str]]]) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            typed=plainly(part.text),
            offers=[{"words": each, "url": address(asked.with_instead(part, each))} for each in words],
        )
        for part, words in found
    ]
