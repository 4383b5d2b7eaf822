"""What is filled into a sentence of ours where it is ours too: other words, lengths of time, days and clocks, lists of these."""

import re
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext

from casework.templatetags import _moments
from casework.workflow import STATUS_LABELS

_LETTER: Final = re.compile(r"[^\W\d_]")
_REFERENCE: Final = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)+")
_EDGES: Final = re.compile(r"(?P<before>[\s.,;:(]*)(?P<words>.*?)(?P<after>[\s.,;:)]*)", re.DOTALL)
_SPAN: Final = re.compile(r"(?P<count>[\d,]+) (?P<unit>minute|hour|day)s?(?P<ago> ago)?")
_SECONDS: Final = {"minute": _moments.MINUTE, "hour": _moments.HOUR, "day": _moments.DAY}
_LAST: Final = re.compile(r" or (?=[^,]*$)")
_NOT_QUOTED: Final = "(?![^“]*”)"
# What parts a list, the wider before the closer, and how it is said.
_BETWEEN: Final = {
    ". ": ". ",
    "; ": "; ",
    ", and ": ", a hefyd ",
    ", or ": ", neu ",
    ", ": ", ",
    " and ": " a ",
}
_MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS: Final = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MOMENT: Final = re.compile(rf"(?:(?:{_DAYS}|{_MONTHS}|at|from|to|\d[\d:.,]*)(?: |$))+")
# "At" of a clock and "to" between two: words that have another Welsh elsewhere.
_SMALL: Final = {"at": "am", "from": "o", "to": "tan"}

_STATUSES: Final = frozenset(STATUS_LABELS.values())

Known = Callable[[str], str | None]


def names(value: str) -> str:
    """Names of the office, which may have an "and" in them, or words in quotes: only what stands before the last is ours."""
    return _LAST.sub(" neu ", value).replace("” and “", "” a “")


def days(value: str) -> str:
    return re.sub(_DAYS, lambda match: _day(match[0]), names(value))


def said(value: str, known: Known) -> str | None:
    """In Welsh; None where not every part is known. `known` says whole words and sentences."""
    edges = _EDGES.fullmatch(value)
    if edges is None or not edges["words"]:
        return value
    found = _one(edges["words"], known) or _listed(edges["words"], known)
    return None if found is None else f"{edges['before']}{found}{edges['after']}"


def _one(words: str, known: Known) -> str | None:
    if not _LETTER.search(words) or _REFERENCE.fullmatch(words):
        return words
    if words[1:-1] in _STATUSES and words[0] == "“":
        return f"“{gettext(words[1:-1])}”"
    return known(words) or _small(words, known) or _span(words) or _moment(words)


def _small(words: str, known: Known) -> str | None:
    """A label within a sentence begins small, a reason by itself large; what was cut out of a sentence has lost its full stop."""
    other = words[:1].swapcase() + words[1:]
    if found := known(other):
        return found[:1].swapcase() + found[1:]
    return found.removesuffix(".") if (found := known(f"{words}.")) else None


def _span(words: str) -> str | None:
    match = _SPAN.fullmatch(words)
    if match is None:
        return None
    span = _moments.spoken(int(match["count"].replace(",", "")), _SECONDS[match["unit"]])
    return gettext("%(span)s ago") % {"span": span} if match["ago"] else span


def _moment(words: str) -> str | None:
    """ "Monday 5 October 2026 at 14:05", "10:00 to 12:00"."""
    if not _MOMENT.fullmatch(words):
        return None
    return " ".join(_SMALL.get(each) or _day(each) for each in words.split(" "))


def _day(word: str) -> str:
    """Days are written small in Welsh: "dydd Llun"."""
    found = gettext(word)
    return found[:1].lower() + found[1:] if word in _DAYS.split("|") else found


def _listed(words: str, known: Known) -> str | None:
    for between, told in _BETWEEN.items():
        if len(split := re.split(f"{re.escape(between)}{_NOT_QUOTED}", words)) > 1:
            parts = [said(each, known) for each in split]
            return None if None in parts else told.join(each or "" for each in parts)
    return None
