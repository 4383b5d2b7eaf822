"""Reads a rule's conditions from JSON, and says what is wrong with them in words for whoever writes rules.

{"all": [{"fact": "service", "op": "is_any_of", "value": ["damp", "repair"]}],
 "any": [{"fact": "words", "op": "any_of", "value": ["no heating", "evict*"]}],
 "none": [{"fact": "answers.danger", "op": "is_empty"}]}
"""

import re
from difflib import get_close_matches
from typing import Any, Final

import re2

from casework import postcodes
from casework.routing.rules import Condition, Conditions, RuleError
from casework.text import clean, words

GROUPS: Final = ("all", "any", "none")
ANSWERS: Final = "answers."
WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)

_CODE: Final = ("is", "is_any_of", "is_empty")
FACTS: Final[dict[str, tuple[str, ...]]] = {
    "service": _CODE,
    "channel": _CODE,
    "language": _CODE,
    "number_texted": _CODE,
    "partner": _CODE,
    "area": _CODE,
    "words": ("any_of", "all_of", "phrase", "pattern", "is_empty"),
    "postcode": ("is_in", "is_empty"),
    ANSWERS: ("is", "is_any_of", "contains", "is_empty"),
    "opening_hours": ("is",),
    "hour": ("between",),
    "weekday": ("is_any_of",),
    "last_contact": ("within_days",),
    "adjustments": ("any_of", "is_empty"),
    "restricted": ("is",),
}

MOST_CONDITIONS: Final = 50
MOST_VALUES: Final = 200
LONGEST_VALUE: Final = 200
LONGEST_PATTERN: Final = 500
MOST_DAYS: Final = 3650
# Bytes for one compiled pattern: one that needs more is refused when it is saved.
_PATTERN_MEMORY: Final = 2 << 20

_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def parse_conditions(data: object) -> Conditions:
    """Raises RuleError that names the condition and says what to write. No conditions at all hold always."""
    if not isinstance(data, dict):
        raise RuleError("The conditions must be an object with “all”, “any” and “none”.")
    unknown = [str(key) for key in data if key not in GROUPS]
    if unknown:
        raise RuleError(f"There is no group “{unknown[0][:60]}”. Write “all”, “any” or “none”.")
    groups = {group: _group(group, data.get(group) or []) for group in GROUPS}
    if sum(map(len, groups.values())) > MOST_CONDITIONS:
        raise RuleError(f"A rule may have {MOST_CONDITIONS} conditions. Make two rules of it.")
    return Conditions(**groups)


def _group(group: str, items: object) -> tuple[Condition, ...]:
    if not isinstance(items, list):
        raise RuleError(f"“{group}” must be a list of conditions.")
    return tuple(_numbered(group, number, item) for number, item in enumerate(items, start=1))


def _numbered(group: str, number: int, item: object) -> Condition:
    try:
        return _condition(item)
    except RuleError as error:
        raise RuleError(f"Condition {number} of “{group}”: {error}") from error


def _condition(item: object) -> Condition:
    fact, op, value = _parts(item)
    family = ANSWERS if fact.startswith(ANSWERS) else fact
    if family not in FACTS or fact == ANSWERS:
        raise RuleError(_unknown("fact", fact, [*FACTS, "answers.<question>"]))
    if op not in FACTS[family]:
        raise RuleError(_unknown(f"comparison for {fact}", op, FACTS[family]))
    return Condition(fact, op, _values(family, op, value))


def _parts(item: object) -> tuple[str, str, object]:
    fact, op = (item.get("fact"), item.get("op")) if isinstance(item, dict) else (None, None)
    if not isinstance(item, dict) or not isinstance(fact, str) or not isinstance(op, str):
        raise RuleError("write “fact”, “op” and “value”.")
    surplus = [str(key) for key in item if key not in ("fact", "op", "value")]
    if surplus:
        raise RuleError(f"“{surplus[0][:60]}” is not understood here. Write “fact”, “op” and “value” only.")
    return fact, op, item.get("value")


