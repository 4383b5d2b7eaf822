"""What a contact must have for conditions to hold at all: so that of many rules only a few need trying.

A word or a service, and nothing subtler: whatever has it may fit, whatever has it not cannot.
"""

from collections.abc import Iterable
from typing import NamedTuple

from casework.routing.facts import code
from casework.routing.rules import Condition, Conditions
from casework.text import words


class Needed(NamedTuple):
    """One of these services, else one of these words (as `text.words` writes them); both empty: nothing is known."""

    services: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def needed(conditions: Conditions) -> Needed:
    for one in conditions.all:
        if one.fact == "service" and one.op in ("is", "is_any_of"):
            return Needed(services=frozenset(map(code, one.values)))
    every = (_first_words(one) for one in conditions.all)
    some = [_first_words(one) for one in conditions.any]
    found = next(filter(None, every), None) or (frozenset[str]().union(*some) if some and all(some) else None)
    return Needed(words=found or frozenset())


def _first_words(condition: Condition) -> frozenset[str]:
    """One of these must be there; empty where that cannot be said."""
    if condition.fact != "words" or condition.op not in ("any_of", "all_of", "phrase"):
        return frozenset()
    firsts = [_first_word(value) for value in condition.values]
    if condition.op == "all_of":
        return frozenset(list(filter(None, firsts))[:1])
    return frozenset(firsts) if all(firsts) else frozenset()


def _first_word(value: str) -> str:
    """ "" where it is the beginning of a word only."""
    found = words(value)
    open_ended = value.rstrip().endswith("*") and len(found) < 2
    return "" if open_ended or not found else found[0]


def by_need(needs: Iterable[Needed]) -> tuple[dict[str, list[int]], dict[str, list[int]], list[int]]:
    """Numbers of the conditions by service, by word, and those of which nothing is known."""
    by_service: dict[str, list[int]] = {}
    by_word: dict[str, list[int]] = {}
    unknown: list[int] = []
    for number, need in enumerate(needs):
        for service in need.services:
            by_service.setdefault(service, []).append(number)
        for word in need.words:
            by_word.setdefault(word, []).append(number)
        if not need.services and not need.words:
            unknown.append(number)
    return by_service, by_word, unknown
