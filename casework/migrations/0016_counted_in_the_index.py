"""The figures beside the queue are counted in its indexes. Built beside the office's work, which goes on meanwhile."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.models import Index, Q

OPEN = Q(is_open=True)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("casework", "0015_sessions_say_whose")]

    operations = [
        AddIndexConcurrently(
            "case",
            Index(
                fields=["assignee", "-priority_rank", "opened_at"],
                include=["id", "restricted", "team", "snoozed_until", "due_at"],
                name="queue_whose",
                condition=OPEN,
            ),
        ),
        AddIndexConcurrently(
            "case",
            Index(
                fields=["due_at"],
                include=["id", "restricted", "team", "assignee"],
                name="queue_late",
                condition=Q(is_open=True, due_at__isnull=False),
            ),
        ),
        RemoveIndexConcurrently("case", "queue_mine"),
        RemoveIndexConcurrently("case", "queue_overdue"),
        # An index is counted in only where the pages of the table are known to be settled, which VACUUM finds out. By
        # default it waits until a fifth of all cases ever had has changed.
        migrations.RunSQL(
            "ALTER TABLE casework_case SET (autovacuum_vacuum_scale_factor = 0.02)",
            "ALTER TABLE casework_case RESET (autovacuum_vacuum_scale_factor)",
        ),
    ]
