"""A text to many: who gets it, that each number gets it once whatever happens, and what its pages cost."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.models import (
    BulkText,
    BulkTextItem,
    Case,
    Contact,
    ContactPoint,
    Delivery,
    Event,
    Party,
    Person,
    PersonContactPoint,
    SendingDay,
    Service,
    Staff,
)
from casework.permissions import NotAllowed
from casework.services import bulk_finding, bulk_texts, bulk_work, clockwork, contact_points, merges, outbound
from casework.services.bulk_texts import CannotTextMany, Choice
from channels import looking, wake
from tests import factories as make

pytestmark = pytest.mark.django_db

WORDS = "We are closed on Friday."
NOW = make.NOW


@pytest.fixture(autouse=True)
def _texting_is_set_up(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC" + "1" * 32, "token"
    settings.TWILIO_NUMBER = "+447700900000"
    monkeypatch.setattr(wake, "look", lambda **_: False)


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def client(lead: Staff) -> Client:
    found = Client()
    found.force_login(lead)
    return found


def number(place: int) -> str:
    """Ofcom keeps 07700 900000 to 900999 for drama; nobody has them."""
    return f"07700 900{place:03}"


def cases(count: int, start: int = 101) -> list[Case]:
    """Cases of as many people, each opened by their text an hour ago."""
    make.office(acknowledge_texts=False)
    return [
        make.case(f"text {place}", sender=number(place), at=make.later(hours=-1))
        for place in range(start, start + count)
    ]


def many(count: int, start: int = 101) -> None:
    """As many as wanted at once, without the way of a text through the intake."""
    make.office(acknowledge_texts=False)
    team = make.team("housing")
    span = range(start, start + count)
    people = Person.objects.bulk_create([Person(name=f"Person {place}") for place in span])
    points = ContactPoint.objects.bulk_create(
        [ContactPoint(kind="phone", value=f"+44770090{place:04}", confirmed_at=NOW) for place in span]
    )
    rows = Case.objects.bulk_create(
        [Case(reference=f"T{place:08}", team=team, origin="sms", opened_at=NOW, last_activity_at=NOW) for place in span]
    )  # fmt: skip
    PersonContactPoint.objects.bulk_create(
        [PersonContactPoint(person=person, contact_point=each) for person, each in zip(people, points, strict=True)]
    )  # fmt: skip
    Party.objects.bulk_create(
        [Party(case=case, person=person, reply_to=True) for case, person in zip(rows, people, strict=True)]
    )


def point(place: int) -> ContactPoint:
    return ContactPoint.objects.get(value=f"+447700900{place:03}")


def prepared(actor: Staff, body: str = WORDS, **choice: Any) -> BulkText:
    found = Choice(narrow=lambda cases: cases, filters={}, words=["Status: All open"], **choice)
    return bulk_texts.prepare(choice=found, body=body, actor=actor, now=NOW)


def started(actor: Staff, body: str = WORDS, **choice: Any) -> BulkText:
    bulk = prepared(actor, body, **choice)
    texts, _ = bulk_texts.waiting(bulk)
    return bulk_texts.confirm(bulk=bulk, typed=texts, actor=actor, now=NOW)


def went(bulk: BulkText) -> list[str]:
    """The numbers that a text was written for, in order."""
    rows = Contact.objects.filter(bulk_item__bulk=bulk, delivery__purpose="bulk")
    return sorted(rows.values_list("contact_point__value", flat=True))


def refused(bulk: BulkText) -> dict[str, str]:
    rows = bulk.items.filter(state="refused")
    return dict(rows.values_list("contact_point__value", "words"))


# Who gets it


def test_everybody_on_the_list_gets_one_text_with_their_own_words_in_it(lead: Staff) -> None:
    found = cases(3)
    bulk = started(lead, "{office}: your reference is {reference}.")
    bulk_work.work(now=NOW)
    bulk.refresh_from_db()
    assert bulk.state == "done" and bulk.ended_at == NOW
    bodies = set(Contact.objects.filter(bulk_item__bulk=bulk).values_list("body", flat=True))
    assert bodies == {f"Riverbank Help: your reference is {case.reference}." for case in found}
    assert set(Delivery.objects.values_list("status", "purpose")) == {("queued", "bulk")}
    verbs = Event.objects.filter(case=found[0]).values_list("verb", flat=True)
    assert "texted_with_many" in verbs


def test_the_cases_go_on_waiting_for_whom_they_waited(lead: Staff) -> None:
    (case,) = cases(1)
    started(lead)
    bulk_work.work(now=NOW)
    before, case = case, Case.objects.get(pk=case.pk)
    assert case.needs_answer and case.waiting_for == "us" and case.status == "new"
    assert case.responded_at is None and case.due_at == before.due_at
    assert case.last_out_at == NOW


def test_a_number_with_several_cases_gets_one_text_about_the_latest(lead: Staff) -> None:
    make.service("bins")
    (first,) = cases(1)
    second = make.form("My bin", sender=number(101), at=NOW, service_code="bins").case
    assert second is not None and second.pk != first.pk
    bulk = started(lead, "About {reference}")
    bulk_work.work(now=NOW)
    assert went(bulk) == ["+447700900101"]
    assert Contact.objects.get(bulk_item__bulk=bulk).case_id == second.pk
    assert bulk.filters["same_number"] == 1


def test_only_what_the_lead_sees_and_nothing_restricted(lead: Staff) -> None:
    found = cases(3)
    Case.objects.filter(pk=found[0].pk).update(team=make.team("far-away"))
    Case.objects.filter(pk=found[1].pk).update(restricted=True)
    choice = Choice(narrow=lambda cases: cases, filters={}, words=[])
    bulk = bulk_texts.prepare(choice=choice, body=WORDS, actor=lead, now=NOW)
    assert [item.case_id for item in bulk.items.all()] == [found[2].pk]
    assert bulk.filters["cases"] == 2 and bulk.filters["restricted"] == 1


def test_a_sensitive_case_only_where_the_very_case_is_ticked(lead: Staff) -> None:
    found = cases(3)
    safety = make.service("safety", sensitive=True)
    Case.objects.filter(pk__in=[found[0].pk, found[1].pk]).update(service=safety)
    bulk = started(lead, sensitive=[found[0].reference, found[2].reference])
    bulk_work.work(now=NOW)
    assert went(bulk) == ["+447700900101", "+447700900103"]
    assert bulk.filters["left_out"] == 1 and bulk.filters["sensitive"] == [found[0].reference]


def test_replies_go_to_somebody_and_so_does_the_text(lead: Staff) -> None:
    (case,) = cases(1)
    case.parties.update(reply_to=False)
    other = ContactPoint.objects.create(kind="phone", value="+447700900555", confirmed_at=NOW)
    Party.objects.create(case=case, contact_point=other, role="representative", reply_to=True)
    bulk = started(lead)
    bulk_work.work(now=NOW)
    assert went(bulk) == ["+447700900555"]


def test_nobody_is_texted_in_place_of_whom_replies_go_to(lead: Staff) -> None:
    (case,) = cases(1)
    case.parties.update(reply_to=False)
    address = ContactPoint.objects.create(kind="email", value="agent@example.org")
    Party.objects.create(case=case, contact_point=address, role="representative", reply_to=True)
    bulk = prepared(lead)
    assert bulk_texts.waiting(bulk)[0] == 0
    assert "Replies go to somebody" in bulk.items.get().words


@pytest.mark.parametrize(
    ("first", "gets_it"),
    [({"value": "+441632960001"}, True), ({"confirmed_at": None}, True), ({"do_not_use": True}, True),
     ({"opted_out_at": NOW}, False), ({"text_ok": False}, False)],
)  # fmt: skip
def test_the_next_number_stands_in_for_one_that_cannot_and_not_for_one_that_must_not(
    first: dict[str, Any], gets_it: bool, lead: Staff
) -> None:
    (case,) = cases(1)
    mine = point(101)
    ContactPoint.objects.filter(pk=mine.pk).update(**first)
    second = ContactPoint.objects.create(kind="phone", value="+447700900777", confirmed_at=NOW)
    PersonContactPoint.objects.create(person=case.parties.get().person, contact_point=second)
    bulk = started(lead) if gets_it else prepared(lead)
    bulk_work.work(now=NOW)
    assert went(bulk) == (["+447700900777"] if gets_it else [])
    assert bulk.items.get().state == ("queued" if gets_it else "refused")


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"opted_out_at": NOW}, "asked not to be texted"), ({"text_ok": False}, "not safe to text"),
     ({"do_not_use": True}, "must not be used"), ({"confirmed_at": None}, "only typed into a form"),
     ({"safe_hours": "when the kids are out"}, "a person must judge")],
)  # fmt: skip
def test_whom_the_guard_refuses_is_listed_with_the_reason(
    fields: dict[str, Any], words: str, lead: Staff, client: Client
) -> None:
    cases(2)
    ContactPoint.objects.filter(pk=point(101).pk).update(**fields)
    bulk = prepared(lead)
    assert list(refused(bulk)) == ["+447700900101"] and words in refused(bulk)["+447700900101"]
    page = client.get(reverse("desk:bulk", args=[bulk.pk])).content.decode()
    assert words in page and "Who gets none, and why" in page


def test_a_shared_number_is_refused(lead: Staff) -> None:
    cases(1)
    PersonContactPoint.objects.filter(contact_point=point(101)).update(label="shared")
    assert "share this number" in refused(prepared(lead))["+447700900101"]


def test_a_phone_that_must_not_tell_reads_the_neutral_name(lead: Staff) -> None:
    cases(2)
    ContactPoint.objects.filter(pk=point(101).pk).update(say_who_we_are=False)
    bulk = started(lead, "{office}: closed on Friday.")
    bulk_work.work(now=NOW)
    told = dict(Contact.objects.filter(bulk_item__bulk=bulk).values_list("contact_point__value", "body"))
    assert told == {
        "+447700900101": "the team: closed on Friday.",
        "+447700900102": "Riverbank Help: closed on Friday.",
    }


def test_a_phone_that_must_not_tell_gets_no_text_that_tells(lead: Staff) -> None:
    cases(2)
    ContactPoint.objects.filter(pk=point(101).pk).update(say_who_we_are=False)
    assert "names the office" in refused(prepared(lead, "Riverbank help is closed."))["+447700900101"]
    Case.objects.update(service=make.service())
    told = refused(prepared(lead, "About your {service}"))
    assert list(told) == ["+447700900101"] and "{service}" in told["+447700900101"]


def test_an_empty_field_is_refused_and_an_unknown_one_not_prepared(lead: Staff) -> None:
    cases(1)
    assert "{service}" in refused(prepared(lead, "About {service}"))["+447700900101"]
    with pytest.raises(CannotTextMany, match="no field"):
        prepared(lead, "Dear {surname}")


@pytest.mark.parametrize("body", ["", "   ", "x" * 1601, "{", "{nonsense}"])
def test_words_that_cannot_be_sent_are_refused(body: str, lead: Staff) -> None:
    cases(1)
    with pytest.raises(CannotTextMany):
        prepared(lead, body)
    assert not BulkText.objects.exists()


def test_a_text_that_grows_too_long_with_its_fields_is_refused(lead: Staff) -> None:
    cases(1)
    assert "characters long" in refused(prepared(lead, "x" * 1580 + "{reference}{office}"))["+447700900101"]


def test_an_empty_list_is_refused(lead: Staff) -> None:
    make.office()
    with pytest.raises(CannotTextMany, match="No case is on this list"):
        prepared(lead)


def test_nobody_but_leads_and_managers_may(lead: Staff) -> None:
    cases(1)
    bulk = prepared(lead)
    worker = make.staff("worker")
    with pytest.raises(NotAllowed):
        prepared(worker)
    with pytest.raises(NotAllowed):
        bulk_texts.confirm(bulk=bulk, typed=1, actor=worker, now=NOW)
    with pytest.raises(NotAllowed):
        bulk_texts.stop(bulk=bulk, actor=worker, now=NOW)


# Starting it


def test_over_the_days_budget_it_does_not_start_and_the_sum_is_told(lead: Staff) -> None:
    cases(3)
    make.office(parts_per_day=10)
    SendingDay.objects.create(day=NOW.date(), parts=7, texts=7)
    case = Case.objects.first()
    assert case is not None
    outbound.write(case=case, channel="sms", point=point(101), person=None, body="waits", now=NOW)
    bulk = prepared(lead)
    with pytest.raises(CannotTextMany) as told:
        bulk_texts.confirm(bulk=bulk, typed=3, actor=lead, now=NOW)
    assert str(told.value).startswith(
        "These texts are 3 parts. The office may send 10 in a day; 7 parts went out today and 1 wait to go, which "
        "leaves 2."
    )
    assert BulkText.objects.get().state == "prepared" and not Contact.objects.filter(bulk_item__isnull=False)


def test_two_texts_to_many_do_not_both_take_what_is_left(lead: Staff) -> None:
    cases(3)
    make.office(parts_per_day=5)
    started(lead)
    with pytest.raises(CannotTextMany, match="3 wait to go, which leaves 2"):
        started(lead)


def test_the_number_must_be_typed_and_confirming_twice_starts_it_once(lead: Staff) -> None:
    cases(2)
    bulk = prepared(lead)
    with pytest.raises(CannotTextMany, match="You typed 3, and it is 2"):
        bulk_texts.confirm(bulk=bulk, typed=3, actor=lead, now=NOW)
    for _ in range(2):
        bulk_texts.confirm(bulk=bulk, typed=2, actor=lead, now=NOW)
    assert Event.objects.filter(verb="bulk_confirmed").count() == 1
    bulk_work.work(now=NOW)
    bulk_texts.confirm(bulk=bulk, typed=2, actor=lead, now=NOW)
    bulk_work.work(now=NOW)
    assert went(bulk) == ["+447700900101", "+447700900102"]


def test_only_whoever_prepared_it_starts_it_and_only_for_a_day(lead: Staff) -> None:
    cases(1)
    bulk, other = prepared(lead), make.staff("other", role="manager")
    with pytest.raises(CannotTextMany, match="Only whoever prepared it"):
        bulk_texts.confirm(bulk=bulk, typed=1, actor=other, now=NOW)
    assert not bulk_texts.known(actor=other).exists()
    with pytest.raises(CannotTextMany, match="more than a day ago"):
        bulk_texts.confirm(bulk=bulk, typed=1, actor=lead, now=make.later(hours=25))


def test_what_was_never_sent_goes_when_another_is_prepared_a_day_later(lead: Staff) -> None:
    cases(1)
    old = prepared(lead)
    BulkText.objects.filter(pk=old.pk).update(made_at=make.later(days=-2))
    new = prepared(lead)
    assert list(BulkText.objects.all()) == [new] and BulkTextItem.objects.count() == 1


# Between preparing and writing


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: ContactPoint.objects.filter(pk=point(101).pk).update(text_ok=False), "not safe to text"),
        (lambda: Case.objects.update(restricted=True), "may no longer text this case"),
        (lambda: Case.objects.update(team=make.team("far-away")), "may no longer text this case"),
        (lambda: Staff.objects.update(is_active=False), "may no longer text this case"),
        (lambda: Staff.objects.update(role="caseworker"), "may no longer text this case"),
        (lambda: Case.objects.update(service=make.service(sensitive=True)), "may no longer text this case"),
        (lambda: Party.objects.all().delete(), "belongs to nobody"),
    ],
)
def test_everything_is_looked_at_again_before_it_is_written(
    change: Callable[[], Any], words: str, lead: Staff
) -> None:
    cases(1)
    bulk = started(lead)
    change()
    bulk_work.work(now=NOW)
    assert went(bulk) == [] and words in refused(bulk)["+447700900101"]


def test_an_opt_out_between_preparing_and_writing_counts(lead: Staff) -> None:
    cases(2)
    bulk = started(lead)
    contact_points.opt_out(contact_point=point(102), how="They texted STOP", now=NOW, job="inbox")
    bulk_work.work(now=NOW)
    assert went(bulk) == ["+447700900101"]
    assert "asked not to be texted (They texted STOP)" in refused(bulk)["+447700900102"]


def test_an_opt_out_between_writing_and_sending_counts(lead: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    cases(1)
    bulk = started(lead)
    bulk_work.work(now=NOW)
    contact_points.opt_out(contact_point=point(101), how="They texted STOP", now=NOW, job="inbox")
    monkeypatch.setattr("channels.twilio.client.send", lambda **_: pytest.fail("a text went out"))
    monkeypatch.setattr("channels.registry.channels", list)
    looking.look(budget=looking.timedelta(seconds=5), now=NOW)
    assert Delivery.objects.get(contact__bulk_item__bulk=bulk).status == "refused"


def test_a_case_that_was_merged_meanwhile_hands_its_text_on(lead: Staff) -> None:
    one, two = cases(2)
    bulk = started(lead)
    merges.merge(merged=one, survivor=two, actor=lead, now=NOW)
    bulk_work.work(now=NOW)
    assert went(bulk) == ["+447700900101", "+447700900102"]
    assert set(Contact.objects.filter(bulk_item__bulk=bulk).values_list("case", flat=True)) == {two.pk}


def test_quiet_hours_hold_it_back_and_do_not_refuse_it(lead: Staff) -> None:
    cases(1)
    make.office(quiet_from=time(11), quiet_until=time(14))
    ContactPoint.objects.update(created_at=NOW)
    bulk = started(lead)
    bulk_work.work(now=NOW)
    assert bulk.filters["later"] == 1 and went(bulk) == ["+447700900101"]


# A worker that is killed


class Killed(BaseException):
    """As the end of a process: nothing in the code may catch it."""


@pytest.mark.parametrize("at", range(1, 8))
def test_a_worker_that_is_killed_writes_nothing_twice(
    at: int, lead: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases(6)
    monkeypatch.setattr(bulk_work, "STEP", 2)
    bulk = started(lead)
    real, calls = outbound.write, 0

    def write(**given: Any) -> Contact:
        nonlocal calls
        calls += 1
        if calls == at:
            raise Killed
        return real(**given)

    monkeypatch.setattr(outbound, "write", write)
    if at <= 6:
        with pytest.raises(Killed):
            bulk_work.work(now=NOW)
        # What was committed before is there, whole steps of it, and nothing of the step that broke.
        assert len(went(bulk)) == (at - 1) // 2 * 2
        assert bulk.items.filter(state="queued").count() == len(went(bulk))
    bulk_work.work(now=NOW)
    assert went(bulk) == [f"+4477009001{place:02}" for place in range(1, 7)]
    bulk.refresh_from_db()
    assert bulk.state == "done"


def test_what_goes_wrong_keeps_nobody_from_other_work(lead: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a number that cannot be written the lead is told; the database being away is no fault of any number."""
    cases(3)
    bulk = started(lead)
    real, calls = outbound.write, 0

    def write(**given: Any) -> Contact:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OperationalError
        return 1 / 0 if calls == 3 else real(**given)  # type: ignore[return-value]

    monkeypatch.setattr(outbound, "write", write)
    assert bulk_work.drain(now=NOW) == 0 and went(bulk) == []
    bulk_work.work(now=NOW)
    assert went(bulk) == ["+447700900101", "+447700900103"]
    failed = bulk.items.get(state="refused")
    assert failed.words == "Something went wrong on our side. Text them from their case."


