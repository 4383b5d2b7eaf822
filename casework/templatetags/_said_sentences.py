"""Sentences of the domain with something filled in, said in the language of the page.

"Given to Ann by a rule" was made from "Given to %(person)s by a rule". The catalogue has every such sentence (`backoffice.
catalogue_sentences` reads them from the source) under a context of its own, so patterns are made of what stands in it, and no
sentence is listed here a second time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext, trans_real

CONTEXT: Final = "sentence"
_KEY: Final = f"{CONTEXT}\x04"
_PLACE: Final = re.compile(r"%\((\w+)\)s")
_NUMBER: Final = re.compile(r"_\d+$")
COUNTED: Final = frozenset(
    ["added", "codes", "count", "days", "done", "entries", "minutes", "most", "number", "of", "rows", "years"]
)
# What somebody wrote, a whole sentence perhaps.
_WRITTEN: Final = frozenset(["case_outcome", "note", "typed"])
# Places that hold words of ours have to be known too, or else the whole stays as it is. All others hold names, numbers, references
# and what people wrote. A test asks of every place in the catalogue whether it is the one or the other.
_OURS: Final = """
ago authority_said because becomes begins begins_2 by by_hand by_itself cases choice_priority clocks contacts copied
counted dict differences due_get ends facts_promise fault gone good hours how in_words known label labels
labels_values left length limit local local_day loosened missing moment more next next_step parts problems quiet
quoted reason refused role_words_get said since small some span taken tasks tell_admin told unspoken verb_replace was
what when who whose why window word words words_format workflow_STATUS_LABELS wrong
"""
OURS: Final = frozenset(_OURS.split())
_OUR_ENDINGS: Final = (
    "_display",
    "_how",
    "_label",
    "_labels",
    "_reason",
    "_unspoken",
    "_when",
    "_words",
    "_ago",
    "_get",
    "_voicemail",
    "_quarantine",
)

# What stands in place of a name.
STAND_INS: Final = ("another case", "not known", "somebody", "the office", "the person", "the team")

Say = Callable[[str], str | None]


@dataclass(frozen=True, kw_only=True)
class Sentence:
    pattern: re.Pattern[str]
    texts: tuple[str, ...]
    """What stands around its places."""
    welsh: str
    ours: frozenset[str]

    def told(self, words: str, say: Say) -> str | None:
        match = self.pattern.fullmatch(words)
        filled = match and {name: self._part(name, value, say) for name, value in match.groupdict().items()}
        return _mutated(self.welsh % filled) if filled and None not in filled.values() else None

    def _part(self, name: str, value: str, say: Say) -> str | None:
        if name in self.ours:
            return say(value)
        return gettext(value) if value in STAND_INS else value


def told(words: str, *, language: str, say: Say) -> str | None:
    """In the language of the page, where some sentence fits; `say` says what is filled in, where that is ours."""
    for has, begins, sentence in _sentences(language):  # hundreds, of which few get past this
        if has in words and words.startswith(begins) and (found := sentence.told(words, say)) is not None:
            return found
    return None


@lru_cache(maxsize=4)
def _sentences(language: str) -> tuple[tuple[str, str, Sentence], ...]:
    """Those that say most themselves first, so that a general one takes nothing from a closer one. Each behind its longest
    stretch without a place and how it begins, which are cheap to look for.
    """
    catalogue: Any = trans_real.translation(language)
    known = (
        (key.removeprefix(_KEY), welsh)
        for key, welsh in catalogue._catalog.items()  # as Django reads it for scripts
        if isinstance(key, str) and key.startswith(_KEY)
    )
    found = sorted((_sentence(*each) for each in known), key=lambda each: -sum(map(len, each.texts)))
    return tuple((max(each.texts, key=len), each.texts[0], each) for each in found)


def _sentence(english: str, welsh: str) -> Sentence:
    plain = [each.replace("%%", "%") for each in _PLACE.split(english)]
    texts, places = plain[::2], plain[1::2]
    groups = [
        _group(name, before, after) for name, before, after in zip(places, texts, texts[1:], strict=False)
    ]
    parts = [re.escape(text) + group for text, group in zip(texts, [*groups, ""], strict=True)]
    return Sentence(
        pattern=re.compile("".join(parts), re.DOTALL),
        texts=tuple(texts),
        welsh=welsh,
        ours=frozenset(name for name in places if is_ours(name) and f"“%({name})s" not in english),
    )


def _mutated(welsh: str) -> str:
    """The one word that is filled in and has to change for what stands before it."""
    return welsh.replace(" tan dydd ", " tan ddydd ").replace(" o dydd ", " o ddydd ")


def _group(name: str, before: str, after: str) -> str:
    """What may stand in a place. A name has nothing in it that parts sentences, so it does not take in what stands before it."""
    if name in COUNTED:
        return f"(?P<{name}>[0-9,]+)"
    if name.endswith("ago"):
        return rf"(?P<{name}>[0-9,]+ \w+ ago|just now|since then)"
    may_miss = is_ours(name) and before and before[-1].isalnum()
    free = is_ours(name) or name in _WRITTEN or (before.endswith("“") and after[:1] in "”…")
    return f"(?P<{name}>.{'*' if may_miss else '+'}?)" if free else f"(?P<{name}>(?:(?![:;.] ).)+?)"


def is_ours(place: str) -> bool:
    plain = _NUMBER.sub("", place)
    return plain in OURS or plain.endswith(_OUR_ENDINGS)
