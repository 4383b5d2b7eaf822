"""Turns conditions into tests. Every test is total: it answers for any facts and raises for none."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from casework import postcodes
from casework.routing.conditions import ANSWERS, WEEKDAYS, compiled_pattern
from casework.routing.facts import View, code, number_key, spaced
from casework.routing.rules import Condition
from casework.text import fold, shorten

Test = Callable[[View], bool]

_SHOWN: Final = 60


def test_of(condition: Condition) -> Test:
    """The test a condition stands for. Raises RuleError for a pattern that cannot be compiled."""
    family = ANSWERS if condition.fact.startswith(ANSWERS) else condition.fact
    return _TESTS[family](condition)


def narrowed(condition: Condition, view: View) -> Condition:
    """The condition with those of its values alone that held: the words that were found, the service it was."""
    if condition.op == "pattern":
        found = _found(compiled_pattern(condition.values[0]), view)
        return (
            Condition("words", "any_of", (shorten(found.strip(), _SHOWN, ending="…"),))
            if found.strip()
            else condition
        )
    if condition.op not in ("is_any_of", "any_of", "is_in", "contains"):
        return condition
    held = tuple(value for value in condition.values if test_of(condition._replace(values=(value,)))(view))
    return condition._replace(values=held or condition.values)


def _code_test(condition: Condition) -> Test:
    fact = condition.fact
    if condition.op == "is_empty":
        return lambda view: not view.codes[fact]
    key = number_key if fact == "number_texted" else code
    wanted = frozenset(key(value) for value in condition.values)
    if fact == "language":
        return lambda view: view.codes[fact] in wanted or view.codes[fact].split("-")[0] in wanted
    return lambda view: view.codes[fact] in wanted


def _words_test(condition: Condition) -> Test:
    if condition.op == "is_empty":
        return lambda view: view.words.isspace()
    if condition.op == "pattern":
        pattern = compiled_pattern(condition.values[0])
        return lambda view: bool(_search(pattern, view))
    phrases = [_phrase(value) for value in condition.values]
    if condition.op == "all_of":
        return lambda view: all(phrase in view.words for phrase in phrases)
    if len(phrases) == 1:
        only = phrases[0]
        return lambda view: only in view.words
    return lambda view: _any_in(phrases, view.words)


def _any_in(phrases: list[str], words: str) -> bool:
    for phrase in phrases:  # noqa: SIM110 - any() takes twice the time, and a long rule set spends it here
        if phrase in words:
            return True
    return False


def _phrase(value: str) -> str:
    """A trailing `*` stands for any ending: "evict*" is in "evicted"."""
    phrase = spaced(value)
    return phrase[:-1] if value.rstrip().endswith("*") else phrase


def _search(pattern: Any, view: View) -> Any:
    """As written first; then without accents and case, so that "cafe" finds "Café"."""
    found = pattern.search(view.text)
    return found if found is not None or view.text.isascii() else pattern.search(view.folded)


def _found(pattern: Any, view: View) -> str:
    found = _search(pattern, view)
    return str(found.group()) if found is not None else ""


def _postcode_test(condition: Condition) -> Test:
    if condition.op == "is_empty":
        return lambda view: not view.facts.postcode.strip()
    wanted = frozenset(postcodes.place_key(value) for value in condition.values)
    return lambda view: not wanted.isdisjoint(view.places)


def _answers_test(condition: Condition) -> Test:
    question = condition.fact.removeprefix(ANSWERS)
    if condition.op == "is_empty":
        return lambda view: not view.answers(question)
    if condition.op == "contains":
        phrases = [_phrase(value) for value in condition.values]
        return lambda view: any(_any_in(phrases, spaced(answer)) for answer in view.answers(question))
    wanted = frozenset(fold(value) for value in condition.values)
    return lambda view: any(fold(answer) in wanted for answer in view.answers(question))


def _opening_test(condition: Condition) -> Test:
    wanted = condition.values[0] == "open"
    return lambda view: view.facts.is_open is wanted


def _hour_test(condition: Condition) -> Test:
    first, last = condition.values
    overnight = first > last

    def between(view: View) -> bool:
        if view.local is None:
            return False
        now = _clock(view.local)
        return (now >= first or now < last) if overnight else first <= now < last

    return between


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _weekday_test(condition: Condition) -> Test:
    wanted = frozenset(WEEKDAYS.index(day) for day in condition.values)
    return lambda view: view.local is not None and view.local.weekday() in wanted


def _area_test(condition: Condition) -> Test:
    if condition.op == "is_empty":
        return lambda view: not view.areas
    wanted = frozenset(code(value) for value in condition.values)
    return lambda view: not wanted.isdisjoint(view.areas)


def _last_contact_test(condition: Condition) -> Test:
    most = int(condition.values[0])
    return lambda view: view.facts.last_contact_days is not None and view.facts.last_contact_days <= most


def _adjustments_test(condition: Condition) -> Test:
    if condition.op == "is_empty":
        return lambda view: view.needs.isspace()
    phrases = [_phrase(value) for value in condition.values]
    return lambda view: _any_in(phrases, view.needs)


def _restricted_test(condition: Condition) -> Test:
    wanted = condition.values[0] == "yes"
    return lambda view: view.facts.restricted is wanted


_TESTS: Final[dict[str, Callable[[Condition], Test]]] = {
    "service": _code_test,
    "channel": _code_test,
    "language": _code_test,
    "number_texted": _code_test,
    "partner": _code_test,
    "area": _area_test,
    "words": _words_test,
    "postcode": _postcode_test,
    ANSWERS: _answers_test,
    "opening_hours": _opening_test,
    "hour": _hour_test,
    "weekday": _weekday_test,
    "last_contact": _last_contact_test,
    "adjustments": _adjustments_test,
    "restricted": _restricted_test,
}
