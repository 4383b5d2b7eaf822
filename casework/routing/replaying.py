"""Two sets of rules against the same facts, for a dry run: what each decides, and nothing in words.

Rules that stand in both sets are tried once for each case.
"""

from typing import NamedTuple

from casework.routing.engine import CompiledRule, RuleSet, outcome_of
from casework.routing.facts import RouteFacts, View
from casework.routing.matching import Test
from casework.routing.needing import by_need, needed


class Outcome(NamedTuple):
    """What a set decides for a case; the fields are those of Routing."""

    team: str
    priority: str
    tags: tuple[str, ...]
    restricted: bool
    assignee: str
    assign: str
    target: str
    rule_id: str
    rule_name: str


class Replayed(NamedTuple):
    before: Outcome
    after: Outcome


class Replay:
    """`of` answers for any facts and raises for none: a rule that cannot be run does not hold."""

    def __init__(self, before: RuleSet, after: RuleSet, *, triage_team: str) -> None:
        self._triage = triage_team
        keys: dict[str, int] = {}
        needs = []
        self._tests: list[Test] = []
        self._sets: list[_Numbered] = []
        for rule_set in (before, after):
            places: dict[int, list[int]] = {}
            for place, one in enumerate(rule_set.rules):
                key = repr(one.conditions)
                if key not in keys:
                    keys[key] = len(self._tests)
                    self._tests.append(one.holds)
                    needs.append(needed(one.conditions))
                places.setdefault(keys[key], []).append(place)
            self._sets.append(_Numbered(rule_set.rules, places))
        self._by_service, self._by_word, self._always = by_need(needs)

    def of(self, facts: RouteFacts) -> Replayed:
        held = self._held(View(facts))
        before, after = (self._outcome(numbered, held) for numbered in self._sets)
        return Replayed(before, after)

    def _held(self, view: View) -> list[int]:
        """Which conditions hold. What needs a word or a service that is not there is not even tried."""
        held = []
        for key in self._worth_trying(view):
            try:
                if self._tests[key](view):
                    held.append(key)
            except Exception:  # noqa: BLE001, S112 - as in routing itself: such a rule is skipped
                continue
        return held

    def _worth_trying(self, view: View) -> set[int]:
        numbers = {*self._always, *self._by_service.get(view.codes["service"], ())}
        if self._by_word:
            for word in view.words.split(" "):
                found = self._by_word.get(word)
                if found is not None:
                    numbers.update(found)
        return numbers

    def _outcome(self, numbered: "_Numbered", held: list[int]) -> Outcome:
        matched = []
        for place in sorted(place for key in held for place in numbered.places.get(key, ())):
            one = numbered.rules[place]
            matched.append(one)
            if one.rule.stop:
                break
        return Outcome(*outcome_of(matched, triage_team=self._triage))


class _Numbered(NamedTuple):
    """A set, and where in it each condition stands."""

    rules: tuple[CompiledRule, ...]
    places: dict[int, list[int]]
