"""The Welsh catalogue as a file: read, brought up to date, judged, compiled. Needs Babel, so it is for developers only."""

from collections.abc import Iterator, Mapping
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from backoffice.catalogue import MO, PO, Message, marked, placeholders, tags


def read() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="cy", ignore_obsolete=True)


def bring_up_to_date(book: Catalog, messages: Mapping[Message, list[str]]) -> None:
    """New messages come in untranslated, what no page says any more goes, and both files are written."""
    wanted = {(_key(message), message.context) for message in messages}
    for entry in [each for each in book if each.id]:
        if (entry.id, entry.context or "") not in wanted:
            book.delete(first(entry), entry.context)
    for message, places in sorted(messages.items()):
        here = [(place, 0) for place in places]
        known = _entry(book, message)
        if known is None:
            flags = ["python-format"] if placeholders(message.words) else []
            book.add(_key(message), locations=here, flags=flags, context=message.context or None)
        else:
            known.locations = here
    PO.write_bytes(written(book))
    MO.write_bytes(compiled(book))


def written(book: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, book, width=110, sort_output=True, include_lineno=False)
    return out.getvalue()


def compiled(book: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, book)
    return out.getvalue()


def problems(book: Catalog, messages: Mapping[Message, list[str]] | None = None) -> list[str]:
    """In words, what is missing, unsure, or would print something else than the English."""
    return [
        f"{problem}: {message.words[:80]!r} ({places[0]})"
        for message, places in sorted((messages if messages is not None else marked()).items())
        for problem in _of(book, message)
    ]


def _of(book: Catalog, message: Message) -> Iterator[str]:
    entry = _entry(book, message)
    if entry is None or not all(_strings(entry)):
        yield "not translated"
        return
    if entry.fuzzy:
        yield "not sure (fuzzy)"
    fitting = {placeholders(message.words), placeholders(message.plural or message.words)}
    if any(placeholders(each) not in fitting for each in _strings(entry)):
        yield "fills in something else"
    if any(tags(each) != tags(message.words) for each in _strings(entry)):
        yield "has other HTML"


def _entry(book: Catalog, message: Message) -> Entry | None:
    entry = book.get(message.words, message.context or None)
    return entry if entry is not None and entry.id == _key(message) else None


def _strings(entry: Entry) -> list[str]:
    return [entry.string] if isinstance(entry.string, str) else list(entry.string or [""])


def first(entry: Entry) -> str:
    """The English of an entry, of one with a plural the singular."""
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def _key(message: Message) -> str | tuple[str, str]:
    return (message.words, message.plural) if message.plural else message.words
