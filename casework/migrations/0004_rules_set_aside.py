"""Before rules become versions and hours become targets: what there is, put aside for 0006 to read."""

from django.db import migrations

SET_ASIDE = """
CREATE TABLE casework_old_rules AS
    SELECT rule.id, rule.position, rule.name, rule.conditions, coalesce(team.code, '') AS team, rule.priority,
           coalesce(staff.username, '') AS assignee, rule.tags, rule.restricted, rule.active
    FROM casework_routingrule AS rule
    LEFT JOIN casework_team AS team ON team.id = rule.team_id
    LEFT JOIN casework_staff AS staff ON staff.id = rule.assignee_id;
CREATE TABLE casework_old_hours AS SELECT id AS service, respond_within_hours AS hours FROM casework_service;
CREATE TABLE casework_old_routed AS
    SELECT id AS "case", routed_by_id AS rule FROM casework_case WHERE routed_by_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_hints")]

    operations = [
        migrations.RunSQL(
            SET_ASIDE, "DROP TABLE IF EXISTS casework_old_rules, casework_old_hours, casework_old_routed;"
        ),
    ]
