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

from casework.templatetags import _said_values

CONTEXT: Final = "sentence"
_KEY: Final = f"{CONTEXT}\x04"
_PLACE: Final = re.compile(r"%\((\w+)\)s")
_NUMBER: Final = re.compile(r"_\d+$")
COUNTED: Final = frozenset(
    [
        "added",
        "amount",
        "codes",
        "count",
        "days",
        "done",
        "entries",
        "minutes",
        "most",
        "number",
        "of",
        "rows",
        "years",
    ]
)
# What somebody wrote, a whole sentence perhaps.
_WRITTEN: Final = frozenset(["case_outcome", "note", "typed"])
# Places that hold words of ours have to be known too, or else the whole stays as it is. All others hold names, numbers, references
# and what people wrote. A test asks of every place in the catalogue whether it is the one or the other.
_OURS: Final = """
actions ago assign_get authority_said because becomes begins begins_2 by by_hand by_itself cases choice_priority
clocks contacts copied counted dict did differences due_get either ends error facts_promise failed fault gone good
held hours how in_words known label labels labels_values last left length level limit local local_day loosened missing
moment more next next_step others parts problems quiet quoted reason refused role_words_get rule_priority said
say_actions say_condition since small some span taken tasks team_words team_words_removeprefix tell_admin
text_words_removesuffix told unit unless unspoken was what when who whose why window within word words
words_format workflow_STATUS_LABELS wrong
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

_ENDS_A_LIST: Final = "[:;.] |, and |, or "
# Several names, with a word of ours between the last two, and what such a list has not in it.
LISTS: Final = {
    **dict.fromkeys(
        ["keys", "listed", "named", "names", "placeholders", "priorities", "them", "words_names"],
        _ENDS_A_LIST,
    ),
    "rule_tags": f"{_ENDS_A_LIST}| and restricted it| and asked for",
}
_DAY: Final = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
EXACT: Final = {"in_quotes": "“[^”]*”", "weekdays": rf"{_DAY}(?:(?:, | or ){_DAY})*"}
_SAID_OTHERWISE: Final[dict[str, Callable[[str], str]]] = {
    "weekdays": _said_values.days,
    "rule_tags": lambda value: value.replace(" and ", " a "),
}
# What is filled in changes for what stands before it in these few cases.
_MUTATED: Final = (
    (" tan dydd ", " tan ddydd "), (" o dydd ", " o ddydd "), (" i y tîm ", " i'r tîm "), (" a ei ", " a'i "),
    (" 2 diwrnod ", " 2 ddiwrnod "), (" 2 munud ", " 2 funud "),
)  # fmt: skip
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
        if name in _SAID_OTHERWISE:
            return _SAID_OTHERWISE[name](value)
        if name in LISTS:
            return _said_values.names(value)
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
    for plain, mutated in _MUTATED:
        welsh = welsh.replace(plain, mutated)
    return welsh


def _group(name: str, before: str, after: str) -> str:
    """What may stand in a place. A name has nothing in it that parts sentences, so it does not take in what stands beside it."""
    if (narrow := _narrow(_NUMBER.sub("", name))) is not None:
        return f"(?P<{name}>{narrow})"
    free = is_ours(name) or name in _WRITTEN or (before.endswith("“") and after[:1] in "”…")
    may_miss = is_ours(name) and before and before[-1].isalnum()
    return f"(?P<{name}>.{'*' if may_miss else '+'}?)" if free else f"(?P<{name}>(?:(?![:;.,] ).)+?)"


def _narrow(name: str) -> str | None:
    if name in COUNTED:
        return "[0-9,]+"
    if name in LISTS:
        return f"(?:“[^”]*”|(?!{LISTS[name]}).)+?"
    return r"[0-9,]+ \w+ ago|just now|since then" if name.endswith("ago") else EXACT.get(name)


def is_ours(place: str) -> bool:
    plain = _NUMBER.sub("", place)
    return plain in OURS or plain.endswith(_OUR_ENDINGS)
