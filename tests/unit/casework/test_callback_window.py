"""When they want to be rung, as handlers write it. It is Monday 2 March 2026, noon, in London."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from casework.forms import callback_window
from casework.forms.callback_window import NotAWindow, Window

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2pm to 4pm", "today 14:00 to 16:00"),
        ("2 to 4", "today 14:00 to 16:00"),
        ("2-4pm", "today 14:00 to 16:00"),
        ("14:00-16:30", "today 14:00 to 16:30"),
        ("between 2 and 4", "today 14:00 to 16:00"),
        ("10 to 2", "today 10:00 to 14:00"),
        ("10 to 2pm", "today 10:00 to 14:00"),
        ("9 to 11", "tomorrow 09:00 to 11:00"),
        ("tomorrow 9 to 11", "tomorrow 09:00 to 11:00"),
        ("9am to 11am tomorrow", "tomorrow 09:00 to 11:00"),
        ("today after 3pm", "today 15:00 to 17:00"),
        ("after 6pm", "today 18:00 to 20:00"),
        ("before 4", "today before 16:00"),
        ("by noon", "tomorrow before 12:00"),
        ("tomorrow before noon", "tomorrow before 12:00"),
        ("2 p.m. to 4 p.m.", "today 14:00 to 16:00"),
        ("3pm", "today 15:00 to 16:00"),
        ("at 3.30pm", "today 15:30 to 16:30"),
        ("11pm", "today 23:00 to 23:59"),
        ("Thursday", "Thursday 5 March 09:00 to 17:00"),
        ("thu 10 to 12", "Thursday 5 March 10:00 to 12:00"),
        ("on Thursday morning", "Thursday 5 March 09:00 to 12:00"),
        ("Monday 3pm", "today 15:00 to 16:00"),
        ("next Monday 3pm", "Monday 9 March 15:00 to 16:00"),
        ("tomorrow", "tomorrow 09:00 to 17:00"),
        ("day after tomorrow, afternoon", "Wednesday 4 March 12:00 to 17:00"),
        ("this afternoon", "today 12:00 to 17:00"),
        ("morning", "tomorrow 09:00 to 12:00"),
        ("27/3 2pm", "Friday 27 March 14:00 to 15:00"),
        ("27 March 2pm to 3pm", "Friday 27 March 14:00 to 15:00"),
        ("the 27th of march", "Friday 27 March 09:00 to 17:00"),
        ("1/2", "Monday 1 February 09:00 to 17:00"),
        ("12.30", "today 12:30 to 13:30"),
        ("２pm to ４pm", "today 14:00 to 16:00"),
    ],
)
def test_it_is_read_as_people_mean_it(typed: str, said: str) -> None:
    found = callback_window.read(typed, now=NOW)
    assert found is not None
    assert callback_window.words(found, now=NOW) == said


@pytest.mark.parametrize("typed", ["", "  ", " . "])
def test_nothing_written_is_no_window(typed: str) -> None:
    assert callback_window.read(typed, now=NOW) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("whenever he likes", "no time to ring"),
        ("4pm to 2pm", "begin before it ends"),
        ("today 9am to 10am", "has passed"),
        ("25:00", "does not exist"),
        ("31/2", "real date"),
        ("27/3/2030", "more than a year ahead"),
        ("to", "no time to ring"),
        ("‮2pm", ""),
    ],
)
def test_what_is_no_time_says_what_to_write(typed: str, words: str) -> None:
    if not words:
        assert callback_window.read(typed, now=NOW) is not None
        return
    with pytest.raises(NotAWindow, match=words):
        callback_window.read(typed, now=NOW)


def test_a_window_over_the_change_of_clocks_keeps_its_wall_clock() -> None:
    saturday = datetime(2026, 3, 28, 12, 0, tzinfo=LONDON)
    found = callback_window.read("tomorrow 1pm to 3pm", now=saturday)
    assert found is not None and found.begins is not None
    assert (found.begins.utcoffset(), found.begins.hour, found.ends.hour) == (
        datetime(2026, 3, 29, 13, tzinfo=LONDON).utcoffset(),
        13,
        15,
    )


def test_a_window_of_which_nothing_is_left_is_never_made() -> None:
    late = datetime(2026, 3, 2, 23, 59, 30, tzinfo=LONDON)
    found = callback_window.read("11pm", now=late)
    assert found is not None and callback_window.words(found, now=late) == "tomorrow 23:00 to 23:59"


def test_a_window_of_two_days_names_both() -> None:
    window = Window(NOW, NOW.replace(day=3, hour=9))
    assert callback_window.words(window, now=NOW) == "today 12:00 to tomorrow 09:00"
