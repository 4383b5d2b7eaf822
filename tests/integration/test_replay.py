"""Recorded requests through the real doors: everything once, with its own times, however often it is stopped."""

import gzip
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from backoffice.replay import office, progress
from backoffice.replay.rows import NotARow, Tally, read, rows
from casework.models import Case, Contact, Delivery, Event, Service, Staff
from tests import factories as make
from tests.conftest import REAL_DATA

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def row(number: int, channel: str = "phone", **fields: Any) -> dict[str, Any]:
    return {
        "source": "riverbank", "id": str(number), "channel": channel, "channel_raw": channel.upper(), "sender": None,
        "received_at": "2025-03-01T10:00:00+00:00", "closed_at": None, "text": f"Street light {number} is out",
        "text_kind": "citizen", "service": "Street lights", "agency": None, "status": "Open",
        "location": {"address": f"{number} River Street", "lat": 51.5, "long": -0.1, "area": None}, **fields,
    }  # fmt: skip


@pytest.fixture
def recorded(tmp_path: Path) -> Any:
    def write(*written: Any) -> Path:
        path = tmp_path / "recorded.jsonl.gz"
        lines = [each if isinstance(each, str) else json.dumps(each) for each in written]
        path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
        return path

    return write


def replay(path: Path, *arguments: str) -> str:
    written = StringIO()
    call_command("replay", str(path), *arguments, stdout=written, stderr=written)
    return written.getvalue()


def test_each_channel_has_its_door(recorded: Any) -> None:
    make.office()
    channels = [
        "phone",
        "internal",
        "web",
        "app",
        "letter",
        "fax",
        "email",
        "social",
        "face_to_face",
        "other",
        "pigeon",
    ]
    words = replay(recorded(*(row(n, channel) for n, channel in enumerate(channels))))
    assert Counter(Contact.objects.values_list("channel", flat=True)) == {
        "phone": 2, "web": 2, "letter": 2, "email": 1, "social": 1, "in_person": 1, "other": 2
    }  # fmt: skip
    assert Case.objects.count() == 11 and "11 new (11 on a case)" in words
    logged = set(Contact.objects.exclude(channel="web").values_list("logged_by__username", flat=True))
    assert logged == {"replay"}
    form = Contact.objects.filter(channel="web").first()
    assert form is not None and form.logged_by is None
    assert form.body.startswith("Street light") and form.answers and form.arrived_at == "form:street-lights"


def test_times_places_and_services_are_kept(recorded: Any) -> None:
    make.office()
    replay(
        recorded(row(1, "web"), row(2, "phone", received_at="2025-07-01T10:00:00", service="Street Lights "))
    )
    web, phone = Case.objects.order_by("opened_at")
    assert (
        web.opened_at == datetime(2025, 3, 1, 10, tzinfo=UTC)
        and web.contacts.get().took_place_at == web.opened_at
    )
    assert phone.opened_at == datetime(
        2025, 7, 1, 9, tzinfo=UTC
    )  # without an offset it is the office's own time
    assert web.location == "1 River Street" and float(web.latitude) == 51.5  # type: ignore[arg-type]
    service = Service.objects.get()
    assert service.code == "street-lights" and not service.published
    assert web.service == phone.service == service
    assert Event.objects.filter(verb="service_created").count() == 1


def test_a_closed_request_is_closed_when_it_was_by_a_named_actor(recorded: Any) -> None:
    make.office()
    closed = {"closed_at": "2025-03-05T10:00:00+00:00", "status": "Lamp replaced"}
    odd = {"closed_at": "2025-02-01T10:00:00+00:00"}
    replay(recorded(row(1, "web", **closed), row(2, **odd), row(3, closed_at=float("nan")), row(4)))
    first, second = Case.objects.filter(is_open=False).order_by("-closed_at")
    assert first.closed_at == datetime(2025, 3, 5, 10, tzinfo=UTC) and first.outcome == "Lamp replaced"
    assert second.closed_at == second.opened_at  # never closed before it came in
    event = Event.objects.get(case=first, verb="status_changed")
    assert event.actor and event.actor.username == "replay" and event.at == first.closed_at
    assert Case.objects.filter(is_open=True).count() == 2


