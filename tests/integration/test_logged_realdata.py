"""Nearly a thousand recorded calls go through the pages that staff log calls and visits with: each keeps the time it took place."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import islice
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from casework.models import Case, Contact
from tests import factories as make
from tests.conftest import REAL_DATA

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]
EVERY: Final = 20
FEWEST: Final = 800
ZONE: Final = ZoneInfo("Europe/London")
# A call is written down an hour later, with its time typed in; a visit at once.
LATER: Final = timedelta(hours=1)


def calls() -> Iterator[dict[str, Any]]:
    """Every twentieth phone row with a time."""
    with gzip.open(REAL_DATA / "requests_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        phones = (row for row in map(json.loads, lines) if row["channel"] == "phone" and row["received_at"])
        yield from islice(phones, 0, None, EVERY)


def typed(at: datetime) -> dict[str, str]:
    """As somebody types it: the day and the minute, by the clock on the wall."""
    wall = at.astimezone(ZONE)
    return {
        "day_day": str(wall.day), "day_month": str(wall.month), "day_year": str(wall.year), "clock": f"{wall:%H:%M}",
    }  # fmt: skip


def told_twice(at: datetime) -> bool:
    """The hour that the clocks go back: what is typed cannot say which of the two it was."""
    wall = at.astimezone(ZONE)
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def test_every_twentieth_call_as_a_call_and_as_a_visit() -> None:
    make.office()
    client = Client()
    client.force_login(make.staff("handler", role="handler"))
    expected: dict[str, list[datetime]] = {"phone": [], "in_person": []}
    rows = list(calls())
    assert len(rows) > FEWEST
    for row in rows:
        at = datetime.fromisoformat(row["received_at"]).astimezone(UTC)
        _log(client, row, at, expected)
    assert len(expected["phone"]) == len(expected["in_person"]) == len(rows)
    for channel, times in expected.items():
        found = Contact.objects.filter(channel=channel).values_list("took_place_at", flat=True)
        assert sorted(found) == sorted(times)
    assert Case.objects.count() == len(rows)
    told = StringIO()
    call_command("check_books", stdout=told)


def _log(client: Client, row: dict[str, Any], at: datetime, expected: dict[str, list[datetime]]) -> None:
    place = (row.get("location") or {}).get("address") or ""
    said = {
        "words": row["text"] or row["service"] or "(no words)",
        "location": place[:300],
        "outcome": "passed_on",
    }
    minute = at.replace(second=0, microsecond=0)
    by_hand = not told_twice(at)
    with time_machine.travel(at + LATER if by_hand else at, tick=False):
        when = typed(at) if by_hand else {}
        answer = client.post("/desk/log/phone/", {"once": uuid4().hex, "case": "new", **said, **when})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    expected["phone"].append(minute if by_hand else at)
    case = Case.objects.latest("pk")
    with time_machine.travel(at, tick=False):
        visit = {"once": uuid4().hex, "case": case.reference, "place": "desk", **said}
        answer = client.post("/desk/log/in-person/", visit)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    expected["in_person"].append(at)
