"""What the telephone of the demonstration does with the texts it is sent."""

from typing import Final

from channels.models import DemoHandset

SILENT: Final = "silent"
BROKEN: Final = "broken"

BEHAVIOURS: Final = {
    "": "Texts arrive",
    "30003": "Switched off (error 30003)",
    "30005": "Number not in use (error 30005)",
    "30006": "A landline (error 30006)",
    "30007": "The network takes texts for spam (error 30007)",
    "30008": "The network gives no reason (error 30008)",
    "21211": "Not a complete number (error 21211)",
    "21610": "Has texted STOP (error 21610)",
    "21614": "Cannot receive texts (error 21614)",
    "20429": "The phone company is too busy (error 20429)",
    SILENT: "Taken, but never heard of again",
    BROKEN: "Taken, but the phone company answers with an error",
}


def behaviour(number: str) -> str:
    handset = DemoHandset.objects.filter(pk=number).first()
    return handset.fails_with if handset else ""


def set_behaviour(number: str, fails_with: str) -> None:
    DemoHandset.objects.update_or_create(pk=number, defaults={"fails_with": fails_with})


def refused_at_once(fails_with: str) -> bool:
    """Codes of the 2xxxx range come as the answer to the request; the others as a later report."""
    return fails_with.startswith("2")


def planned(fails_with: str) -> list[str]:
    """The statuses that will be reported for a text that was taken."""
    if fails_with == SILENT:
        return []
    if fails_with in ("", BROKEN):
        return ["queued", "sent", "delivered"]
    return ["queued", "sent", "undelivered"]
