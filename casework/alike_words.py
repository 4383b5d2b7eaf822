"""How alike two cases are, and why, in words. Pure: no database and no clock.

Raw trigrams do not tell cases apart: "Wants an appointment to talk about debts" and "… about the tenancy" share two
thirds of them, two reports of one broken street light a quarter. So only the words that tell something are compared.
"""

import math
import re
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from casework import text

NEAR: Final = 300
"""Metres within which two places count as one."""
ENOUGH: Final = 0.5
"""How much the telling words of two cases must have in common where nothing else points to their being the same."""
ENOUGH_WITH_MORE: Final = 0.34
"""The same where they share person, place or service too."""
FEWEST: Final = 2
READ_AT_MOST: Final = 400
SOUGHT_AT_MOST: Final = 4
_EARTH: Final = 6_371_000
_SHORTEST: Final = 3
_SHORTEST_MISSPELT: Final = 5

# What people say whatever they come for: function words, and the office's own way of writing things down.
_FILLERS: Final = """
    about after again all already also always and any anything are ask asked asking asks away back because been before
    being but call called caller calling calls came can cant cannot case come comes coming contact contacted could day
    days did didnt does doesnt doing dont done down each else even ever every everything for form from get gets getting
    give given goes going good got great had has hasnt have havent having hello help helped her here hers him his hope
    how into isnt its ive just keep keeps know last later like long look made make many may message might mine month
    months more morning most much must near need needed needs never new next not nothing now number off office once one
    only our out outside over person phone please problem put rang really report reported reporting reports ring ringing
    said same say says see send sent she should sir since some somebody someone something somewhere soon still such
    sure talk tell text than thank thanks that the their them then there theyre these they thing things think this
    those time times today told tomorrow too took two under until urgent urgently use very visit visited want wanted
    wants was wasnt way week weeks well went were what when where which while who why will wish with without wont would
    wrong year years yes yesterday yet you your appointment appointments engineer three
"""
_TELL_NOTHING: Final = frozenset(_FILLERS.split())
_ENDINGS: Final = re.compile(r"(?:ings?|ions?|ed|es|s)$")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What two cases have in common. `metres` and `same_service` are None where one of the two does not say."""

    known: bool = False
    same_service: bool | None = None
    same_postcode: bool = False
    metres: float | None = None
    shared: tuple[str, ...] = ()
    share: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Judged:
    score: float
    reasons: tuple[str, ...]


def telling(said: str) -> tuple[str, ...]:
    """The words of a text that tell what it is about, each once, in order: "hello", "please" and "12" do not."""
    found = (word for word in text.words(said[:READ_AT_MOST]) if _tells(word))
    return tuple(dict.fromkeys(found))


def _tells(word: str) -> bool:
    long_enough = len(word) >= _SHORTEST or not word.isascii()
    return long_enough and not word.isdecimal() and word not in _TELL_NOTHING


def pairs(said: str) -> tuple[tuple[str, str], ...]:
    """Pairs of the longest telling words, at most six: cases with one pair in them are worth a closer look."""
    longest = sorted(telling(said), key=len, reverse=True)[:SOUGHT_AT_MOST]
    return tuple(combinations(longest, 2))


def in_common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[tuple[str, ...], float]:
    """The words of `one` that `other` has too, in whatever form, and their share of both (0 to 1)."""
    roots = {_root(word) for word in other}
    shared = tuple(word for word in one if _root(word) in roots or _misspelt(_root(word), roots))
    if not shared:
        return (), 0.0
    return shared, min(1.0, len(shared) / math.sqrt(len(one) * len(other)))


def _root(word: str) -> str:
    """Much like the stem of a word, enough to compare two: "missed" and "missing" are both "miss"."""
    root = _ENDINGS.sub("", word)
    return root if len(root) >= _SHORTEST else word


def _misspelt(root: str, roots: set[str]) -> bool:
    if len(root) < _SHORTEST_MISSPELT:
        return False
    return any(_one_slip(root, other) for other in roots if len(other) >= _SHORTEST_MISSPELT - 1)


def _one_slip(one: str, other: str) -> bool:
    """One letter left out or doubled, or two neighbours swapped. Another letter makes another word: house, horse."""
    if one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        apart = [place for place in range(len(one)) if one[place] != other[place]]
        return len(apart) == 2 and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def metres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The way as the crow flies between two places given as latitude and longitude in degrees (haversine)."""
    (north, east), (other_north, other_east) = (tuple(map(math.radians, place)) for place in (here, there))
    half = math.sin((other_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, half)))


def box(here: tuple[float, float], within: float = NEAR) -> tuple[float, float, float, float]:
    """South, north, west and east of a square that holds everything within so many metres."""
    north_south = math.degrees(within / _EARTH)
    east_west = north_south / max(0.01, math.cos(math.radians(here[0])))
    return here[0] - north_south, here[0] + north_south, here[1] - east_west, here[1] + east_west


def away(how_far: float) -> str:
    """ "About 120 metres away": more exact than that nobody's map is."""
    rounded = round(how_far / 10) * 10
    return f"About {rounded} metres away" if rounded else "At the same spot"


def judge(facts: Facts) -> Judged | None:
    """Whether these two may be the same, how likely beside others, and why. None where nothing says so."""
    reasons = [*_person(facts), *_place(facts), *_words(facts)]
    if not reasons:
        return None
    near = facts.metres is not None and facts.metres <= NEAR
    score = 3.0 * bool(_person(facts)) + facts.known
    score += 3.0 * bool(_place(facts)) + facts.same_postcode
    score += 1 - (facts.metres or 0) / NEAR if near else 0
    score += bool(facts.same_service) + 3 * facts.share
    return Judged(score=score, reasons=tuple(reasons))


def _person(facts: Facts) -> list[str]:
    return ["The same person or number, and the same service"] if facts.known and facts.same_service else []


def _place(facts: Facts) -> list[str]:
    """A place alone proves little: much goes on in one street. With the service it does, or with words as long as
    nobody knows the service."""
    similar = facts.same_service is None and facts.share >= ENOUGH_WITH_MORE
    if not (facts.same_service or similar):
        return []
    rest = " and the same service" if facts.same_service else ""
    found = [f"The same postcode{rest}"] if facts.same_postcode else []
    if facts.metres is not None and facts.metres <= NEAR:
        found.append(away(facts.metres) + ("" if found or not rest else ", for the same service"))
    return found


def _words(facts: Facts) -> list[str]:
    more = facts.known or facts.same_postcode or facts.same_service
    if facts.share < (ENOUGH_WITH_MORE if more else ENOUGH) or len(facts.shared) < (1 if more else FEWEST):
        return []
    return [f"Similar words: {', '.join(facts.shared[:5])}"]
