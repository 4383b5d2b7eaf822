"""May this text go? The sheet a manager reads, and what must hold whatever the sheet says."""

import csv
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import phone_numbers
from casework.send_rules import Facts, Limits, Point, Spent, Verdict, inside, judge, next_at

LONDON = ZoneInfo("Europe/London")
SHEET = Path(__file__).parents[2] / "sending" / "situations.csv"
FORWARD, BACK = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
IS = {
    "only claimed": {"confirmed": False},
    "do not use": {"do_not_use": True},
    "opted out": {"opted_out": True},
    "text yes": {"text_ok": True},
    "text no": {"text_ok": False},
    "shared": {"shared": True},
    "ours": {"ours": True},
    "e-mail": {"kind": "email"},
}
with SHEET.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def moment(words: str) -> datetime:
    """Local time as the sheet has it, `GMT` the second time of an hour that comes twice."""
    day, clock, *zone = words.split()
    local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LONDON, fold=int(zone == ["GMT"]))
    return local.astimezone(UTC)


def span(words: str) -> tuple[time | None, time | None]:
    begins, _, ends = words.partition("-")
    return (time.fromisoformat(begins), time.fromisoformat(ends)) if words else (None, None)


def parts_of(words: str) -> list[str]:
    return [part.strip() for part in words.split(";") if part.strip()]


def point_of(row: dict[str, str]) -> Point:
    number = row["number"] or "+447700900101"
    given: dict[str, Any] = {"kind": "phone", "value": phone_numbers.read(number).value or number}
    given |= {
        "confirmed": True,
        **dict(zip(("safe_from", "safe_until"), span(row["safe hours"]), strict=True)),
    }
    for words in parts_of(row["number is"]):
        given |= IS.get(words) or {"safe_words": words.removeprefix("only ")}
    return Point(**given)


def lately(row: dict[str, str], now: datetime) -> dict[str, Any]:
    spent: dict[str, Any] = {}
    more: dict[str, Any] = {}
    for words in parts_of(row["lately"]):
        match words.split():
            case ["heard", minutes, "min", "ago"]:
                spent["heard_at"] = now - timedelta(minutes=int(minutes))
            case ["answered", hours, "h", "ago"]:
                spent["acknowledged_at"] = now - timedelta(hours=int(hours))
            case [number, "texts"]:
                spent["to_number"] = int(number)
            case [number, "parts"]:
                spent["parts_today"] = int(number)
            case [number, "parts", "long"]:
                more["parts"] = int(number)
            case ["at", "night"]:
                more["at_night"] = True
            case _:
                raise ValueError(f"The sheet says “{words}”, which nobody understands.")
    return {"spent": Spent(**spent), **more}


def facts_of(row: dict[str, str]) -> Facts:
    now = moment(row["when"])
    begins, ends = span(row["quiet hours"])
    limits = Limits(zone=LONDON, quiet_from=begins, quiet_until=ends)
    return Facts(point=point_of(row), limits=limits, now=now, purpose=row["purpose"], **lately(row, now))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["situation"])
def test_it_comes_out_as_the_sheet_says(row: dict[str, str]) -> None:
    found = judge(facts_of(row))

    expected = moment(row["until"]) if row["until"] else None
    assert (found.outcome, found.code, found.until) == (row["expected"], row["code"], expected), found.words


def test_every_line_is_a_situation_of_its_own_and_every_rule_has_one() -> None:
    assert len({row["situation"] for row in ROWS}) == len(ROWS) >= 75
    codes = Counter(row["code"] for row in ROWS)
    texts = {
        "do_not_use", "opted_out", "unsafe", "ours", "number", "no_phone", "claimed", "shared", "safe_words", "hour",
        "never", "acknowledged", "number_budget", "day_budget",
    }  # fmt: skip
    assert texts <= set(codes)


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["expected"] != "send"], ids=lambda row: row["situation"]
)
def test_whatever_is_held_back_says_why_in_a_sentence(row: dict[str, str]) -> None:
    words = judge(facts_of(row)).words
    assert not words[0].islower() and words.endswith(".") and len(words) <= 300


