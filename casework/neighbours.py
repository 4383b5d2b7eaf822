"""Which other cases the desk may name to whom: a reason or a line of history may speak of one that is hidden."""

from collections.abc import Iterable

from casework import references
from casework.models import Staff
from casework.permissions import visible_cases


def seen(*, staff: Staff, words: Iterable[str]) -> set[str]:
    """The references that these sentences name and whose cases one may see: 1 statement, none where none is named."""
    named = {reference for sentence in words for reference in references.find_references(sentence)}
    if not named:
        return set()
    return set(visible_cases(staff).filter(reference__in=named).values_list("reference", flat=True))


def told(reason: str, *, seen: set[str]) -> str:
    """A reason, for those who may see every case it names; nothing for anybody else."""
    return reason if seen.issuperset(references.find_references(reason)) else ""


def without_hidden(words: str, *, seen: set[str]) -> str:
    """A line of history, with "another case" in place of each that one may not see."""
    for reference in references.find_references(words):
        if reference not in seen:
            words = words.replace(reference, "another case")
    return words
