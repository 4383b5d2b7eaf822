"""The story of a case, page by page: contacts, notes and events in one order, each exactly once whatever their times.

The order is (moment, id), so entries of the same moment are never lost between two pages.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, TextField, prefetch_related_objects
from django.db.models.functions import Cast, Length
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from casework import selectors_beside
from casework.asked_ahead import Question
from casework.counting import count_all
from casework.kept_sql import Kept
from casework.models import Attachment, Case, Contact, Event, Note

PAGE_SIZE: Final = 25
# What is read again at once when something new came in.
MOST_AGAIN: Final = 200

EVERYTHING: Final = ""
CONTACTS: Final = "contacts"
NOTES: Final = "notes"
EVENTS: Final = "events"
KINDS: Final = (CONTACTS, NOTES, EVENTS)

# What a contact or a note says for itself is not said twice.
SAID_ELSEWHERE: Final = (
    "noted", "replied", "contact_filed", "asked_by_text", "acknowledged", "link_sent", "spoke_for_another",
    "followed", "unfollowed",
)  # fmt: skip
_FIELDS: Final = {CONTACTS: "took_place_at", NOTES: "created_at", EVENTS: "at"}
_LETTERS: Final = {
    CONTACTS: Length("body") + Length(Cast("answers", TextField())),
    NOTES: Length("body"),
    EVENTS: Length("words"),
}
_FIRST_ID: Final = UUID(int=0)


class Key(NamedTuple):
    """Where an entry stands in the order."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.id}"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Some entries in order, oldest first, and whether there are more on either side."""

    entries: list[Any]
    earlier: bool = False
    later: bool = False
    # How many entries of a kind there are on the case, where all of them were read.
    whole: Mapping[str, int] = field(default_factory=dict)

    @property
    def first(self) -> str:
        return str(key_of(self.entries[0])) if self.entries else ""

    @property
    def last(self) -> str:
        return str(key_of(self.entries[-1])) if self.entries else ""


def read_key(words: str) -> Key | None:
    """What an address carries: a key, or a moment alone, which stands before all of that moment. None for anything else."""
    moment, _, entry = words.partition("~")
    try:
        at = parse_datetime(moment.replace(" ", "+"))
        key = UUID(entry) if entry else _FIRST_ID
        return Key(at, key) if at is not None and timezone.is_aware(at) and _storable(at) else None
    except (ValueError, OverflowError):
        return None


def _storable(at: datetime) -> bool:
    return bool(at.astimezone(timezone.get_fixed_timezone(0)))


def key_of(entry: Any) -> Key:
    at = getattr(entry, "took_place_at", None) or getattr(entry, "created_at", None) or entry.at
    return Key(at, entry.pk)


def counts(*, case: Case, known: Mapping[str, int] | None = None) -> dict[str, int]:
    """How many of each kind, each up to 1,001: 1 statement, none where all are `known`."""
    found = dict(known or {})
    return found | count_all({kind: _rows(case, kind) for kind in KINDS if kind not in found})


def latest(*, case: Case, show: str = EVERYTHING, size: int = PAGE_SIZE) -> Stretch:
    """The newest: 3 statements, as for every stretch below, 1 more for files; fewer where one kind is shown."""
    read = {kind: _newest_of(case, kind, size) for kind in _kinds(show)}
    found, more = _first(read, size, newest=True)
    whole = {kind: len(rows) for kind, rows in read.items() if len(rows) <= size}
    return Stretch(entries=found, earlier=more, whole=whole)


def questions(*, case: Case, show: str = EVERYTHING, size: int = PAGE_SIZE) -> list[Question | None]:
    """To be asked ahead of `latest`."""
    return [_newest(kind, size).question(case=case.pk) for kind in _kinds(show) if _may_have(case, kind)]


def before(*, case: Case, key: Key, show: str = EVERYTHING, size: int = PAGE_SIZE) -> Stretch:
    found, more = _before(case, show, key, size)
    return Stretch(entries=found, earlier=more, later=True)


def after(*, case: Case, key: Key, show: str = EVERYTHING, size: int = PAGE_SIZE) -> Stretch:
    found, more = _merged(case, show, size, lambda rows, field: _beyond(rows, field, key, later=True))
    return Stretch(entries=found, earlier=True, later=more)


def since(*, case: Case, key: Key, show: str = EVERYTHING) -> Stretch:
    """The newest from this entry on, or as many as are read at once. `earlier` tells of a gap."""
    found, more = _merged(
        case,
        show,
        MOST_AGAIN,
        lambda rows, field: _latest_first(rows.filter(Q(**{f"{field}__gte": key.at})), field),
        newest=True,
    )
    kept = [entry for entry in found if key_of(entry) >= key]
    return Stretch(entries=kept, earlier=more and len(kept) == len(found))


def around(*, case: Case, key: Key, size: int = PAGE_SIZE) -> Stretch:
    """An entry with what led to it and the few that followed: 8 statements."""
    following = after(case=case, key=key, size=size // 3)
    led, more = _before(case, EVERYTHING, Key(key.at, UUID(int=min(key.id.int + 1, 2**128 - 1))), size)
    return Stretch(entries=[*led, *following.entries], earlier=more, later=following.later)


def key_of_entry(*, case: Case, anchor: str) -> Key | None:
    """Of "contact-…", "note-…" or "event-…": where it stands on this case, None where it is not on it. 1 statement."""
    kind, _, number = anchor.partition("-")
    try:
        wanted = _rows(case, f"{kind}s").filter(pk=UUID(number)).first()
    except (ValueError, KeyError):
        return None
    return key_of(wanted) if wanted is not None else None


def outline(*, case: Case, kinds: Iterable[str]) -> list[tuple[Key, int]]:
    """Where each entry of these kinds stands and how many letters it holds, oldest first: 1 statement a kind."""
    found: list[tuple[Key, int]] = []
    for kind in kinds:
        rows = _rows(case, kind).values_list(_FIELDS[kind], "pk", _LETTERS[kind])
        found += [(Key(at, pk), letters) for at, pk, letters in rows]
    return sorted(found)


def between(*, case: Case, kinds: Iterable[str], first: Key, last: Key) -> list[Any]:
    """These entries and all that lie between, oldest first: 1 statement a kind, 1 more where contacts have files."""
    found: list[Any] = []
    for kind in kinds:
        at = _FIELDS[kind]
        rows = _rows(case, kind).filter(**{f"{at}__gte": first.at, f"{at}__lte": last.at})
        found += _with_files(list(_with_names(rows, kind)), kind)
    return sorted((entry for entry in found if first <= key_of(entry) <= last), key=key_of)


def _rows(case: Case | UUID, kind: str) -> QuerySet[Any]:
    if kind == CONTACTS:
        return Contact.objects.filter(case=case)
    if kind == NOTES:
        return Note.objects.filter(case=case)
    if kind == EVENTS:
        return Event.objects.filter(case=case).exclude(verb__in=SAID_ELSEWHERE)
    raise KeyError(kind)


def _kinds(show: str) -> tuple[str, ...]:
    return (show,) if show in KINDS else KINDS


def _with_names(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    """With all that an entry shows, but for files: whether a contact has some."""
    if kind != CONTACTS:
        return rows.select_related("author" if kind == NOTES else "actor")
    has_files = Exists(Attachment.objects.filter(contact=OuterRef("pk")))
    names = ("person", "subject", "contact_point", "logged_by", "delivery")
    return rows.select_related(*names).annotate(has_files=has_files)


@lru_cache(maxsize=20)
def _newest(kind: str, size: int) -> Kept:
    """What the page of a case begins with is always the same statement."""
    return Kept(lambda case: _with_names(_latest_first(_rows(case, kind), _FIELDS[kind]), kind)[: size + 1])


def _newest_of(case: Case, kind: str, size: int) -> list[Any]:
    return _with_files(_newest(kind, size).rows(case=case.pk), kind) if _may_have(case, kind) else []


def _may_have(case: Case, kind: str) -> bool:
    return kind != NOTES or selectors_beside.may_have(case, selectors_beside.NOTES)


def _with_files(entries: list[Any], kind: str) -> list[Any]:
    """Contacts get their `files`: 1 statement where one of them has some."""
    if kind != CONTACTS:
        return entries
    having = [contact for contact in entries if contact.has_files]
    prefetch_related_objects(having, Prefetch("attachments", to_attr="files"))
    for contact in entries:
        if not contact.has_files:
            contact.files = []
    return entries


def _before(case: Case, show: str, key: Key | None, size: int) -> tuple[list[Any], bool]:
    return _merged(case, show, size, lambda rows, field: _beyond(rows, field, key, later=False), newest=True)


Narrow = Callable[[QuerySet[Any], str], QuerySet[Any]]


def _merged(
    case: Case, show: str, size: int, narrow: Narrow, *, newest: bool = False
) -> tuple[list[Any], bool]:
    """Of each kind as many as could be needed, and one more; of all these the first, or the newest, `size`."""
    read = {
        kind: list(_with_names(narrow(_rows(case, kind), _FIELDS[kind]), kind)[: size + 1])
        for kind in _kinds(show)
    }
    return _first({kind: _with_files(rows, kind) for kind, rows in read.items()}, size, newest=newest)


def _first(read: Mapping[str, list[Any]], size: int, *, newest: bool) -> tuple[list[Any], bool]:
    """Of all these the first, or the newest, `size`, oldest first, and whether there are more."""
    found = sorted((entry for rows in read.values() for entry in rows), key=key_of)
    return found[-size:] if newest else found[:size], len(found) > size


def _beyond(rows: QuerySet[Any], field: str, key: Key | None, *, later: bool) -> QuerySet[Any]:
    """Redundant bounds on the time alone are what let PostgreSQL start inside the index."""
    if key is not None:
        way = "gt" if later else "lt"
        beside = Q(**{field: key.at, f"pk__{way}": key.id}) | Q(**{f"{field}__{way}": key.at})
        rows = rows.filter(beside, **{f"{field}__{way}e": key.at})
    return rows.order_by(field, "pk") if later else _latest_first(rows, field)


def _latest_first(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    return rows.order_by(f"-{field}", "-pk")
