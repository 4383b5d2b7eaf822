"""Reading the answer to a numbered list that we texted."""

import re
from typing import Final

from casework.filing.facts import NEW
from casework.filing.keywords import keyword_in
from casework.filing.plain import plain, strip_edges

# Welsh five is left out: "pump" is also what somebody's request may be about.
_NUMBER_WORDS: Final = {
    word: number
    for number, words in enumerate(
        ("one un", "two dau dwy", "three tri tair", "four pedwar pedair", "five", "six chwech"), start=1
    )
    for word in words.split()
}
_NEW_WORDS: Final = frozenset({"new", "new one", "a new one", "new case", "new request", "newydd"})
_POLITE: Final = re.compile(r"(?:^please,? |,? (?:please|pls|plz|thanks|thank you|thx|ta|diolch)[.!]*$)")
# A sign before the number would make it another number, and a question mark makes it a question.
_NUMBER: Final = re.compile(r"(?:(?:no|nr|num|number|option|choice|rhif) ?[.:,]? ?)?#? ?(\d{1,2}|[a-z]+)")
_OTHER_NUMBER: Final = re.compile(r"^[-\u2010-\u2015\u2212+]\s*\d|\?")


def answer_in(text: str, choices: tuple[str, ...]) -> str | None:
    """The choice that the whole text picks, or None when it is no answer.

    `2`, ` 2. `, `No 2`, `#2`, `option 2`, `(2)` and `two` pick the second; `new` picks "new" where that is offered, and
    a keyword such as `cancel` picks itself where a choice is that word. A number out of range, `12 High Street`,
    `2?` and `1 or 2` are no answers.
    """
    word = keyword_in(text)
    as_word = next((choice for choice in choices if word and choice.casefold() == word), None)
    short = plain(text, longest=40)
    if as_word is not None or not short or _OTHER_NUMBER.search(short):
        return as_word
    bare = strip_edges(_POLITE.sub("", short))
    if bare in _NEW_WORDS:
        return NEW if NEW in choices else None
    number = _number(strip_edges(bare))
    return choices[number - 1] if 1 <= number <= len(choices) else None


def _number(bare: str) -> int:
    """The number that is meant, 0 when it is none."""
    match = _NUMBER.fullmatch(bare)
    if match is None or bare == "no one":  # nobody, rather than number one
        return 0
    return int(match[1]) if match[1].isdecimal() else _NUMBER_WORDS.get(match[1], 0)
