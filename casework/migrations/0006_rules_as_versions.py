"""The rules there were become version 1; the hours of each service become its target; open cases get their clock."""

import json
from typing import Any

from django.db import migrations
from django.utils import timezone

from casework.ids import uuid7

REASON = "The rules as they were before sets had versions"


def carry_over(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        _rules(apps, cursor)
        _targets(apps, cursor)
        _clocks(apps, cursor)
        cursor.execute("DROP TABLE casework_old_rules, casework_old_hours, casework_old_routed")


def _rules(apps: Any, cursor: Any) -> None:
    cursor.execute(
        "SELECT id, name, conditions::text, team, priority, assignee, tags, restricted, active"
        " FROM casework_old_rules ORDER BY position, id"
    )
    documents = [
        {
            "id": str(key),
            "name": name,
            "conditions": json.loads(conditions),
            "team": team,
            "priority": priority,
            "assignee": assignee,
            "tags": list(tags),
            "restricted": restricted,
            "active": active,
        }
        for key, name, conditions, team, priority, assignee, tags, restricted, active in cursor.fetchall()
    ]
    if not documents:
        return
    version = apps.get_model("casework", "RuleSetVersion").objects.create(
        id=uuid7(), number=1, rules=documents, job="migration", reason=REASON, at=timezone.now()
    )
    cursor.execute(
        "UPDATE casework_case SET routed_rule = old.rule, routed_version_id = %s"
        ' FROM casework_old_routed AS old WHERE old."case" = casework_case.id',
        [version.pk],
    )


def _targets(apps: Any, cursor: Any) -> None:
    cursor.execute("SELECT service, hours FROM casework_old_hours")
    target, chosen = apps.get_model("casework", "Target"), apps.get_model("casework", "TargetFor")
    for service, hours in cursor.fetchall():
        if not hours:
            continue
        within, _ = target.objects.get_or_create(
            code=f"within-{hours}-hours",
            defaults={
                "id": uuid7(),
                "name": f"Answer within {hours} hours",
                "first_response": hours,
                "first_response_unit": "hours",
            },
        )
        chosen.objects.create(id=uuid7(), service_id=service, target=within)


def _clocks(apps: Any, cursor: Any) -> None:
    """Answered and ended cases have nothing due; the others one clock, for the first response they had."""
    cursor.execute(
        "UPDATE casework_case SET due_at = NULL WHERE due_at IS NOT NULL"
        " AND (responded_at IS NOT NULL OR NOT is_open)"
    )
    cursor.execute("UPDATE casework_case SET due_kind = 'first_response' WHERE due_at IS NOT NULL")
    cursor.execute(
        "INSERT INTO casework_clock (id, case_id, kind, amount, unit, started_at, due_at, round)"
        " SELECT gen_random_uuid(), id, 'first_response',"
        " greatest(1, round(extract(epoch FROM due_at - opened_at) / 3600))::int, 'hours',"
        " least(opened_at, due_at), due_at, 1 FROM casework_case WHERE due_at IS NOT NULL"
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_routing")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
