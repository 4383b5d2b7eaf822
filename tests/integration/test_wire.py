"""Statements that go past the driver's cursors: the same values, the same refusals, and no connection that is half read."""

import decimal
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import (
    DataError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.test.utils import CaptureQueriesContext
from psycopg.types.json import Jsonb

from backoffice.postgresql import wire
from casework.models import Case
from casework.planned_sql import written_together
from tests import factories as make

HELD = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'kept_%%'"
LONG = "é" * 3_000_000
NUMBER = "SELECT $1::int"


@pytest.fixture
def other() -> Iterator[Any]:
    """A connection of its own, which is lost and broken without harm."""
    one: Any = connection.copy()
    one.connect()
    yield one
    one.close()


def held(one: Any) -> int:
    with one.cursor() as cursor:
        cursor.execute(HELD)
        return int(cursor.fetchone()[0])


VALUES: list[tuple[str, Any]] = [
    ("text", None),
    ("text", ""),
    ("text", 'O\'Brien \\ 100 % "$1" 🏠 \r\n'),
    ("varchar", "it"),
    ("bool", True),
    ("bool", False),
    ("int", -7),
    ("bigint", 2**62),
    ("smallint", 3),
    ("double precision", 51.477928),
    ("numeric", decimal.Decimal("12.50")),
    ("uuid", UUID("00000000-0000-4000-8000-00000000000a")),
    ("timestamptz", datetime(2026, 10, 25, 1, 30, 0, 1, tzinfo=UTC)),
    ("date", date(2024, 2, 29)),
    ("interval", timedelta(days=-1, seconds=5, microseconds=3)),
    ("bytea", b"\x00\xff'\\"),
    ("text[]", ["a", 'b"\\,{}', ""]),
    ("uuid[]", [UUID(int=1), UUID(int=2)]),
    ("int[]", []),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "value"), VALUES, ids=[f"{kind} {value!r:.20}" for kind, value in VALUES])
def test_a_value_comes_back_as_it_went_in_however_often_it_is_asked(kind: str, value: Any) -> None:
    asked = [connection.asked(f"SELECT $1::{kind}", [value]) for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}", [value])
        assert [each.rows for each in asked] == [cursor.fetchall()] * 3
    assert asked[0].rows == [(value,)] and asked[0].touched == 1


@pytest.mark.django_db
def test_json_and_several_columns_and_rows() -> None:
    sql = "SELECT n, $1::jsonb FROM generate_series(1, $2::int) n"
    for rows in (3, 0, 2):
        found = connection.asked(sql, [Jsonb({"a": [1, None]}), rows])
        assert found.touched == rows
        assert [number for number, _ in found.rows] == [*range(1, rows + 1)]


@pytest.mark.django_db
def test_what_no_text_of_the_database_can_hold_is_refused_before_it_is_sent() -> None:
    for _ in range(2):
        with pytest.raises(DataError, match="NUL"):
            connection.asked_together([(NUMBER, [1]), ("SELECT $1::text", ["a\0b"])])
    assert connection.asked(NUMBER, [1]).rows == [(1,)], "no transaction was harmed, no name given away"


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_again_is_prepared_and_what_never_shall_be_never_is(other: Any) -> None:
    for times, expected in ((1, 0), (2, 1), (5, 1)):
        assert [other.asked(NUMBER, [times]).rows for _ in range(times)] == [[(times,)]] * times
        assert held(other) == expected
    other.connection.prepare_threshold = None
    assert [other.asked("SELECT $1::text", ["x"]).rows for _ in range(3)] == [[("x",)]] * 3
    assert held(other) == 1


