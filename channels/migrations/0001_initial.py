import django.db.models.deletion
from django.db import migrations, models

import casework.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DemoHandset",
            fields=[
                (
                    "number",
                    models.CharField(max_length=40, primary_key=True, serialize=False),
                ),
                ("fails_with", models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="DemoText",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("sid", models.CharField(max_length=34, unique=True)),
                ("account", models.CharField(max_length=34)),
                (
                    "number",
                    models.CharField(
                        help_text="The telephone's own number.", max_length=40
                    ),
                ),
                (
                    "office",
                    models.CharField(
                        help_text="The number of the office.", max_length=40
                    ),
                ),
                ("to_office", models.BooleanField()),
                ("body", models.TextField(blank=True)),
                ("status", models.CharField(max_length=20)),
                (
                    "planned",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Statuses still to be reported, in order.",
                    ),
                ),
                ("error_code", models.CharField(blank=True, max_length=20)),
                ("status_url", models.CharField(blank=True, max_length=500)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["created_at", "id"],
                "indexes": [
                    models.Index(
                        fields=["number", "created_at"], name="demo_conversation"
                    ),
                    models.Index(
                        condition=models.Q(("planned", []), _negated=True),
                        fields=["created_at"],
                        name="demo_planned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SendAttempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("under_way", "Under way"),
                            ("accepted", "Taken by the provider"),
                            ("failed", "Not taken, may be tried again"),
                            ("failed_for_good", "Not taken, never will be"),
                            ("in_doubt", "Not known"),
                        ],
                        default="under_way",
                        max_length=16,
                    ),
                ),
                ("error_code", models.CharField(blank=True, max_length=20)),
                ("provider_id", models.CharField(blank=True, max_length=120)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tries",
                        to="casework.delivery",
                    ),
                ),
            ],
            options={
                "ordering": ["began_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("channel", models.CharField(max_length=30)),
                ("provider", models.CharField(max_length=30)),
                ("account", models.CharField(blank=True, max_length=64)),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("contact", "A contact that came in"),
                            ("status", "News about one that went out"),
                        ],
                        max_length=10,
                    ),
                ),
                ("external_id", models.CharField(max_length=120)),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        help_text="Receipts of one line are worked in order.",
                        max_length=80,
                    ),
                ),
                ("payload", models.JSONField()),
                (
                    "fingerprint",
                    models.CharField(
                        help_text="Tells whether the same id came again with other content.",
                        max_length=64,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                (
                    "late",
                    models.BooleanField(
                        default=False,
                        help_text="Fetched from the provider after its request missed us.",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("attention", "Needs attention"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("next_attempt_at", models.DateTimeField()),
                ("error", models.CharField(blank=True, max_length=500)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="casework.contact",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["received_at", "id"],
                        name="inbox_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["line", "received_at"],
                        name="inbox_line",
                    ),
                    models.Index(
                        condition=models.Q(("state", "attention")),
                        fields=["received_at"],
                        name="inbox_attention",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "account", "matter", "external_id"),
                        name="receipt_once",
                        violation_error_message="This was received already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "done", "attention"])
                        ),
                        name="receipt_state_known",
                        violation_error_message="This receipt state does not exist.",
                    ),
                ],
            },
        ),
    ]
