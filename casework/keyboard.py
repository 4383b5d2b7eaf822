"""The keys of the desk: one definition for the page, the list that ? opens, and the script that acts on them. Pure.

A key presses a control that is on the page. The control carries the code in `data-key`; where no control does, the key
does nothing and says so. `ROWS` act on the list's row that has the focus.
"""

from typing import Final, NamedTuple


class Key(NamedTuple):
    code: str
    press: tuple[str, ...]
    """Each a way of pressing it: one key, or several one after the other with a space between."""
    words: str


class Place(NamedTuple):
    """Somewhere a key leads from any page."""

    code: str
    press: str
    words: str
    url_names: tuple[str, ...]
    """The first that this office has."""
    query: str = ""


class Group(NamedTuple):
    title: str
    keys: tuple[Key, ...]


ROWS: Final = ("next-row", "earlier-row", "open", "select", "star")

GROUPS: Final = (
    Group(
        "Anywhere",
        (
            Key("keys", ("?",), "Show these keys"),
            Key("search", ("/",), "Go to the search box"),
            Key("back", ("u",), "Back to the list"),
            Key("next", (".", "N"), "Next case"),
        ),
    ),
    Group(
        "On a list",
        (
            Key("next-row", ("j",), "Down to the next row"),
            Key("earlier-row", ("k",), "Up to the row before"),
            Key("open", ("o", "Enter"), "Open the row"),
            Key("select", ("x",), "Select the row, or take it out again"),
            Key("star", ("s",), "Star it, or take the star away"),
        ),
    ),
    Group(
        "On a case",
        (
            Key("take", ("t",), "Take the case"),
            Key("reply", ("r",), "Write a reply"),
            Key("note", ("n",), "Write an internal note"),
            Key("assign", ("a",), "Give it to somebody"),
            Key("snooze", ("z",), "Put it aside for later"),
            Key("status", ("e",), "Change the status"),
        ),
    ),
)

PLACES: Final = (
    Place("go-start", "g h", "Start", ("desk:start",)),
    Place("go-queue", "g q", "Queue", ("desk:queue",)),
    Place("go-mine", "g m", "My cases", ("desk:queue",), "who=mine"),
    Place("go-search", "g s", "Search", ("desk:search",)),
    Place("go-notifications", "g n", "Notifications", ("desk:notifications",)),
    Place("go-tasks", "g t", "Tasks", ("desk:tasks",)),
    Place("go-shortlist", "g x", "Shortlist", ("desk:shortlist",)),
    Place("go-filing", "g f", "Needs filing", ("desk:filing",)),
    Place("go-promised", "g p", "Promised", ("desk:promised",)),
    Place("go-log", "g l", "Log a call", ("desk:log_phone",)),
    Place("go-preferences", "g ,", "Preferences", ("desk:preferences",)),
)
