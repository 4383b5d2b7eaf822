"""A service's questions as they stood when somebody began to answer, and their answers in words. Pure.

The draft keeps its own copy of the questions: a form published anew in the meantime changes nothing for whoever is
half way through the old one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from casework import postcodes

NOT_KNOWN: Final = "Not known, or no fixed address"
IN_OWN_WORDS: Final = "in-your-own-words"
PLACES: Final = ("where", "address", "location")
LANGUAGE: Final = "language"


@dataclass(frozen=True, kw_only=True)
class Asked:
    code: str
    label: str
    hint: str = ""
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False


OWN_WORDS: Final = Asked(
    code=IN_OWN_WORDS,
    label="Anything else, in your own words",
    hint="As much or as little as you like, in any language.",
    kind="long_text",
)


def complete(questions: Iterable[Asked]) -> tuple[Asked, ...]:
    """The questions of a form: every form has a place for somebody's own words."""
    asked = tuple(questions)
    return asked if any(each.kind == "long_text" for each in asked) else (*asked, OWN_WORDS)


def stored(asked: Asked) -> dict[str, Any]:
    """As the session keeps it."""
    return {
        "code": asked.code, "label": asked.label, "hint": asked.hint, "kind": asked.kind,
        "choices": [list(choice) for choice in asked.choices], "required": asked.required,
    }  # fmt: skip


def restored(data: Mapping[str, Any]) -> Asked:
    return Asked(**{**data, "choices": tuple((value, label) for value, label in data["choices"])})


def in_words(asked: Asked, value: Any) -> str:
    """An answer as a person reads it: labels instead of codes, a date written out."""
    labels = dict(asked.choices)
    if isinstance(value, list):
        return ", ".join(str(labels.get(each, each)) for each in value)
    if asked.kind == "date":
        return _day(str(value))
    return labels.get(str(value), str(value))


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day:%B %Y}"


def body(asked: Iterable[Asked], answers: Mapping[str, Any]) -> str:
    """What was said, readable by itself: the long texts, or each answer on a line where there is no long text."""
    given = [each for each in asked if answers.get(each.code)]
    long_texts = [each for each in given if each.kind == "long_text"]
    if len(long_texts) == 1:
        return str(answers[long_texts[0].code])
    if long_texts:
        return "\n\n".join(f"{each.label}\n{answers[each.code]}" for each in long_texts)
    return "\n".join(f"{each.label.rstrip(' :')}: {in_words(each, answers[each.code])}" for each in given)


def postcode(asked: Iterable[Asked], answers: Mapping[str, Any]) -> str:
    """The first postcode, or half of one, that somebody gave; "" where nobody could place it."""
    values = (str(answers.get(each.code, "")) for each in asked if each.kind == "postcode")
    return next((value for value in values if value != NOT_KNOWN and postcodes.district(value)), "")


def location(asked: Iterable[Asked], answers: Mapping[str, Any]) -> str:
    texts = (each.code for each in asked if each.kind in ("text", "long_text") and each.code in PLACES)
    return next((str(answers[code]) for code in texts if answers.get(code)), "")


def language(answers: Mapping[str, Any]) -> str:
    value = answers.get(LANGUAGE, "")
    return value if isinstance(value, str) and len(value) <= 20 else ""
