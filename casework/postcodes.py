"""United Kingdom postcodes as people type them: tidied, checked by shape, never a reason to refuse anybody. Pure.

A postcode of the right shape need not exist; whether it does, only a register knows.
"""

import re
import unicodedata
from typing import Final, NamedTuple


class Postcode(NamedTuple):
    """`value` is `SW1A 1AA`, a half postcode (`SW1A`), or what was typed, tidied, where it is neither.

    `valid` means a whole postcode of a right shape. `suggestion` is what was probably meant ("O" for "0"), to be
    shown with "did you mean", never put in place unasked.
    """

    value: str
    as_typed: str
    valid: bool
    suggestion: str


# Letters by position, from the Post Office's own rules (BS 7666): they keep "1A1 1AA" and "EH1 JS" out.
_OUTWARD: Final = (
    r"[A-PR-UWYZ]\d{1,2}",
    r"[A-PR-UWYZ]\d[ABCDEFGHJKPSTUW]",
    r"[A-PR-UWYZ][A-HK-Y]\d{1,2}",
    r"[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY]",
    r"BF1",
)
_INWARD: Final = r"\d[ABD-HJLNP-UW-Z]{2}"
_WHOLE: Final = re.compile(f"({'|'.join(_OUTWARD)})({_INWARD})")
_HALF: Final = re.compile("|".join(_OUTWARD))
# The only ones of their kind: the first girobank, and the overseas territories, which stand for a whole island.
_SPECIAL: Final = {
    "GIR0AA": "GIR 0AA",
    "ASCN1ZZ": "ASCN 1ZZ",
    "BBND1ZZ": "BBND 1ZZ",
    "BIQQ1ZZ": "BIQQ 1ZZ",
    "FIQQ1ZZ": "FIQQ 1ZZ",
    "PCRN1ZZ": "PCRN 1ZZ",
    "SIQQ1ZZ": "SIQQ 1ZZ",
    "STHL1ZZ": "STHL 1ZZ",
    "TDCU1ZZ": "TDCU 1ZZ",
    "TKCA1ZZ": "TKCA 1ZZ",
    "GX111AA": "GX11 1AA",
    "AI2640": "AI-2640",
}
# British Forces post numbers, as they were written before they had postcodes beginning BF1.
_FORCES: Final = re.compile(r"BFPO(\d{1,4})")
# Codes of statistics, not of the post: no fixed abode, and countries abroad. Offices of the NHS write them down.
_NO_ADDRESS: Final = re.compile(r"(ZZ99)(3[VWC]Z|\d[A-Z]{2})")
# Where the post goes. Only used to suggest: a new area would still be read as valid.
_AREA_NAMES: Final = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX "
    "FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG "
    "NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS "
    "TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_AREAS: Final = frozenset(_AREA_NAMES.split())
_LONGEST: Final = 100

_TO_DIGIT: Final = str.maketrans("OILSB", "01158")
_TO_LETTER: Final = str.maketrans("0158", "OISB")


def read(raw: str) -> Postcode:
    """Read a postcode typed in any form. Never raises."""
    compact = _compact(raw)
    whole = _whole(compact)
    if whole:
        return Postcode(whole, raw, True, "")
    if _HALF.fullmatch(compact):
        return Postcode(compact, raw, False, "")
    tidy = " ".join(_visible(raw).split()).upper()[:_LONGEST]
    return Postcode(tidy, raw, False, _suggestion(compact))


def _visible(raw: str) -> str:
    wide = unicodedata.normalize("NFKC", raw[: _LONGEST * 10])
    return "".join(
        mark for mark in wide if unicodedata.category(mark) not in ("Cf", "Cc", "Cs", "Mn") or mark in "\t\n"
    )


def _compact(raw: str) -> str:
    """Capital letters and digits alone: spaces, commas, full stops and what cannot be seen do not count."""
    return re.sub(r"[^A-Z0-9]", "", _visible(raw).upper())[:_LONGEST]


