"""How long one contact takes through 200 routing rules: the engine alone, no database, one core.

The rules are what offices write: a third by service (half of those with words beside it), a third by words (any of four
to eight, with endings and phrases), the rest by postcode, area, answers, channel, language, hours, patterns, repeated
contact and what the person needs, some with exceptions. One in eight only tags or raises the priority. The contacts are
ten: texts, forms and notes of calls of 40 to 400 characters, most of which the last rules decide, so nearly every rule is
tried for each. Longer contacts are measured apart. Sizes: CONTACTS of a round, ROUNDS.
"""

import gc
import random
import time
from datetime import UTC, datetime
from statistics import median
from typing import Any, Final

from bench.figures import Figure, Sizes
from casework.routing import RouteFacts, Rule, RuleSet, compile_rules, route

PROMISED_MS: Final = 1.0
# Twice the rules may take little more than twice the time: the rest is noise of the machine.
LINEAR: Final = 2.5
RULES: Final = 200

_WORDS: Final = tuple(
    word
    for row in (
        "damp mould boiler heating leak repair landlord evict* arrears rent bailiff court debt loan",
        "benefit* credit tax bill meter food bank bin* rubbish pothole lamp tree noise parking school",
        "nursery carer hospital prescription visa passport interpreter bus taxi dog rats wasps bonfire",
        "flood drain graffiti",
    )
    for word in row.split()
)
_SAID: Final = (
    "The boiler in our flat has been broken since Monday and my mother is ill, can somebody please ring me back today?",
    "hi can u tell me when my bin gets emptied thx",
    "I rang last week about the letter from the court and nobody has called me back. I am worried about the bailiffs.",
    "Rang about a lamp post outside number 12 which has been out for a fortnight, passed to the team",
    "Could you help me to fill in the form? I do not read English very well and my daughter is at school.",
)


def run(sizes: Sizes) -> list[Figure]:
    contacts, rounds = sizes.number("CONTACTS", otherwise=200), sizes.number("ROUNDS", otherwise=9)
    rule_set, double = office(RULES), office(2 * RULES)
    ordinary = situations()
    single = _median_ms(rule_set, ordinary, contacts, rounds)
    return [
        Figure(name="routing_200_rules_ms", value=single, unit="ms", at_most=PROMISED_MS),
        Figure(
            name="routing_500_rules_ms", value=_median_ms(office(500), ordinary, contacts, rounds), unit="ms"
        ),
        Figure(
            name="routing_growth",
            value=_median_ms(double, ordinary, contacts, rounds) / single,
            unit="times the time for twice the rules",
            at_most=LINEAR,
        ),
        *_by_script(rule_set, rounds),
        Figure(
            name="routing_100000_characters_ms",
            value=_median_ms(rule_set, [RouteFacts(text="Café, l'été, où est Zoë? " * 4000)], 1, 3),
            unit="ms",
        ),
    ]


def _by_script(rule_set: RuleSet, rounds: int) -> list[Figure]:
    """1,600 characters, the longest text: each script, and first the slowest of them."""
    taken = {script: _median_ms(rule_set, [facts], 20, rounds) for script, facts in long_ones().items()}
    return [
        Figure(name="routing_1600_characters_ms", value=max(taken.values()), unit="ms"),
        *(
            Figure(name=f"routing_1600_{script}_ms", value=value, unit="ms")
            for script, value in taken.items()
        ),
    ]


def _median_ms(rule_set: RuleSet, situations: list[RouteFacts], contacts: int, rounds: int) -> float:
    """Of single decisions, by the clock, over all rounds."""
    taken: list[float] = []
    gc.collect()
    for _ in range(rounds):
        for number in range(contacts):
            facts = situations[number % len(situations)]
            begin = time.perf_counter()
            route(rule_set, facts, triage_team="triage")
            taken.append(time.perf_counter() - begin)
    return median(taken) * 1000


def office(rules: int) -> RuleSet:
    """The same rules every time."""
    dice = random.Random(4)
    rule_set = compile_rules(_rule(number, dice) for number in range(rules))
    if rule_set.faults:
        raise AssertionError(f"A rule of the mix cannot be used: {rule_set.faults[0]}")
    return rule_set


def _rule(number: int, dice: random.Random) -> Rule:
    conditions: dict[str, list[dict[str, Any]]] = {"all": [_KINDS[number % len(_KINDS)](number, dice)]}
    if number % 4 == 0:
        conditions["any"] = [_words(number, dice), _words(number, dice)]
    if number % 7 == 0:
        conditions["none"] = [_when("channel", "is", "letter")]
    side = number % 8 == 5
    return Rule(
        f"Rule {number}",
        conditions,
        team="" if side else f"team-{number % 12}",
        priority="high" if side else "",
        tags=(f"tag-{number}",) if side else (),
        id=str(number),
        position=number,
    )


def _when(fact: str, op: str, value: Any) -> dict[str, Any]:
    return {"fact": fact, "op": op, "value": value}


def _words(number: int, dice: random.Random) -> dict[str, Any]:
    """Words that few contacts have: most rules of a real office do not fit most contacts."""
    wanted = dice.sample(_WORDS, dice.randint(4, 8))
    return _when("words", "any_of", [f"{word} {dice.choice(_WORDS).rstrip('*')}" for word in wanted])


def _service(number: int, dice: random.Random) -> dict[str, Any]:
    return _when("service", "is_any_of", [f"service-{dice.randint(0, 90)}" for _ in range(3)])


_KINDS: Final = (
    _service,
    _words,
    lambda number, dice: _when("postcode", "is_in", [f"ZR{dice.randint(1, 60)} {number % 9}"]),
    _service,
    _words,
    lambda number, dice: _when("answers.danger", "is_any_of", [f"kind-{number}", "gas"]),
    _service,
    _words,
    lambda number, dice: _when("area", "is_any_of", [f"area-{number}"]),
    _service,
    _words,
    lambda number, dice: _when("words", "pattern", rf"\bref(erence)? ?{number}\d+\b"),
    _service,
    _words,
    lambda number, dice: _when("adjustments", "any_of", ["sign language", f"need {number}"]),
    _service,
    _words,
    lambda number, dice: _when("language", "is_any_of", ["cy", "pl"]),
    _service,
    _words,
    lambda number, dice: _when("last_contact", "within_days", "2"),
)


def situations() -> list[RouteFacts]:
    """Ten contacts, half of them with the service that a form knows."""
    at = datetime(2026, 3, 3, 10, 30, tzinfo=UTC)
    return [
        RouteFacts(
            service=f"service-{number * 17 % 90}" if number % 2 else "",
            channel=("sms", "web", "phone")[number % 3],
            text=_SAID[number % len(_SAID)] * (1 + number // 5),
            postcode="ZR3 4AB" if number % 3 == 0 else "",
            answers={"danger": "none"} if number % 2 else {},
            language="en",
            at=at,
            is_open=True,
            last_contact_days=number * 3,
            adjustments="Large print, please" if number == 4 else "",
        )
        for number in range(10)
    ]


def long_ones() -> dict[str, RouteFacts]:
    """1,600 characters of one script each."""
    scripts = {
        "latin": "My boiler is broken. ",
        "welsh": "Mae’r tŷ yn oer â’r gŵr yn sâl. ",
        "arabic": "لا توجد تدفئة في المنزل. ",
        "chinese": "家里没有暖气已经三天了。",
        "emoji": "🥶🏠👩‍👧‍👦 no heat ",
        "combining": "e\u0301a\u0308n\u0303 " * 2,
    }
    return {name: RouteFacts(text=(words * 1600)[:1600]) for name, words in scripts.items()}
