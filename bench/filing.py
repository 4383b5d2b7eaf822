"""How many filing decisions one core takes a second: the engine alone, no database, 20 cases known of every sender.

The mix is 24 situations, taken in turn, all with 20 cases: each of the eleven rules decides at least one, as does the
courtesy that belongs to no case. Seven are the plain text of everyday (only open case, reply to our text, one of
several, closed lately, nothing of this), with texts from one word to 900 characters; the rest are the repeated
delivery, a keyword, staff's choice, a link, references, thanks with a reference, answers to a question, remarks that
are none, an opted-out number, thanks to several, phone, web form, and one number with merged cases. Sizes: DECISIONS
of a round, ROUNDS.
"""

import gc
import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any, Final

from bench.figures import Figure, Sizes
from casework.filing import CaseFact, ContactFact, Facts, OutboundFact, QuestionFact, decide
from casework.references import new_reference

PROMISED: Final = 20_000
CASES: Final = 20
RULES: Final = frozenset({*map(str, range(1, 12)), "courtesy"})

_NOW: Final = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
_HOUR: Final = timedelta(hours=1)
_SHORT: Final = "the kitchen tap is dripping again and the boiler went off this morning"
_LONG: Final = (f"{_SHORT}. " * 13)[:900]
_DRAWN: Final = random.Random(3).randrange
_REFERENCES: Final = tuple(new_reference(_DRAWN) for _ in range(CASES + 1))


def run(sizes: Sizes) -> list[Figure]:
    """By the clock and by processor time. On a busy machine they differ, and the clock's best round is the nearest."""
    mix, decisions = situations(), sizes.number("DECISIONS", otherwise=25_000)
    decided = {decide(facts).rule for facts in mix}
    if decided != RULES:
        raise AssertionError(f"The mix no longer reaches every rule: {sorted(RULES - decided)}")
    rounds = [_timed(mix, decisions) for _ in range(sizes.number("ROUNDS", otherwise=7))]
    by_clock, by_processor = zip(*rounds, strict=True)
    return [
        Figure(name="filing_decisions_per_s", value=max(by_clock), unit="1/s", at_least=PROMISED),
        Figure(name="filing_decisions_per_s_median", value=median(by_clock), unit="1/s"),
        Figure(name="filing_decisions_per_cpu_s", value=max(by_processor), unit="1/s"),
        Figure(name="filing_decisions_per_cpu_s_median", value=median(by_processor), unit="1/s"),
        Figure(name="filing_slowest_situation", value=_slowest(mix) * 1e6, unit="µs"),
        Figure(name="filing_decisions_measured", value=decisions * len(rounds), unit="decisions"),
    ]


def _timed(mix: list[Facts], decisions: int) -> tuple[float, float]:
    """Decisions a second on one core, by the clock and by the processor time of this process."""
    todo = [mix[number % len(mix)] for number in range(decisions)]
    gc.collect()
    clock, processor = time.perf_counter(), time.process_time()
    for facts in todo:
        decide(facts)
    return decisions / (time.perf_counter() - clock), decisions / (time.process_time() - processor)


def _slowest(mix: list[Facts], times: int = 200) -> float:
    """Processor seconds of one decision in the situation that takes longest."""

    def seconds(facts: Facts) -> float:
        begin = time.process_time()
        for _ in range(times):
            decide(facts)
        return (time.process_time() - begin) / times

    return max(map(seconds, mix))


def situations() -> list[Facts]:
    """The mix, in its order."""
    text, sent = _text, (OutboundFact(case="3", at=_NOW - 3 * _HOUR),)
    asked = QuestionFact(asked_at=_NOW - 2 * _HOUR, choices=("0", "1", "2", "3", "4", "new"))
    several, one, closed, old = _cases(3), _cases(1), _cases(0), _cases(0, closed_days=40)
    own, theirs = {_REFERENCES[2]: "2"}, {_REFERENCES[CASES]: "stranger"}
    return [
        text(_SHORT, one),
        text(_LONG, one),
        text("any news?", several),
        text("yes the brown one", several, outbound=sent),
        text(_LONG, several, outbound=sent),
        text(_SHORT, closed),
        text(_LONG, old),
        text("my tap leaks", several, seen_before=True),
        text("Stop.", several),
        text("rang about the tap", several, channel="phone", staff_choice="1"),
        text("here is the photo", several, link="2"),
        text(f"any news on {_REFERENCES[2]}", several, named=own),
        text(f"my neighbour gave me {_REFERENCES[CASES]}", several, named=theirs),
        text(f"Thank you so much! {_REFERENCES[2]}", several, named=own),
        text(" 2. ", several, question=asked),
        text("new", several, question=asked),
        text("12 High Street", several, question=asked),
        text(_SHORT, several, opted_out=True),
        text("ok thanks 👍", several),
        text("thank you for letting me know", one),
        text("rang for news", several, channel="phone"),
        text(_SHORT, several, channel="web", service="missed-bin"),
        text(_SHORT, _cases(0, closed_days=40), channel="web", service="street-light"),
        text("any news?", _with_merged(_cases(6))),
    ]


def _text(words: str, cases: tuple[CaseFact, ...], **more: Any) -> Facts:
    about_contact = {key: more.pop(key) for key in tuple(more) if key in ContactFact.__dataclass_fields__}
    contact = ContactFact(**{"channel": "sms", "at": _NOW, "text": words, **about_contact})
    return Facts(contact=contact, cases=cases, **more)


def _cases(open_ones: int, *, closed_days: int = 5) -> tuple[CaseFact, ...]:
    """The first so many open, the rest closed that many days ago or longer; in no order, as a database gives them."""
    cases = [_case(number, is_open=number < open_ones, closed_days=closed_days) for number in range(CASES)]
    random.Random(7).shuffle(cases)
    return tuple(cases)


def _case(number: int, *, is_open: bool, closed_days: int) -> CaseFact:
    closed_at = _NOW - timedelta(days=closed_days + number)
    return CaseFact(
        key=str(number),
        reference=_REFERENCES[number],
        is_open=is_open,
        last_activity=_NOW - timedelta(days=1 + number) if is_open else closed_at,
        service="missed-bin" if number % 2 else "housing-repair",
        service_name="Missed bin" if number % 2 else "Housing repair",
        origin="phone",
        opened_at=closed_at - timedelta(days=30),
        closed_at=None if is_open else closed_at,
        parties=("amina",) if number % 3 else ("amina", "boris"),
    )


def _with_merged(cases: tuple[CaseFact, ...]) -> tuple[CaseFact, ...]:
    """Two of the open cases merged into the first."""
    return tuple(_into_first(case) if case.key in {"4", "5"} else case for case in cases)


def _into_first(case: CaseFact) -> CaseFact:
    return replace(case, is_open=False, closed_at=case.last_activity, merged_into="0")
