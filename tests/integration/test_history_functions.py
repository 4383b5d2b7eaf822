"""Versions of rows are kept as the library keeps them, by functions that catch no error for each."""

import re
from typing import Any

import pghistory
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pghistory.models import Context

from casework import history_functions
from casework.models import Case
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
# For this transaction, in which the triggers of updates of a case keep nothing.
LOOK_AWAY = """
SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger
WHERE tgrelid = 'casework_case'::regclass AND tgname LIKE 'pgtrigger_update_%'"""


def renamed(case: Case, summary: str) -> Any:
    Case.objects.filter(pk=case.pk).update(summary=summary)
    return case.versions.order_by("-pgh_id").first()  # type: ignore[attr-defined]


def sources() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(prosrc, '') FROM pg_proc"
            " WHERE proname IN ('_pgh_attach_context', '_pgtrigger_should_ignore')"
        )
        return str(cursor.fetchone()[0])


def test_a_migration_puts_ours_in_place_of_the_librarys() -> None:
    assert "EXCEPTION" not in sources()
    Context.install_pgh_attach_context_func()
    assert "EXCEPTION" in sources()
    call_command("migrate", "casework", verbosity=0)
    assert "EXCEPTION" not in sources()


def test_a_version_says_who_and_the_next_transaction_nobody() -> None:
    case = make.case("Boiler")
    assert renamed(case, "By nobody").pgh_context is None
    with pghistory.context(actor="Ann"), transaction.atomic():
        assert renamed(case, "By Ann").pgh_context.metadata == {"actor": "Ann"}
        with pghistory.context(why="typo"):
            told = renamed(case, "By Ann again")
    assert Context.objects.get(pk=told.pgh_context_id).metadata == {"actor": "Ann", "why": "typo"}
    last = renamed(case, "By nobody again")
    assert (last.summary, last.pgh_context) == ("By nobody again", None)


def test_a_trigger_that_is_to_look_away_does_and_no_longer_than_told() -> None:
    case = make.case("Boiler")
    before = case.versions.count()  # type: ignore[attr-defined]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOOK_AWAY)
        renamed(case, "Not kept")
        assert case.versions.count() == before  # type: ignore[attr-defined]
    renamed(case, "Kept")
    assert case.versions.count() == before + 1  # type: ignore[attr-defined]


def asked_by_the_trigger_of_a_case() -> tuple[str | None, set[str]]:
    """Its condition, and the columns that its function compares."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgqual::text, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgrelid = 'casework_case'::regclass AND tgname LIKE 'pgtrigger_update_%'"
        )
        ((condition, source),) = cursor.fetchall()
    return condition, set(re.findall(r'OLD\."(\w+)" IS DISTINCT FROM', source))


def test_the_function_of_a_case_asks_for_every_column_that_a_version_has() -> None:
    history = Case._meta.get_field("versions").related_model
    kept = {field.column for field in history._meta.concrete_fields if not field.name.startswith("pgh_")}
    assert asked_by_the_trigger_of_a_case() == (None, kept)


@pytest.mark.parametrize(
    ("change", "versions"),
    [
        ({"summary": "Boiler"}, 0),  # as it was
        ({"last_activity_at": make.later(hours=1), "version": 9}, 0),  # not a part of a version
        ({"snoozed_until": make.later(hours=1)}, 1),  # from nothing
        ({"opened_at": make.later(hours=-1), "last_activity_at": make.later(hours=1)}, 1),
    ],
)
def test_a_version_is_kept_of_what_changed_and_of_nothing_else(change: dict[str, Any], versions: int) -> None:
    cases = [make.case("Boiler"), make.case("Boiler", sender=make.BEN)]
    Case.objects.update(summary="Boiler")
    before = [case.versions.count() for case in cases]  # type: ignore[attr-defined]
    Case.objects.update(**change)
    after = [case.versions.count() for case in cases]  # type: ignore[attr-defined]
    assert after == [count + versions for count in before]


STATES = (
    "SELECT 1",
    "SELECT set_config('pgtrigger.ignore', '{a,update}', false)",
    "SELECT set_config('pgtrigger.ignore', '', false)",
    "SELECT set_config('pghistory.context_id', '', false)",
    "SELECT set_config('pghistory.context_id', '01980000-0000-7000-8000-000000000001', false)",
    "SELECT set_config('pghistory.context_metadata', '{\"a\": 1}', false)",
)
ASKED = "SELECT _pgtrigger_should_ignore('update'), _pgtrigger_should_ignore('other'), _pgh_attach_context()"


def answers() -> list[Any]:
    """In each state of a session, one after the other."""
    other = connection.copy()
    found = []
    with other.cursor() as cursor:
        for state in STATES:
            cursor.execute(state)
            cursor.execute(ASKED)
            found.append(cursor.fetchone())
    other.close()
    return found


def test_ours_answer_as_the_librarys_do() -> None:
    ours = answers()
    assert len(set(ours)) == 3
    call_command("pgtrigger", "install", verbosity=0)
    Context.install_pgh_attach_context_func()
    theirs, which = answers(), sources()
    history_functions.put(using="default")
    assert which.count("EXCEPTION") == 2 and "EXCEPTION" not in sources()
    assert ours == theirs
