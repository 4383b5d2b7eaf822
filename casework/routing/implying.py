"""When one condition holds only if another does, or never together with it. Sound, not complete: "no" means "not known".

Reasoning is about what is written, never about the office's data: whatever the facts, what is said here is true.
"""

from functools import lru_cache
from typing import Final

from casework import postcodes
from casework.routing.facts import code, number_key
from casework.routing.rules import Condition, Conditions
from casework.text import fold, words

_CODES: Final = ("service", "channel", "language", "number_texted", "partner")
# Of the conditions of 500 rules: every pair of rules is compared, and each is read once.
_REMEMBERED: Final = 8192
_ONE_VALUED: Final = (*_CODES, "opening_hours", "restricted", "weekday")


def implies(one: Condition, other: Condition) -> bool:
    """Whenever `one` holds, `other` does."""
    if one == other:
        return True
    if one.fact != other.fact or "is_empty" in (one.op, other.op):
        return False
    if one.fact in ("words", "adjustments"):
        return _words_imply(one, other)
    if one.fact == "postcode":
        return _places_imply(one, other)
    if one.fact == "last_contact":
        return int(one.values[0]) <= int(other.values[0])
    if "contains" in (one.op, other.op) or one.fact == "hour":
        return False
    return _keys(one) <= _keys(other)


def excludes(one: Condition, other: Condition) -> bool:
    """The two never hold together."""
    if one.fact != other.fact:
        return False
    if "pattern" in (one.op, other.op):
        return False  # a pattern may fit a text without words
    if "is_empty" in (one.op, other.op):
        return one.op != other.op
    if one.fact == "language":
        return not _languages_meet(one, other)
    return one.fact in _ONE_VALUED and _keys(one).isdisjoint(_keys(other))


def _languages_meet(one: Condition, other: Condition) -> bool:
    """Some language fulfils both: "en-GB" is also "en"."""
    return any(
        here == there or here.split("-")[0] == there or here == there.split("-")[0]
        for here in _keys(one)
        for there in _keys(other)
    )


def never(conditions: Conditions) -> bool:
    """Nothing can fulfil these."""
    every = conditions.all
    if any(excludes(one, other) for number, one in enumerate(every) for other in every[number + 1 :]):
        return True
    if any(implies(one, ruled_out) for one in every for ruled_out in conditions.none):
        return True
    return bool(conditions.any) and all(_hopeless(one, conditions) for one in conditions.any)


def _hopeless(one: Condition, conditions: Conditions) -> bool:
    return any(implies(one, ruled_out) for ruled_out in conditions.none) or any(
        excludes(one, needed) for needed in conditions.all
    )


def covers(earlier: Conditions, later: Conditions) -> bool:
    """Whenever `later` holds, `earlier` does."""
    return (
        all(_given(needed, later) for needed in earlier.all)
        and (not earlier.any or _one_given(earlier.any, later))
        and all(_ruled_out(barred, later) for barred in earlier.none)
    )


def _given(needed: Condition, later: Conditions) -> bool:
    if any(implies(one, needed) for one in later.all):
        return True
    return bool(later.any) and all(implies(one, needed) for one in later.any)


def _one_given(some: tuple[Condition, ...], later: Conditions) -> bool:
    if any(implies(one, wanted) for one in later.all for wanted in some):
        return True
    return bool(later.any) and all(any(implies(one, wanted) for wanted in some) for one in later.any)


def _ruled_out(barred: Condition, later: Conditions) -> bool:
    """What the earlier rule does not allow never holds when the later one does."""
    return any(implies(barred, one) for one in later.none) or any(excludes(one, barred) for one in later.all)


@lru_cache(maxsize=_REMEMBERED)
def _keys(condition: Condition) -> frozenset[str]:
    if condition.fact == "number_texted":
        return frozenset(map(number_key, condition.values))
    if condition.fact.startswith("answers."):
        return frozenset(map(fold, condition.values))
    return frozenset(map(code, condition.values))


def _places_imply(one: Condition, other: Condition) -> bool:
    """Every place of the one is a place of the other. That SW1A lies in SW is left to whoever reads it."""
    return _place_keys(one) <= _place_keys(other)


@lru_cache(maxsize=_REMEMBERED)
def _place_keys(condition: Condition) -> frozenset[str]:
    return frozenset(map(postcodes.place_key, condition.values))


def _words_imply(one: Condition, other: Condition) -> bool:
    if "pattern" in (one.op, other.op):
        return False
    wanted, had = _plain(other.values), _plain(one.values)
    if one.op == "all_of":
        found = [any(_within(each, want) for each in had) for want in wanted]
    else:
        found = [all(_within(each, want) for each in had) for want in wanted]
        if other.op != "all_of":  # each word of the one brings some word of the other
            return all(any(_within(each, want) for want in wanted) for each in had)
    return all(found) if other.op == "all_of" else any(found)


@lru_cache(maxsize=_REMEMBERED)
def _plain(values: tuple[str, ...]) -> tuple[str, ...]:
    """As they are looked for: a space before and after, none after an open ending."""
    return tuple(
        f" {' '.join(words(value))}{'' if value.rstrip().endswith('*') else ' '}" for value in values
    )


def _within(had: str, wanted: str) -> bool:
    """A text that holds `had` holds `wanted`: "no heating" holds "heating", "evicted" holds "evict*"."""
    return wanted in had
