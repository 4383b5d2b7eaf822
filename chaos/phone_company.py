"""A phone company of our own, outside the office: it keeps a ledger of all it ever accepted, and misbehaves as told.

It speaks as much of Twilio's API as an office uses: take a message, list messages newest first, report what became of
one. Reports come shuffled and repeated, as they may. Its ledger, never the office, says what reached a telephone.
"""

import random
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Final
from urllib.parse import urlencode

from chaos.calling import Caller
from chaos.ledger import Ledger, Message

SID: Final = "AC" + "c" * 32
TOKEN: Final = "chaos-auth-token-0123456789abcdef"  # noqa: S105  (of a phone company that exists for minutes)
NUMBER: Final = "+447700900999"
LIST: Final = f"/2010-04-01/Accounts/{SID}/Messages.json"
# The network's last word on a text, with its error code.
UNREACHABLE: Final = "30005"
REPORTS: Final = ("queued", "sent", "delivered")


@dataclass
class Manners:
    """How it misbehaves. `…_one_in` is so many texts for each that is treated so; 0 for none."""

    hangs: bool = False
    """It takes requests and does not answer them; nothing is accepted."""
    breaks_one_in: int = 0
    """Accepted, and answered with error 500."""
    busy_one_in: int = 0
    """Answered with error 429; nothing is accepted."""
    silent_one_in: int = 0
    """Accepted, and never reported on."""
    undelivered_one_in: int = 0
    most_per_page: int = 1000


@dataclass
class PhoneCompany:
    url: str
    dice: random.Random
    manners: Manners = field(default_factory=Manners)
    ledger: Ledger = field(default_factory=Ledger)
    reports: Caller = field(default_factory=lambda: Caller(token=TOKEN))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def environment(self) -> dict[str, str]:
        """What leads an office here."""
        return {
            "TWILIO_API_BASE": self.url,
            "TWILIO_ACCOUNT_SID": SID,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_NUMBER": NUMBER,
        }

    def carries(self, *, sid: str, sender: str, body: str, at: datetime) -> dict[str, str]:
        """A text somebody sends to the office: on the list from its first try on. Returns the fields of the request."""
        self.ledger.write(
            Message(sid=sid, sender=sender, to=NUMBER, body=body, at=at, inbound=True, status="received")
        )
        return inbound_fields(sid=sid, sender=sender, body=body)

    def take(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A text of the office. Returns HTTP status and answer."""
        if not asked.get("To") or not asked.get("Body"):
            return 400, error(21604 if not asked.get("To") else 21602)
        with self._lock:
            if self._one_in(self.manners.busy_one_in):
                return 429, error(20429)
            message = self._accepted(asked)
            broken, silent = (
                self._one_in(self.manners.breaks_one_in),
                self._one_in(self.manners.silent_one_in),
            )
            planned = [] if silent else self._planned(message)
        message.silent = silent
        for fields in planned:
            self.reports.soon(url=message.status_url, fields=fields)
        return (500, error(20500)) if broken else (201, as_json(message))

    def _accepted(self, asked: dict[str, str]) -> Message:
        message = Message(
            sid=f"SM{self.dice.getrandbits(128):032x}",
            sender=asked.get("From") or asked.get("MessagingServiceSid", ""),
            to=asked["To"],
            body=asked["Body"],
            at=datetime.now(UTC),
            inbound=False,
            status="undelivered" if self._one_in(self.manners.undelivered_one_in) else "delivered",
            status_url=asked.get("StatusCallback", ""),
        )
        self.ledger.write(message)
        return message

    def _planned(self, message: Message) -> list[dict[str, str]]:
        """All that is reported on a text: each word once or twice, in any order."""
        if not message.status_url:
            return []
        words = [*REPORTS[:2], message.status]
        words += [word for word in words if self.dice.random() < 0.5]
        self.dice.shuffle(words)
        return [_report(message, word) for word in words]

    def _one_in(self, many: int) -> bool:
        return bool(many) and self.dice.randrange(many) == 0

    def page(self, query: dict[str, str]) -> dict[str, Any]:
        """Anchored at a message, so that what comes meanwhile moves nothing from one page to the next."""
        size = min(int(query.get("PageSize", "50")), self.manners.most_per_page)
        found = [each for each in self.ledger.newest_first() if _asked_for(each, query)]
        after = query.get("PageToken", "").removeprefix("PA")
        begin = next((place + 1 for place, each in enumerate(found) if each.sid == after), 0)
        shown, number = found[begin : begin + size], int(query.get("Page", "0"))
        more = {**query, "Page": str(number + 1), "PageToken": f"PA{shown[-1].sid}"} if shown else {}
        return {
            "messages": [as_json(message) for message in shown],
            "page": number,
            "page_size": size,
            "uri": f"{LIST}?{urlencode(query)}",
            "next_page_uri": f"{LIST}?{urlencode(more)}" if begin + size < len(found) else None,
        }


def inbound_fields(*, sid: str, sender: str, body: str) -> dict[str, str]:
    return {
        "ToCountry": "GB",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "SmsSid": sid,
        "SmsStatus": "received",
        "Body": body,
        "To": NUMBER,
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": SID,
        "From": sender,
        "ApiVersion": "2010-04-01",
    }


def _report(message: Message, word: str) -> dict[str, str]:
    fields = {
        "ApiVersion": "2010-04-01",
        "AccountSid": SID,
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "From": message.sender,
        "To": message.to,
        "MessageStatus": word,
        "SmsStatus": word,
    }
    return {**fields, "ErrorCode": UNREACHABLE} if word == "undelivered" else fields


def as_json(message: Message) -> dict[str, Any]:
    moment = format_datetime(message.at)
    return {
        "sid": message.sid,
        "account_sid": SID,
        "api_version": "2010-04-01",
        "to": message.to,
        "from": message.sender,
        "body": message.body,
        "status": message.status,
        "direction": "inbound" if message.inbound else "outbound-api",
        "num_segments": "1",
        "num_media": "0",
        "date_created": moment,
        "date_updated": moment,
        "date_sent": moment,
        "error_code": int(UNREACHABLE) if message.status == "undelivered" else None,
        "error_message": None,
        "messaging_service_sid": None,
        "price": None,
        "price_unit": "GBP",
        "uri": f"{LIST.removesuffix('.json')}/{message.sid}.json",
        "subresource_uris": {},
    }


def _asked_for(message: Message, query: dict[str, str]) -> bool:
    if any(
        query.get(name) not in (None, value) for name, value in (("To", message.to), ("From", message.sender))
    ):
        return False
    bounds = ((query.get("DateSent>"), 1), (query.get("DateSent<"), -1))
    return all((message.at - _moment(text)).total_seconds() * sign >= 0 for text, sign in bounds if text)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def error(code: int) -> dict[str, Any]:
    status = {20429: 429, 20500: 500, 20404: 404, 20003: 401}.get(code, 400)
    return {"code": code, "message": "Refused", "more_info": "", "status": status}
