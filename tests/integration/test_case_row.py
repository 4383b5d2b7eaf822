"""What one act changes of a case is one UPDATE, and the case in hand is as its row afterwards."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Case
from casework.services import case_row
from casework.services.case_row import Later, Words
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    make.case()
    return Case.objects.defer("search").get()


def row(*names: str) -> Any:
    return Case.objects.values_list(*names).get()


def finds(word: str) -> bool:
    return Case.objects.filter(search=word).exists()


def test_one_statement_writes_all_and_makes_one_more_version(case: Case) -> None:
    before = case.version
    with CaptureQueriesContext(connection) as asked:
        case_row.write(case, {"status": "open", "needs_answer": False, "closed_at": None, "outcome": ""})
    assert len(asked) == 1
    assert (case.version, case.status) == row("version", "status") == (before + 1, "open")


def test_nothing_but_the_version_may_change(case: Case) -> None:
    case_row.write(case, {})
    case_row.write(case, {})
    assert row("version") == (case.version,)


def test_a_moment_only_moves_forward(case: Case) -> None:
    Case.objects.update(last_out_at=None)
    case.last_out_at = None
    for at in (make.later(hours=2), make.later(hours=1)):
        case_row.write(case, {"last_out_at": Later(at), "last_activity_at": Later(at)})
        assert row("last_out_at", "last_activity_at") == (make.later(hours=2), make.later(hours=2))
    assert case.last_out_at == case.last_activity_at == make.later(hours=2)


def test_a_moment_that_came_since_it_was_read_stays(case: Case) -> None:
    Case.objects.update(last_out_at=make.later(days=9))
    case_row.write(case, {"last_out_at": Later(make.later(hours=1))})
    assert row("last_out_at") == (make.later(days=9),)


def test_words_come_to_those_that_are_there_or_stand_alone(case: Case) -> None:
    assert finds("boiler")
    case_row.write(case, {"search": Words("the $1::text tap it's 100%")})
    assert finds("boiler") and finds("tap") and finds("100")
    case_row.write(case, {"search": Words("a door", alone=True)})
    assert finds("door") and not finds("boiler")
    case_row.write(case, {"search": Words("")})
    assert finds("door")


def test_a_case_that_is_full_of_words_takes_no_more(case: Case) -> None:
    many = " ".join(f"word{number}" for number in range(60_000))
    case_row.write(case, {"search": Words(many, alone=True)})
    case_row.write(case, {"search": Words("another")})
    assert finds("word59999") and not finds("another")


def test_held_is_not_written(case: Case) -> None:
    case_row.hold(case, {"status": "open", "last_out_at": Later(make.later(days=3)), "search": Words("x")})
    assert case.status == "open" and row("status") == ("new",)


def test_only_this_case_changes(case: Case) -> None:
    other = make.case("Bins", sender=make.BEN)
    case_row.write(case, {"summary": "Mine"})
    assert Case.objects.get(pk=other.pk).summary == other.summary
