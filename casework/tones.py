"""Which colour says what. Colour is never the only sign: each comes with its word."""

from typing import Final

STATUS: Final = {
    "new": "teal",
    "open": "blue",
    "waiting_for_person": "yellow",
    "waiting_for_third_party": "yellow",
    "resolved": "green",
    "closed": "grey",
}
PRIORITY: Final = {"low": "grey", "normal": "grey", "high": "orange", "urgent": "red"}
DELIVERY: Final = {
    "queued": "grey",
    "sending": "grey",
    "sent": "blue",
    "delivered": "green",
    "undelivered": "red",
    "failed": "red",
    "in_doubt": "yellow",
    "refused": "red",
    "withdrawn": "grey",
}