@pytest.mark.django_db(transaction=True)
def test_no_more_are_held_than_so_many(other: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MOST_KNOWN", 4)
    for _ in range(2):
        for number in range(9):
            for _ in range(2):
                assert other.asked(f"SELECT $1::int + {number}", [1]).rows == [(1 + number,)]
        assert held(other) == 4


@pytest.mark.django_db(transaction=True)
def test_one_that_somebody_threw_away_is_made_again(other: Any) -> None:
    for _ in range(2):
        other.asked(NUMBER, [1])
    with other.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with pytest.raises(ProgrammingError, match="does not exist"):
        other.asked(NUMBER, [1])
    assert [other.asked(NUMBER, [2]).rows for _ in range(3)] == [[(2,)]] * 3


@pytest.mark.django_db(transaction=True)
def test_one_whose_columns_became_others_is_made_again(other: Any) -> None:
    with other.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE changing AS SELECT 1 AS a")
        assert [other.asked("SELECT * FROM changing", []).rows for _ in range(3)] == [[(1,)]] * 3
        cursor.execute("ALTER TABLE changing ADD b text DEFAULT 'new'")
    with pytest.raises(Exception, match="cached plan"):
        other.asked("SELECT * FROM changing", [])
    assert other.asked("SELECT * FROM changing", []).rows == [(1, "new")]


@pytest.mark.django_db
def test_long_values_go_and_come_and_neither_side_waits_for_the_other() -> None:
    echo = "SELECT $1::text"
    assert connection.asked(echo, [LONG]).rows == [(LONG,)]
    found = connection.asked_together([(echo, [LONG + str(number)]) for number in range(6)])
    assert found == [[(LONG + str(number),)] for number in range(6)]


@pytest.mark.django_db(transaction=True)
def test_the_first_refusal_is_told_what_came_after_it_did_not_take_place(other: Any) -> None:
    broken = [(NUMBER, [1]), ("SELECT 1 / $1::int", [0]), ("SELECT $1::text::uuid", ["no uuid"])]
    for _ in range(3):  # unprepared, while it is prepared, prepared
        with pytest.raises(DataError, match="division by zero"):
            other.asked_together(broken)
    assert held(other) == 2, "the third was never prepared"
    assert other.asked_together([*broken[:1], ("SELECT 4 / $1::int", [2])]) == [[(1,)], [(2,)]]
    with pytest.raises(ProgrammingError, match="nonsense"):
        other.asked("SELECT nonsense", [])
    assert other.asked(NUMBER, [5]).rows == [(5,)]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_begins_with_its_first_statement_and_ends_with_what_waits(waits: list[int]) -> None:
    case = make.case("Boiler")
    del waits[:]
    with written_together(), transaction.atomic():
        assert connection.connection.pgconn.transaction_status == 0
        assert connection.asked(NUMBER, [1]).rows == [(1,)]
        assert connection.connection.pgconn.transaction_status == 2
        connection.told("UPDATE casework_case SET summary = $1::text WHERE id = $2::uuid", ["Other", case.pk])
    assert waits == [1, 1] and Case.objects.get().summary == "Other"
    assert connection.connection.pgconn.transaction_status == 0


@pytest.mark.django_db(transaction=True)
def test_what_only_the_commit_refuses_is_refused_and_undone() -> None:
    case = make.case("Boiler")
    nobody = "UPDATE casework_case SET team_id = $1::uuid, summary = 'Lost' WHERE id = $2::uuid"
    with pytest.raises(IntegrityError), written_together(), transaction.atomic():
        connection.told(nobody, [UUID(int=9), case.pk])
    assert Case.objects.get().summary == "Boiler"
    assert connection.asked(NUMBER, [1]).rows == [(1,)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("together", [1, 3])
def test_a_server_that_goes_away_meanwhile_is_said_and_the_connection_is_over(
    other: Any, together: int
) -> None:
    def end() -> None:
        while not waiting.is_set():
            time.sleep(0.2)
            with_own.asked("SELECT pg_terminate_backend($1::int)", [pid])
            waiting.set()

    with_own, waiting, pid = connection.copy(), threading.Event(), other.connection.info.backend_pid
    with_own.inc_thread_sharing()
    ender = threading.Thread(target=end)
    ender.start()
    with pytest.raises(OperationalError):
        other.asked_together([("SELECT pg_sleep($1::int)::text", [30])] * together)
    ender.join()
    with_own.close()
    assert other.connection.closed and not other.is_usable()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("together", [1, 3])
def test_one_that_is_broken_off_leaves_no_connection_with_somebody_elses_answer(
    other: Any, together: int
) -> None:
    class Interrupted:
        def poll(self) -> None:
            raise KeyboardInterrupt

    other.asked(NUMBER, [1])
    other._wire._incoming = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        other.asked_together([(NUMBER, [2])] * together)
    assert other.connection.closed
    other.close()
    assert other.asked(NUMBER, [3]).rows == [(3,)]


@pytest.mark.django_db
def test_each_is_in_djangos_log_with_its_values() -> None:
    with CaptureQueriesContext(connection) as asked:
        connection.asked_together([(NUMBER, [7]), ("SELECT $2::text, $1::text", ["it's", None])])
    assert [each["sql"] for each in asked] == ["SELECT 7::int", "SELECT NULL::text, 'it''s'::text"]


@pytest.mark.django_db
def test_where_something_stands_before_each_statement_each_goes_as_djangos_do() -> None:
    seen = []

    def stands_before(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(stands_before):
        assert connection.asked_together([(NUMBER, [1]), ("SELECT '%'::text", [])]) == [[(1,)], [("%",)]]
        make.case("Boiler")
        changed = connection.asked("UPDATE casework_case SET summary = $1::text", ["Other"])
    assert changed == ([], 1) and seen[0] == "SELECT %(value1)s::int"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", [[(NUMBER, [1])], [(NUMBER, [1]), (NUMBER, [2])]], ids=["one", "two"])
def test_what_is_done_meanwhile_must_neither_ask_nor_fail(other: Any, statements: list[Any]) -> None:
    """A connection that is half read is of no use to the next page: it is closed, and there is a new one."""

    def fails() -> None:
        raise LookupError("of the caller's own")

    with pytest.raises(LookupError, match="of the caller's own"):
        other.asked_together(statements, meanwhile=fails)
    assert other.connection.closed
    other.connect()
    for asks in (lambda: other.asked(NUMBER, [3]), lambda: held(other)):
        with pytest.raises(OperationalError, match="another answer is waited for"):
            other.asked_together(statements, meanwhile=asks)
        assert other.connection.closed
        other.connect()
    assert other.asked(NUMBER, [4]).rows == [(4,)]
