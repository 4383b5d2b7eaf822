"""The figures beside the queue's views are counted in an index: whatever a case is asked before it counts stands there.

How much that is worth at a million cases is in docs/desk-speed.md.
"""

import re

import pytest
from django.db import connection

from casework import selectors
from casework.models import Case
from casework.models.staff import Role
from casework.standing import StaffBackend
from tests import factories as make

pytestmark = pytest.mark.django_db
COUNTED_IN = {"mine": "queue_whose", "unassigned": "queue_whose", "overdue": "queue_late"}


def held_in(index: str) -> set[str]:
    """Columns, and what is true of every row in it."""
    found = next(each for each in Case._meta.indexes if each.name == index)
    fields = [name.lstrip("-") for name in (*found.fields, *found.include)]
    return {"is_open", *(Case._meta.get_field(name).column for name in fields)}


@pytest.mark.parametrize("role", [Role.HANDLER, Role.CASEWORKER, Role.LEAD, Role.MANAGER])
@pytest.mark.parametrize(("lane", "index"), COUNTED_IN.items())
def test_a_figure_is_counted_without_reading_a_case(lane: str, index: str, role: Role) -> None:
    staff = StaffBackend().get_user(make.staff("reader", role=role).pk)
    assert staff is not None
    sql = str(selectors.lanes(staff=staff, now=make.NOW)[lane].order_by().values("pk").query)
    asked = set(re.findall(r'"casework_case"\."(\w+)"', sql))
    assert {"is_open", "restricted", "id"} < asked <= held_in(index)


def test_vacuum_finds_out_often_enough_which_pages_an_index_may_answer_for() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'casework_case'")
        assert cursor.fetchone()[0] == ["autovacuum_vacuum_scale_factor=0.02"]