def test_nobody_to_send_to_is_said() -> None:
    facts = Facts(point=None, limits=Limits(zone=LONDON), spent=Spent(), now=FORWARD)
    assert judge(facts).code == "nobody"


CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
NIGHTS = st.sampled_from([FORWARD, BACK])
AROUND = st.integers(-36 * 60, 36 * 60).map(lambda minutes: timedelta(minutes=minutes))
PURPOSES = st.sampled_from(
    ["reply", "link", "acknowledgement", "filing_question", "help", "dialogue", "closing", "bulk"]
)


def asked(now: datetime, safe: tuple[time, time], quiet: tuple[time, time], purpose: str) -> Verdict:
    point = Point(kind="phone", value="+447700900101", confirmed=True, safe_from=safe[0], safe_until=safe[1])
    limits = Limits(zone=LONDON, quiet_from=quiet[0], quiet_until=quiet[1])
    return judge(Facts(point=point, limits=limits, spent=Spent(), now=now, purpose=purpose))


@given(NIGHTS, AROUND, st.tuples(CLOCKS, CLOCKS), st.tuples(CLOCKS, CLOCKS), PURPOSES)
def test_around_both_nights_nothing_goes_outside_safe_hours_or_in_quiet_ones(
    night: datetime, delta: timedelta, safe: tuple[time, time], quiet: tuple[time, time], purpose: str
) -> None:
    now = night + delta
    found = asked(now, safe, quiet, purpose)
    local = now.astimezone(LONDON).time()
    allowed = inside(local, *safe) and not inside(local, *quiet)
    assert (found.outcome == "send") == allowed


@given(NIGHTS, AROUND, st.tuples(CLOCKS, CLOCKS), st.tuples(CLOCKS, CLOCKS))
def test_asked_again_when_told_to_it_ends_in_a_few_askings(
    night: datetime, delta: timedelta, safe: tuple[time, time], quiet: tuple[time, time]
) -> None:
    """A wait is later than now, and asked again then it is sent, or waits again, but never for ever."""
    now = night + delta
    for _ in range(8):
        found = asked(now, safe, quiet, "reply")
        if found.until is None:
            break
        assert now < found.until <= now + timedelta(hours=49)
        now = found.until
    assert found.outcome in ("send", "refuse")


@given(NIGHTS, AROUND, CLOCKS)
def test_the_next_time_a_clock_shows_is_later_and_within_two_days(
    night: datetime, delta: timedelta, clock: time
) -> None:
    after = night + delta
    found = next_at(after, clock, LONDON)
    assert after < found <= after + timedelta(hours=49)
    shown = found.astimezone(LONDON)
    skipped = shown.date() == FORWARD.date() and time(1) <= clock < time(2)
    assert shown.time() == (clock.replace(hour=2) if skipped else clock)


@pytest.mark.parametrize(
    ("begins", "ends", "minutes"),
    [
        ("00:00", "00:00", 1440), ("00:00", "03:00", 180), ("01:00", "02:00", 60), ("22:00", "02:00", 240),
        ("23:30", "01:30", 120), ("01:30", "01:15", 1425), ("02:00", "01:00", 1380),
    ],
)  # fmt: skip
@pytest.mark.parametrize("night", [FORWARD, BACK], ids=["forward", "back"])
def test_a_span_is_as_long_as_the_night_makes_it(
    night: datetime, begins: str, ends: str, minutes: int
) -> None:
    """Counted by the minutes that pass on that local day: the skipped hour is not there, the doubled one twice."""
    first = datetime.combine(night.date(), time(0), tzinfo=LONDON).astimezone(UTC)
    last = datetime.combine(night.date() + timedelta(days=1), time(0), tzinfo=LONDON).astimezone(UTC)
    length = (last - first) // timedelta(minutes=1)
    clocks = [(first + timedelta(minutes=n)).astimezone(LONDON).time() for n in range(length)]
    counted = sum(inside(clock, time.fromisoformat(begins), time.fromisoformat(ends)) for clock in clocks)
    in_the_hour = sum(
        inside(time(1, minute), time.fromisoformat(begins), time.fromisoformat(ends)) for minute in range(60)
    )
    assert length == (23 if night == FORWARD else 25) * 60
    assert counted == minutes + (-in_the_hour if night == FORWARD else in_the_hour)
