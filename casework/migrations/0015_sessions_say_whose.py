"""Sessions move to a table of our own, in which each says whose it is: nobody has to log in anew.

The old table is left empty: what is half-written in public forms stands in sessions, and nobody would clear it there.
"""

from itertools import islice
from typing import Any
from uuid import UUID

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models
from django.utils import timezone


def carry_over(apps: Any, schema_editor: Any) -> None:
    move(apps.get_model("sessions", "Session"), apps.get_model("casework", "Session"), _with_staff)


def carry_back(apps: Any, schema_editor: Any) -> None:
    move(apps.get_model("casework", "Session"), apps.get_model("sessions", "Session"), dict)


def move(old: Any, new: Any, facts: Any) -> None:
    """Those that have not expired."""
    running = old.objects.filter(expire_date__gt=timezone.now())
    kept = running.values("session_key", "session_data", "expire_date")
    rows = (new(**facts(each)) for each in kept.iterator())
    while batch := list(islice(rows, 1000)):
        new.objects.bulk_create(batch)
    old.objects.all().delete()


def _with_staff(session: dict[str, Any]) -> dict[str, Any]:
    """Data that were not signed by us name nobody, and neither do those of whoever is not logged in."""
    named = SessionStore().decode(session["session_data"]).get(SESSION_KEY)
    try:
        return {**session, "staff_id": UUID(named) if named else None}
    except ValueError:
        return {**session, "staff_id": None}


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0014_pictures_in_the_story"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("session_key", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key")),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("staff", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to=settings.AUTH_USER_MODEL)),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.RunPython(carry_over, carry_back),
    ]
