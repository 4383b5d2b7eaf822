"""What the phone company accepted, in order. Written once for each text, read by what checks the promises."""

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit


@dataclass
class Message:
    sid: str
    sender: str
    to: str
    body: str
    at: datetime
    inbound: bool
    status: str
    status_url: str = ""
    silent: bool = False
    """Nothing is ever reported on it."""

    @property
    def delivery(self) -> str:
        """The office's own id for it, which the address for reports carries."""
        return parse_qs(urlsplit(self.status_url).query).get("delivery", [""])[0]


class Ledger:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_sid: dict[str, Message] = {}

    def write(self, message: Message) -> None:
        """A text that is delivered several times is one text."""
        with self._lock:
            self._by_sid.setdefault(message.sid, message)

    def newest_first(self) -> list[Message]:
        with self._lock:
            found = list(self._by_sid.values())
        return sorted(found, key=lambda message: (message.at, message.sid), reverse=True)

    def sent_by_office(self) -> list[Message]:
        with self._lock:
            return [message for message in self._by_sid.values() if not message.inbound]

    def twice(self) -> list[str]:
        """Ids of deliveries that were accepted more than once, and texts that one number got twice word for word."""
        sent = self.sent_by_office()
        ids = Counter(message.delivery for message in sent)
        words = Counter(f"{message.to}: {message.body}" for message in sent)
        return [name for counted in (ids, words) for name, times in counted.items() if times > 1]
