"""What may be done with a number, and whether a change of it makes somebody less safe. Pure.

Tightening never waits for anybody. Whatever lets more through than before is loosening, and a lead answers for it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import time
from typing import Final

DAY: Final = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Safety:
    """The safe-contact words of one number or address. None is "not asked"."""

    text_ok: bool | None = None
    call_ok: bool | None = None
    voicemail_ok: bool | None = None
    say_who_we_are: bool | None = None
    safe_from: time | None = None
    safe_until: time | None = None
    safe_hours: str = ""
    do_not_use: bool = False
    safety_note: str = ""
    shared: bool = False
    """Somebody said that several people use this telephone."""


def mark(safety: Safety) -> str:
    """Tells whether it is still the same that somebody read."""
    return hashlib.sha256(repr(astuple(safety)).encode()).hexdigest()[:16]


def loosened(before: Safety, after: Safety) -> tuple[str, ...]:
    """What the change lets through that was held back before, in words; empty where it only tightens or answers.

    A "yes" where nobody had asked is an answer and anybody's to note: the guard itself asks staff to ask.
    """
    return tuple(words for words, rule in RULES if rule(before, after))


def _withdrawn(name: str) -> Callable[[Safety, Safety], bool]:
    def rule(before: Safety, after: Safety) -> bool:
        return getattr(before, name) is False and getattr(after, name) is not False

    return rule


def _unset(name: str) -> Callable[[Safety, Safety], bool]:
    return lambda before, after: bool(getattr(before, name)) and not getattr(after, name)


def _words_gone(name: str) -> Callable[[Safety, Safety], bool]:
    """More words may be added; those that stand there must stay."""
    return lambda before, after: getattr(before, name) not in getattr(after, name)


def _wider_hours(before: Safety, after: Safety) -> bool:
    """Also hours where only words stood: with them, what the office sends by itself may go."""
    if before.safe_from is None and before.safe_hours and after.safe_from is not None:
        return True
    return not _minutes(after) <= _minutes(before)


def _minutes(safety: Safety) -> frozenset[int]:
    if safety.safe_from is None or safety.safe_until is None or safety.safe_from == safety.safe_until:
        return frozenset(range(DAY))
    begins, ends = _minute(safety.safe_from), _minute(safety.safe_until)
    return frozenset(minute % DAY for minute in range(begins, ends if begins < ends else ends + DAY))


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


RULES: Final[tuple[tuple[str, Callable[[Safety, Safety], bool]], ...]] = (
    ("using it again", _unset("do_not_use")),
    ("texting it", _withdrawn("text_ok")),
    ("ringing it", _withdrawn("call_ok")),
    ("leaving messages on it", _withdrawn("voicemail_ok")),
    ("saying who we are", _withdrawn("say_who_we_are")),
    ("more hours", _wider_hours),
    ("other words about the hours", _words_gone("safe_hours")),
    ("other words in the note", _words_gone("safety_note")),
    ("no longer marking it as shared", _unset("shared")),
)

ASKED: Final = {None: "not asked", True: "yes", False: "no"}
LABELS: Final = {
    "text_ok": "Text them",
    "call_ok": "Ring them",
    "voicemail_ok": "Leave a message",
    "say_who_we_are": "Say who we are",
    "hours": "Safe hours",
    "safe_hours": "Safe hours in words",
    "do_not_use": "Do not use",
    "safety_note": "Safety note",
    "shared": "Shared",
}


def changed(before: Safety, after: Safety) -> tuple[str, ...]:
    """One sentence for each difference; what was noted in words is not repeated."""
    was, becomes = told(before), told(after)
    return tuple(
        f"{LABELS[name]}: {_short(name, was[name])}, now {_short(name, becomes[name])}"
        for name in LABELS
        if was[name] != becomes[name]
    )


def told(safety: Safety) -> dict[str, str]:
    """Each part in words, as the history keeps it."""
    return {
        "text_ok": ASKED[safety.text_ok],
        "call_ok": ASKED[safety.call_ok],
        "voicemail_ok": ASKED[safety.voicemail_ok],
        "say_who_we_are": ASKED[safety.say_who_we_are],
        # Never asked differs from "at any time": the second overrules hours that only stand in words.
        "hours": span(safety.safe_from, safety.safe_until) or "not asked",
        "safe_hours": safety.safe_hours,
        "do_not_use": ASKED[safety.do_not_use],
        "safety_note": safety.safety_note,
        "shared": ASKED[safety.shared],
    }


def _short(name: str, words: str) -> str:
    if name in ("safe_hours", "safety_note"):
        return "written" if words else "empty"
    return words


def span(begins: time | None, ends: time | None) -> str:
    if begins is None or ends is None:
        return ""
    return "any" if begins == ends else f"{begins:%H:%M} to {ends:%H:%M}"
