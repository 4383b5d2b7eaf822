"""What is written once for everybody alike is what the policy writes for each of them."""

import re
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet, ObjectDoesNotExist
from django.db.models import QuerySet

from casework import kept_seen
from casework.kept_seen import KeptSeen
from casework.models import Case, Conflict, Person, Staff
from casework.permissions import visible_cases
from casework.standing import StaffBackend
from tests import factories as make

pytestmark = pytest.mark.django_db


def known(staff: Staff) -> Staff:
    """As a page or a call has them."""
    found = StaffBackend().get_user(staff.pk)
    assert found is not None
    return found


def named(staff: Staff, reference: str) -> QuerySet[Any, Any]:
    return visible_cases(staff).filter(reference=reference).order_by()


def test_everybody_finds_what_they_see_and_nothing_else() -> None:
    make.office()
    kept, everybody = KeptSeen(named), list[Staff]()
    for number, (role, teams, lead, safeguarding) in enumerate(
        product(
            ("handler", "caseworker", "lead", "manager", "administrator"),
            ((), ("housing",), ("triage", "housing")), (False, True), (False, True),
        )
    ):  # fmt: skip
        everybody.append(
            make.staff(f"s{number}", role=role, teams=teams, lead=lead, is_safeguarding=safeguarding)
        )
    cases = [make.case(f"Case {n}", sender=f"07700 9001{n:02}", at=make.later(days=40 * n)) for n in range(5)]
    mine, far, restricted, about, own = cases
    one, two, three = everybody[16], everybody[17], everybody[28]
    Case.objects.filter(pk=mine.pk).update(assignee=one)
    Case.objects.filter(pk=far.pk).update(team=make.team("housing"))
    Case.objects.filter(pk__in=[restricted.pk, own.pk]).update(restricted=True)
    restricted.named.add(two)
    known_to_three = Person.objects.create(name="Somebody they know")
    about.parties.update(person=known_to_three)
    Conflict.objects.create(staff=one, case=mine, made_by=one, at=make.NOW)
    Conflict.objects.create(staff=three, person=known_to_three, made_by=three, at=make.NOW)
    found = set()
    for staff, case in product([*map(known, everybody), *map(known, everybody)], cases):
        wanted = named(staff, case.reference).first()
        assert kept.first(staff, reference=case.reference) == wanted, (staff.role, case.summary)
        found.add((staff.pk, case.pk, wanted is not None))
    assert {seen for _, _, seen in found} == {True, False}
    # Somebody whose standing nobody read is asked about as before.
    assert kept.first(Staff.objects.get(pk=two.pk), reference=restricted.reference) == restricted


def written_in(sql: str, params: Any) -> str:
    return sql % tuple(str(each).lower() if isinstance(each, bool) else "%s" for each in params)


def test_the_sql_is_the_policys_own(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make.case()
    for role, safeguarding in product(("caseworker", "manager", "administrator"), (False, True)):
        staff = known(make.staff(f"{role}{safeguarding}", role=role, lead=True, is_safeguarding=safeguarding))
        kept = KeptSeen(named)
        kept.first(staff, reference=case.reference)
        ((written,),) = (each._written.values() for each in kept._kept.values())
        try:
            sql, params = named(staff, case.reference).query.sql_with_params()
        except EmptyResultSet:
            assert written.planned is None and role == "administrator"
            continue
        # Nothing but true and false stands in it; whatever tells one reader from another is handed over.
        constants = [each for each in params if isinstance(each, bool)]
        assert len(written.planned._places) == len(params) - len(constants)
        assert re.sub(r"\$\d+::(uuid|text)", "%s", written.planned.statement.sql) == written_in(sql, params)


def test_a_policy_that_asked_more_of_somebody_would_fail() -> None:
    somebody = kept_seen._somebody(
        kept_seen.Like("caseworker", True, False, False), make.case().pk, kept_seen.Standing((), (), False)
    )
    with pytest.raises(ObjectDoesNotExist):
        _ = somebody.skills
