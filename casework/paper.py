"""A service's questions as a form on paper: what is printed, which version it is, what changed since. Pure.

A version is three plain words made of the questions themselves, so that the same questions always have the same version,
and whoever keys a sheet in can read the words off it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from casework import asked as asked_of_all
from casework.asked import Asked

FILE: Final = "file"
CHOSEN: Final = ("choice", "choices")
# Short, plain, and none sounds like another: 64 of them.
_PLAIN_WORDS: Final = (
    "acorn amber apple arrow autumn basil beacon birch bridge brook button candle canal carrot castle cedar cherry "
    "clover coral cotton daisy dune eagle falcon fern ferry forest garden ginger harbour hazel heron honey island "
    "ivory jasmine kettle ladder lantern lemon lilac linen maple marble meadow mint moss nutmeg olive orchard otter "
    "paper pebble pepper pigeon plum quartz ribbon river saddle silver thistle tulip velvet"
)
_WORDS: Final = tuple(_PLAIN_WORDS.split())


OWN_WORDS: Final = asked_of_all.own_words(
    "As much or as little as you like, in any language. Go on overleaf if you need more room."
)


def complete(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """Every form has a place for somebody's own words."""
    return asked_of_all.with_own_words(asked, OWN_WORDS)


def version(asked: Iterable[Asked]) -> str:
    """ "amber-river-stone": the same for the same questions in the same order, whatever else changed."""
    facts = [
        [each.code, each.label, each.hint, each.kind, list(each.choices), each.required] for each in asked
    ]
    digest = hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).digest()
    return "-".join(_WORDS[byte % len(_WORDS)] for byte in digest[:3])


def read_version(typed: str) -> str:
    """As somebody reads it off the paper: "Amber, river  stone". "" for what is no version."""
    found = "".join(
        letter if letter.isascii() and letter.isalpha() else " " for letter in typed[:100].casefold()
    ).split()
    return "-".join(found) if len(found) == 3 and set(found) <= set(_WORDS) else ""


def changes(*, printed: Sequence[Asked], now: Sequence[Asked]) -> list[str]:
    """What is different on the paper, question by question, in words."""
    before, after = ({each.code: each for each in asked} for asked in (printed, now))
    found = [f"Not asked any more: “{each.label}”" for code, each in before.items() if code not in after]
    found += [
        f"New, and not on the paper: “{each.label}”" for code, each in after.items() if code not in before
    ]
    for code, each in after.items():
        if code in before and each != before[code]:
            found += _changed(before[code], each)
    kept = [code for code in before if code in after]
    if kept != [code for code in after if code in before]:
        found.append("The questions are in another order on the paper")
    return found


def _changed(old: Asked, new: Asked) -> list[str]:
    found = []
    if old.label != new.label:
        found.append(f"On the paper “{old.label}”, now “{new.label}”")
    gone = [label for value, label in old.choices if (value, label) not in new.choices]
    added = [label for value, label in new.choices if (value, label) not in old.choices]
    if gone:
        found.append(f"“{new.label}”: on the paper only: {', '.join(gone)}")
    if added:
        found.append(f"“{new.label}”: not on the paper: {', '.join(added)}")
    if old.kind != new.kind:
        found.append(f"“{new.label}”: is answered in another way now")
    return found or [f"“{new.label}”: its explanation is different, or whether it must be answered"]


def body(asked: Iterable[Asked], answers: Mapping[str, Any], *, more: str) -> str:
    """What was written, readable by itself: the long answers, else each answer on a line; then what was added."""
    said = asked_of_all.body(asked, answers)
    return "\n\n".join(part for part in (said, more) if part)
