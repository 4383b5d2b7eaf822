"""May they act for somebody? What is on record, whether it runs on a day, and the words for it."""

from dataclasses import dataclass
from datetime import date

import pytest

from casework import authority
from casework.authority import Authority, Standing

DAY = date(2026, 3, 27)


@dataclass
class Party:
    role: str = "representative"
    authority_basis: str = ""
    authority_scope: str = ""
    authority_until: date | None = None


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (Authority(), Standing.NONE),
        (Authority(basis="verbal"), Standing.RUNNING),
        (Authority(scope="the repair"), Standing.RUNNING),
        (Authority(basis="written", until=date(2026, 3, 28)), Standing.RUNNING),
        (Authority(basis="written", until=DAY), Standing.RUNNING),
        (Authority(basis="written", until=date(2026, 3, 26)), Standing.LAPSED),
        (Authority(until=date(1999, 1, 1)), Standing.LAPSED),
    ],
)
def test_an_authority_runs_until_the_end_of_its_last_day(record: Authority, expected: Standing) -> None:
    assert authority.standing(record, on=DAY) is expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (Authority(), "No authority is on record"),
        (Authority(basis="parental"), "Parental responsibility, no end date"),
        (Authority(basis="written", until=DAY), "Written permission until 27 March 2026"),
        (
            Authority(basis="verbal", until=date(2026, 3, 1)),
            "Spoken permission, lapsed: it ran until 1 March 2026",
        ),
        (
            Authority(until=date(2026, 3, 1)),
            "Authority, basis not recorded, lapsed: it ran until 1 March 2026",
        ),
        (Authority(basis="Court of Protection"), "Court of Protection, no end date"),
        (Authority(scope="the secret they told"), "Authority, basis not recorded, no end date"),
    ],
)
def test_the_words_say_basis_and_end_and_never_the_scope(record: Authority, expected: str) -> None:
    assert authority.words(record, on=DAY) == expected


def test_only_a_representative_without_any_is_shown_as_missing_one() -> None:
    missing = authority.shown(Party(), on=DAY)
    assert missing is not None and missing.tone == "red"
    assert authority.shown(Party(role="interpreter"), on=DAY) is None


def test_a_lapsed_one_is_red_and_a_running_one_is_not() -> None:
    lapsed = authority.shown(Party(authority_basis="verbal", authority_until=date(2026, 3, 26)), on=DAY)
    running = authority.shown(Party(authority_basis="verbal", authority_scope="the repair"), on=DAY)
    assert lapsed is not None and lapsed.tone == "red"
    assert running is not None and (running.tone, running.scope) == ("grey", "the repair")


def test_an_authority_stays_on_record_in_any_role() -> None:
    shown = authority.shown(Party(role="supporter", authority_basis="written"), on=DAY)
    assert shown is not None and shown.text == "Written permission, no end date"
