"""What people write, made storable, matchable and showable, without changing what they said. Pure."""

import base64
import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple

# Limits in characters (code points). A channel may allow less; nothing stored is longer.
MESSAGE_LIMIT: Final = 100_000
SMS_LIMIT: Final = 1_600
NAME_LIMIT: Final = 300
LINE_LIMIT: Final = 200

REPLACEMENT: Final = "\ufffd"


class Cleaned(NamedTuple):
    """Text that PostgreSQL and UTF-8 can hold.

    `original_b64` is what arrived, as base64 of UTF-8 (surrogates passed through), where characters had to be
    replaced; None where nothing was, or only the kind of line break. `changed` tells of either.
    """

    text: str
    original_b64: str | None
    changed: bool


def clean(text: str) -> Cleaned:
    """Line breaks become LF, control characters their visible symbols, NUL and lone surrogates U+FFFD.

    Newline and tab stay. The bytes 0x80 to 0x9F are what a Windows quotation mark becomes on a wrong way, so they
    are read as windows-1252. Cleaning what is clean changes nothing.
    """
    lines = _LINE_BREAKS.sub("\n", _whole_surrogates(text))
    mended = _UNSTORABLE.sub(lambda found: _mended(found[0]), lines)
    original = None
    if mended != lines or _SURROGATES.search(text):
        original = base64.b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")
    return Cleaned(mended, original, mended != text)


_LINE_BREAKS: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_PAIRS: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _whole_surrogates(text: str) -> str:
    """Two halves of one character that stand side by side are that character."""
    return _PAIRS.sub(
        lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"),
        text,
    )


@cache
def _mended(character: str) -> str:
    code = ord(character)
    if 0 < code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code <= 0x9F:
        return bytes([code]).decode("windows-1252", "replace")
    return REPLACEMENT


# Letters and fillers that Unicode counts as visible but that show nothing.
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def is_blank(text: str) -> bool:
    """Nothing that can be seen: spaces, zero-width characters, byte order marks, variation selectors, fillers."""
    return all(_shows_nothing(character) for character in text)


def _shows_nothing(character: str) -> bool:
    if character.isspace() or character in _INVISIBLE or _is_variation_selector(character):
        return True
    return unicodedata.category(character) in ("Cf", "Cc", "Zs", "Zl", "Zp")


def _is_variation_selector(character: str) -> bool:
    return (
        "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
        or "\u180b" <= character <= "\u180f"
    )


def too_long(text: str, limit: int) -> str | None:
    """What to tell somebody whose text exceeds the limit; None where it does not."""
    if len(text) <= limit:
        return None
    return f"This is {len(text):,} characters long. Shorten it to {limit:,} or fewer, or send it in parts."


def shorten(text: str, limit: int, *, ending: str = "") -> str:
    """At most `limit` code points, `ending` included, never cut inside what a reader sees as one character.

    Only a first character that is longer than the whole limit (fifty accents on one letter) is cut inside.
    """
    if len(text) <= limit:
        return text
    room = max(limit - len(ending), 0)
    cut = room
    while cut > 0 and not is_boundary(text, cut):
        cut -= 1
    return text[: cut or room].rstrip() + ending[: limit - room] if ending else text[: cut or room]


_ZWJ: Final = "\u200d"


def is_boundary(text: str, index: int) -> bool:
    """Whether a reader sees a new character begin at this index: a compact form of Unicode's grapheme clusters."""
    if index <= 0 or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if before == "\r" and after == "\n":
        return False
    if _extends(after) or before == _ZWJ or unicodedata.combining(before) == 9:
        return before in "\r\n"
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flag_letters_before(text, index) % 2 == 0
    return not _hangul_joins(before, after)


def _extends(character: str) -> bool:
    if character < "\u0300":
        return False
    if "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f":
        return True  # skin tones; the tags that spell the flags of Scotland and Wales
    return character in (_ZWJ, "\u200c") or unicodedata.category(character) in (
        "Mn",
        "Me",
        "Mc",
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, index: int) -> int:
    start = index
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return index - start


