"""How far a conflict of interest reaches: one's own contacts, numbers, merged people and cases; and caps over teams."""

import pytest
from django.test import Client

from casework.models import Case, Conflict, Contact, Person, PersonContactPoint, Staff
from casework.permissions import visible_cases, visible_contacts
from casework.services import assigning, merges
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.NOW


def conflict(staff: Staff, **about: object) -> None:
    Conflict.objects.create(staff=staff, reason="Cousins", made_by=staff, at=NOW, **about)


def test_what_one_logged_oneself_is_hidden_as_well() -> None:
    staff = make.staff("cousin")
    case = make.call("Rang", by=staff).case
    assert case is not None and visible_contacts(staff).filter(case=case).exists()
    conflict(staff, case=case)
    assert not visible_contacts(staff).filter(case=case).exists()


def test_a_contact_that_may_belong_to_such_a_case_or_came_from_such_a_number_is_hidden() -> None:
    staff, other = make.staff("cousin"), make.staff("other")
    case = make.case("My boiler is broken")
    contact = Contact.objects.get(case=case, direction="in")
    Contact.objects.filter(pk=contact.pk).update(case=None, filing="held", candidates=[case.reference])
    assert visible_contacts(staff).filter(pk=contact.pk).exists()
    conflict(staff, case=case)
    assert not visible_contacts(staff).filter(pk=contact.pk).exists()
    person = Person.objects.create(name="Amina")
    PersonContactPoint.objects.get_or_create(person=person, contact_point=contact.contact_point)
    Contact.objects.filter(pk=contact.pk).update(candidates=[])
    assert visible_contacts(other).filter(pk=contact.pk).exists()
    conflict(other, person=person)
    assert not visible_contacts(other).filter(pk=contact.pk).exists()


def test_merging_the_case_or_the_person_hides_what_they_became() -> None:
    staff, lead = make.staff("cousin"), make.staff("lead", role="lead", lead=True)
    gone, kept = make.case("One"), make.case("Two", sender=make.BEN)
    conflict(staff, case=gone)
    merges.merge(merged=gone, survivor=kept, actor=lead, now=NOW)
    kept.refresh_from_db()
    assert not visible_cases(staff).filter(pk=kept.pk).exists()
    assert assigning.may_have(case=kept, staff=staff)
    other = make.staff("other")
    person = kept.parties.first().person  # type: ignore[union-attr]
    if person is None:
        person = Person.objects.create(name="Ben")
        kept.parties.update(person=person)
    was = Person.objects.create(name="Benny", merged_into=person)
    conflict(other, person=was)
    assert not visible_cases(other).filter(pk=kept.pk).exists()
    assert assigning.may_have(case=kept, staff=other)


def test_a_cap_is_one_for_all_teams() -> None:
    make.team("housing")
    make.rules({"name": "All", "team": "housing", "assign": "turn"})
    ann = make.staff("ann", cap=1)
    elsewhere = make.case("Elsewhere")
    Case.objects.filter(pk=elsewhere.pk).update(team=make.team("triage"), assignee=ann)
    assert make.case("Next", sender=make.BEN).assignee is None


def test_a_language_that_nobody_speaks_strands_nothing_and_the_event_says_so() -> None:
    make.team("housing")
    make.rules({"name": "All", "team": "housing", "assign": "least"})
    ann = make.staff("ann", cap=0)
    case = make.case("My boiler is broken")
    assert case.assignee is None
    Case.objects.filter(pk=case.pk).update(language="so")
    Staff.objects.filter(pk=ann.pk).update(cap=5)
    assert assigning.drain(now=NOW) == 1
    words = case.events.filter(verb="assigned").order_by("-at", "-pk").values_list("words", flat=True)
    assert any(each.endswith("Nobody in the team speaks Somali") for each in words)


def test_closing_a_case_gives_the_room_to_what_waits(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    from casework.services import status

    make.team("housing")
    make.rules({"name": "All", "team": "housing", "assign": "least"})
    ann = make.staff("ann", cap=1)
    first, second = make.case("One"), make.case("Two", sender=make.BEN)
    assert first.assignee == ann and second.assignee is None
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        status.change_status(case=first, to="closed", outcome="Done", actor=ann, now=NOW)
    second.refresh_from_db()
    assert second.assignee == ann


def test_the_api_says_that_somebody_has_no_room_and_a_program_may_insist(client: Client) -> None:
    ann, ben = make.staff("ann"), make.staff("ben", cap=0)
    case = make.case("One")
    client.force_login(ann)
    address = f"/api/v1/cases/{case.reference}/assign/"
    refused = client.post(address, {"assignee": "ben"}, content_type="application/json")
    assert refused.status_code == 409 and "as many open cases" in refused.json()["detail"]
    done = client.post(address, {"assignee": "ben", "anyway": True}, content_type="application/json")
    assert done.status_code == 200
    case.refresh_from_db()
    assert case.assignee == ben
