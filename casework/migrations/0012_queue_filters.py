"""An index for each filter of the queue. Built beside the office's work, which goes on meanwhile."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import Index, Q

OPEN = Q(is_open=True)
IN_ORDER = ["-priority_rank", "opened_at", "id"]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("casework", "0011_desk")]

    operations = [
        AddIndexConcurrently(
            "case", Index(fields=["service", *IN_ORDER], name="queue_service", condition=OPEN)
        ),
        AddIndexConcurrently(
            "case", Index(fields=["origin", *IN_ORDER], name="queue_channel", condition=OPEN)
        ),
        AddIndexConcurrently(
            "case", Index(fields=["status", *IN_ORDER], name="queue_status", condition=OPEN)
        ),
        AddIndexConcurrently(
            "case",
            Index(fields=IN_ORDER, name="queue_unanswered", condition=Q(is_open=True, needs_answer=True)),
        ),
        AddIndexConcurrently("case", GinIndex(fields=["tags"], name="queue_tags", condition=OPEN)),
    ]
