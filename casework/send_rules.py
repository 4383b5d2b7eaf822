"""Whether a message may go to a number, now, later or not at all. Pure; the facts are gathered by the send guard.

Three ends. *refuse*: not to this number, and what to do instead. *wait*: not at this hour, and until when. *send*.
What protects the person comes first, then what protects the office's purse, then the clock.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final, Literal

from casework import phone_numbers

Outcome = Literal["send", "wait", "refuse"]

# Somebody who wrote to us a moment ago is awake, and waits for what we say.
TALKING: Final = timedelta(minutes=15)
# WhatsApp lets an office write freely for so long after the person's last message, and later by template only.
WHATSAPP_WINDOW: Final = timedelta(hours=24)
WHATSAPP: Final = "whatsapp:"
EMAIL: Final = "email"
LETTER: Final = "letter"
# What costs nothing by the piece and rings at nobody's bedside: neither the purse nor the quiet hours are asked.
FREE: Final = (EMAIL, LETTER)
# Enough to tell an address from a slip of the pen; whoever carries the mail knows the rest.
_ADDRESS: Final = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
# Purposes that staff decide about one by one; everything else goes out by itself.
BY_STAFF: Final = ("reply", "link")
# What would tell whoever else holds the telephone something about one of them.
TELLING: Final = ("bulk", "closing", "dialogue")
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Point:
    """The number or address, as it is on record at this moment."""

    kind: str
    value: str
    do_not_use: bool = False
    opted_out: bool = False
    opted_out_how: str = ""
    text_ok: bool | None = None
    say_who_we_are: bool | None = None
    confirmed: bool = False
    shared: bool = False
    ours: bool = False
    safe_from: time | None = None
    safe_until: time | None = None
    safe_words: str = ""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the office set. Times are local to `zone`."""

    zone: tzinfo
    calling_codes: frozenset[int] = frozenset((44,))
    quiet_from: time | None = None
    quiet_until: time | None = None
    per_number: int = 20
    parts_per_day: int = 2000
    acknowledge_every: timedelta = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What went there lately: `to_number` texts in 24 hours, `parts_today` from the whole office."""

    to_number: int = 0
    parts_today: int = 0
    heard_at: datetime | None = None
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    point: Point | None
    limits: Limits
    spent: Spent
    now: datetime
    purpose: str = "reply"
    parts: int = 1
    channel: str = "sms"
    approved: bool = False
    """The network approved these words beforehand: they are one of its templates."""
    at_night: bool = False
    """Staff chose to send it in the quiet hours."""


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    code: str = ""
    words: str = ""
    until: datetime | None = None


SEND: Final = Verdict("send")
ONLY_APPROVED: Final = "window"
NO_WHATSAPP: Final = (
    "WhatsApp messages go only to somebody who wrote to us by WhatsApp. Text or ring this number instead."
)
DAY_IS_SPENT: Final = Verdict(
    "refuse",
    "day_budget",
    "The office has sent all the texts it may send today. Ring instead, or ask an administrator to raise the limit.",
)


def channel_to(value: str) -> str:
    """The kind of channel that writes to this number or address, as it is stored."""
    return "whatsapp" if value.startswith(WHATSAPP) else "sms"


def judge(facts: Facts) -> Verdict:
    """The first rule that objects decides; the clock is asked last."""
    if facts.point is None:
        return _no("nobody", "There is no number or address to send to. Ask for one.")
    for rule in RULES:
        objection = rule(facts, facts.point)
        if objection is not None:
            return objection
    return _hour(facts, facts.point)


def _no(code: str, words: str) -> Verdict:
    return Verdict("refuse", code, words)


def _not_used(facts: Facts, point: Point) -> Verdict | None:
    if not point.do_not_use:
        return None
    return _no("do_not_use", "This number or address must not be used. Look for another way to reach them.")


def _wrong_kind(facts: Facts, point: Point) -> Verdict | None:
    """A WhatsApp number is kept apart from the same number's texts: who reads them there need not be the same."""
    if facts.channel == "whatsapp":
        return None if point.value.startswith(WHATSAPP) else _no("no_whatsapp", NO_WHATSAPP)
    if facts.channel == EMAIL:
        return None if point.kind == "email" else _no("no_email", "E-mails go to e-mail addresses only.")
    if facts.channel == LETTER:
        return None if point.kind == "address" else _no("no_address", "Letters go to postal addresses only.")
    return _no("no_phone", "Texts go to phone numbers only.") if point.kind != "phone" else None