def _unknown(what: str, written: str, choices: Any) -> str:
    listed = [choice for choice in choices if choice != ANSWERS]
    near = get_close_matches(written, listed, n=1)
    meant = f" Did you mean “{near[0]}”?" if near else ""
    return f"there is no {what} “{written[:60]}”.{meant} Write one of: {', '.join(listed)}."


def _values(family: str, op: str, value: object) -> tuple[str, ...]:
    if op == "is_empty":
        if value not in (None, True, "", []):
            raise RuleError("“is_empty” takes no value. To say the opposite, move it to “none”.")
        return ()
    values = _strings(value)
    if op in ("is", "phrase", "pattern", "within_days") and len(values) != 1:
        raise RuleError(f"“{op}” takes one value.")
    if op == "pattern":
        return (_pattern(values[0]),)
    if any(len(one) > LONGEST_VALUE for one in values):
        raise RuleError(f"a value may have {LONGEST_VALUE} characters.")
    return _CHECKS.get(family, _as_written)(values)


def _strings(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else [value]
    if not listed or len(listed) > MOST_VALUES:
        raise RuleError(f"write at least one value, and {MOST_VALUES} at most.")
    return tuple(_string(one) for one in listed)


def _string(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = clean(str(value)).text.strip() if isinstance(value, str | int | float) else ""
    if not text:
        raise RuleError("a value is missing. Write a text in quotation marks.")
    return text


def _as_written(values: tuple[str, ...]) -> tuple[str, ...]:
    return values


def _words(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not words(value):
            raise RuleError(f"“{value}” has no word in it. Write a word or several, such as “no heating”.")
    return values


def _pattern(pattern: str) -> str:
    if len(pattern) > LONGEST_PATTERN:
        raise RuleError(f"a pattern may have {LONGEST_PATTERN} characters.")
    compiled_pattern(pattern)
    return pattern


def compiled_pattern(pattern: str) -> Any:
    """An RE2 pattern that ignores case: linear in the text whatever is written in it. Raises RuleError."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _PATTERN_MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        why = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        raise RuleError(
            f"the pattern “{pattern[:80]}” cannot be used ({why}). Patterns have no look-around and no "
            "back-references, and repeat 1,000 times at most."
        ) from error


def _places(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not postcodes.place_key(value):
            raise RuleError(
                f"“{value}” is no part of a postcode. Write an area (SW), a district (SW1A) or a sector (SW1A 1)."
            )
    return values


def _opening(values: tuple[str, ...]) -> tuple[str, ...]:
    said = values[0].casefold()
    if said not in ("open", "closed"):
        raise RuleError("write “open” or “closed”.")
    return (said,)


def _yes_or_no(values: tuple[str, ...]) -> tuple[str, ...]:
    said = values[0].casefold()
    if said not in ("yes", "no"):
        raise RuleError("write “yes” or “no”.")
    return (said,)


def _days(values: tuple[str, ...]) -> tuple[str, ...]:
    if not re.fullmatch(r"[0-9]{1,4}", values[0]) or not 1 <= int(values[0]) <= MOST_DAYS:
        raise RuleError(f"write a number of days from 1 to {MOST_DAYS}, such as 14.")
    return (str(int(values[0])),)


def _hours(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(values) != 2 or not all(_TIME.fullmatch(value) for value in values) or values[0] == values[1]:
        raise RuleError("write two different times, such as “18:00” and “08:00”.")
    return tuple(value.zfill(5) for value in values)


def _weekdays(values: tuple[str, ...]) -> tuple[str, ...]:
    days = tuple(value.casefold() for value in values)
    for day in days:
        if day not in WEEKDAYS:
            raise RuleError(f"there is no weekday “{day}”. Write monday to sunday.")
    return days


_CHECKS: Final = {
    "words": _words,
    "postcode": _places,
    "opening_hours": _opening,
    "hour": _hours,
    "weekday": _weekdays,
    "last_contact": _days,
    "adjustments": _words,
    "restricted": _yes_or_no,
}