def test_the_clock_and_the_sweep_go_on_with_it(lead: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    cases(2)
    bulk = started(lead)
    clockwork.tick(now=NOW)
    assert len(went(bulk)) == 2
    monkeypatch.setattr("channels.registry.channels", list)
    monkeypatch.setattr("channels.outbox.drain", lambda **_: 0)
    other = started(lead)
    looking.look(budget=looking.timedelta(seconds=5), now=NOW)
    assert len(went(other)) == 2


# Stopping it


def test_stopping_takes_back_what_waits_and_writes_no_more(
    lead: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases(4)
    monkeypatch.setattr(bulk_work, "STEP", 2)
    bulk = started(lead)
    bulk_work.step(now=NOW)
    gone = Delivery.objects.filter(contact__bulk_item__bulk=bulk).first()
    assert gone is not None
    Delivery.objects.filter(pk=gone.pk).update(status="sent")
    bulk_texts.stop(bulk=bulk, actor=make.staff("manager", role="manager"), now=NOW)
    bulk_work.work(now=NOW)
    statuses = Delivery.objects.filter(contact__bulk_item__bulk=bulk).values_list("status", flat=True)
    assert sorted(statuses) == ["sent", "withdrawn"]
    assert bulk.items.filter(state="waiting").count() == 2
    bulk.refresh_from_db()
    assert bulk.state == "stopped" and bulk.ended_at == NOW
    assert Event.objects.filter(verb="taken_back").count() == 1
    assert not Case.objects.filter(needs_answer=False).exists()


def test_a_stopped_text_that_was_on_its_way_is_taken_back_once_it_waits_again(lead: Staff) -> None:
    cases(1)
    bulk = started(lead)
    bulk_work.work(now=NOW)
    Delivery.objects.update(status="sending")
    with pytest.raises(CannotTextMany, match="too late"):
        bulk_texts.stop(bulk=bulk, actor=lead, now=NOW)
    BulkText.objects.update(state="sending", ended_at=None)
    bulk_texts.stop(bulk=bulk, actor=lead, now=NOW)
    bulk_work.work(now=NOW)
    bulk.refresh_from_db()
    assert bulk.ended_at is None
    Delivery.objects.update(status="queued")
    bulk_work.work(now=NOW)
    bulk_work.work(now=NOW)
    bulk.refresh_from_db()
    assert bulk.ended_at == NOW and Delivery.objects.get().status == "withdrawn"


def test_what_waits_till_morning_can_be_stopped_although_it_is_done(lead: Staff) -> None:
    cases(2)
    bulk = started(lead)
    bulk_work.work(now=NOW)
    bulk.refresh_from_db()
    assert bulk.state == "done"
    bulk_texts.stop(bulk=bulk, actor=lead, now=NOW)
    bulk_work.work(now=NOW)
    assert set(Delivery.objects.values_list("status", flat=True)) == {"withdrawn"}


# Nobody unsafe, whatever the order

PLACES = range(101, 106)
UNSAFE: dict[str, dict[str, Any]] = {
    "unsafe": {"text_ok": False}, "out": {"opted_out_at": NOW}, "unused": {"do_not_use": True},
    "hours": {"safe_hours": "mornings"},
}  # fmt: skip
SAFE: dict[str, Any] = {"text_ok": None, "opted_out_at": None, "do_not_use": False, "safe_hours": ""}
FLAG = st.tuples(st.sampled_from([*UNSAFE, "safe", "restrict", "open"]), st.sampled_from(PLACES))
MOVES = st.lists(st.one_of(FLAG, st.just(("step", 0)), st.just(("stop", 0))), max_size=14)


def flag(what: str, place: int) -> None:
    cases_of = Case.objects.filter(parties__contact_point__value=f"+447700900{place}")
    if what in ("restrict", "open"):
        Case.objects.filter(pk__in=cases_of.values("pk")).update(restricted=what == "restrict")
        return
    ContactPoint.objects.filter(pk=point(place).pk).update(**UNSAFE.get(what, SAFE))


def must_not_be_texted() -> set[str]:
    rows = ContactPoint.objects.all()
    unsafe = (
        rows.filter(text_ok=False) | rows.filter(opted_out_at__isnull=False) | rows.filter(do_not_use=True)
    )
    unsafe |= rows.exclude(safe_hours="") | rows.filter(parties__case__restricted=True)
    return set(unsafe.values_list("value", flat=True))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(FLAG, max_size=4), moves=MOVES)
def test_whatever_the_order_nobody_unsafe_gets_one_and_nobody_two(
    before: list[tuple[str, int]], moves: list[tuple[str, int]], lead: Staff
) -> None:
    _reset()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_work, "STEP", 2)
        for what, place in before:
            flag(what, place)
        bulk = prepared_or_none(lead)
        if bulk is None:
            return
        so_far: list[str] = []
        for what, place in [*moves, ("step", 0), ("step", 0), ("step", 0)]:
            if what == "stop":
                bulk_texts.stop(bulk=bulk, actor=lead, now=NOW) if _may_stop(bulk) else None
            elif what != "step":
                flag(what, place)
            else:
                barred = must_not_be_texted()
                bulk_work.step(now=NOW)
                now_written = went(bulk)
                new = set(now_written) - set(so_far)
                assert not new & barred
                assert len(now_written) == len(set(now_written))
                so_far = now_written
        assert bulk.items.exclude(state="queued").filter(contact__isnull=False).count() == 0


