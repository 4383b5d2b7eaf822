"""Whether a number may be rung, whether a message may be left, and what to say: a table."""

from datetime import time
from typing import Any

import pytest

from casework.ring_rules import Number, Verdict, is_safe_hour, judge
from casework.safety_rules import Safety

NOON = time(12)


def verdict(*, wrong: bool = False, name: str = "Amina Yusuf", at: time = NOON, **safety: Any) -> Verdict:
    number = Number(safety=Safety(**safety), name=name, wrong=wrong)
    return judge(number, at=at, office="Riverbank Help", neutral="the team")


@pytest.mark.parametrize(
    ("safety", "words"),
    [
        ({"do_not_use": True}, "do not use"),
        ({"call_ok": False}, "not safe to ring"),
        ({"do_not_use": True, "call_ok": False}, "do not use"),
        ({"wrong": True}, "Somebody else answers"),
        ({"safe_from": time(14), "safe_until": time(16)}, "only from 14:00 to 16:00"),
    ],
)
def test_a_number_is_not_rung(safety: dict[str, Any], words: str) -> None:
    assert words in verdict(**safety).refused


def test_it_is_told_whether_the_hour_alone_stands_against_it() -> None:
    evening = {"safe_from": time(18), "safe_until": time(20)}
    assert verdict(**evening).only_now
    assert not verdict(**evening, call_ok=False).only_now
    assert not verdict(**evening, at=time(19)).only_now


def test_any_other_number_is_rung() -> None:
    assert verdict().refused == ""
    assert verdict(call_ok=True, safe_from=time(9), safe_until=time(17)).refused == ""


@pytest.mark.parametrize(
    ("voicemail_ok", "words"), [(True, ""), (False, "not safe"), (None, "nobody has asked")]
)
def test_a_message_is_left_only_where_somebody_said_that_it_is_safe(
    voicemail_ok: bool | None, words: str
) -> None:
    found = verdict(voicemail_ok=voicemail_ok).no_voicemail
    assert (found == "") is (words == "") and words in found


@pytest.mark.parametrize(
    ("safety", "names_us", "words"),
    [
        ({"say_who_we_are": True}, True, "Say that you ring from Riverbank Help"),
        ({"say_who_we_are": None}, True, "only when you speak with them"),
        ({"say_who_we_are": True, "shared": True}, True, "only when you speak with them"),
        ({"say_who_we_are": False}, False, "you ring from the team"),
    ],
)
def test_what_to_say(safety: dict[str, Any], names_us: bool, words: str) -> None:
    found = verdict(**safety).say
    assert words in found and "Amina Yusuf" in found
    assert ("Riverbank Help" in found) is names_us


def test_what_to_heed_comes_in_words() -> None:
    found = verdict(shared=True, safe_hours="Not at weekends", safety_note="Her brother may answer")
    assert [each.split()[0] for each in found.heed] == ["Several", "Safe", "Her"]
    assert verdict(name="").say.startswith("Ask for the person")


@pytest.mark.parametrize(
    ("begins", "ends", "at", "safe"),
    [
        (None, None, time(3), True),
        (time(10), time(10), time(3), True),
        (time(10), time(12), time(10), True),
        (time(10), time(12), time(12), False),
        (time(22), time(6), time(23), True),
        (time(22), time(6), time(12), False),
    ],
)
def test_safe_hours_may_pass_midnight(begins: time | None, ends: time | None, at: time, safe: bool) -> None:
    assert is_safe_hour(begins, ends, at) is safe
