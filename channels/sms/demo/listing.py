"""The simulated list of messages: newest first, both ways, by number and time, in pages that do not shift.

A page's successor is named by the last message shown, as `PageToken`: what arrives while somebody reads changes no
page that is still to come.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from channels.models import DemoText
from channels.sms import segments

MOST: Final = 1000
USUAL: Final = 50
DAY: Final = timedelta(days=1)
SECOND: Final = timedelta(seconds=1)
FILTERS: Final = ("To", "From", "DateSent", "DateSent<", "DateSent>")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER: Final = re.compile(r"[0-9]{1,6}")


class NotAsked(Exception):
    """A filter that means nothing. The real one answers 400."""


@dataclass(frozen=True)
class Span:
    """From the first moment, to before the last."""

    begins: datetime
    ends: datetime


def page(*, account: str, asked: QueryDict) -> dict[str, Any]:
    """Raises `NotAsked`."""
    size, number = _size(asked.get("PageSize")), _whole(asked.get("Page"), 0)
    token = asked.get("PageToken", "")
    wanted = _after(_wanted(account, asked), account, token)
    begin = 0 if token else number * size
    rows = list(wanted[begin : begin + size + 1])
    shown, more = rows[:size], len(rows) > size
    address = _Address(account=account, asked=asked, size=size)
    return {
        "messages": [entry(text) for text in shown],
        "page": number,
        "page_size": size,
        "start": number * size,
        "end": number * size + max(len(shown) - 1, 0),
        "uri": address.of(number, token),
        "first_page_uri": address.of(0),
        "next_page_uri": address.of(number + 1, f"PA{shown[-1].sid}") if more else None,
        "previous_page_uri": address.of(number - 1) if number else None,
    }


@dataclass(frozen=True)
class _Address:
    account: str
    asked: QueryDict
    size: int

    def of(self, number: int, token: str = "") -> str:
        kept = {name: self.asked[name] for name in FILTERS if name in self.asked}
        place = {"PageSize": self.size, "Page": number, **({"PageToken": token} if token else {})}
        return f"{uri(self.account)}.json?{urlencode(kept | place)}"


def _wanted(account: str, asked: QueryDict) -> QuerySet[DemoText]:
    found = DemoText.objects.filter(account=account).order_by("-created_at", "-id")
    if to := asked.get("To"):
        found = found.filter(Q(to_office=True, office=to) | Q(to_office=False, number=to))
    if sender := asked.get("From"):
        found = found.filter(Q(to_office=True, number=sender) | Q(to_office=False, office=sender))
    if on := asked.get("DateSent"):
        found = found.filter(created_at__gte=_span(on).begins, created_at__lt=_span(on).ends)
    if after := asked.get("DateSent>"):
        found = found.filter(created_at__gte=_span(after).begins)
    if before := asked.get("DateSent<"):
        found = found.filter(created_at__lt=_span(before).ends)
    return found


def _after(wanted: QuerySet[DemoText], account: str, token: str) -> QuerySet[DemoText]:
    if not token:
        return wanted
    last = DemoText.objects.filter(account=account, sid=token.removeprefix("PA")).first()
    if last is None:
        raise NotAsked(token)
    return wanted.filter(Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, id__lt=last.id))


def _span(words: str) -> Span:
    """A date is its whole day in UTC, a moment its whole second: both ends of a filter count."""
    try:
        moment = datetime.fromisoformat(words)
    except ValueError as error:
        raise NotAsked(words) from error
    if _DATE.fullmatch(words):
        begins = datetime.combine(moment.date(), time(), tzinfo=UTC)
        return Span(begins, begins + DAY)
    begins = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)
    return Span(begins, begins + SECOND)


def _size(words: str | None) -> int:
    size = _whole(words, USUAL)
    if not 1 <= size <= MOST:
        raise NotAsked(words)
    return size


def _whole(words: str | None, otherwise: int) -> int:
    if words is None:
        return otherwise
    if not _NUMBER.fullmatch(words):
        raise NotAsked(words)
    return int(words)


def entry(text: DemoText) -> dict[str, Any]:
    """One message as the API shows it, alone or in a list."""
    moment = format_datetime(text.created_at.astimezone(UTC), usegmt=False)
    failed = text.error_code if text.status in ("failed", "undelivered") else ""
    own = f"{uri(text.account)}/{text.sid}"
    return {
        "sid": text.sid,
        "account_sid": text.account,
        "api_version": "2010-04-01",
        "to": text.office if text.to_office else text.number,
        "from": text.number if text.to_office else text.office,
        "body": text.body,
        "status": "received" if text.to_office else text.status,
        "direction": "inbound" if text.to_office else "outbound-api",
        "num_segments": str(segments.count(text.body).segments),
        "num_media": str(len(text.media)),
        "date_created": moment,
        "date_updated": moment,
        "date_sent": moment,
        "error_code": int(failed) if failed else None,
        "error_message": None,
        "messaging_service_sid": None,
        "price": None,
        "price_unit": "GBP",
        "uri": f"{own}.json",
        "subresource_uris": {"media": f"{own}/Media.json"},
    }


def uri(account: str) -> str:
    return f"/2010-04-01/Accounts/{account}/Messages"
