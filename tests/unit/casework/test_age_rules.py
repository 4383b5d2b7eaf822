"""How old somebody is on a day, and what that asks of staff."""

from datetime import date

import pytest

from casework import age_rules

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("born_on", "on", "years"),
    [
        (date(2013, 3, 2), date(2026, 3, 2), 13),
        (date(2013, 3, 3), date(2026, 3, 2), 12),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 3), date(2026, 3, 2), None),
        # Born on 29 February: a year older on 1 March where there is no such day
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
        # 1900 had no 29 February, 2000 had one
        (date(1896, 2, 29), date(1900, 2, 28), 3),
        (date(1896, 2, 29), date(1900, 3, 1), 4),
        (date(1980, 2, 29), date(2000, 2, 29), 20),
        (date(1899, 12, 31), date(2026, 1, 1), 126),
    ],
)
def test_age_is_counted_to_the_day(born_on: date, on: date, years: int | None) -> None:
    assert age_rules.age(born_on, on) == years


@pytest.mark.parametrize(
    ("born_on", "code"),
    [
        (date(2026, 3, 2), "under_13"),
        (date(2013, 3, 3), "under_13"),
        (date(2013, 3, 2), "under_16"),
        (date(2010, 3, 3), "under_16"),
        (date(2010, 3, 2), "under_18"),
        (date(2008, 3, 3), "under_18"),
        (date(2008, 3, 2), None),
        (date(1950, 1, 1), None),
        (date(2027, 1, 1), None),
        (None, None),
    ],
)
def test_each_band_begins_on_the_birthday(born_on: date | None, code: str | None) -> None:
    found = age_rules.band(born_on, TODAY)
    assert (found.code if found else None) == code


def test_the_bands_follow_each_other_without_a_gap() -> None:
    for earlier, later in zip(age_rules.BANDS, age_rules.BANDS[1:], strict=False):
        assert earlier.until == later.youngest
    assert (age_rules.BANDS[0].youngest, age_rules.BANDS[-1].until) == (0, age_rules.ADULT)


@pytest.mark.parametrize(
    ("born_on", "words"),
    [
        (date(2025, 3, 2), ("1 year old.", "parent or guardian", "safeguarding lead")),
        (date(2014, 1, 1), ("12 years old.", "parent or guardian", "safeguarding lead")),
        (date(2012, 1, 1), ("14 years old.", "may be in touch themselves", "Never share", "understand")),
        (date(2009, 1, 1), ("17 years old.", "speak for themselves", "Never share with a parent by itself")),
        (date(1980, 1, 1), ("46 years old",)),
    ],
)
def test_the_words_say_what_to_do(born_on: date, words: tuple[str, ...]) -> None:
    told = age_rules.age_words(born_on, TODAY)
    for part in words:
        assert part.casefold() in told.casefold()


@pytest.mark.parametrize("born_on", [None, date(2026, 3, 3)])
def test_what_is_not_known_is_not_said(born_on: date | None) -> None:
    assert age_rules.age_words(born_on, TODAY) == ""


@pytest.mark.parametrize(
    ("basis", "chosen", "born", "waits"),
    [
        ("parental", False, date(2013, 3, 2), True),
        ("parental", False, date(2008, 3, 3), True),
        ("parental", False, date(2013, 3, 3), False),  # under 13: a parent is who one speaks with
        ("parental", False, date(2008, 3, 2), False),  # an adult
        ("parental", False, None, False),
        ("parental", True, date(2013, 3, 2), False),  # staff chose it
        ("verbal", False, date(2013, 3, 2), False),
        ("", False, date(2013, 3, 2), False),
    ],
)
def test_a_parent_is_never_chosen_by_itself(basis: str, chosen: bool, born: date | None, waits: bool) -> None:
    found = age_rules.parent_waits(basis=basis, chosen=chosen, others=[None, born], on=TODAY)
    assert found is waits


def test_an_adults_age_is_nobodys_business_at_every_contact() -> None:
    assert age_rules.child_words(date(1980, 1, 1), TODAY) == ""
    assert age_rules.child_words(None, TODAY) == ""
    assert age_rules.child_words(date(2014, 1, 1), TODAY).startswith("12 years old.")
