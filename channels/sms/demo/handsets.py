"""What the telephone of the demonstration does with the texts it is sent, and the phone company with the news of them."""

from datetime import timedelta
from typing import Final

from channels.models import DemoHandset

SILENT: Final = "silent"
BROKEN: Final = "broken"
SLOW: Final = "slow"
LOST: Final = "lost"
REPEATED: Final = "repeated"
SHUFFLED: Final = "shuffled"

DELAY: Final = timedelta(seconds=30)
ARRIVES: Final = ("queued", "sent", "delivered")

BEHAVIOURS: Final = {
    "": "Texts arrive",
    SLOW: "Texts arrive, the news of it half a minute later",
    LOST: "Texts arrive, the news of it is lost",
    REPEATED: "Texts arrive, each piece of news comes twice",
    SHUFFLED: "Texts arrive, the news comes in the wrong order",
    SILENT: "Taken, but never heard of again",
    BROKEN: "Taken, but the phone company answers with an error",
    "30003": "Switched off (error 30003)",
    "30005": "Number not in use (error 30005)",
    "30006": "A landline (error 30006)",
    "30007": "The network takes texts for spam (error 30007)",
    "30008": "The network gives no reason (error 30008)",
    "21211": "Not a complete number (error 21211)",
    "21610": "Has texted STOP (error 21610)",
    "21614": "Cannot receive texts (error 21614)",
    "20429": "The phone company is too busy (error 20429)",
}


def behaviour(number: str) -> str:
    handset = DemoHandset.objects.filter(pk=number).first()
    return handset.fails_with if handset else ""


def set_behaviour(number: str, fails_with: str) -> None:
    DemoHandset.objects.update_or_create(pk=number, defaults={"fails_with": fails_with})


def refused_at_once(fails_with: str) -> bool:
    """Codes of the 2xxxx range come as the answer to the request; the others as a later report."""
    return fails_with.startswith("2")


def fails_later(fails_with: str) -> str:
    """The code that a later report gives, "" for a text that arrives."""
    return fails_with if fails_with[:1].isdigit() and not refused_at_once(fails_with) else ""


def planned(fails_with: str) -> list[str]:
    """The statuses that will be reported for a text that was taken, in the order of the reports."""
    if fails_with in (SILENT, LOST):
        return []
    if fails_later(fails_with):
        return ["queued", "sent", "undelivered"]
    if fails_with == REPEATED:
        return [word for word in ARRIVES for _ in range(2)]
    return list(reversed(ARRIVES)) if fails_with == SHUFFLED else list(ARRIVES)


def at_first(fails_with: str) -> str:
    """What the phone company's own list says before any report; news that is lost is in the list all the same."""
    return "delivered" if fails_with == LOST else "queued"


def further(current: str, news: str) -> str:
    """The list does not go back when the reports come in the wrong order."""
    order = [*ARRIVES, "undelivered", "failed"]
    return max(current, news, key=lambda word: order.index(word) if word in order else -1)
