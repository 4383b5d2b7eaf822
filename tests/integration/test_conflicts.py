"""Conflicts of interest: whoever has one neither sees the case, nor hears of it, nor is given it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Case, Conflict, Person, Staff
from casework.permissions import visible_cases, visible_contacts
from casework.services import assignment, conflicts
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.NOW


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


def known_case(**fields: Any) -> Case:
    case = make.case("My boiler is broken")
    party = case.parties.get()
    party.person = Person.objects.create(name="Amina Khan")
    party.save(update_fields=["person"])
    case.contacts.update(person=party.person)
    Case.objects.filter(pk=case.pk).update(**fields)
    case.refresh_from_db()
    return case


def conflict(case: Case, staff: Staff, lead: Staff, kind: str) -> None:
    if kind == "case":
        conflicts.declare(case=case, staff=staff, reason="Cousins", actor=lead, now=NOW)
    else:
        person = case.parties.get().person
        assert person is not None
        conflicts.declare_person(person=person, staff=staff, reason="Cousins", actor=lead, now=NOW)


@pytest.mark.parametrize("kind", ["case", "person"])
@pytest.mark.parametrize("role", ["handler", "caseworker", "lead", "manager"])
@pytest.mark.parametrize("way", ["team", "assigned", "named", "safeguarding", "leads it"])
def test_it_rules_out_every_reason_to_see_the_case(way: str, role: str, kind: str, lead: Staff) -> None:
    staff = make.staff("cousin", role=role, lead=way == "leads it", is_safeguarding=way == "safeguarding")
    case = known_case(restricted=way != "team", assignee=staff if way == "assigned" else None)
    if way == "named":
        case.named.add(staff)
    assert visible_cases(staff).filter(pk=case.pk).exists()
    conflict(case, staff, lead, kind)
    assert not visible_cases(staff).filter(pk=case.pk).exists()
    assert not visible_contacts(staff).filter(case=case).exists()
    case.refresh_from_db()
    assert case.assignee is None


@pytest.mark.parametrize("kind", ["case", "person"])
def test_pages_lists_counts_search_and_the_api_know_nothing_of_it(
    kind: str, lead: Staff, client: Client
) -> None:
    staff = make.staff("cousin", role="manager")
    case = known_case()
    conflict(case, staff, lead, kind)
    client.force_login(staff)
    for address in ("desk:case", "desk:why", "desk:links", "desk:hand_over", "desk:conflict_new"):
        assert client.get(reverse(address, args=[case.reference])).status_code == 404, address
    for query in ("", "?q=boiler", f"?q={case.reference}", "?q=Amina", "?status=all", "?who=unassigned"):
        shown = client.get(reverse("desk:queue") + query).content.decode()
        assert f"/desk/cases/{case.reference}/" not in shown, query
    assert client.get(f"/api/v1/cases/{case.reference}/").status_code == 404
    assert case.reference not in client.get("/api/v1/cases/").content.decode()
    person = case.parties.get().person
    assert person is not None
    seen = client.get(reverse("desk:person", args=[person.pk])).status_code
    assert seen == (404 if kind == "person" else 200)
    looked = client.get(reverse("desk:log_phone_lookup"), {"name": "Amina"}).content.decode()
    assert case.reference not in looked and ("Amina" in looked) == (kind == "case")


def test_a_new_case_of_such_a_person_is_hidden_from_the_start(lead: Staff) -> None:
    staff = make.staff("cousin")
    case = known_case()
    conflict(case, staff, lead, "person")
    person = case.parties.get().person
    new = make.call(
        "It broke again", by=lead, at=make.later(days=30), person_id=person.pk, staff_choice="new"
    ).case  # type: ignore[union-attr]
    assert new is not None and not visible_cases(staff).filter(pk=new.pk).exists()


def test_it_is_refused_without_saying_why(lead: Staff) -> None:
    staff = make.staff("cousin")
    case = known_case()
    conflict(case, staff, lead, "case")
    with pytest.raises(assignment.CannotBeAssigned) as refused:
        assignment.assign(case=case, to=staff, actor=lead, now=NOW)
    assert str(refused.value) == f"{staff} cannot be given this case. Choose somebody else."


def test_anybody_declares_their_own_and_only_leads_anothers(lead: Staff) -> None:
    staff, other = make.staff("cousin"), make.staff("other")
    case = known_case()
    with pytest.raises(conflicts.CannotDeclare):
        conflicts.declare(case=case, staff=other, reason="Cousins", actor=staff, now=NOW)
    with pytest.raises(conflicts.CannotDeclare):
        conflicts.declare(case=case, staff=staff, reason=" ", actor=staff, now=NOW)
    made = conflicts.declare(case=case, staff=staff, reason="Cousins", actor=staff, now=NOW)
    with pytest.raises(conflicts.CannotDeclare, match="already"):
        conflicts.declare(case=case, staff=staff, reason="Cousins", actor=lead, now=NOW)
    with pytest.raises(conflicts.CannotDeclare):
        conflicts.remove(conflict=made, actor=staff, now=NOW)
    conflicts.remove(conflict=made, actor=lead, now=NOW)
    assert visible_cases(staff).filter(pk=case.pk).exists() and not Conflict.objects.exists()


def test_the_reason_is_in_no_event_and_on_the_page_for_other_leads_alone(lead: Staff, client: Client) -> None:
    worker, staff = make.staff("worker"), make.staff("cousin")
    case = known_case()
    client.force_login(staff)
    address = reverse("desk:conflict_new", args=[case.reference])
    done = client.post(address, {"staff": "cousin", "reason": "My cousin"}, follow=True)
    assert b"It is on record" in done.content
    assert "cousin" not in " ".join(case.events.values_list("words", flat=True)).casefold()
    client.force_login(worker)
    assert b"My cousin" not in client.get(address).content
    client.force_login(lead)
    page = client.get(address)
    assert b"My cousin" in page.content
    client.post(reverse("desk:conflict_remove", args=[Conflict.objects.get().pk]))
    assert not Conflict.objects.exists()
