"""What was typed into the search box, read: words, "phrases", -words and filters such as team:housing. Pure.

Nothing that is typed is an error. What is no filter, or a filter with a value that nobody knows, is searched as words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from casework import references, workflow

LONGEST: Final = 300
MOST_PARTS: Final = 24
FILTERS: Final = (
    "team", "service", "status", "who", "channel", "tag", "priority", "before", "after", "is", "has",
)  # fmt: skip


class Settled(NamedTuple):
    """What a filter comes to: the field, its value there, and the words of its tag."""

    field: str
    value: str
    words: str


class Part(NamedTuple):
    """One thing that was typed. `start` and `end` are its place in the text."""

    kind: str  # word, phrase, without, filter
    text: str
    start: int
    end: int
    settled: Settled | None = None


Known = Callable[[str, str], Settled | None]
"""Looks up what only the office knows: ("team", "housing"), ("service", …), ("who", a colleague)."""


@dataclass(frozen=True)
class Asked:
    text: str
    parts: tuple[Part, ...] = ()

    def of(self, kind: str) -> list[Part]:
        return [part for part in self.parts if part.kind == kind]

    @property
    def words(self) -> str:
        """Everything but the filters, as it was typed."""
        return " ".join(self.text[part.start : part.end] for part in self.parts if part.kind != "filter")

    @property
    def plain(self) -> str:
        """Words and phrases without their marks: what a name or a number is looked for with."""
        return " ".join(part.text for part in self.parts if part.kind in ("word", "phrase"))

    @property
    def filters(self) -> dict[str, str]:
        """By field. Tags, of which there may be several, are not in it."""
        found = (part.settled for part in self.of("filter"))
        return {each.field: each.value for each in found if each and each.field != "tag"}

    @property
    def tags(self) -> list[str]:
        found = (part.settled for part in self.of("filter"))
        return [each.value for each in found if each and each.field == "tag"]

    def leaving_out(self, part: Part) -> str:
        """The text without this part."""
        return " ".join((self.text[: part.start] + " " + self.text[part.end :]).split())

    def with_instead(self, part: Part, words: str) -> str:
        """The text with other words in the place of this part."""
        return " ".join((self.text[: part.start] + words + self.text[part.end :]).split())


_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\x00": " "})
_PART: Final = re.compile(
    r'(?:(?P<minus>-)(?=[^\s-]))?(?:(?P<name>[A-Za-z]{2,12}):(?=[^\s:/]))?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))'
)


def read(text: str, known: Known = lambda name, value: None) -> Asked:
    """Never raises. A whole reference, however it is spelled, is one word."""
    text = text.translate(_QUOTES)[:LONGEST]
    if references.normalise(text):
        return Asked(text, (Part("word", text.strip(), 0, len(text)),))
    found = [_part(match, known) for match in _PART.finditer(text)][:MOST_PARTS]
    parts = [part for part in found if part is not None]
    return Asked(text, tuple(part for index, part in enumerate(parts) if _counts(part, parts[index + 1 :])))


def words_only(text: str) -> Asked:
    """The same where filters are chosen beside the box: "team:" is a word like any other."""
    read_so = read(text)
    parts = [part for part in read_so.parts if part.kind != "filter"]
    as_words = [Part("word", part.text, part.start, part.end) for part in read_so.of("filter")]
    return Asked(read_so.text, tuple(sorted([*parts, *as_words], key=lambda part: part.start)))


def _counts(part: Part, later: list[Part]) -> bool:
    """Of two filters on one field the later counts; tags add up."""
    if part.settled is None or part.settled.field == "tag":
        return True
    return not any(other.settled and other.settled.field == part.settled.field for other in later)


def _part(match: re.Match[str], known: Known) -> Part | None:
    quoted, bare, name = match["quoted"], match["bare"], (match["name"] or "").lower()
    value = (quoted if quoted is not None else bare).strip()
    at = (match.start(), match.end())
    if not value:
        return None
    if name in FILTERS and not match["minus"]:
        settled = settle(name, value, known)
        if settled:
            return Part("filter", f"{name} {value}", *at, settled)
    said = f"{match['name']}:{value}" if name else value
    if match["minus"] and any(letter.isalpha() for letter in value):
        return Part("without", said, *at)
    return Part("phrase" if quoted is not None and not name else "word", said, *at)


def settle(name: str, value: str, known: Known) -> Settled | None:
    """None where nobody knows such a value."""
    key = value.casefold().replace("_", "-")
    if name in _VALUES and key in _VALUES[name]:
        return _VALUES[name][key]
    if name in ("before", "after"):
        return _day(name, value)
    if name == "tag":
        return Settled("tag", value[:40], f"Tag: {value[:40]}")
    return known(name, value) if name in ("team", "service", "who") else None


def day(typed: str) -> date | None:
    """2026-01-31 or 31/1/2026; None for what is no day."""
    iso = re.fullmatch(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})", typed)
    ours = re.fullmatch(r"(?P<d>[0-9]{1,2})[/.](?P<m>[0-9]{1,2})[/.](?P<y>[0-9]{4})", typed)
    read_as = iso or ours
    try:
        return date(int(read_as["y"]), int(read_as["m"]), int(read_as["d"])) if read_as else None
    except ValueError:
        return None


def _day(name: str, typed: str) -> Settled | None:
    """A year or more from either end of the calendar, so that a day and its neighbour exist in every time zone."""
    found = day(typed)
    if found is None or not 1900 <= found.year <= 9000:
        return None
    words = f"{found.day} {found:%B %Y}"
    return Settled(
        name, found.isoformat(), f"Opened before {words}" if name == "before" else f"Opened from {words}"
    )


def _all(field: str, label: str, table: dict[str, tuple[str, str]]) -> dict[str, Settled]:
    return {typed: Settled(field, value, f"{label}{words}") for typed, (value, words) in table.items()}


_CHANNELS: Final = {
    "web": ("web", "web form"), "form": ("web", "web form"),
    "sms": ("sms", "text message"), "text": ("sms", "text message"),
    "whatsapp": ("whatsapp", "WhatsApp"),
    "phone": ("phone", "phone call"), "call": ("phone", "phone call"),
    "in-person": ("in_person", "in person"), "visit": ("in_person", "in person"),
    "letter": ("letter", "letter"), "post": ("letter", "letter"),
    "email": ("email", "e-mail"), "e-mail": ("email", "e-mail"),
    "social": ("social", "social media"), "other": ("other", "another way"),
}  # fmt: skip
_STATUSES: Final = {
    **{code.replace("_", "-"): (code, label.lower()) for code, label in workflow.STATUS_LABELS.items()},
    "waiting": ("waiting_for_person", "waiting for the person"),
    "open": ("open_all", "all open"),
    "closed": ("closed_all", "all closed"),
    "ended": ("closed_all", "all closed"),
}
_VALUES: Final[dict[str, dict[str, Settled]]] = {
    "status": _all("status", "Status: ", _STATUSES),
    "channel": _all("channel", "Began by: ", _CHANNELS),
    "who": {
        **dict.fromkeys(("me", "mine"), Settled("who", "mine", "Mine")),
        **dict.fromkeys(("nobody", "unassigned"), Settled("who", "unassigned", "Nobody's yet")),
    },
    "priority": _all(
        "priority", "Priority: ", {each: (each, each) for each in ("low", "normal", "high", "urgent")}
    ),
    "is": {
        "overdue": Settled("overdue", "true", "Overdue"),
        "due-soon": Settled("due_soon", "true", "Due soon"),
        **dict.fromkeys(("waiting", "unanswered"), Settled("needs_answer", "true", "Waiting for us")),
        "urgent": Settled("priority", "urgent", "Priority: urgent"),
        "mine": Settled("who", "mine", "Mine"),
        "open": Settled("status", "open_all", "Status: all open"),
        "closed": Settled("status", "closed_all", "Status: all closed"),
    },
    "has": dict.fromkeys(("file", "files", "photo", "attachment"), Settled("file", "true", "Has a file")),
}
EXAMPLES: Final = (
    ("boiler", "Words in any contact, note or answer, in any form: also boilers."),
    ('"no hot water"', "These words, next to each other."),
    ("damp -bathroom", "With the first word, without the second."),
    ("khan", "A person by any part of their name."),
    ("07700 900123", "A number, whole or in part, however it is written."),
    ("team:housing status:open", "Open cases of one team."),
    ("who:me is:overdue", "Yours that are overdue. Also is:urgent, is:waiting, is:due-soon."),
    ("channel:sms has:file", "Begun by text message, with a file."),
    ("tag:damp after:2026-01-01 before:2026-02-01", "With a tag, opened in January 2026."),
)
