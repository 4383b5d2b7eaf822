"""What is done with a whole list: its cases end together, it is downloaded; and a case goes onto paper. Each is on record."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.models import BulkChange, Case, Event, Staff
from casework.services import closing_many, taking_out
from casework.services.closing_many import CannotCloseMany
from tests import factories as make

pytestmark = pytest.mark.django_db
NEW = "/desk/close-many/"


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def desk(worker: Staff) -> Client:
    return logged_in(worker)


def logged_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def cases(number: int) -> list[Case]:
    return [make.case(f"Matter {each}", sender=f"07700 9{each:05}") for each in range(number)]


def ended(change: BulkChange, worker: Staff) -> BulkChange:
    while change.ended_at is None:
        change = closing_many.step(change=change, seconds=0, actor=worker, now=make.NOW)
    return change


# Ending together


def test_each_is_ended_or_it_is_said_why_not(worker: Staff) -> None:
    one, two, restricted, hidden = cases(4)
    Case.objects.filter(pk=restricted.pk).update(restricted=True, assignee=worker)
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    chosen = [each.reference for each in (one, restricted, hidden, two)]
    begun = closing_many.begin(chosen=chosen, to="closed", outcome="Advice given", actor=worker, now=make.NOW)
    done = ended(begun, worker)
    assert done.done == [one.reference, two.reference]
    assert [reference for reference, _ in done.refused] == [restricted.reference]
    assert set(Case.objects.filter(is_open=False).values_list("pk", "outcome")) == {
        (one.pk, "Advice given"), (two.pk, "Advice given"),
    }  # fmt: skip
    assert hidden.reference not in str([done.left, done.done, done.refused])
    assert Event.objects.filter(verb="status_changed", actor=worker).count() == 2


def test_a_case_that_leaves_their_sight_on_the_way_is_passed_over_in_silence(worker: Staff) -> None:
    one, two = cases(2)
    begun = closing_many.begin(
        chosen=[one.reference, two.reference], to="resolved", outcome="Done", actor=worker, now=make.NOW
    )
    Case.objects.filter(pk=two.pk).update(team=make.team("far-away"))
    done = ended(begun, worker)
    assert (done.done, done.refused) == ([one.reference], [])
    assert Case.objects.get(pk=two.pk).is_open


def test_what_ended_meanwhile_is_said(worker: Staff) -> None:
    one, two = cases(2)
    begun = closing_many.begin(
        chosen=[one.reference, two.reference], to="closed", outcome="Done", actor=worker, now=make.NOW
    )
    Case.objects.filter(pk=one.pk).update(
        status="closed", is_open=False, closed_at=make.NOW, outcome="Theirs"
    )
    done = ended(begun, worker)
    assert done.done == [two.reference] and done.refused[0][0] == one.reference
    assert Case.objects.get(pk=one.pk).outcome == "Theirs"


def test_two_pages_that_work_on_one_list_share_it(worker: Staff) -> None:
    chosen = [each.reference for each in cases(3)]
    begun = closing_many.begin(chosen=chosen, to="closed", outcome="Done", actor=worker, now=make.NOW)
    closing_many.step(change=begun, seconds=0, actor=worker, now=make.NOW)
    stale = ended(begun, worker)
    again = closing_many.step(change=begun, seconds=0, actor=worker, now=make.NOW)
    assert stale.done == chosen == again.done and not again.refused


@pytest.mark.parametrize(
    ("chosen", "to", "outcome", "words"),
    [
        (1, "open", "Done", "resolved or closed"),
        (1, "closed", " ​ ", "how they ended"),
        (0, "closed", "Done", "Choose the cases"),
        (501, "closed", "Done", "500 cases or fewer"),
    ],
)
def test_what_is_missing_is_said_and_nothing_begins(
    worker: Staff, chosen: int, to: str, outcome: str, words: str
) -> None:
    from casework.references import new_reference

    references = [make.case().reference] if chosen == 1 else [new_reference() for _ in range(chosen)]
    with pytest.raises(CannotCloseMany, match=words):
        closing_many.begin(chosen=references, to=to, outcome=outcome, actor=worker, now=make.NOW)
    assert not BulkChange.objects.exists()


def test_from_the_list_to_the_report_without_scripts(desk: Client) -> None:
    one, two = cases(2)
    page = desk.get(NEW, {"who": "unassigned"})
    assert one.reference in said(page) and two.reference in said(page)
    wrong = desk.post(NEW, {"cases": [one.reference], "to": "closed", "outcome": ""})
    assert wrong.status_code == 422 and f'id="select-{one.reference}" checked' in said(wrong)
    page = desk.post(NEW, {"cases": [one.reference], "to": "closed", "outcome": "Answered"}, follow=True)
    assert "0 of 1 looked at" in said(page) and "Go on" in said(page)
    address = page.request["PATH_INFO"]
    page = desk.post(f"{address}step/", follow=True)
    assert "1 case ended. Nothing is left over." in said(page)
    assert Case.objects.get(pk=two.pk).is_open


def test_a_list_is_its_makers_alone(desk: Client, worker: Staff) -> None:
    begun = closing_many.begin(
        chosen=[make.case().reference], to="closed", outcome="Done", actor=worker, now=make.NOW
    )
    other = logged_in(make.staff("other"))
    assert desk.get(f"{NEW}{begun.pk}/").status_code == 200
    assert other.get(f"{NEW}{begun.pk}/").status_code == 404
    assert other.post(f"{NEW}{begun.pk}/step/").status_code == 404


def test_the_list_costs_the_same_however_long_it_is(desk: Client) -> None:
    cases(2)
    desk.get(NEW)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert desk.get(NEW).status_code == 200
        counts.append(len(asked))
        for each in range(10, 16):
            make.case(f"More {each}", sender=f"07700 9{each:05}")
    assert counts == [3, 3]


# As a file


def test_a_list_is_downloaded_by_leads_and_a_refusal_is_on_record(worker: Staff) -> None:
    case, secret = cases(2)
    Case.objects.filter(pk=secret.pk).update(restricted=True)
    Case.objects.filter(pk=case.pk).update(status="closed", is_open=False, closed_at=make.NOW, outcome="=1+1")
    lead = make.staff("lead", role="lead", lead=True)
    answer = logged_in(lead).get("/desk/download/", {"status": "all"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = text.splitlines()
    assert len(lines) == 2 and lines[0].startswith("Reference,Service,Team")
    assert lines[1].startswith(case.reference) and "'=1+1" in lines[1]
    assert "7700" not in text and "Matter" not in text
    assert Event.objects.get(verb="list_exported").after == {"filters": {"status": "all"}}
    refused = logged_in(worker).get("/desk/download/", {"who": "mine"})
    assert refused.status_code == 403 and Event.objects.get(verb="export_refused").actor == worker


@pytest.mark.parametrize("cell", ["=cmd()", "+1", "-1", "@x", "\t=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert not taking_out._safe(cell).startswith(taking_out.FORMULA)
