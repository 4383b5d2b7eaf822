"""Why a case is where it is, routing it anew, and what changing its service does."""

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Case, RoutingDecision, Staff
from casework.models.decision import Cause
from casework.services import rerouting, triage
from tests import factories as make

pytestmark = pytest.mark.django_db

HEATING = {
    "name": "Cold homes",
    "team": "housing",
    "priority": "urgent",
    "tags": ["cold"],
    "conditions": {"any": [{"fact": "words", "op": "any_of", "value": ["boiler", "no heating"]}]},
}
MONEY = {
    "name": "Money",
    "team": "money",
    "target": "",
    "conditions": {"all": [{"fact": "service", "op": "is", "value": "debt"}]},
}


@pytest.fixture
def worker() -> Staff:
    make.team("money")
    return make.staff("worker", teams=("triage", "housing", "money"))


def page(client: Client, worker: Staff, case: Case) -> str:
    client.force_login(worker)
    return client.get(reverse("desk:why", args=[case.reference])).content.decode()


def test_the_page_shows_the_rule_each_condition_and_the_words_that_fitted(
    worker: Staff, client: Client
) -> None:
    make.rules(MONEY, HEATING)
    shown = page(client, worker, make.case("My BOILER is broken"))
    assert "Cold homes" in shown and "<mark>boiler</mark>" in shown
    assert "Version 1 of the rules" in shown
    assert "What else was tried (1)" in shown and "not so that the service is debt" in shown


def test_a_changed_or_removed_rule_is_shown_as_it_was_then(worker: Staff, client: Client) -> None:
    make.rules(HEATING)
    case = make.case("My boiler is broken")
    make.rules({**HEATING, "name": "Rewritten", "conditions": {"all": []}})
    shown = page(client, worker, case)
    assert "Cold homes" in shown and "Rewritten" not in shown


def test_words_that_are_on_the_case_no_more_are_not_shown(worker: Staff, client: Client) -> None:
    make.rules(HEATING)
    case, other = make.case("My boiler is broken"), make.case("A bin", sender=make.BEN)
    case.contacts.update(case=other)
    shown = page(client, worker, case)
    assert "no longer on this case" in shown and "<mark>" not in shown


def test_the_page_takes_the_same_statements_for_any_number_of_rules(
    worker: Staff, client: Client, django_assert_num_queries: object
) -> None:
    client.force_login(worker)
    make.rules(HEATING)
    few = make.case("My boiler is broken")
    make.rules(*({**HEATING, "name": f"Rule {number}"} for number in range(60)))
    many = make.case("No heating", sender=make.BEN)
    for case in (few, many):
        with django_assert_num_queries(STATEMENTS):  # type: ignore[operator]
            client.get(reverse("desk:why", args=[case.reference]))


STATEMENTS = 20


def test_routing_anew_is_done_when_asked_and_is_on_record(worker: Staff, client: Client) -> None:
    case = make.case("My boiler is broken")
    assert case.team.is_triage
    version = make.rules(HEATING)
    assert "goes to Housing" in page(client, worker, case)
    client.post(reverse("desk:reroute", args=[case.reference]))
    case.refresh_from_db()
    assert (case.team.code, case.priority, case.tags) == ("housing", "urgent", ["cold"])
    assert case.routed_version == version
    first, second = RoutingDecision.objects.filter(case=case)
    assert (first.cause, second.cause, second.actor) == (Cause.OPENED, Cause.ASKED, worker)
    assert case.events.filter(verb="case_rerouted", actor=worker).exists()
    shown = page(client, worker, case)
    assert "Routed anew because somebody asked for it" in shown and "would change nothing" in shown


def test_a_re_route_only_adds_and_tightens(worker: Staff) -> None:
    case = make.case("My boiler is broken")
    Case.objects.filter(pk=case.pk).update(
        priority="urgent",
        priority_rank=3,
        tags=["mine"],
        restricted=True,
        assignee=worker,
        team=make.team("money"),
    )
    case.refresh_from_db()
    make.rules({"name": "Low", "priority": "low", "tags": ["seen"]})
    rerouting.apply(case=case, actor=worker, now=make.NOW)
    case.refresh_from_db()
    assert (case.priority, case.tags, case.restricted) == ("urgent", ["mine", "seen"], True)
    assert (case.team.code, case.assignee) == ("money", worker)


def test_nothing_to_do_and_ended_cases_are_refused_in_words(worker: Staff) -> None:
    case = make.case()
    with pytest.raises(rerouting.NothingToReroute, match="where it belongs"):
        rerouting.apply(case=case, actor=worker, now=make.NOW)
    Case.objects.filter(pk=case.pk).update(status="closed", is_open=False, closed_at=make.NOW)
    with pytest.raises(rerouting.NothingToReroute, match="has ended"):
        rerouting.apply(case=case, actor=worker, now=make.NOW)


@pytest.mark.parametrize("marked", [False, True])
def test_another_service_routes_anew_only_where_a_rule_is_marked_for_it(worker: Staff, marked: bool) -> None:
    make.rules({**MONEY, "reroutes": marked})
    case, debt = make.case("A letter came"), make.service("debt")
    moved = triage.change(case=case, service=debt, answers={"owed": "100"}, actor=worker, now=make.NOW)
    case.refresh_from_db()
    assert case.service == debt and case.answers == {"owed": "100"}
    assert (moved is not None, case.team.code) == (marked, "money" if marked else "triage")
    event = case.events.get(verb="service_changed")
    assert event.after == {"service": "debt", "answers": ["owed"]} and "100" not in str(event.words)
    if marked:
        assert moved is not None and moved.cause == Cause.RULE and moved.job == "routing"


def test_the_page_asks_the_questions_of_the_service_and_offers_the_re_route(
    worker: Staff, client: Client
) -> None:
    make.rules(MONEY)
    debt = make.service("debt")
    make.question(debt, "owed", label="How much is owed?")
    make.question(
        debt, "kind", kind="choice", label="What kind?", choices=[{"value": "rent", "label": "Rent"}]
    )
    case = make.case("A letter came")
    client.force_login(worker)
    address = reverse("desk:triage", args=[case.reference])
    shown = client.post(address, {"service": "debt", "show": "1"}).content.decode()
    assert "How much is owed?" in shown and "What kind?" in shown
    done = client.post(
        address, {"service": "debt", "answer-owed": "£100", "answer-kind": "rent"}, follow=True
    ).content.decode()
    case.refresh_from_db()
    assert case.service == debt and case.answers == {"owed": "£100", "kind": "rent"}
    assert "goes to Money" in done and case.team.is_triage


def test_a_service_that_is_restricted_restricts_the_case_and_none_lifts_it(worker: Staff) -> None:
    case = make.case("He hits me")
    triage.change(
        case=case, service=make.service("safety", restricted=True), answers={}, actor=worker, now=make.NOW
    )
    case.refresh_from_db()
    assert case.restricted
    triage.change(case=case, service=None, answers={}, actor=worker, now=make.NOW)
    case.refresh_from_db()
    assert case.restricted and case.service is None