def _reset() -> None:
    """Five people with a case each, as new: what the last example did to them is undone."""
    if not ContactPoint.objects.filter(value="+447700900101").exists():
        cases(len(PLACES))
    ContactPoint.objects.update(**SAFE)
    Case.objects.update(restricted=False)
    BulkText.objects.filter(state="sending").update(state="stopped", ended_at=NOW)
    Contact.objects.filter(bulk_item__isnull=False).update(took_place_at=make.later(days=-3))
    Delivery.objects.update(status="delivered")


def prepared_or_none(lead: Staff) -> BulkText | None:
    try:
        bulk = prepared(lead)
    except CannotTextMany:
        return None
    texts, _ = bulk_texts.waiting(bulk)
    return bulk_texts.confirm(bulk=bulk, typed=texts, actor=lead, now=NOW) if texts else None


def _may_stop(bulk: BulkText) -> bool:
    bulk.refresh_from_db()
    return bulk_texts.may_stop(bulk)


# What it costs


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len([query for query in seen if "SAVEPOINT" not in query["sql"]])


def of_work(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len([query for query in seen if "SAVEPOINT" not in query["sql"]])


# Session, user and office; sensitive cases; the list's counts; people with a number.
STATEMENTS_OF_THE_WORDS = 4
# Session, user and office; the text; what waits; the day's budget (3); three texts as they read; who gets none.
STATEMENTS_OF_THE_LOOK = 14
STATEMENTS_OF_THE_RESULTS = 5
STATEMENTS_OF_THE_PROGRESS = 3
STATEMENTS_OF_THE_PAST = 3
# One step beside what it writes; and for each number a contact, a delivery, the case, an event.
STATEMENTS_OF_A_STEP = 13
STATEMENTS_OF_A_NUMBER = 4
STATEMENTS_OF_PREPARING = 21


def test_the_pages_cost_the_same_however_long_the_list_is(client: Client, lead: Staff) -> None:
    found = []
    for count, start in ((5, 101), (130, 110)):
        many(count, start=start)
        ContactPoint.objects.filter(value__endswith="5").update(text_ok=False)
        bulk = prepared(lead)
        page = reverse("desk:bulk", args=[bulk.pk])
        words, look = statements(client, reverse("desk:bulk_new")), statements(client, page)
        bulk_texts.confirm(bulk=bulk, typed=bulk_texts.waiting(bulk)[0], actor=lead, now=NOW)
        bulk_work.step(now=NOW)
        step = client.get(reverse("desk:bulk_progress", args=[bulk.pk]), headers={"HX-Request": "true"})
        assert step.status_code == 200 and "dealt with" in step.content.decode()
        bulk_work.work(now=NOW)
        found.append((words, look, statements(client, page), statements(client, f"{page}?show=all"),
                      statements(client, reverse("desk:bulk_list"))))  # fmt: skip
    assert found[0] == found[1] == (
        STATEMENTS_OF_THE_WORDS, STATEMENTS_OF_THE_LOOK, STATEMENTS_OF_THE_RESULTS, STATEMENTS_OF_THE_RESULTS,
        STATEMENTS_OF_THE_PAST,
    )  # fmt: skip


def test_the_poll_costs_little(client: Client, lead: Staff) -> None:
    cases(3)
    bulk = started(lead)
    url = reverse("desk:bulk_progress", args=[bulk.pk])
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url, headers={"HX-Request": "true"}).status_code == 200
    assert len(seen) == STATEMENTS_OF_THE_PROGRESS