def _opted_out(facts: Facts, point: Point) -> Verdict | None:
    if not point.opted_out:
        return None
    how = f" ({point.opted_out_how})" if point.opted_out_how else ""
    if facts.channel in FREE:
        return _no("opted_out", f"They asked us not to write to this address{how}. Ring instead.")
    return _no("opted_out", f"This number asked not to be texted{how}. Ring or write instead.")


def _unsafe(facts: Facts, point: Point) -> Verdict | None:
    if point.text_ok is not False:
        return None
    if facts.channel in FREE:
        return _no(
            "unsafe",
            "It is not safe to write to this address. See the safe contact notes and use another way.",
        )
    return _no(
        "unsafe", "It is not safe to text this number. See the safe contact notes and use another way."
    )


def _our_own(facts: Facts, point: Point) -> Verdict | None:
    if not point.ours:
        return None
    what = "addresses" if facts.channel == EMAIL else "numbers"
    return _no("ours", f"This is one of our own {what}. Ask for theirs.")


def _shows_us(facts: Facts, point: Point) -> Verdict | None:
    """A mailbox lists its senders. A letter can be folded so that nothing shows."""
    if facts.channel != EMAIL or point.say_who_we_are is not False:
        return None
    return _no(
        "shows_us", "An e-mail shows who we are by its sender, and this address must not. Use another way."
    )


def _kind_of_number(facts: Facts, point: Point) -> Verdict | None:
    """Landlines are read out loud by the network, premium numbers cost, other countries are how the purse is emptied.

    WhatsApp has none of these: whoever wrote to us by it can be answered by it, at the same price everywhere.
    """
    if facts.channel == "whatsapp" or facts.channel == LETTER:
        return None
    if facts.channel == EMAIL:
        looks_right = _ADDRESS.fullmatch(point.value) is not None
        return (
            None
            if looks_right
            else _no("address", "This does not look like an e-mail address. Ask for it again.")
        )
    possible, why = _takes_texts(point.value, facts.limits.calling_codes)
    return None if possible else _no("number", why)


@lru_cache(maxsize=10_000)  # the same numbers are asked about again and again, and reading one takes long
def _takes_texts(number: str, codes: frozenset[int]) -> tuple[bool, str]:
    return phone_numbers.can_receive_texts(phone_numbers.read(number), calling_codes=codes)


def _only_claimed(facts: Facts, point: Point) -> Verdict | None:
    """Nobody can write to us from a postal address, and no stranger is flooded by paper: whoever posts it decides."""
    if point.confirmed or facts.channel == LETTER:
        return None
    if facts.channel == EMAIL:
        return _no(
            "claimed",
            "Nobody has confirmed this e-mail address yet. Ask them whether it is theirs, and note it under safe contact.",
        )
    return _no(
        "claimed",
        "This number was only typed into a form and has never contacted us. Ring it first; once somebody "
        "confirms it, texts can be sent.",
    )


def _window_closed(facts: Facts, point: Point) -> Verdict | None:
    if facts.channel != "whatsapp" or facts.approved:
        return None
    heard = facts.spent.heard_at
    if heard is not None and facts.now - heard < WHATSAPP_WINDOW:
        return None
    return _no(
        ONLY_APPROVED,
        "Their last WhatsApp message is more than 24 hours old, and WhatsApp now takes only words it approved "
        "beforehand. Use a template that WhatsApp approved, or ring.",
    )


def _shared(facts: Facts, point: Point) -> Verdict | None:
    if not point.shared or point.text_ok is True or facts.purpose not in TELLING:
        return None
    return _no(
        "shared",
        "Several people share this number, and any of them would read it. Ask whether it is safe to text, and note it.",
    )


def _safe_in_words_only(facts: Facts, point: Point) -> Verdict | None:
    """Hours that only a person can read: nothing goes by itself."""
    if not point.safe_words or point.safe_from is not None or facts.purpose in BY_STAFF:
        return None
    return _no("safe_words", f"Only {point.safe_words}: a person must judge whether it is safe now.")