def test_the_second_run_adds_nothing(recorded: Any) -> None:
    make.office()
    path = recorded(
        *(
            row(n, channel, closed_at="2025-03-02T10:00:00Z")
            for n, channel in enumerate(["phone", "web", "email"])
        )
    )
    replay(path)
    before = (
        Contact.objects.count(),
        Case.objects.count(),
        Event.objects.count(),
        Service.objects.count(),
        Staff.objects.count(),
    )
    words = replay(path)
    after = (
        Contact.objects.count(),
        Case.objects.count(),
        Event.objects.count(),
        Service.objects.count(),
        Staff.objects.count(),
    )
    assert before == after and "0 new, 3 on record already, 0 failed" in words


def test_a_run_that_was_cut_short_goes_on_where_it_was(recorded: Any) -> None:
    make.office()
    path = recorded(*(row(n) for n in range(60)))
    replay(path, "--limit", "55")
    visits = set(Contact.objects.filter(channel="in_person").values_list("external_id", flat=True))
    assert Contact.objects.count() == 55 and visits == {"replay:riverbank:49"}
    assert "5 new" in replay(path)
    assert Contact.objects.count() == 60
    assert set(Contact.objects.filter(channel="in_person").values_list("external_id", flat=True)) == visits


def test_a_repeated_id_is_the_same_request_and_a_broken_line_is_told(recorded: Any) -> None:
    make.office()
    words = replay(
        recorded(row(1), row(1, "web"), "not json", {"source": "x"}, "[]", row(2, received_at="never"))
    )
    assert Contact.objects.count() == 1
    assert "1 lines repeat an id" in words and "4 lines cannot be read, the first at line 3" in words


def test_a_sender_is_kept_as_given_and_found_again(recorded: Any) -> None:
    make.office()
    path = recorded(
        row(1, sender="Caller 17"), row(2, sender="Caller 17", text="Still dark", received_at="2025-03-02T10:00:00Z"),
        row(3, "email", sender="Ann@Example.org"), row(4, sender=make.BEN),
    )  # fmt: skip
    replay(path)
    kinds = dict(Contact.objects.values_list("external_id", "contact_point__kind"))
    assert kinds["replay:riverbank:1"] == "other" and kinds["replay:riverbank:3"] == "email"
    assert kinds["replay:riverbank:4"] == "phone"
    assert Contact.objects.get(external_id="replay:riverbank:2").sender_as_typed == "Caller 17"
    assert Contact.objects.filter(contact_point__value="Caller 17").count() == 2


def test_odd_rows_come_in_too(recorded: Any) -> None:
    make.office()
    path = recorded(
        row(1, text="", service="", location=None), row(2, "web", text="half \ud800 pair \x00", service="? ?"),
        row(3, text=None, service=None, received_at=None, location={"lat": 0, "long": 0}),
        row(4, "web", service="s" * 400, text="x" * 4058, location={"address": "y" * 900, "lat": float("nan"), "long": 1}),
        row(5, received_at="2999-01-01T00:00:00Z", closed_at="2999-01-01T00:00:00Z"),
    )  # fmt: skip
    assert "5 new" in replay(path)
    assert not Case.objects.filter(opened_at__gt=timezone.now()).exists()
    assert not Case.objects.filter(latitude=0).exists()
    assert Contact.objects.get(external_id="replay:riverbank:2").original


def test_nothing_is_sent_to_anybody_and_the_books_balance(recorded: Any, settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC" + "0" * 32, "token"
    settings.TWILIO_NUMBER = "+447700900000"
    make.office()
    replay(
        recorded(
            *(
                row(n, channel, sender=make.BEN)
                for n, channel in enumerate(["phone", "web", "email", "social"])
            )
        )
    )
    assert not Delivery.objects.exists()
    written = StringIO()
    call_command("check_books", stdout=written)
    assert "The books balance." in written.getvalue()


@pytest.mark.django_db(transaction=True)
def test_several_processes_share_the_work(recorded: Any) -> None:
    make.office()
    path = recorded(*(row(n, ("phone", "web", "email")[n % 3]) for n in range(160)))
    words = replay(path, "--workers", "2")
    assert Contact.objects.count() == 160 and "160 new" in words
    assert "160 on record already" in replay(path)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("workers", ["1", "2"])
def test_stopped_by_a_signal_it_leaves_whole_rows_and_goes_on_later(recorded: Any, workers: str) -> None:
    make.office()
    path = recorded(*(row(n, closed_at="2025-03-02T10:00:00Z") for n in range(3000)))
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, str(path), "--workers", workers],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not Contact.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _, words = process.communicate(timeout=60)
    assert process.returncode == 130 and "Run it again to go on" in words, words
    done = Contact.objects.count()
    assert 0 < done < 3000
    assert Case.objects.filter(is_open=False).count() == done
    replay(path, "--limit", str(min(done + 10, 3000)))
    assert Contact.objects.count() == len(set(Contact.objects.values_list("external_id", flat=True))) >= done


