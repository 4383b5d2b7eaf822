"""Rows are written by statements that are kept: what comes out is what Django would have written, and so are refusals."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pghistory
import pytest
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext

from api.models import IdempotentCall
from casework.models import Case, Event, Note, Person, Staff, Team
from casework.services import case_row
from tests import factories as make

pytestmark = pytest.mark.django_db


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def event(**fields: Any) -> Event:
    return Event(**{"verb": "tested", "job": "test", "at": make.NOW, **fields})


def call(key: str, **fields: Any) -> IdempotentCall:
    given = {"scope": "s", "key": key, "fingerprint": "f", "status": 201, "created_at": make.NOW}
    return IdempotentCall(**{**given, **fields})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("summary", "100% o'clock \\ “ü” $1::text"),
        ("answers", {"what": ["it's", None, 1.5, {"deep": True}], "$1": "%s"}),
        ("tags", ["a b", "it's", 'say "x"', "{}"]),
        ("tags", []),
        ("latitude", Decimal("51.500001")),
        ("latitude", None),
        ("restricted", True),
        ("closed_at", None),
        ("last_in_at", datetime(2026, 10, 25, 0, 59, 59, 999999, tzinfo=UTC)),
        ("version", 2_000_000_000),
    ],
)
def test_each_kind_of_value_comes_back_as_it_went_in(name: str, value: Any) -> None:
    given = make.case()
    row = Case.objects.defer("search").get()
    row.pk, row.reference, row._state.adding = None, "7K4M-9QXD", True
    row.pk = Case._meta.pk.get_default()
    setattr(row, name, value)
    row.search = None
    row.save(force_insert=True)
    assert getattr(Case.objects.get(pk=row.pk), name) == value
    Case.objects.filter(pk=given.pk).update(**{name: value})
    assert getattr(Case.objects.get(pk=given.pk), name) == value


def test_a_row_whose_key_the_database_makes_knows_it() -> None:
    made = call("a")
    made.save()
    assert IdempotentCall.objects.get() == made and made.pk is not None
    several = IdempotentCall.objects.bulk_create([call("b"), call("c")])
    assert {each.pk for each in several} <= set(IdempotentCall.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 30])
def test_several_rows_are_one_statement_and_keep_their_order(count: int) -> None:
    with CaptureQueriesContext(connection) as asked:
        Event.objects.bulk_create([event(words=f"{number}") for number in range(count)])
    assert len([each for each in asked if "INSERT" in each["sql"]]) == 1
    told = Event.objects.filter(verb="tested").order_by("id").values_list("words", flat=True)
    assert list(told) == [str(number) for number in range(count)]


def test_what_is_too_long_is_refused_and_not_cut_off() -> None:
    for _ in range(3):
        with pytest.raises(DataError), transaction.atomic():
            event(verb="x" * 61).save()
        with pytest.raises(DataError), transaction.atomic():
            Case.objects.filter(pk=make.case().pk).update(summary="x" * 201)
    assert not Event.objects.filter(verb__startswith="xxx").exists()


def test_constraints_refuse_as_they_did() -> None:
    call("a").save()
    for _ in range(3):
        with pytest.raises(IntegrityError, match="idempotent_once"), transaction.atomic():
            call("a").save()
        with pytest.raises(IntegrityError, match="event_has_actor_or_job"), transaction.atomic():
            event(job="").save()
    with pytest.raises(ValueError, match="unsaved related object"):
        Note(case=Case(pk=None), body="x", created_at=make.NOW).save()


def test_from_its_second_time_on_a_connection_it_is_prepared() -> None:
    for words in ("one", "two"):
        event(words=words).save()
    written = [each for each in prepared() if each.startswith('INSERT INTO "casework_event"')]
    mine = [each for each in written if each.count("$1::") == each.count("(") - 1 == 1]  # of one row
    assert len(mine) == 1 and "$8::varchar" in mine[0] and "two" not in mine[0]


def test_django_logs_it_with_its_values() -> None:
    case = make.case()
    with CaptureQueriesContext(connection) as asked:
        event(words="it's $1::uuid").save()
        Case.objects.filter(pk=case.pk).update(summary="100%")
    first, second = (each["sql"] for each in asked)
    assert "'it''s $1::uuid'" in first and "'tested'" in first
    assert "\"summary\" = '100%'" in second and case.pk.hex in second


def test_only_the_row_that_is_named_changes_and_its_number_is_told() -> None:
    one, other = make.case(), make.case("Bins", sender=make.BEN)
    assert Case.objects.filter(pk=one.pk).update(summary="x") == 1
    assert Case.objects.get(pk=other.pk).summary == other.summary
    assert Case.objects.filter(pk=Case._meta.pk.get_default()).update(summary="x") == 0
    assert Case.objects.exclude(pk=one.pk).update(summary="y") == 1
    assert Case.objects.get(pk=one.pk).summary == "x"
    assert Case.objects.filter(pk=one.pk, is_open=False).update(summary="z") == 0


def test_expressions_rows_and_links_are_written_as_ever() -> None:
    case, team = make.case(), make.team("other")
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1, summary=Lower(Value("ABC")), team=team)
    found = Case.objects.get(pk=case.pk)
    assert (found.version, found.summary, found.team) == (case.version + 1, "abc", team)
    found.team = Team.objects.get(pk=case.team_id)
    found.save(update_fields=["team"])
    assert Case.objects.get().team_id == case.team_id
    Note.objects.create(case=case, author=make.staff("a"), body=Lower(Value("ABC")), created_at=make.NOW)
    assert Note.objects.get().body == "abc"


def test_saving_what_is_gone_is_an_error() -> None:
    person = Person.objects.create(name="Amina")
    Person.objects.filter(pk=person.pk).delete()
    with pytest.raises(DatabaseError, match="did not affect any rows"):
        person.save(update_fields=["name"])


def test_save_without_more_finds_out_whether_the_row_is_there() -> None:
    somebody = Staff.objects.create_user(username="amina", full_name="Amina", role="caseworker")
    somebody.full_name = "Amina E"
    somebody.save()
    assert Staff.objects.get().full_name == "Amina E"


def test_who_changes_a_setting_stands_before_it() -> None:
    case = make.case()
    with pghistory.context(actor="amina"):
        Team.objects.create(code="new", name="100% new $1::text")
        Case.objects.filter(pk=case.pk).update(summary="it's 100%")
        case_row.write(case, {"summary": "100% $2::text"})
    told = [each.pgh_context.metadata for each in Team.objects.get(code="new").versions.all()]
    assert told == [{"actor": "amina"}]
    assert Team.objects.get(code="new").name == "100% new $1::text"
    assert list(case.versions.order_by("pgh_id").values_list("summary", flat=True))[-2:] == [
        "it's 100%",
        "100% $2::text",
    ]
