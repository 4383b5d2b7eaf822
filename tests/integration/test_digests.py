"""The e-mail about what waits: to whom, when, once, and never a word of a case."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from casework.models import Case, DeskChoices, Staff
from casework.services import clockwork, digests, notes
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    make.office(acknowledge_texts=False)
    make.opening_hours()
    return make.case("My boiler is broken", person_name="Amina Yusuf")


@pytest.fixture
def ann(case: Case) -> Staff:
    return make.staff("ann", email="ann@office.example.org")


@pytest.fixture
def ben(case: Case) -> Staff:
    return make.staff("ben")


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_READY = True
    settings.EMAIL_FROM = "desk@office.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def wants(staff: Staff, digest: str, since: datetime | None = None) -> None:
    DeskChoices.objects.update_or_create(staff=staff, defaults={"digest": digest, "digested_until": since})


def named(case: Case, by: Staff, **later: float) -> None:
    notes.add_note(case=case, body="The secret of @ann", actor=by, now=make.later(**later))


def test_it_says_how_many_and_which_cases_and_nothing_else(case: Case, ann: Staff, ben: Staff) -> None:
    wants(ann, "hourly")
    named(case, ben)
    named(case, ben, minutes=5)
    assert digests.run(now=make.later(hours=1)) == 1
    (sent,) = mail.outbox
    assert sent.to == ["ann@office.example.org"] and sent.subject == "2 unread notifications at the desk"
    assert f"You have 2 unread notifications on 1 case:\n\n{case.reference}: 2\n" in sent.body
    assert "https://requests.example.org/desk/notifications/" in sent.body
    for words in ("Amina", "boiler", "secret", "Ben", "ben", "mentioned"):
        assert words not in sent.body + sent.subject
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_once_a_period_whoever_ticks(case: Case, ann: Staff, ben: Staff) -> None:
    wants(ann, "hourly")
    named(case, ben)
    assert [digests.run(now=make.later(minutes=each)) for each in (1, 2, 30, 60)] == [1, 0, 0, 0]
    named(case, ben, minutes=40)
    assert [digests.run(now=make.later(minutes=each)) for each in (61, 62)] == [1, 0]
    assert len(mail.outbox) == 2


def test_daily_is_once_a_day_when_the_office_opens(case: Case, ann: Staff, ben: Staff) -> None:
    wants(ann, "daily")
    named(case, ben)
    night, morning, noon = make.later(hours=12), make.later(hours=21, minutes=1), make.later(hours=24)
    assert digests.run(now=make.later(minutes=1)) == 1
    named(case, ben, hours=2)
    assert [digests.run(now=each) for each in (make.later(hours=3), night, morning, noon)] == [0, 0, 1, 0]


@pytest.mark.parametrize(
    "why", ["off", "no address", "left", "no e-mail", "read", "out of sight", "never asked"]
)
def test_nothing_goes(why: str, case: Case, ann: Staff, ben: Staff, settings: Any) -> None:
    wants(ann, "off" if why == "off" else "hourly")
    named(case, ben)
    if why == "no address":
        Staff.objects.filter(pk=ann.pk).update(email="")
    elif why == "left":
        Staff.objects.filter(pk=ann.pk).update(is_active=False)
    elif why == "no e-mail":
        settings.EMAIL_READY = False
    elif why == "read":
        ann.notifications.update(read_at=make.NOW)
    elif why == "out of sight":
        Case.objects.update(restricted=True)
    elif why == "never asked":
        DeskChoices.objects.all().delete()
    assert digests.run(now=make.later(hours=1)) == 0 and mail.outbox == []


def test_the_same_waiting_things_are_not_told_again(case: Case, ann: Staff, ben: Staff) -> None:
    wants(ann, "hourly")
    named(case, ben)
    assert digests.run(now=make.later(hours=1)) == 1
    assert digests.run(now=make.later(hours=2, minutes=1)) == 0
    named(case, ben, hours=3)
    assert digests.run(now=make.later(hours=4)) == 1
    assert "2 unread notifications" in mail.outbox[-1].subject


def test_a_crash_while_sending_sends_nothing_twice(
    case: Case, ann: Staff, ben: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(ann, "hourly")
    named(case, ben)

    def broken(*_: Any, **__: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", broken)
        with pytest.raises(KeyboardInterrupt):
            digests.run(now=make.later(minutes=1))
    assert DeskChoices.objects.get().digested_until == make.later(minutes=1)
    assert digests.run(now=make.later(minutes=2)) == 0 and mail.outbox == []


def test_a_mail_server_that_is_away_holds_up_nobody(
    case: Case, ann: Staff, ben: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(ann, "hourly")
    named(case, ben)

    def away(*_: Any, **__: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    assert digests.run(now=make.later(minutes=1)) == 0


def test_the_clock_does_it(case: Case, ann: Staff, ben: Staff) -> None:
    assert clockwork.digest in clockwork.PARTS
    wants(ann, "hourly")
    named(case, ben)
    clockwork.digest(make.later(minutes=1))
    assert len(mail.outbox) == 1


def test_where_nobody_asked_a_tick_is_one_statement(ann: Staff, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        digests.run(now=make.NOW)


def test_many_cases_are_cut_short() -> None:
    from collections import Counter

    words = digests.words(Counter({f"CASE-{number}": 1 for number in range(25)}))
    assert "and 5 more cases" in words and "CASE-19: 1" in words and "CASE-20" not in words


def test_it_is_chosen_on_a_page(ann: Staff, ben: Staff, settings: Any) -> None:
    desk = Client()
    desk.force_login(ann)
    page = desk.get("/desk/notifications/settings/").content.decode()
    assert "It goes to ann@office.example.org" in page
    assert desk.post("/desk/notifications/settings/", {"digest": "weekly"}).status_code == 422
    assert desk.post("/desk/notifications/settings/", {}).status_code == 422
    desk.post("/desk/notifications/settings/", {"digest": "daily"})
    row = DeskChoices.objects.get(staff=ann)
    assert row.digest == "daily" and row.digested_until is not None
    until = row.digested_until
    desk.post("/desk/notifications/settings/", {"digest": "daily"})
    row.refresh_from_db()
    assert row.digested_until == until and until - make.NOW > timedelta(0)
    desk.force_login(ben)
    assert "no e-mail address of yours" in desk.get("/desk/notifications/settings/").content.decode()
    settings.EMAIL_READY = False
    assert "sends no e-mail yet" in desk.get("/desk/notifications/settings/").content.decode()