def test_a_long_list_is_looked_through_in_steps_and_not_sent_before(
    client: Client, lead: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_finding, "STEP", 4)
    many(13)
    bulk = prepared(lead)
    page = reverse("desk:bulk", args=[bulk.pk])
    assert "8 of 13 cases looked at" in client.get(page).content.decode()
    part = client.get(reverse("desk:bulk_progress", args=[bulk.pk]), headers={"HX-Request": "true"})
    assert "8 of 13 cases looked at" in part.content.decode()
    assert client.post(reverse("desk:bulk_send", args=[bulk.pk]), {"typed": "13"}).status_code == 302
    with pytest.raises(CannotTextMany, match="not known yet"):
        bulk_texts.confirm(bulk=bulk, typed=13, actor=lead, now=NOW)
    bulk_work.work(now=NOW)
    done = client.get(reverse("desk:bulk_progress", args=[bulk.pk]), headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    assert "type 13" in client.get(page).content.decode()
    assert not Contact.objects.exists()


def test_a_number_on_several_cases_of_a_long_list_is_kept_once(
    lead: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_finding, "STEP", 2)
    many(7)
    shared = Person.objects.get(name="Person 101")
    Party.objects.filter(person__name__in=["Person 104", "Person 106"]).update(person=shared)
    bulk = prepared(lead)
    bulk_work.work(now=NOW)
    bulk.refresh_from_db()
    assert bulk.filters["same_number"] == 2 and bulk.items.count() == 5
    assert bulk.items.filter(contact_point__value="+447700900101").count() == 1


def test_whoever_is_killed_while_finding_leaves_the_rest_to_the_next(
    lead: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_finding, "STEP", 2)
    many(9)
    bulk = prepared(lead)
    real = bulk_finding._settled

    def dies(item: BulkTextItem, to: Any) -> BulkTextItem:
        raise Killed

    monkeypatch.setattr(bulk_finding, "_settled", dies)
    with pytest.raises(Killed):
        bulk_work.work(now=NOW)
    assert bulk_finding.without_number(bulk).count() == 5
    monkeypatch.setattr(bulk_finding, "_settled", real)
    bulk_work.work(now=NOW)
    assert bulk_texts.waiting(bulk) == (9, 9)


def test_a_step_costs_the_same_however_many_wait(lead: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_work, "STEP", 4)
    cases(12)
    started(lead)
    assert of_work(lambda: bulk_work.step(now=NOW)) == STATEMENTS_OF_A_STEP + 4 * STATEMENTS_OF_A_NUMBER
    assert of_work(lambda: bulk_work.step(now=NOW)) == STATEMENTS_OF_A_STEP + 4 * STATEMENTS_OF_A_NUMBER


def test_preparing_costs_the_same_for_few_and_for_many(lead: Staff) -> None:
    found = []
    for count, start in ((3, 101), (300, 110)):
        many(count, start=start)
        found.append(of_work(lambda: prepared(lead)))
    assert found[0] == found[1] == STATEMENTS_OF_PREPARING


def test_a_page_lists_a_hundred_and_leads_to_the_next(client: Client, lead: Staff) -> None:
    many(120)
    ContactPoint.objects.update(text_ok=False)
    bulk = prepared(lead)
    page = client.get(reverse("desk:bulk", args=[bulk.pk]))
    assert len(page.context["list"]["rows"]) == 100
    rest = client.get(reverse("desk:bulk", args=[bulk.pk]) + page.context["list"]["older"])
    assert len(rest.context["list"]["rows"]) == 20


# Pages


def test_the_queue_offers_it_to_those_who_may_with_its_filters(client: Client, lead: Staff) -> None:
    cases(1)
    address = reverse("desk:bulk_new") + "?team=housing"
    assert f'href="{address}"' in client.get(reverse("desk:queue") + "?team=housing&at=x").content.decode()
    worker = Client()
    worker.force_login(make.staff("worker"))
    assert "Text everybody" not in worker.get(reverse("desk:queue")).content.decode()


def test_the_words_are_kept_and_refused_in_words(client: Client) -> None:
    cases(1)
    answer = client.post(reverse("desk:bulk_new"), {"body": "Dear {surname}"})
    assert answer.status_code == 422 and "There is no field {surname}" in answer.content.decode()
    assert "Dear {surname}</textarea>" in answer.content.decode()
    assert client.post(reverse("desk:bulk_new"), {"body": " "}).status_code == 422
    odd = client.post(reverse("desk:bulk_new"), {"body": "Hello", "cases": ["7K4M-9QXD"]})
    assert odd.status_code == 422 and not BulkText.objects.exists()


def test_from_the_list_to_the_results(client: Client, lead: Staff) -> None:
    cases(2)
    answer = client.post(reverse("desk:bulk_new") + "?who=unassigned", {"body": WORDS})
    bulk = BulkText.objects.get()
    page = reverse("desk:bulk", args=[bulk.pk])
    assert answer["Location"] == page
    look = client.get(page).content.decode()
    assert "£0.08 at 4.00p a part" in look and WORDS in look and "Whose: Nobody" in look
    send = reverse("desk:bulk_send", args=[bulk.pk])
    assert client.post(send, {"typed": "two"}).status_code == 422
    assert client.post(send, {"typed": "3"}).status_code == 422
    assert client.post(send, {"typed": " 2 "})["Location"] == page
    assert client.post(send, {"typed": "2"})["Location"] == page
    bulk_work.work(now=NOW)
    results = client.get(page + "?show=all").content.decode()
    assert "2 of 2 numbers dealt with" in results and "Waiting to be sent" in results
    assert "1 of" not in client.get(reverse("desk:bulk_list")).content.decode()
    assert client.post(reverse("desk:bulk_stop", args=[bulk.pk]))["Location"] == page
    bulk_work.work(now=datetime.now(tz=NOW.tzinfo))
    done = client.get(reverse("desk:bulk_progress", args=[bulk.pk]), headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    assert "Taken back" in client.get(page).content.decode()


def test_going_back_keeps_the_words_and_what_was_ticked(client: Client, lead: Staff) -> None:
    found = cases(1)
    Case.objects.update(service=make.service("safety", sensitive=True))
    bulk = prepared(lead, sensitive=[found[0].reference])
    again = client.get(reverse("desk:bulk", args=[bulk.pk])).context["again"]
    page = client.get(again)
    assert f"{WORDS}</textarea>" in page.content.decode() and "checked" in page.content.decode()
    assert client.get(reverse("desk:bulk_new") + "?words=nonsense").status_code == 200


def test_a_reader_sees_only_numbers_of_cases_that_they_see(client: Client, lead: Staff) -> None:
    found = cases(2)
    bulk = started(lead)
    bulk_work.work(now=NOW)
    Case.objects.filter(pk=found[0].pk).update(team=make.team("far-away"))
    page = client.get(reverse("desk:bulk", args=[bulk.pk]) + "?show=all").content.decode()
    assert found[1].reference in page and found[0].reference not in page


def test_sensitive_cases_are_offered_one_by_one(client: Client) -> None:
    found = cases(2)
    Case.objects.filter(pk=found[0].pk).update(service=make.service("safety", sensitive=True))
    page = client.get(reverse("desk:bulk_new")).content.decode()
    assert f'value="{found[0].reference}"' in page and f'value="{found[1].reference}"' not in page
    client.post(reverse("desk:bulk_new"), {"body": WORDS, "cases": [found[0].reference]})
    assert BulkText.objects.get().items.count() == 2
    assert Service.objects.get(code="safety").sensitive
