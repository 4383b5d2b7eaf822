"""Our own small changes to Django's way with PostgreSQL: moments, and whether a connection still stands."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, connections
from psycopg.pq import TransactionStatus

from casework.models import Case
from tests import factories as make


def test_settings_name_it() -> None:
    assert (
        type(connections["default"]).__module__ == "backoffice.postgresql.base"
        and connection.vendor == "postgresql"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "at",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1883, 11, 18, 12, 3, 58, tzinfo=UTC),
        datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
    ids=str,
)
def test_a_moment_comes_back_as_it_went_in(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz, NULL::timestamptz", [at])
        found, nothing = cursor.fetchone()
    assert found == at and found.tzinfo is UTC and nothing is None


@pytest.mark.django_db
def test_models_and_long_lists_have_the_same_moments() -> None:
    case = make.case()
    assert Case.objects.get().opened_at == case.opened_at
    assert [each.opened_at.tzinfo for each in Case.objects.iterator(chunk_size=1)] == [UTC]


def ended(other: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [other.connection.info.backend_pid])
    for _ in range(1000):
        if not other._stands_idle():
            return
        time.sleep(0.01)
    pytest.fail("nothing said that the server had ended it")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_not_taken_for_one_that_stands() -> None:
    other: Any = connection.copy()
    other.connect()
    try:
        assert other._stands_idle() and other.is_usable()
        ended(other)
        assert not other.is_usable()
        other.health_check_enabled, other.health_check_done = True, False
        with other.cursor() as cursor:  # as the next request does
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_one_in_the_middle_of_something_is_asked_by_a_statement() -> None:
    other: Any = connection.copy()
    other.connect()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert other.connection.pgconn.transaction_status == TransactionStatus.INTRANS
        assert not other._stands_idle() and other.is_usable()
    finally:
        other.close()
    assert not other.is_usable()