def _whole(compact: str) -> str:
    """The postcode as it is written, or "" where this is not a whole one."""
    if compact in _SPECIAL:
        return _SPECIAL[compact]
    if forces := _FORCES.fullmatch(compact):
        return f"BFPO {forces[1]}"
    found = _NO_ADDRESS.fullmatch(compact) or _WHOLE.fullmatch(compact)
    return f"{found[1]} {found[2]}" if found else ""


def _suggestion(compact: str) -> str:
    """What becomes a whole postcode when letters and digits that look alike are put right; "" where nothing does."""
    if not 5 <= len(compact) <= 7:
        return ""
    inward = compact[-3].translate(_TO_DIGIT) + compact[-2:].translate(_TO_LETTER)
    for outward in _likely_outwards(compact[:-3]):
        if (whole := _whole(outward + inward)) and area(whole) in _AREAS:
            return whole
    return ""


def _likely_outwards(typed: str) -> list[str]:
    """The shapes of an outward code, those nearest to what was typed first."""
    shapes = {2: ("LD",), 3: ("LLD", "LDD", "LDL"), 4: ("LLDD", "LLDL")}[len(typed)]
    made = ["".join(_as(kind, mark) for kind, mark in zip(shape, typed, strict=True)) for shape in shapes]
    return sorted(made, key=lambda likely: sum(a != b for a, b in zip(likely, typed, strict=True)))


def _as(kind: str, mark: str) -> str:
    return mark.translate(_TO_LETTER if kind == "L" else _TO_DIGIT)


def district(raw: str) -> str:
    """`SW1A` of `SW1A 1AA` and of the half postcode `SW1A`; "" where neither was typed."""
    compact = _compact(raw)
    if _HALF.fullmatch(compact):
        return compact
    whole = _whole(compact)
    return whole.split(" ")[0] if whole else ""


def area(raw: str) -> str:
    """`SW` of `SW1A 1AA`; "" where there is none, `BFPO` for forces post, `ZZ` for no fixed abode."""
    letters = re.match(r"[A-Z]+", district(raw))
    return letters[0] if letters else ""


def sector(raw: str) -> str:
    """`SW1A 1` of `SW1A 1AA`; "" unless the postcode is whole and has an inward part of that shape."""
    whole = _whole(_compact(raw))
    outward, _, inward = whole.partition(" ")
    return f"{outward} {inward[0]}" if len(inward) == 3 and outward != "BFPO" else ""


def is_in(raw: str, place: str) -> bool:
    """Whether a postcode lies in a place given as area (`SW`), district (`SW1A`, `SW1`), sector (`SW1A 1`) or whole.

    `SW1` is the district and what is divided out of it by a letter (`SW1A`), never `SW11`; `S` is Sheffield, never
    `SW`. Case and spacing do not matter.
    """
    return place_key(place) in places(raw)


def places(raw: str) -> frozenset[str]:
    """Every place a postcode lies in, as `place_key` writes it: area, district, sector, unit. Empty where it is none."""
    outward = district(raw)
    undivided = outward[:-1] if re.fullmatch(r"[A-Z]+\d[A-Z]", outward) else outward
    if not outward:
        return frozenset()
    names = (area(raw), undivided, outward, sector(raw), _compact(raw))
    return frozenset(name for name in names if name)


def place_key(place: str) -> str:
    """The form in which `places` writes a place: without spaces, but for a sector, "m1 1" is `M1 1`. "" for what is none.

    The gap tells the sector `M1 1` from the district `M11`. Without it a district is read, where there is one.
    """
    compact = _compact(place)
    outward, digit = compact[:-1], compact[-1:]
    if not digit.isdigit() or not _HALF.fullmatch(outward):
        return compact
    gap = re.search(r"[\s.-]+\d\s*$", place.strip())
    return f"{outward} {digit}" if gap or not _HALF.fullmatch(compact) else compact
