"""One question of a service as it stood when somebody answered it, and the answers in words. Pure.

The web form, the form on paper and whoever keys it in read the same questions, so they are put into words in one place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

LONG: Final = "long_text"
IN_OWN_WORDS: Final = "in-your-own-words"


@dataclass(frozen=True, kw_only=True)
class Asked:
    code: str
    label: str
    hint: str = ""
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False

    @property
    def is_long(self) -> bool:
        return self.kind == LONG

    @property
    def tick(self) -> str:
        """What is said beside the squares on paper."""
        return "Tick one." if self.kind == "choice" else "Tick all that apply."


def own_words(hint: str) -> Asked:
    """The place for somebody's own words that every form has."""
    return Asked(code=IN_OWN_WORDS, label="Anything else, in your own words", hint=hint, kind=LONG)


def with_own_words(asked: Iterable[Asked], place: Asked) -> tuple[Asked, ...]:
    """With that place at the end, where no question has room for a story."""
    found = tuple(asked)
    return found if any(each.is_long for each in found) else (*found, place)


def body(asked: Iterable[Asked], answers: Mapping[str, Any]) -> str:
    """What was said, readable by itself: the long texts, or each answer on a line where there is no long text."""
    given = [each for each in asked if answers.get(each.code)]
    texts = [each for each in given if each.is_long]
    if len(texts) == 1:
        return str(answers[texts[0].code])
    if texts:
        return "\n\n".join(f"{each.label}\n{answers[each.code]}" for each in texts)
    return "\n".join(f"{each.label.rstrip(' :')}: {in_words(each, answers[each.code])}" for each in given)


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
