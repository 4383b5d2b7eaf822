"""Two sets of rules side by side, and two people's changes to one set brought together. By rule id, not by place."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from casework.routing.documents import to_document
from casework.routing.rules import Names, Rule
from casework.routing.sentences import NO_NAMES, say

ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"
MOVED: Final = "moved"
SWITCHED: Final = "switched"

Document = Mapping[str, Any]


class Change(NamedTuple):
    """One rule that differs: `before` and `after` are its sentences, or its places where it was only moved."""

    kind: str
    rule_id: str
    name: str
    before: str
    after: str


class Conflict(NamedTuple):
    """A rule that two people changed differently. None: they removed it."""

    rule_id: str
    name: str
    theirs: dict[str, Any] | None
    mine: dict[str, Any] | None


class Rebased(NamedTuple):
    documents: list[dict[str, Any]]
    conflicts: list[Conflict]


def compare(before: Sequence[Rule], after: Sequence[Rule], names: Names = NO_NAMES) -> list[Change]:
    """In the order of the new set, what was removed last. A rule that was changed and moved is named once, as changed."""
    old, new = _placed(before), _placed(after)
    moved = _moved(list(old), list(new))
    changes = [_change(old.get(key), placed, moved=key in moved, names=names) for key, placed in new.items()]
    gone = [rule for key, (_, rule) in old.items() if key not in new]
    return [
        *(change for change in changes if change is not None),
        *(Change(REMOVED, rule.id, rule.name, say(rule, names), "") for rule in gone),
    ]


def _placed(rules: Iterable[Rule]) -> dict[str, tuple[int, Rule]]:
    return {rule.id: (place, rule) for place, rule in enumerate(rules, start=1)}


def _change(
    old: tuple[int, Rule] | None, new: tuple[int, Rule], *, moved: bool, names: Names
) -> Change | None:
    place, rule = new
    if old is None:
        return Change(ADDED, rule.id, rule.name, "", say(rule, names))
    was, now = to_document(old[1]), to_document(rule)
    if was == now:
        places = (f"place {old[0]}", f"place {place}")
        return Change(MOVED, rule.id, rule.name, *places) if moved else None
    if {**was, "active": now["active"]} == now:
        return Change(SWITCHED, rule.id, rule.name, _state(old[1]), _state(rule))
    return Change(CHANGED, rule.id, rule.name, _said(old[1], names), _said(rule, names))


def _said(rule: Rule, names: Names) -> str:
    examples = len(rule.examples)
    carried = f" {examples} {'example' if examples == 1 else 'examples'}." if examples else ""
    return f"“{rule.name}”: {say(rule, names)}{carried}"


def _state(rule: Rule) -> str:
    return "in use" if rule.active else "switched off"


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The fewest rules that explain the new order: those outside the longest run that kept its order."""
    places = {key: number for number, key in enumerate(before)}
    common = [key for key in after if key in places]
    kept = _longest_rising([places[key] for key in common])
    return {key for key in common if places[key] not in kept}


def _longest_rising(numbers: list[int]) -> set[int]:
    """Of distinct numbers: those of one longest increasing subsequence (patience sorting)."""
    tails: list[int] = []
    came_from: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        came_from[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    kept: set[int] = set()
    last: int | None = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = came_from[last]
    return kept


def rebase(base: Sequence[Document], theirs: Sequence[Document], mine: Sequence[Document]) -> Rebased:
    """My changes since `base`, made to `theirs`. Where both changed a rule differently theirs stands, and it is a conflict.

    The order is theirs; rules that I added come after the rule that they came after in mine.
    """
    was, now, own = ({str(each["id"]): dict(each) for each in part} for part in (base, theirs, mine))
    conflicts: list[Conflict] = []
    merged: dict[str, dict[str, Any] | None] = {}
    for key in [*now, *(key for key in own if key not in now)]:
        merged[key] = _merged(key, was.get(key), now.get(key), own.get(key), conflicts)
    order = _order([str(each["id"]) for each in theirs], [str(each["id"]) for each in mine], base=list(was))
    documents = [found for key in order if (found := merged.get(key)) is not None]
    return Rebased(documents, conflicts)


def _merged(
    key: str,
    was: dict[str, Any] | None,
    theirs: dict[str, Any] | None,
    mine: dict[str, Any] | None,
    conflicts: list[Conflict],
) -> dict[str, Any] | None:
    if theirs == mine or mine == was:
        return theirs
    if theirs == was:
        return mine
    named = theirs or mine or {}
    conflicts.append(Conflict(key, str(named.get("name", "")), theirs, mine))
    return theirs


def _order(theirs: list[str], mine: list[str], *, base: list[str]) -> list[str]:
    """Their order, or mine where they left the order alone; what the other side added follows its neighbour."""
    kept = [key for key in theirs if key in base]
    leading, following = (mine, theirs) if kept == [key for key in base if key in theirs] else (theirs, mine)
    order = list(leading)
    for number, key in enumerate(following):
        if key in order:
            continue
        before = next((order.index(each) for each in reversed(following[:number]) if each in order), -1)
        order.insert(before + 1, key)
    return order
