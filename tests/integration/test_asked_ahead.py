"""Several questions go to the database for one wait, and each answer is there for whoever asks it first."""

from contextlib import nullcontext

import pytest
from django.db import DataError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from psycopg.pq import TransactionStatus

from casework.asked_ahead import asked_ahead
from casework.kept_seen import KeptSeen
from casework.kept_sql import MOST_VALUES, Kept, KeptCounts
from casework.models import Case, Party
from casework.permissions import visible_cases
from casework.standing import StaffBackend
from tests import factories as make

pytestmark = pytest.mark.django_db

CASES = Kept(lambda reference: Case.objects.select_related("team").filter(reference=reference))
PARTIES = Kept(lambda case: Party.objects.filter(case=case).select_related("contact_point"))
COUNTS = KeptCounts(lambda reference: {"of it": Case.objects.filter(reference=reference)})
LOCKED = Kept(lambda pk: Case.objects.select_for_update().filter(pk=pk))
NOTHING = Kept(lambda pk: Case.objects.none().filter(pk=pk))
NUMBERED = Kept(lambda text: Case.objects.extra(where=["%s::int > 0"], params=[text]))
SEEN = KeptSeen(lambda staff, reference: visible_cases(staff).filter(reference=reference))


def test_what_was_asked_ahead_is_answered_for_one_wait(waits: list[int]) -> None:
    case = make.case("Boiler")
    del waits[:]
    questions = (
        CASES.question(reference=case.reference),
        PARTIES.question(case=case.pk),
        COUNTS.question(reference=case.reference),
    )
    with asked_ahead(*questions):
        assert waits == [3]
        found = CASES.first(reference=case.reference)
        (party,) = PARTIES.rows(case=case.pk)
        assert COUNTS.rows(reference=case.reference) == [("of it", 1)]
        assert waits == [3]
    assert (found, found.team, party.case_id) == (case, case.team, case.pk)
    assert party.contact_point == case.parties.get().contact_point


def test_statements_are_counted_as_those_that_they_are() -> None:
    case = make.case("Boiler")
    with (
        CaptureQueriesContext(connection) as asked,
        asked_ahead(CASES.question(reference=case.reference), PARTIES.question(case=case.pk)),
    ):
        assert PARTIES.first(case=case.pk).case_id == case.pk
    assert len(asked) == 2 and case.reference in asked[0]["sql"]


@pytest.mark.parametrize("how_many", [0, 1, 2])
@pytest.mark.parametrize("logged", [False, True])
def test_something_is_worked_out_while_the_database_works(how_many: int, logged: bool) -> None:
    case = make.case("Boiler")
    questions = (CASES.question(reference=case.reference), PARTIES.question(case=case.pk))[:how_many]
    wraps = connection.execute_wrapper(lambda run, *told: run(*told)) if logged else nullcontext()
    seen: list[TransactionStatus] = []

    def meanwhile() -> None:
        seen.append(connection.connection.pgconn.transaction_status)

    with wraps, asked_ahead(*questions, meanwhile=meanwhile):
        assert CASES.first(reference=case.reference) == case
    works = how_many > 0 and not logged
    assert seen == [TransactionStatus.ACTIVE if works else TransactionStatus.INTRANS]


def test_who_asks_again_is_told_what_is_so_by_then() -> None:
    case = make.case("Boiler")
    with asked_ahead(CASES.question(reference=case.reference)):
        Case.objects.filter(pk=case.pk).update(summary="Another")
        assert CASES.first(reference=case.reference).summary == "Boiler"
        assert CASES.first(reference=case.reference).summary == "Another"
    Case.objects.filter(pk=case.pk).update(summary="A third")
    assert CASES.first(reference=case.reference).summary == "A third"


def test_what_was_never_taken_is_forgotten_with_what_was_asked_ahead_around_it() -> None:
    case = make.case("Boiler")
    with asked_ahead(CASES.question(reference=case.reference)):
        pass
    Case.objects.filter(pk=case.pk).update(summary="Another")
    assert CASES.first(reference=case.reference).summary == "Another"


def test_another_value_and_another_question_are_asked_when_their_turn_comes() -> None:
    one, two = make.case("Boiler"), make.case("Bins", sender=make.BEN)
    with asked_ahead(CASES.question(reference=one.reference)):
        assert CASES.first(reference=two.reference) == two
        assert PARTIES.first(case=one.pk).case_id == one.pk
        assert CASES.first(reference=one.reference) == one


def test_one_inside_another_knows_both() -> None:
    case = make.case("Boiler")
    with asked_ahead(CASES.question(reference=case.reference)), asked_ahead(PARTIES.question(case=case.pk)):
        assert PARTIES.first(case=case.pk).case_id == case.pk
        assert CASES.first(reference=case.reference) == case


def test_what_cannot_be_kept_or_found_is_left_to_its_turn(waits: list[int]) -> None:
    case = make.case("Boiler")
    long = tuple(f"{number}" for number in range(MOST_VALUES + 1))
    many = Kept(lambda references: Case.objects.filter(reference__in=references))
    assert many.question(references=long) is None and NOTHING.question(pk=case.pk) is None
    del waits[:]
    with asked_ahead(many.question(references=long), NOTHING.question(pk=case.pk)):
        assert waits == [] and NOTHING.rows(pk=case.pk) == []


def test_each_is_told_what_they_see_alone() -> None:
    case = make.case("Boiler")
    insider, outsider = make.staff("insider", role="manager"), make.staff("outsider", teams=())
    known = [StaffBackend().get_user(each.pk) for each in (insider, outsider)]
    with asked_ahead(*(SEEN.question(each, reference=case.reference) for each in known)):
        assert [SEEN.first(each, reference=case.reference) for each in known] == [case, None]
    assert SEEN.question(insider, reference=case.reference) is None, "whose standing nobody read"


def test_a_row_is_locked_in_a_transaction_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make.case("Boiler")
    monkeypatch.setattr(connection, "autocommit", True)
    with pytest.raises(TransactionManagementError), asked_ahead(LOCKED.question(pk=case.pk)):
        pass


def test_one_that_fails_fails_as_it_would_alone_and_none_is_half_answered() -> None:
    case = make.case("Boiler")
    questions = CASES.question(reference=case.reference), NUMBERED.question(text="many")
    with pytest.raises(DataError, match="many"), transaction.atomic(), asked_ahead(*questions):
        pytest.fail("went on as if all were answered")
    assert CASES.first(reference=case.reference) == case