def _hangul_joins(before: str, after: str) -> bool:
    leading, syllable = "\u1100" <= before <= "\u115f", "\uac00" <= before <= "\ud7a3"
    if "\u1160" <= after <= "\u11a7" or "\u1100" <= after <= "\u115f" or "\uac00" <= after <= "\ud7a3":
        open_syllable = syllable and (ord(before) - 0xAC00) % 28 == 0
        vowel = "\u1160" <= after <= "\u11a7"
        return leading or (vowel and (open_syllable or "\u1160" <= before <= "\u11a7"))
    return "\u11a8" <= after <= "\u11ff" and (syllable or "\u1160" <= before <= "\u11ff")


# Letters whose mark is part of them, so that no decomposition takes it off.
_PLAIN_LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
    }
)


class _Plain(dict[int, int | str | None]):
    """For str.translate: what is left of each character, worked out when it is first met. A long text asks C alone."""

    def __missing__(self, code: int) -> int | None:
        self[code] = left = None if _is_accent_or_nothing(chr(code)) else code
        return left


_PLAIN: Final = _Plain(_PLAIN_LETTERS)


def fold(text: str) -> str:
    """The form in which two texts are compared: case, accents, width, spacing and invisible characters gone.

    "Łukasz", "LUKASZ" and "łukasz" with a zero-width space are equal. Vowel signs of Indic and Thai script stay,
    they are not accents. Folding what is folded changes nothing.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    folded = _fold_once(text)
    while not folded.isascii():
        again = _fold_once(folded)
        if again == folded:
            break
        folded = again
    return folded


def _fold_once(text: str) -> str:
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = letters.translate(_PLAIN)
    return " ".join(unicodedata.normalize("NFKC", plain).casefold().split())


def _is_accent_or_nothing(character: str) -> bool:
    if character.isspace():
        return False
    mark = unicodedata.combining(character)
    return mark >= 200 or 10 <= mark <= 36 or _shows_nothing(character)


def words(text: str) -> list[str]:
    """The folded words, in order; apostrophes inside them are dropped ("can't" is "cant", as people type it).

    Scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) give one word per character, so
    that a phrase of theirs is found inside a sentence.
    """
    return words_of_folded(fold(text))


def words_of_folded(folded: str) -> list[str]:
    """`words` of a text that was folded already."""
    together = _APOSTROPHES.sub("", folded)
    return (_PLAIN_WORDS if together.isascii() else _word_pattern()).findall(together)


_APOSTROPHES: Final = re.compile(r"(?<=\w)'(?=\w)")
_PLAIN_WORDS: Final = re.compile("[a-z0-9]+")
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
)


@cache
def _word_pattern() -> re.Pattern[str]:
    """Letters, digits and the marks that belong to them: `\\w` alone would break Hindi words at each vowel sign."""
    unspaced = re.compile(f"[{_UNSPACED}]")
    marks = [
        code
        for code in range(0x300, 0xFFFF)
        if unicodedata.category(chr(code)).startswith("M") and not unspaced.match(chr(code))
    ]
    runs = ((group[0], group[-1]) for group in _runs(marks))
    inside = "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in runs)
    return re.compile(f"[{_UNSPACED}]|(?:[^\\W_{_UNSPACED}]+|[{inside}]+)+")


def _runs(codes: list[int]) -> list[list[int]]:
    grouped = groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0])
    return [[code for _, code in group] for _, group in grouped]


_BIDI_LABELS: Final[dict[int, str]] = {
    0x202A: "⟦LRE⟧",
    0x202B: "⟦RLE⟧",
    0x202C: "⟦PDF⟧",
    0x202D: "⟦LRO⟧",
    0x202E: "⟦RLO⟧",
    0x2066: "⟦LRI⟧",
    0x2067: "⟦RLI⟧",
    0x2068: "⟦FSI⟧",
    0x2069: "⟦PDI⟧",
}


def show_bidi_controls(text: str) -> str:
    """For display: overrides, embeddings and isolates as labels, so that they can reorder nothing unseen.

    The plain direction marks that Arabic and Hebrew typists need stay as they are.
    """
    return text if text.isascii() else text.translate(_BIDI_LABELS)
