"""What becomes of an arrival: person, filing, routing, contact, case, history, in one transaction."""

import threading

import pytest
from django.db import close_old_connections, connection

from casework.models import (
    Case,
    Contact,
    ContactPoint,
    Delivery,
    Event,
    Person,
    PersonContactPoint,
)
from casework.services import events, status
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_first_text_opens_a_case_with_a_team_a_reference_and_its_reasons() -> None:
    make.office()
    taken = make.text("My boiler is broken")
    case = Case.objects.get()
    assert taken.case == case
    assert case.team.is_triage and case.origin == "sms" and case.is_open
    assert len(case.reference) == 9
    assert taken.contact.reason and case.routing_reason
    assert set(case.events.values_list("verb", flat=True)) >= {"case_opened", "case_routed"}


def test_a_second_text_joins_the_only_open_case() -> None:
    make.office()
    first = make.text("My boiler is broken")
    second = make.text("It is the one in the kitchen", at=make.later(days=5))
    assert second.case == first.case
    assert second.decision is not None and second.decision.rule == "8"
    assert Contact.objects.filter(case=first.case, direction="in").count() == 2


def test_the_same_message_again_writes_nothing() -> None:
    make.office()
    make.text("Help", sid="SM1")
    before = (Contact.objects.count(), Event.objects.count())
    again = make.text("Help", sid="SM1")
    assert again.created is False
    assert (Contact.objects.count(), Event.objects.count()) == before


def test_a_call_joins_the_case_that_began_by_text() -> None:
    make.office()
    first = make.text("My boiler is broken")
    handler = make.staff("handler", role="handler")
    called = make.call(by=handler, at=make.later(hours=1))
    assert called.case == first.case
    assert called.contact.logged_by == handler


def test_a_visit_counts_as_a_response_like_a_call() -> None:
    make.office()
    first = make.text("My boiler is broken")
    handler = make.staff("handler", role="handler")
    make.call(by=handler, at=make.later(hours=1), place="Front desk", outcome="answered")
    case = Case.objects.get(pk=first.case.pk)  # type: ignore[union-attr]
    assert case.responded_at == make.later(hours=1)
    assert case.needs_answer is False


def test_no_answer_is_not_a_response() -> None:
    make.office()
    handler = make.staff("handler", role="handler")
    taken = make.call(by=handler, outcome="no_answer")
    case = Case.objects.get(pk=taken.case.pk)  # type: ignore[union-attr]
    assert case.responded_at is None and case.needs_answer


def test_two_open_cases_hold_a_text_with_both_as_candidates() -> None:
    make.office()
    one = make.form("Bin", service_code="")
    two = make.form("Damp", at=make.later(minutes=1))
    held = make.text("any news", at=make.later(days=4))
    assert held.case is None and held.contact.filing == "held"
    assert set(held.contact.candidates) == {one.case.reference, two.case.reference}  # type: ignore[union-attr]
    assert held.contact.reason


def test_a_strangers_reference_never_attaches() -> None:
    make.office()
    case = make.case()
    stranger = make.text(f"about {case.reference}", sender=make.BEN)
    assert stranger.case is None and stranger.contact.filing == "held"
    assert Case.objects.count() == 1


def test_stop_is_recorded_without_a_case_and_closes_the_number() -> None:
    make.office()
    make.text("STOP")
    point = ContactPoint.objects.get()
    assert point.opted_out_at == make.NOW
    assert Case.objects.count() == 0
    make.text("start", at=make.later(hours=1))
    point.refresh_from_db()
    assert point.opted_out_at is None


def test_a_text_after_closing_reopens_within_the_window() -> None:
    make.office()
    worker = make.staff("worker")
    case = make.case()
    status.change_status(case=case, to="closed", outcome="Repaired", actor=worker, now=make.later(days=5))
    again = make.text("it broke again", at=make.later(days=9))
    case.refresh_from_db()
    assert again.case == case and case.is_open and case.closed_at is None


def test_thanks_reopens_nothing() -> None:
    make.office()
    worker = make.staff("worker")
    case = make.case()
    status.change_status(case=case, to="closed", outcome="Repaired", actor=worker, now=make.later(days=5))
    thanks = make.text("thank you so much", at=make.later(days=6))
    case.refresh_from_db()
    assert case.is_open is False
    assert thanks.contact.courtesy is True and thanks.contact.case == case


def test_odd_text_is_kept_mended_with_the_original_beside_it() -> None:
    make.office()
    taken = make.text("help\x00me \ud83d")
    assert "\x00" not in taken.contact.body
    assert taken.contact.original


@pytest.mark.parametrize(
    "body", ["", "   ", "\u200b", "🔥", "x" * 100_000, "'; DROP TABLE casework_case;--", "<script>"]
)
def test_any_text_is_kept(body: str) -> None:
    make.office()
    taken = make.text(body)
    assert Contact.objects.filter(pk=taken.contact.pk).exists()


