"""The filters of a case's story, and addresses of single entries, with finished labels."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.translation import gettext, gettext_noop

from casework.counts import MOST_COUNTED, capped
from casework.selectors_timeline import CONTACTS, EVENTS, EVERYTHING, NOTES

LABELS: Final = {
    EVERYTHING: gettext_noop("Everything"),
    CONTACTS: gettext_noop("Contacts"),
    NOTES: gettext_noop("Notes"),
    EVENTS: gettext_noop("Events"),
}
NOTHING: Final = {
    EVERYTHING: gettext_noop("Nothing has happened yet"),
    CONTACTS: gettext_noop("Nobody was in touch yet"),
    NOTES: gettext_noop("No notes yet"),
    EVENTS: gettext_noop("No events yet"),
}


def views(*, url: str, show: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """For `components/views.html`."""
    found = {EVERYTHING: sum(counts.values()), **counts}
    many = any(number > MOST_COUNTED for number in counts.values())
    return [
        {
            "label": gettext(label),
            "url": f"{url}{'?' + urlencode({'show': kind}) if kind else ''}#timeline",
            "count": _count(found[kind], beyond=many if not kind else found[kind] > MOST_COUNTED),
            "current": kind == show,
        }
        for kind, label in LABELS.items()
    ]


def _count(number: int, *, beyond: bool) -> str:
    """A sum one part of which was not counted to its end is only known to be more than that."""
    return capped(MOST_COUNTED + 1 if beyond else number)


def entry_url(*, case_url: str, anchor: str) -> str:
    """The page of the case at this entry ("note-…"), also where it happened long ago."""
    return f"{case_url}?{urlencode({'at': anchor})}#{anchor}"
