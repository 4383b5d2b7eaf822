"""An office that was set up before sets of rules had versions keeps its rules, its promises and its cases' clocks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import MigrationWriter

from casework.models import Case, Clock, RuleSetVersion, TargetFor
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("casework", "0003_hints")]
SQUASHED = ("casework", "0001_squashed_0010_bulk_change")


class OneByOne(MigrationLoader):
    """Every migration as it was written, for an office that was set up before ten of them became one."""

    def load_disk(self) -> None:
        super().load_disk()
        del self.disk_migrations[SQUASHED]


def one_by_one() -> MigrationExecutor:
    executor = MigrationExecutor(connection)
    executor.loader = OneByOne(connection)
    return executor


def latest() -> list[tuple[str, str]]:
    return one_by_one().loader.graph.leaf_nodes()


def migrate(to: list[tuple[str, str]]) -> Any:
    one_by_one().migrate(to)
    return one_by_one().loader.project_state(to).apps


@pytest.fixture
def before() -> Iterator[Any]:
    yield migrate(BEFORE)
    migrate(latest())


def test_rules_hours_and_open_cases_are_carried_over(before: Any) -> None:
    team = before.get_model("casework", "Team").objects.create(code="housing", name="Housing")
    rule = before.get_model("casework", "RoutingRule").objects.create(
        position=1, name="Damp", team=team, conditions={"all": []}, tags=["damp"], priority="high"
    )
    service = before.get_model("casework", "Service").objects.create(
        code="damp", name="Damp", respond_within_hours=48
    )
    waiting = old_case(before, "7K4M-9QXD", team=team, service=service, routed_by=rule)
    answered = old_case(before, "2PZZ-37SJ", team=team, service=service, responded_at=make.NOW)

    migrate(latest())

    version = RuleSetVersion.objects.get()
    (document,) = version.rules
    assert (version.number, document["id"], document["team"]) == (1, str(rule.pk), "housing")
    assert document["tags"] == ["damp"] and version.job == "migration" and version.reason
    now = Case.objects.get(pk=waiting)
    assert (now.routed_version, now.routed_rule) == (version, UUID(str(rule.pk)))
    assert (now.due_at, now.due_kind) == (make.later(hours=48), "first_response")
    clock = Clock.objects.get()
    assert (clock.case_id, clock.due_at, clock.amount, clock.unit) == (waiting, now.due_at, 48, "hours")
    assert Case.objects.get(pk=answered).due_at is None
    chosen = TargetFor.objects.get()
    assert (chosen.service.code, chosen.target.first_response, chosen.target.first_response_unit) == (
        "damp",
        48,
        "hours",
    )


def old_case(apps: Any, reference: str, **fields: Any) -> Any:
    made = apps.get_model("casework", "Case").objects.create(
        reference=reference,
        origin="sms",
        opened_at=make.NOW,
        last_activity_at=make.NOW,
        due_at=make.NOW + timedelta(hours=48),
        **fields,
    )
    return made.pk


def shape(loader: MigrationLoader, to: tuple[str, str]) -> dict[str, Any]:
    """Tables, fields, constraints, indexes and triggers after a migration, whatever order they were made in."""
    return {
        name: (
            {field: written(each) for field, each in state.fields.items()},
            {option: sorted(map(written, state.options.get(option, []))) for option in MADE_ONE_BY_ONE},
        )
        for (app, name), state in loader.project_state([to]).models.items()
        if app == "casework"
    }


MADE_ONE_BY_ONE = ("constraints", "indexes", "triggers")


def written(made: Any) -> str:
    text: str = MigrationWriter.serialize(made)[0]
    return text


@pytest.mark.django_db(transaction=False)
def test_ten_migrations_in_one_end_where_the_ten_end() -> None:
    in_one, one_after_another = MigrationLoader(connection), OneByOne(connection)
    assert shape(in_one, SQUASHED) == shape(one_after_another, ("casework", "0010_bulk_change"))
