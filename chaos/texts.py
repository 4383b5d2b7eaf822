"""Texts of many senders as they would come in from a provider: shuffled, late, and some of them two or three times."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

BEGIN: Final = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
# Far inside every window of filing, so that all texts of a sender belong together.
WITHIN: Final = timedelta(hours=10)
MOST_COPIES: Final = 3

_REQUESTS: Final = (
    "My boiler is broken and there is no hot water",
    "it is the one in the kitchen",
    "any news?",
    "2",
    "12 High Street",
    "",
    "😡",
    "new",
    "can somebody ring me after four please",
    "the bin was missed again. " * 12,
)
_THANKS: Final = ("ok thanks", "👍", "Thank you so much!")
_KEYWORDS: Final = ("STOP", "start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """`asks` is false for thanks and keywords, which may be on record without a case."""

    sender: str
    external_id: str
    body: str
    at: datetime
    asks: bool
    channel: str = "sms"


def texts(*, senders: int, count: int, dice: random.Random) -> list[Text]:
    """So many texts, spread evenly over the senders. The first of each sender asks for something."""
    return [
        _text(number, sender=number % senders, at=BEGIN + WITHIN * (number / count), dice=dice)
        if number >= senders
        else _opening(number, at=BEGIN + WITHIN * (number / count), dice=dice)
        for number in range(count)
    ]


def burst(*, count: int, sender: int, seconds: float, dice: random.Random) -> list[Text]:
    """One telephone in a rage: so many different texts in so many seconds."""
    moment = timedelta(seconds=seconds) / count
    return [
        Text(
            sender=phone(sender),
            external_id=f"burst-{number}",
            body=f"{dice.choice(_REQUESTS)} {number}",
            at=BEGIN + number * moment,
            asks=True,
        )
        for number in range(count)
    ]


def forms(senders: Iterable[int]) -> list[Text]:
    """Two web forms of each sender, which open two cases."""
    return [
        Text(
            sender=phone(sender),
            external_id=f"form-{sender}-{number}",
            body=_REQUESTS[number],
            at=BEGIN,
            asks=True,
            channel="web",
        )
        for sender in senders
        for number in range(2)
    ]


def remarks(senders: Iterable[int], *, each: int = 4) -> list[Text]:
    """What fits either case of a sender, minutes apart."""
    return [
        Text(
            sender=phone(sender),
            external_id=f"remark-{sender}-{number}",
            body=f"any news? {'please ' * number}",
            at=BEGIN + timedelta(hours=1, minutes=number),
            asks=True,
        )
        for sender in senders
        for number in range(each)
    ]


def answers(senders: Iterable[int]) -> list[Text]:
    """The second case, and one more remark a minute later, which may well be delivered first."""
    later = BEGIN + timedelta(hours=2)
    return [
        Text(sender=phone(sender), external_id=f"{kind}-{sender}", body=body, at=later + minutes, asks=True)
        for sender in senders
        for kind, body, minutes in (
            ("answer", " 2. ", timedelta(0)),
            ("after", "the brown one", timedelta(minutes=1)),
        )
    ]


def deliveries(sent: list[Text], *, dice: random.Random) -> list[Text]:
    """Each text once to three times, all in any order."""
    copies = [text for text in sent for _ in range(dice.randint(1, MOST_COPIES))]
    dice.shuffle(copies)
    return copies


def phone(number: int) -> str:
    """From the range that is kept free for stories, as long as it lasts; its first is the made-up office's own."""
    return f"+44{7_700_900_001 + number}"


def _opening(number: int, *, at: datetime, dice: random.Random) -> Text:
    return Text(
        sender=phone(number), external_id=f"stress-{number}", body=dice.choice(_REQUESTS), at=at, asks=True
    )


def _text(number: int, *, sender: int, at: datetime, dice: random.Random) -> Text:
    bodies = dice.choices((_REQUESTS, _THANKS, _KEYWORDS), weights=(16, 3, 1))[0]
    return Text(
        sender=phone(sender),
        external_id=f"stress-{number}",
        body=dice.choice(bodies),
        at=at,
        asks=bodies is _REQUESTS,
    )
