"""The filters of a case's story, and addresses of single entries, with finished labels."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from casework import selectors_timeline
from casework.models import Contact, Note
from casework.selectors_timeline import CONTACTS, EVENTS, EVERYTHING, MOST_COUNTED, NOTES

LABELS: Final = {EVERYTHING: "Everything", CONTACTS: "Contacts", NOTES: "Notes", EVENTS: "Events"}
NOTHING: Final = {
    EVERYTHING: "Nothing has happened yet",
    CONTACTS: "Nobody was in touch yet",
    NOTES: "No notes yet",
    EVENTS: "No events yet",
}


def views(*, url: str, show: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """For `components/views.html`."""
    found = {EVERYTHING: sum(counts.values()), **counts}
    many = any(number > MOST_COUNTED for number in counts.values())
    return [
        {
            "label": label,
            "url": f"{url}{'?' + urlencode({'show': kind}) if kind else ''}#timeline",
            "count": _count(found[kind], capped=many if not kind else found[kind] > MOST_COUNTED),
            "current": kind == show,
        }
        for kind, label in LABELS.items()
    ]


def _count(number: int, *, capped: bool) -> str:
    """A sum one part of which was not counted to its end is only known to be more than that."""
    return f"{MOST_COUNTED:,}+" if capped else f"{number:,}"


def entry_url(*, case_url: str, entry: Any) -> str:
    """The page of the case at this entry, also where it happened long ago."""
    kind = "contact" if isinstance(entry, Contact) else "note" if isinstance(entry, Note) else "event"
    anchor = f"{kind}-{selectors_timeline.key_of(entry).id}"
    return f"{case_url}?{urlencode({'at': anchor})}#{anchor}"
