"""Who asks is read with their teams and conflicts; whatever they see, they see the same without it."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client

from casework.lookup import people_seen
from casework.models import Case, Conflict, Person, Staff
from casework.permissions import visible_cases, visible_contacts, visible_follow_ups
from casework.services import conflicts
from casework.standing import StaffBackend
from tests import factories as make

pytestmark = pytest.mark.django_db

SEEN: dict[str, Callable[[Staff], Any]] = {
    "cases": visible_cases,
    "contacts": visible_contacts,
    "follow-ups": visible_follow_ups,
    "people": people_seen,
}
TEAMS = ("housing", "money")
ROLES = ("handler", "caseworker", "lead", "manager", "administrator")


@pytest.fixture
def office() -> list[Staff]:
    """Two teams; in each an ordinary and a restricted case; of every role one in a team, one in none, one with a conflict."""
    cases = [
        case_of(team, restricted, n) for n, (team, restricted) in enumerate(product(TEAMS, (False, True)))
    ]
    staff = []
    for role in ROLES:
        inside = make.staff(f"{role}-inside", role=role, teams=TEAMS[:1], lead=role == "lead")
        outside = make.staff(f"{role}-outside", role=role, teams=())
        barred = make.staff(f"{role}-barred", role=role, teams=TEAMS[:1])
        Conflict.objects.create(staff=barred, case=cases[0], reason="Neighbours", made_by=barred, at=make.NOW)
        person = cases[1].parties.get().person
        Conflict.objects.create(staff=barred, person=person, reason="Cousins", made_by=barred, at=make.NOW)
        staff += [inside, outside, barred]
    cases[3].named.add(staff[0])
    Case.objects.filter(pk=cases[2].pk).update(assignee=staff[3])
    return staff


def case_of(team: str, restricted: bool, n: int) -> Case:
    case = make.case(sender=f"+44770090010{n}")
    Case.objects.filter(pk=case.pk).update(team=make.team(team), restricted=restricted)
    case.parties.update(person=Person.objects.create(name=f"Person {n}"))
    return case


def keys(found: Any) -> set[Any]:
    return set(found.values_list("pk", flat=True))


@pytest.mark.parametrize("what", SEEN)
def test_the_same_is_seen_either_way(office: list[Staff], what: str) -> None:
    answers = {}
    for staff in office:
        known = StaffBackend().get_user(staff.pk)
        assert known is not None and known.standing is not None and staff.standing is None
        answers[staff.username] = keys(SEEN[what](staff))
        assert keys(SEEN[what](known)) == answers[staff.username], staff.username
    assert len({frozenset(seen) for seen in answers.values()}) > 1 or what == "follow-ups"


def test_who_asks_costs_one_statement(django_assert_num_queries: Any) -> None:
    staff = make.staff("olga", role="lead")
    with django_assert_num_queries(1):
        known = StaffBackend().get_user(staff.pk)
    assert known is not None
    with django_assert_num_queries(0):
        str(visible_cases(known).query)


@pytest.mark.parametrize("key", ["nobody", "0", ""], ids=["words", "number", "empty"])
def test_a_session_of_somebody_who_never_was_is_nobodys(key: str) -> None:
    assert StaffBackend().get_user(key) is None


def test_somebody_out_of_use_is_nobody() -> None:
    assert StaffBackend().get_user(make.staff("olga", is_active=False).pk) is None


def test_a_conflict_declared_on_a_page_counts_at_once() -> None:
    staff = make.staff("olga")
    case = make.case()
    known = StaffBackend().get_user(staff.pk)
    assert known is not None and keys(visible_cases(known)) == {case.pk}

    conflicts.declare(case=case, staff=known, reason="Neighbours", actor=known, now=make.NOW)

    assert keys(visible_cases(known)) == set()


def test_a_page_is_asked_for_with_it(client: Client) -> None:
    client.force_login(make.staff("olga"))
    response = client.get("/desk/")
    assert response.status_code == 200 and response.wsgi_request.user.standing is not None