def _acknowledged(facts: Facts, point: Point) -> Verdict | None:
    then = facts.spent.acknowledged_at
    if facts.purpose != "acknowledgement" or then is None:
        return None
    if facts.now - then >= facts.limits.acknowledge_every:
        return None
    return _no("acknowledged", "This number had an automatic answer from us already.")


def _number_budget(facts: Facts, point: Point) -> Verdict | None:
    if facts.spent.to_number < facts.limits.per_number or facts.channel == LETTER:
        return None
    if facts.channel == EMAIL:
        return _no(
            "number_budget",
            f"{facts.limits.per_number} e-mails went to this address in 24 hours. Ring instead, or ask an administrator "
            "to raise the limit.",
        )
    return _no(
        "number_budget",
        f"{facts.limits.per_number} texts went to this number in 24 hours. Ring instead, or ask an administrator "
        "to raise the limit.",
    )


def _day_budget(facts: Facts, point: Point) -> Verdict | None:
    if facts.channel in FREE:
        return None
    return DAY_IS_SPENT if facts.spent.parts_today + facts.parts > facts.limits.parts_per_day else None


RULES: Final[tuple[Callable[[Facts, Point], Verdict | None], ...]] = (
    _not_used,
    _wrong_kind,
    _opted_out,
    _unsafe,
    _our_own,
    _shows_us,
    _kind_of_number,
    _only_claimed,
    _window_closed,
    _shared,
    _safe_in_words_only,
    _acknowledged,
    _number_budget,
    _day_budget,
)


def _hour(facts: Facts, point: Point) -> Verdict:
    """The first moment at which both the number's safe hours and the office's quiet hours let it go.

    A letter comes when the post comes.
    """
    if facts.channel == LETTER:
        return SEND
    moment, words = facts.now, ""
    for _ in range(4):
        safe = _next_safe(moment, point, facts.limits.zone)
        if safe > moment:
            hours = _span(point.safe_from, point.safe_until)
            only = "address may be written to" if facts.channel == EMAIL else "number may be texted"
            moment, words = safe, f"This {only} only from {hours}."
        loud = _after_quiet(moment, facts)
        if loud == moment:
            return SEND if moment == facts.now else Verdict("wait", "hour", words, moment)
        quiet = _span(facts.limits.quiet_from, facts.limits.quiet_until)
        moment, words = loud, words or f"The office is quiet from {quiet}."
    return _no(
        "never", "The safe hours of this number all lie in our quiet hours. Choose to send it then, or ring."
    )


def _next_safe(moment: datetime, point: Point, zone: tzinfo) -> datetime:
    if point.safe_from is None or point.safe_until is None:
        return moment
    if inside(moment.astimezone(zone).time(), point.safe_from, point.safe_until):
        return moment
    return next_at(moment, point.safe_from, zone)


def _after_quiet(moment: datetime, facts: Facts) -> datetime:
    """Quiet hours hold nothing back from somebody who is talking to us, nor what staff send in spite of them."""
    limits = facts.limits
    if limits.quiet_from is None or limits.quiet_until is None or facts.at_night or facts.channel in FREE:
        return moment
    if not inside(moment.astimezone(limits.zone).time(), limits.quiet_from, limits.quiet_until):
        return moment
    heard = facts.spent.heard_at
    if heard is not None and facts.purpose not in TELLING[:2] and moment - heard <= TALKING:
        return moment
    return next_at(moment, limits.quiet_until, limits.zone)


def inside(clock: time, begins: time, ends: time) -> bool:
    """Whether a local time lies in a span that may go over midnight. The end is outside; equal ends are the whole day."""
    if begins < ends:
        return begins <= clock < ends
    return begins == ends or clock >= begins or clock < ends


def next_at(after: datetime, clock: time, zone: tzinfo) -> datetime:
    """The next moment at which local clocks show this time. One that a change of clocks skips is the moment after it."""
    local = after.astimezone(zone)
    for days in range(3):
        moment = _real(local.date() + timedelta(days=days), clock, zone)
        if moment > after:
            return moment
    raise AssertionError("unreachable: some clock shows every time within two days")


def _real(day: date, clock: time, zone: tzinfo) -> datetime:
    """By way of UTC, so that a local time that does not exist becomes one that does."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _span(begins: time | None, ends: time | None) -> str:
    return f"{begins:%H:%M} to {ends:%H:%M}" if begins is not None and ends is not None else ""
