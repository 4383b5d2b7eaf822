"""What makes somebody less safe, and what does not."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.safety_rules import Safety, changed, loosened, mark, told
from casework.send_rules import inside

PLAIN = Safety()
STRICT = Safety(
    text_ok=False, call_ok=False, voicemail_ok=False, say_who_we_are=False, safe_from=time(18), safe_until=time(20),
    safe_hours="after work", do_not_use=True, safety_note="He reads her phone", shared=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"text_ok": False}, {"text_ok": None}, "texting it"),
        ({"text_ok": False}, {"text_ok": True}, "texting it"),
        ({"call_ok": False}, {"call_ok": True}, "ringing it"),
        ({"voicemail_ok": False}, {"voicemail_ok": None}, "leaving messages on it"),
        ({"say_who_we_are": False}, {"say_who_we_are": None}, "saying who we are"),
        ({"do_not_use": True}, {"do_not_use": False}, "using it again"),
        ({"shared": True}, {"shared": False}, "no longer marking it as shared"),
        ({"safety_note": "He reads it"}, {"safety_note": ""}, "other words in the note"),
        ({"safety_note": "He reads it"}, {"safety_note": "She reads it"}, "other words in the note"),
        ({"safe_hours": "after work"}, {"safe_hours": "any time"}, "other words about the hours"),
        (
            {"safe_from": time(9), "safe_until": time(17)},
            {"safe_from": None, "safe_until": None},
            "more hours",
        ),
        ({"safe_from": time(9), "safe_until": time(17)}, {"safe_until": time(17, 1)}, "more hours"),
        ({"safe_from": time(22), "safe_until": time(2)}, {"safe_from": time(21)}, "more hours"),
        ({"safe_hours": "after work"}, {"safe_from": time(9), "safe_until": time(17)}, "more hours"),
    ],
)
def test_what_lets_more_through_is_loosening(
    before: dict[str, Any], after: dict[str, Any], words: str
) -> None:
    was = replace(PLAIN, **before)
    assert loosened(was, replace(was, **after)) == (words,)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"text_ok": True}),
        ({}, {"call_ok": True, "voicemail_ok": True, "say_who_we_are": True}),
        ({"text_ok": True}, {"text_ok": None}),
        ({"text_ok": True}, {"text_ok": False}),
        ({}, {"safe_from": time(9), "safe_until": time(17)}),
        ({"safe_from": time(9), "safe_until": time(17)}, {"safe_from": time(10), "safe_until": time(16)}),
        ({"safe_from": time(22), "safe_until": time(2)}, {"safe_from": time(23), "safe_until": time(1)}),
        ({"safe_from": time(22), "safe_until": time(2)}, {"safe_from": time(0), "safe_until": time(2)}),
        ({"safety_note": "He reads it"}, {"safety_note": "He reads it. Use her work number."}),
        ({}, {"safe_hours": "after work", "do_not_use": True, "shared": True, "safety_note": "Careful"}),
    ],
)
def test_what_tightens_or_answers_is_not(before: dict[str, Any], after: dict[str, Any]) -> None:
    was = replace(PLAIN, **before)
    assert loosened(was, replace(was, **after)) == ()


def test_from_as_strict_as_can_be_every_step_back_is_loosening() -> None:
    assert len(loosened(STRICT, PLAIN)) == 9
    assert loosened(PLAIN, STRICT) == ()


CLOCKS = st.integers(0, 1439).map(lambda minute: time(*divmod(minute, 60)))


@given(CLOCKS, CLOCKS, CLOCKS, CLOCKS)
def test_hours_are_looser_just_where_some_minute_is_new(a: time, b: time, c: time, d: time) -> None:
    was, becomes = Safety(safe_from=a, safe_until=b), Safety(safe_from=c, safe_until=d)
    clocks = [time(*divmod(minute, 60)) for minute in range(1440)]
    new = any(inside(clock, c, d) and not inside(clock, a, b) for clock in clocks)
    assert bool(loosened(was, becomes)) == new


def test_a_difference_is_told_without_repeating_what_was_noted() -> None:
    words = " ".join(changed(PLAIN, STRICT))
    assert "Text them: not asked, now no" in words and "Safe hours: not asked, now 18:00 to 20:00" in words
    assert "Safety note: empty, now written" in words and "He reads" not in words
    assert told(STRICT)["safety_note"] == "He reads her phone"


def test_a_mark_is_another_as_soon_as_anything_differs() -> None:
    marks = {
        mark(each) for each in (PLAIN, STRICT, replace(PLAIN, text_ok=False), replace(PLAIN, text_ok=True))
    }
    assert len(marks) == 4 and mark(PLAIN) == mark(Safety())


def test_at_any_time_is_an_answer_and_overrules_hours_that_stand_in_words() -> None:
    words = Safety(safe_hours="after school")
    always = Safety(safe_hours="after school", safe_from=time(0), safe_until=time(0))
    assert changed(words, always) == ("Safe hours: not asked, now any",)
    assert loosened(words, always) == ("more hours",)
