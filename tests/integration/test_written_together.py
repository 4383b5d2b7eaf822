"""Rows that nothing comes back of go to the server with the next statement, in their order, and none is lost or left over."""

from contextlib import nullcontext
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.ids import uuid7
from casework.models import Case, Event, Note, Staff
from casework.planned_sql import written_together
from casework.services import case_row
from tests import factories as make

pytestmark = pytest.mark.django_db


def event(words: str, case: Case | None = None) -> Event:
    return Event(verb="noted", words=words, at=make.NOW, job="test", case=case)


def taken_back(*, together: bool = False) -> None:
    """One is written where what it is part of fails."""
    with transaction.atomic(), written_together() if together else nullcontext():
        event("taken back").save(force_insert=True)
        raise ValueError("no")


@transaction.atomic
def about_a_case_that_is_not_there(case: Case) -> None:
    with written_together():
        event("one", Case(pk=uuid7())).save(force_insert=True)
        event("two").save(force_insert=True)
        Case.objects.filter(pk=case.pk).update(summary="Changed")
        connection.check_constraints()


def there(*words: str) -> bool:
    return list(Event.objects.filter(job="test").order_by("pk").values_list("words", flat=True)) == list(
        words
    )


def waiting() -> list[Any]:
    return list(connection._waiting or ())  # type: ignore[attr-defined]


def test_they_wait_for_the_next_statement_and_are_there_when_it_is_asked() -> None:
    with written_together():
        event("one").save(force_insert=True)
        Event.objects.bulk_create([event("two"), event("three")])
        assert len(waiting()) == 2
        assert there("one", "two", "three") and waiting() == []
        event("four").save(force_insert=True)
    assert waiting() == [] and there("one", "two", "three", "four")


def test_one_that_belongs_to_another_comes_after_it() -> None:
    case, author = make.case("Boiler"), make.staff("author")
    with written_together():
        note = Note(case=case, author=author, body="Rang them", created_at=make.NOW)
        note.save(force_insert=True)
        Event(verb="noted", words="x", at=make.NOW, job="test", case=case).save(force_insert=True)
        assert len(waiting()) == 2
    assert Note.objects.get() == note and there("x")


def test_one_whose_key_comes_back_takes_those_before_it_along() -> None:
    case = make.case("Boiler")
    with written_together():
        event("one", case).save(force_insert=True)
        assert Case.objects.filter(pk=case.pk).update(summary="Changed") == 1
        assert waiting() == []
    assert there("one")


def test_whoever_wants_to_know_what_came_of_it_is_told_when_it_has_gone(waits: list[int]) -> None:
    case = make.case("Boiler")
    case_row.write(case, {"summary": "Written once"})  # writing its SQL needs the connection
    version = case.version
    del waits[:]
    with written_together():
        event("one", case).save(force_insert=True)
        case_row.write(case, {"summary": "Changed"})
        assert (case.summary, case.version, waits) == ("Changed", version, [])
        heard = list(Event.objects.filter(job="test"))
        assert (case.version, waits) == (version + 1, [2]) and len(heard) == 1
    case_row.write(case, {"summary": "Again"})
    assert (case.version, waits) == (version + 2, [2, 1])


def test_outside_it_a_row_is_there_at_once() -> None:
    event("one").save(force_insert=True)
    assert waiting() == [] and there("one")


def test_one_inside_another_waits_for_the_outer_ones_end() -> None:
    with written_together():
        with written_together():
            event("one").save(force_insert=True)
        assert len(waiting()) == 1
    assert there("one")


def test_a_refusal_comes_at_the_end_at_the_latest_and_nothing_is_left() -> None:
    case = make.case("Boiler")
    Case.objects.filter(pk=case.pk).update(summary="As it was")
    with pytest.raises(IntegrityError):
        about_a_case_that_is_not_there(case)
    assert waiting() == [] and there()
    assert Case.objects.get(pk=case.pk).summary == "As it was"


def test_whoever_expects_a_refusal_around_a_savepoint_gets_it_there() -> None:
    staff = make.staff("author")
    with written_together():
        event("before").save(force_insert=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            Staff(username=staff.username, full_name="Twice").save(force_insert=True)
        event("after").save(force_insert=True)
    assert there("before", "after")


def test_what_is_taken_back_is_not_written_later() -> None:
    with written_together():
        with pytest.raises(ValueError, match="no"):
            taken_back()
        event("two").save(force_insert=True)
    assert there("two")


def test_where_it_fails_before_the_end_what_waits_is_not_written() -> None:
    with pytest.raises(ValueError, match="no"):
        taken_back(together=True)
    assert waiting() == [] and there()


def test_statements_are_counted_as_those_that_they_are() -> None:
    with CaptureQueriesContext(connection) as asked, written_together():
        event("one").save(force_insert=True)
        event("two").save(force_insert=True)
    assert [each["sql"][:31] for each in asked] == ['INSERT INTO "casework_event" ("'] * 2


@pytest.mark.django_db(transaction=True)
def test_a_commit_takes_what_waits_along() -> None:
    with written_together():
        with transaction.atomic():
            event("one").save(force_insert=True)
            assert len(waiting()) == 1
        other: Any = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM casework_event WHERE words = 'one'")
                assert cursor.fetchone() == (1,)
        finally:
            other.close()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_taken_back_takes_what_waits_with_it() -> None:
    with written_together():
        with pytest.raises(ValueError, match="no"):
            taken_back()
        assert waiting() == []
    assert there()
