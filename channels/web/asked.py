"""A service's questions as they stood when somebody began to answer, and what they say of place and language. Pure.

The draft keeps its own copy of the questions: a form published anew in the meantime changes nothing for whoever is
half way through the old one.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from casework import postcodes
from casework.asked import IN_OWN_WORDS, Asked, body, in_words, own_words, with_own_words

# What the form on paper shares is here under its own name too.
__all__ = (
    "IN_OWN_WORDS", "LANGUAGE", "NOT_KNOWN", "OWN_WORDS", "PLACES", "Asked", "body", "complete", "in_words", "language",
    "location", "postcode", "restored", "stored",
)  # fmt: skip

NOT_KNOWN: Final = "Not known, or no fixed address"
PLACES: Final = ("where", "address", "location")
LANGUAGE: Final = "language"


OWN_WORDS: Final = own_words("As much or as little as you like, in any language.")


def complete(questions: Iterable[Asked]) -> tuple[Asked, ...]:
    """The questions of a form: every form has a place for somebody's own words."""
    return with_own_words(questions, OWN_WORDS)


def stored(asked: Asked) -> dict[str, Any]:
    """As the session keeps it."""
    return {
        "code": asked.code, "label": asked.label, "hint": asked.hint, "kind": asked.kind,
        "choices": [list(choice) for choice in asked.choices], "required": asked.required,
    }  # fmt: skip


def restored(data: Mapping[str, Any]) -> Asked:
    return Asked(**{**data, "choices": tuple((value, label) for value, label in data["choices"])})


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
