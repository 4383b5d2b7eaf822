"""What each person needs was one text; each line of it becomes an adjustment of its own."""

from itertools import islice
from typing import Any

from django.db import migrations
from django.utils import timezone

from casework.ids import uuid7

LONGEST = 300


def carry_over(apps: Any, schema_editor: Any) -> None:
    person, adjustment = apps.get_model("casework", "Person"), apps.get_model("casework", "Adjustment")
    now = timezone.now()
    needing = person.objects.exclude(adjustments="").values_list("pk", "adjustments", "created_at")
    rows = (
        adjustment(id=uuid7(), person_id=pk, words=words, since=created.date(), noted_at=now)
        for pk, text, created in needing.iterator()
        for words in _lines(text)
    )
    while batch := list(islice(rows, 1000)):
        adjustment.objects.bulk_create(batch)


def _lines(text: str) -> list[str]:
    """Nothing is cut off: what is longer goes on in a row of its own."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [line[at : at + LONGEST] for line in lines for at in range(0, len(line), LONGEST)]


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_calls_and_visits")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
