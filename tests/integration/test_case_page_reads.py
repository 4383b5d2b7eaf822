"""What the page of a case reads: the case by a statement written once for each reader, and only the panels that hold something."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import addresses, selectors_beside, selectors_case
from casework.models import Case, CaseLink, Conflict, Draft, Follower, Membership, Staff, Task
from casework.services import notes
from casework.standing import StaffBackend
from tests import factories as make

pytestmark = pytest.mark.django_db


def known(staff: Staff) -> Staff:
    """As a page has them: read together with their standing."""
    found = StaffBackend().get_user(staff.pk)
    assert found is not None
    return found


def read(staff: Staff, case: Case) -> Any:
    return selectors_case.whole(staff=known(staff), reference=case.reference, now=make.NOW)


def test_each_reader_gets_what_they_see_and_at_once_what_changed() -> None:
    case, worker, other = make.case(), make.staff("worker"), make.staff("other")
    assert read(worker, case) == read(other, case) == case
    Conflict.objects.create(staff=worker, case=case, reason="My sister", made_by=worker, at=make.NOW)
    Membership.objects.filter(staff=other).delete()
    for staff in (worker, other):
        with pytest.raises(Case.DoesNotExist):
            read(staff, case)
        assert selectors_case.key_alone(staff=known(staff), reference=case.reference) is None
    Membership.objects.create(staff=other, team=case.team)
    assert read(other, case) == case
    assert selectors_case.key_alone(staff=known(other), reference=case.reference) == case


def test_somebody_whose_standing_is_not_known_is_asked_about_in_the_statement() -> None:
    case, worker = make.case(), make.staff("worker")
    assert worker.standing is None
    found = selectors_case.whole(staff=worker, reference=case.reference, now=make.NOW)
    assert found == case and selectors_case.parties(found) == list(case.parties.all())
    assert selectors_case.key_alone(staff=worker, reference=case.reference) == case


def test_the_parties_come_with_all_their_numbers_and_nothing_is_asked_again() -> None:
    case, worker = make.case(), make.staff("worker")
    parties: Any = selectors_case.parties(read(worker, case))
    with CaptureQueriesContext(connection) as seen:
        assert [str(link.contact_point) for party in parties for link in party.person.points.all()]
        assert {party.case.reference for party in parties} == {case.reference}
    assert len(seen) == 0


def test_it_waits_for_the_database_four_times(waits: list[int]) -> None:
    case, client = make.case(person_name="Amina Yusuf"), Client()
    client.force_login(make.staff("worker"))
    client.get(reverse("desk:case", args=[case.reference]))
    del waits[:]
    client.get(reverse("desk:case", args=[case.reference]))
    # Who asks; the case; what else the page needs of it; what its number was sent.
    assert waits == [1, 1, 8, 1]


def test_a_case_says_which_panels_hold_something() -> None:
    case, other, worker = make.case(), make.case("Bins", sender=make.BEN), make.staff("worker")
    marks = (
        selectors_beside.DRAFTS, selectors_beside.FOLLOWERS, selectors_beside.NOTES, selectors_beside.RELATED,
        selectors_beside.TASKS,
    )  # fmt: skip
    assert [selectors_beside.may_have(read(worker, case), mark) for mark in marks] == [False] * 5
    assert all(selectors_beside.may_have(case, mark) for mark in marks)  # read otherwise: nobody knows
    Draft.objects.create(case=case, author=worker, body="Dear", saved_at=make.NOW)
    Follower.objects.create(case=case, staff=worker, since=make.NOW)
    notes.add_note(case=case, body="Look here", actor=worker, now=make.NOW)
    CaseLink.objects.create(case=other, other=case, kind="related", created_by=worker, created_at=make.NOW)
    Task.objects.create(case=case, title="Ring", made_by=worker, made_at=make.NOW)
    assert [selectors_beside.may_have(read(worker, case), mark) for mark in marks] == [True] * 5


def test_what_became_part_of_a_case_counts_as_its_own() -> None:
    case, part, worker = make.case(), make.case("Bins", sender=make.BEN), make.staff("worker")
    Task.objects.create(case=part, title="Ring", made_by=worker, made_at=make.NOW)
    assert not selectors_beside.may_have(read(worker, case), selectors_beside.TASKS)
    Case.objects.filter(pk=part.pk).update(
        merged_into=case, status="closed", is_open=False, closed_at=make.NOW, outcome="Merged"
    )
    found = read(worker, case)
    assert selectors_beside.may_have(found, selectors_beside.TASKS)
    assert selectors_beside.family(found) == [case.pk, part.pk]
    known_otherwise: Any = selectors_beside.family(case)
    assert {row["pk"] for row in known_otherwise} == {case.pk, part.pk}


def test_a_panel_with_nothing_in_it_asks_nothing() -> None:
    case, worker = make.case(), make.staff("worker")
    client = Client()
    client.force_login(worker)
    with CaptureQueriesContext(connection) as seen:
        client.get(reverse("desk:case", args=[case.reference]))
    asked = " ".join(query["sql"].partition(" FROM ")[2][:40] for query in seen)
    assert "casework_contact" in asked
    assert not [
        table
        for table in ("draft", "task", "caselink", "uploadlink", "note")
        if f'casework_{table}"' in asked
    ]


@pytest.mark.parametrize("name", ["desk:move", "desk:who", "desk:person", "desk:task_tick"])
def test_an_address_by_key_is_as_django_makes_it(name: str) -> None:
    key = UUID(int=2**100 + 7)
    assert addresses.of(name, key) == reverse(name, args=[key])


@pytest.mark.parametrize("name", ["desk:case", "desk:reply", "desk:presence"])
def test_an_address_by_reference_is_as_django_makes_it(name: str) -> None:
    assert addresses.of(name, "7K4M-9QXX") == reverse(name, args=["7K4M-9QXX"])
