"""A statement that is planned once gives what it always gave, is prepared by the driver, and says what it asked."""

from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.kept_sql import Kept
from casework.models import Case
from casework.planned_sql import Planned, Value
from tests import factories as make

pytestmark = pytest.mark.django_db


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def test_constants_stand_in_its_text_and_values_beside_it() -> None:
    statement = Planned("SELECT %s || %s || '50%%'", ["100% o'clock ", Value(str)])
    assert statement.rows(["x%s"]) == [("100% o'clock x%s50%",)]
    assert statement.rows(["'; DROP TABLE x --"]) == [("100% o'clock '; DROP TABLE x --50%",)]


def test_from_its_second_time_on_a_connection_it_is_prepared() -> None:
    kept = Kept(lambda reference: Case.objects.filter(reference=reference, summary__contains="100%"))
    case = make.case("It is 100% wet")
    for _ in range(3):
        assert kept.rows(reference=case.reference) == [case]
    (mine,) = [each for each in prepared() if "%100" in each]
    assert case.reference not in mine and "$1::text" in mine


def test_django_logs_it_with_its_values() -> None:
    kept = Kept(lambda reference: Case.objects.filter(reference=reference))
    with CaptureQueriesContext(connection) as asked:
        for _ in range(3):
            kept.rows(reference="7K4M-9QXX")
    assert ["'7K4M-9QXX'" in each["sql"] for each in asked.captured_queries] == [True] * 3


def test_what_the_database_refuses_is_an_error_of_djangos() -> None:
    for _ in range(3):
        with pytest.raises(DataError), transaction.atomic():
            Planned("SELECT 1 / length(%s)", [Value(str)]).rows([""])


@pytest.mark.django_db(transaction=True)
def test_a_table_that_changed_is_planned_anew() -> None:
    kept: Any = Kept(lambda reference: Case.objects.filter(reference=reference))
    case = make.case()
    for _ in range(2):
        assert kept.rows(reference=case.reference) == [case]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE casework_case ADD COLUMN for_a_test integer")
    try:
        assert kept.rows(reference=case.reference) == [case]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE casework_case DROP COLUMN for_a_test")
    assert kept.rows(reference=case.reference) == [case]
