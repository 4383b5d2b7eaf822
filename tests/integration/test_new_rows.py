"""Rows made and written by what is known of their model: what comes out is what Django would have made and written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import signals
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from api.models import IdempotentCall
from casework import new_rows
from casework.models import Case, Contact, Delivery, Event, Note, Office, Person
from tests import factories as make

pytestmark = pytest.mark.django_db

LINE = {"verb": "tested", "job": "test", "at": make.NOW}
CALL = {"scope": "s", "fingerprint": "f", "status": 201, "created_at": make.NOW}


def given(model: type[Any]) -> dict[str, Any]:
    case = make.case()
    contact = Contact.objects.filter(case=case).select_related("contact_point").first()
    author = make.staff("author")
    return {
        Contact: {
            "case": case, "channel": "sms", "direction": "out", "filing": "filed", "took_place_at": make.NOW,
            "logged_at": make.NOW, "logged_by": author, "contact_point": contact.contact_point, "person": None,
        },
        Delivery: {"contact": contact, "queued_at": make.NOW, "next_attempt_at": make.NOW},
        Event: {**LINE, "case": case, "contact": contact, "after": {"status": "open"}},
        Note: {"case": case, "author": author, "body": "x", "created_at": make.NOW},
        IdempotentCall: {**CALL, "key": "a", "body": "{}"},
    }[model]  # fmt: skip


def held(row: Any) -> dict[str, Any]:
    """What Django keeps of it, but for the key."""
    state = row._state
    columns = {name: value for name, value in row.__dict__.items() if name not in ("_state", "id")}
    return {**columns, "state": (state.adding, state.db, state.fields_cache)}


def stored(row: Any, write: Callable[[], None]) -> dict[str, Any]:
    """Its columns as they are once it is written; that is taken back."""
    before = transaction.savepoint()
    write()
    found: dict[str, Any] = type(row).objects.filter(pk=row.pk).values().get()
    transaction.savepoint_rollback(before)
    return {**found, "id": None}


@contextmanager
def listening(signal: Any, model: type[Any]) -> Iterator[list[Any]]:
    told: list[Any] = []

    def hear(instance: Any = None, **_: Any) -> None:
        told.append(instance)

    signal.connect(hear, sender=model)
    try:
        yield told
    finally:
        signal.disconnect(hear, sender=model)


@pytest.mark.parametrize("model", [Contact, Delivery, Event, Note, IdempotentCall])
def test_a_row_is_made_and_written_as_django_does(model: type[Any]) -> None:
    values = given(model)
    ours, theirs = new_rows.made(model, **values), model(**values)
    assert held(ours) == held(theirs)
    written = stored(ours, lambda: new_rows.write([ours]))
    assert written == stored(theirs, lambda: theirs.save(force_insert=True))
    assert held(ours) == held(theirs)
    assert ours.pk is not None and ours.pk != theirs.pk


def test_defaults_are_made_anew_for_each_row() -> None:
    one, other = new_rows.made(Event, **LINE), new_rows.made(Event, **LINE)
    one.before["a"] = 1
    assert other.before == {} and one.pk != other.pk


def test_a_key_that_is_given_stays_and_a_value_may_be_named_by_its_column() -> None:
    key, case = Event._meta.pk.get_default(), make.case()
    row = new_rows.created(Event, **LINE, pk=key, case_id=case.pk)
    assert Event.objects.get(pk=key).case == row.case == case


def test_a_name_that_is_no_field_is_an_error() -> None:
    with pytest.raises(TypeError, match="wrods"):
        new_rows.made(Event, **LINE, wrods="x")
    with pytest.raises(ValueError, match='must be a "Case" instance'):
        new_rows.made(Event, **LINE, case=Person(name="x"))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 30])
def test_several_are_one_statement_in_their_order(count: int) -> None:
    rows = [new_rows.made(Event, **LINE, words=str(number)) for number in range(count)]
    with CaptureQueriesContext(connection) as asked:
        new_rows.write(rows)
    assert len(asked) == min(count, 1)
    told = Event.objects.filter(verb="tested").order_by("id").values_list("words", flat=True)
    assert list(told) == [str(number) for number in range(count)]


def test_rows_whose_keys_the_database_makes_know_them() -> None:
    rows = [new_rows.made(IdempotentCall, **CALL, key=key) for key in "abcde"]
    new_rows.write(rows)
    assert [IdempotentCall.objects.get(pk=each.pk).key for each in rows] == [*"abcde"]


def test_a_key_that_the_database_would_make_may_be_given() -> None:
    row = new_rows.created(IdempotentCall, **CALL, key="a", id=4_000)
    assert IdempotentCall.objects.get().pk == row.pk == 4_000


def test_what_it_is_tied_to_has_to_have_a_key() -> None:
    with pytest.raises(ValueError, match="unsaved related object 'case'"):
        new_rows.created(Event, **LINE, case=Case(pk=None))


def test_what_it_is_tied_to_may_get_its_key_afterwards_or_another() -> None:
    person, case = Person(pk=None, name="Amina"), make.case()
    row = new_rows.made(Event, **LINE, person=person, case=make.case("Bins", sender=make.BEN))
    person.pk = Person._meta.pk.get_default()
    person.save(force_insert=True)
    row.case_id = case.pk
    new_rows.write([row])
    found = Event.objects.get(pk=row.pk)
    assert (found.person, found.case, row.case) == (person, case, case)


def test_a_refusal_spoils_the_transaction_as_ever() -> None:
    def written() -> int:
        with transaction.atomic():
            with pytest.raises(IntegrityError, match="event_has_actor_or_job"):
                new_rows.created(Event, **{**LINE, "job": ""})
            return Event.objects.count()

    with pytest.raises(TransactionManagementError):
        written()


@pytest.mark.parametrize("signal", [signals.pre_save, signals.post_save, signals.pre_init, signals.post_init])
def test_whoever_listens_is_told(signal: Any) -> None:
    with listening(signal, Event) as told:
        new_rows.created(Event, **LINE)
    assert len(told) == 1
    new_rows.created(Event, **LINE)
    assert len(told) == 1


def test_what_a_model_does_when_it_is_saved_is_done() -> None:
    Office.objects.all().delete()
    office = new_rows.created(Office, name="Ours")
    assert office.pk == Office.objects.get().pk == 1
