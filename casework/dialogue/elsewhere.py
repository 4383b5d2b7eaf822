"""Texts that are clearly something else than an answer: a cry for help, a question back, thanks, a long story."""

import re
from typing import Final

from casework.dialogue.asked import Asked
from casework.filing.courtesy import is_courtesy
from casework.filing.plain import plain
from casework.text import fold

# Characters: three parts of a text. A short answer is not that long.
LONGEST_ANSWER: Final = 450

_DANGER: Final = re.compile(
    r"^\W*(?:999|112)\W*$|\b(?:(?:ring|rang|rung|call|called|calling|dial|dialled|phone|phoned) (?:999|112)|emergency|"
    r"ambulance|help me|danger|going to kill|kill (?:me|us|him|her|myself)|suicid\w*|"
    r"end my life|want to die|overdose\w*|(?:hurt|harm|cut)(?:ing)? myself|self harm\w*|bleeding|"
    r"can'?t breathe|cannot breathe|not breathing|unconscious|chest pain|smell(?:s|ing)? (?:of )?gas|gas leak|on fire|"
    r"attack(?:ed|ing) (?:me|us)|hit(?:s|ting)? me|beat(?:s|ing)? me|stabb\w*|he'?s here|threaten\w*|nowhere to sleep)\b"
)
_ASKS: Final = re.compile(
    r"^(?:what|why|who|whos|who's|when|where|which|how|can you|can i|could you|do you|do i|are you|is this|is it|will you|"
    r"does)\b"
)
_BARE_THANKS: Final = frozenset(
    {"thanks", "thank you", "thankyou", "thx", "ty", "ta", "cheers", "ok", "okay", "k", "ok thanks", "diolch"}
)


def is_danger(text: str) -> bool:
    """Somebody may need help now, whatever they were asked. When in doubt it is: then a person reads it."""
    return bool(_DANGER.search(fold(text)))


def asks_back(text: str) -> bool:
    """A question of theirs: it ends with a question mark, or begins as questions do."""
    words = fold(text)
    return words.rstrip("!. )").endswith("?") or bool(_ASKS.match(words))


def is_something_else(asked: Asked, text: str) -> bool:
    """For a text that was not read as a number, a day or the like, or where any words would be an answer."""
    if asked.kind == "long_text":
        return _is_bare_thanks(text)
    if len(text) > LONGEST_ANSWER:
        return True
    if asked.is_free:
        return fold(text).rstrip().endswith("?") or _is_bare_thanks(text)
    return asks_back(text) or is_courtesy(text)


def _is_bare_thanks(text: str) -> bool:
    """ "Fine" may be an answer; "thanks" is none."""
    short = plain(text, longest=40)
    return bool(short and short.strip(" .!,") in _BARE_THANKS)