def test_an_anonymous_caller_gets_a_case_without_a_person() -> None:
    make.office()
    handler = make.staff("handler", role="handler")
    taken = make.call(by=handler, sender="withheld", staff_choice="new")
    assert taken.case is not None and taken.contact.person is None
    assert taken.case.parties.count() == 0


def test_a_form_never_renames_the_person_who_has_the_number() -> None:
    make.office()
    handler = make.staff("handler", role="handler")
    make.call(by=handler, person_name="Amina Khan")
    make.form("hello", person_name="Somebody Else", at=make.later(hours=1))
    assert set(Person.objects.values_list("name", flat=True)) == {"Amina Khan", "Somebody Else"}
    assert set(PersonContactPoint.objects.values_list("label", flat=True)) == {"shared"}


def test_a_shared_number_leaves_the_person_open() -> None:
    make.office()
    handler = make.staff("handler", role="handler")
    make.call(by=handler, person_name="Amina Khan", staff_choice="new")
    make.call(by=handler, person_name="Karim Khan", staff_choice="new", at=make.later(minutes=5))
    Case.objects.all().first()
    held = make.text("hello", at=make.later(days=8))
    assert held.contact.filing == "held" and held.contact.person is None


def test_the_acknowledgement_carries_the_reference_and_is_sent_once_in_six_hours() -> None:
    make.office()
    case = make.case()
    reply = Contact.objects.get(direction="out")
    assert case.reference in reply.body and reply.automatic
    assert Delivery.objects.get().contact == reply
    make.text("and another thing", at=make.later(minutes=1))
    assert Contact.objects.filter(direction="out").count() == 1


@pytest.mark.parametrize("sender", ["60777", "MYBANK", "anonymous", "01632 960001"])
def test_nothing_is_sent_to_short_codes_names_withheld_or_landlines(sender: str) -> None:
    make.office()
    make.text("Win a prize", sender=sender)
    assert Delivery.objects.count() == 0
    assert Case.objects.count() == 1


def test_a_form_is_never_acknowledged_by_text() -> None:
    make.office()
    make.form("hello")
    assert Delivery.objects.count() == 0


def test_rules_route_in_the_same_transaction() -> None:
    make.office()
    housing = make.team("housing")
    version = make.rules(
        {
            "name": "No heating",
            "team": "housing",
            "priority": "urgent",
            "tags": ["heating"],
            "conditions": {"any": [{"fact": "words", "op": "any_of", "value": ["boiler", "heating"]}]},
        }
    )
    case = make.case("My boiler is broken")
    assert (case.team, case.priority, case.tags) == (housing, "urgent", ["heating"])
    assert case.routed_version == version and str(case.routed_rule) == version.rules[0]["id"]
    assert "boiler" in case.routing_reason


def test_a_broken_rule_is_reported_and_skipped() -> None:
    make.office()
    make.team("housing")
    make.rules(
        {
            "name": "Broken",
            "team": "housing",
            "conditions": {"all": [{"fact": "words", "op": "pattern", "value": "("}]},
        }
    )
    case = make.case()
    assert case.team.is_triage
    assert case.events.filter(verb="rule_failed").exists()


def test_a_service_that_is_restricted_opens_a_restricted_case() -> None:
    make.office()
    make.service("safety", restricted=True)
    taken = make.form("he hits me", service_code="safety")
    assert taken.case is not None and taken.case.restricted


def test_what_is_set_aside_waits_for_a_person() -> None:
    make.office()
    taken = make.form("buy now", quarantine="The form was filled in faster than anybody types")
    assert taken.case is None and taken.contact.filing == "quarantined"
    assert Case.objects.count() == 0


def test_an_arrival_without_actor_or_job_is_refused() -> None:
    from casework.services.arrivals import Arrival
    from casework.services.intake import take_in

    with pytest.raises(events.Anonymous):
        take_in(arrival=Arrival(channel="sms", body="x", took_place_at=make.NOW), now=make.NOW)


def test_staff_never_learn_of_a_restricted_case_by_logging_a_call() -> None:
    make.office()
    make.service("safety", restricted=True)
    hidden = make.form("he hits me", service_code="safety")
    handler = make.staff("handler", role="handler")
    called = make.call(by=handler, at=make.later(hours=2))
    assert called.case is not None and called.case != hidden.case
    assert hidden.case is not None and hidden.case.reference not in called.contact.reason


@pytest.mark.django_db(transaction=True)
def test_two_texts_of_one_number_at_the_same_instant_open_one_case() -> None:
    make.office()
    barrier = threading.Barrier(4)

    def send(number: int) -> None:
        try:
            barrier.wait()
            make.text(f"text {number}", sid=f"SM{number}")
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    assert Case.objects.count() == 1
    assert Contact.objects.filter(direction="in").count() == 4


@pytest.mark.django_db(transaction=True)
def test_one_message_delivered_four_times_at_once_is_one_contact() -> None:
    make.office()
    barrier = threading.Barrier(4)

    def send() -> None:
        try:
            barrier.wait()
            make.text("hello", sid="SM1", sender="anonymous")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Contact.objects.filter(direction="in").count() == 1
