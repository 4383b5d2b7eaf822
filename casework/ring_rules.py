"""Whether a number may be rung, whether a message may be left on it, and what to say. Pure.

What nobody asked is not safe: a message that the wrong person hears cannot be taken back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Final

from casework.safety_rules import Safety, span


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number as it is on record at this moment, and whom one wants to reach there."""

    safety: Safety
    name: str = ""
    wrong: bool = False
    """Somebody rang it for this person, and somebody else answered."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`refused` and `no_voicemail` say why and what instead, "" where it may be done."""

    refused: str
    no_voicemail: str
    say: str
    heed: tuple[str, ...]
    only_now: bool
    """It is refused for the hour alone."""


def judge(number: Number, *, at: time, office: str, neutral: str) -> Verdict:
    """`at` is the office's clock; `neutral` what we call ourselves where nobody may know who we are."""
    refused = next((words for rule in _REFUSALS if (words := rule(number, at))), "")
    return Verdict(
        refused=refused,
        no_voicemail=_no_voicemail(number.safety),
        say=_say(number, office=office, neutral=neutral),
        heed=_heed(number),
        only_now=bool(refused) and refused == _hours(number, at),
    )


def _not_used(number: Number, _at: time) -> str:
    if number.safety.do_not_use:
        return "Do not ring this number: it is marked “do not use”. Ring another, or write to them."
    return ""


def _not_rung(number: Number, _at: time) -> str:
    if number.safety.call_ok is False:
        return "Do not ring this number: it is not safe to ring. Ring another, or write to them."
    return ""


def _wrong(number: Number, _at: time) -> str:
    if number.wrong:
        return "Somebody else answers at this number. Ring another, or find out their number first."
    return ""


def _hours(number: Number, at: time) -> str:
    safety = number.safety
    if is_safe_hour(safety.safe_from, safety.safe_until, at):
        return ""
    return f"It is safe to ring only from {span(safety.safe_from, safety.safe_until)}. Ring them then."


_REFUSALS: Final[tuple[Callable[[Number, time], str], ...]] = (_not_used, _not_rung, _wrong, _hours)


def is_safe_hour(begins: time | None, ends: time | None, at: time) -> bool:
    """Hours may pass midnight. Without hours, or from a time until the same, every hour is safe."""
    if begins is None or ends is None or begins == ends:
        return True
    return begins <= at < ends if begins < ends else at >= begins or at < ends


def _no_voicemail(safety: Safety) -> str:
    if safety.voicemail_ok is False:
        return "Leave no message: somebody said that it is not safe."
    if safety.voicemail_ok is None:
        return "Leave no message: nobody has asked whether it is safe. Ask them when you reach them."
    return ""


def _say(number: Number, *, office: str, neutral: str) -> str:
    whom = number.name or "the person"
    if number.safety.say_who_we_are is False:
        return (
            f"Ask for {whom}. Do not say who we are, to nobody but them. "
            f"If somebody asks, say that you ring from {neutral}."
        )
    if number.safety.say_who_we_are is None or number.safety.shared:
        return f"Ask for {whom} first. Say that you ring from {office} only when you speak with them."
    return f"Say that you ring from {office} and ask for {whom}."


def _heed(number: Number) -> tuple[str, ...]:
    safety = number.safety
    told = (
        (safety.shared, "Several people use this phone. Make sure who answers before you say anything."),
        (bool(safety.safe_hours), f"Safe hours: {safety.safe_hours}"),
        (bool(safety.safety_note), safety.safety_note),
    )
    return tuple(words for applies, words in told if applies)