# The command as a process of its own, on this test's database.
_RUN = """
import os, sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["REPLAY_DATABASE"]
django.setup()
from django.core.management import CommandError, call_command
try:
    call_command("replay", *sys.argv[1:])
except CommandError as error:
    sys.stderr.write(str(error))
    sys.exit(error.returncode)
"""


@pytest.fixture(autouse=True)
def _its_database(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    from django.db import connection

    monkeypatch.setenv("REPLAY_DATABASE", str(connection.settings_dict["NAME"]))


def test_what_is_missing_is_said(recorded: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        replay(tmp_path / "none.jsonl")
    path = recorded(row(1))
    with pytest.raises(CommandError, match="--workers"):
        replay(path, "--workers", "0")


def test_a_row_that_fails_is_counted_named_and_does_not_stop_the_rest(
    recorded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backoffice.replay import doors

    make.office()
    put_through = doors.put_through

    def sometimes(**fields: Any) -> Any:
        if fields["row"].external_id.endswith(":1"):
            raise RuntimeError("the lamp broke")
        return put_through(**fields)

    monkeypatch.setattr(doors, "put_through", sometimes)
    path = recorded(row(1), row(2))
    with pytest.raises(CommandError, match="1 rows failed"):
        replay(path)
    monkeypatch.undo()
    assert "1 new, 1 on record already" in replay(path).replace(" (1 on a case)", "")


def test_long_names_get_codes_of_their_own() -> None:
    codes = {office.code_of(name) for name in ("Lights", "L" * 80, "L" * 81, "?", "？", "照明")}
    assert len(codes) == 6 and all(0 < len(code) <= 50 for code in codes)


def test_a_service_of_that_name_is_used_as_it_is() -> None:
    make.service("lamps", name="Street Lights")
    codes, created = office.services(names=["street lights", ""], now=make.NOW)
    assert codes == {"street lights": "lamps"} and created == 0


@pytest.mark.parametrize(
    "line", ["", "{", "null", '{"id": "1"}', '{"source": "a", "id": "1", "received_at": "13 o\'clock"}']
)
def test_a_line_that_is_no_row(line: str) -> None:
    with pytest.raises(NotARow):
        read(line, zone=LONDON)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59, "59 s"), (61, "1 min 1 s"), (7260, "2 h 1 min")]
)
def test_durations_in_words(seconds: float, words: str) -> None:
    assert progress.duration(seconds) == words


def test_progress_names_share_rate_and_time_left() -> None:
    said: list[str] = []
    shown = progress.Progress(total=200, write=said.append, screen=True)
    shown.add(Counter(filed=50))
    shown.say()
    assert "50 of 200 (25 %)" in said[-1] and "rows/s" in said[-1] and "left" in said[-1]


@pytest.mark.realdata
def test_every_recorded_row_can_be_read() -> None:
    tally = Tally()
    found = Counter(each.door for each in rows(REAL_DATA / "requests_dev.jsonl.gz", zone=LONDON, tally=tally))
    assert tally.unreadable == 0, tally.first_fault
    assert found.total() == tally.lines - tally.repeated > 41_000
    assert found["in_person"] > 300


@pytest.mark.realdata
def test_some_recorded_requests_come_in() -> None:
    make.office()
    words = replay(REAL_DATA / "requests_dev.jsonl.gz", "--limit", "120")
    assert "120 new" in words and Contact.objects.count() == 120
