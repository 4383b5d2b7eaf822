import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import (
    BtreeGinExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models

import casework.ids
import casework.migration_parts
import casework.models.attachment


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(
            casework.migration_parts.SEARCH_CONFIGURATION,
            casework.migration_parts.DROP_SEARCH_CONFIGURATION,
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="last login"
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={
                            "unique": "Somebody has this log-in name already."
                        },
                        max_length=150,
                        unique=True,
                        validators=[
                            django.contrib.auth.validators.UnicodeUsernameValidator()
                        ],
                    ),
                ),
                ("full_name", models.CharField(max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("handler", "Call handler"),
                            ("caseworker", "Caseworker"),
                            ("lead", "Team lead"),
                            ("manager", "Manager"),
                            ("administrator", "Administrator"),
                        ],
                        default="handler",
                        max_length=20,
                    ),
                ),
                (
                    "is_safeguarding",
                    models.BooleanField(
                        default=False, help_text="Sees restricted cases of every team."
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "is_machine",
                    models.BooleanField(
                        default=False,
                        help_text="Acts through the API only, never logs in.",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "staff",
                "ordering": ["full_name", "username"],
            },
        ),
        migrations.CreateModel(
            name="ContactPointHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "Phone number"),
                            ("email", "E-mail address"),
                            ("address", "Postal address"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        help_text="Normalised: E.164, lower-case e-mail, or as it came.",
                        max_length=320,
                    ),
                ),
                ("as_typed", models.CharField(blank=True, max_length=320)),
                ("opted_out_at", models.DateTimeField(blank=True, null=True)),
                ("opted_out_how", models.CharField(blank=True, max_length=200)),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="It wrote to us, or staff confirmed it.",
                        null=True,
                    ),
                ),
                ("text_ok", models.BooleanField(blank=True, null=True)),
                ("call_ok", models.BooleanField(blank=True, null=True)),
                ("voicemail_ok", models.BooleanField(blank=True, null=True)),
                ("say_who_we_are", models.BooleanField(blank=True, null=True)),
                ("safe_hours", models.CharField(blank=True, max_length=100)),
                ("do_not_use", models.BooleanField(default=False)),
                ("safety_note", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("undelivered", "Not delivered"),
                            ("failed", "Failed"),
                            ("in_doubt", "Not known whether it went"),
                            ("refused", "Not sent"),
                        ],
                        default="queued",
                        max_length=12,
                    ),
                ),
                ("provider_id", models.CharField(blank=True, max_length=120)),
                ("error_code", models.CharField(blank=True, max_length=20)),
                ("error_words", models.CharField(blank=True, max_length=500)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("next_attempt_at", models.DateTimeField()),
                ("queued_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("segments", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.CreateModel(
            name="Event",
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
                ("job", models.CharField(blank=True, max_length=60)),
                ("verb", models.CharField(max_length=60)),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        help_text="What happened, as the timeline says it.",
                        max_length=1000,
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("is_lead", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Note",
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
                ("body", models.TextField()),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(default="Our office", max_length=100)),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        help_text="What people may ring; shown on public pages.",
                        max_length=40,
                    ),
                ),
                ("reply_window_hours", models.PositiveSmallIntegerField(default=72)),
                ("question_window_hours", models.PositiveSmallIntegerField(default=24)),
                ("reopen_window_days", models.PositiveSmallIntegerField(default=14)),
                ("acknowledge_texts", models.BooleanField(default=True)),
                (
                    "acknowledge_every_hours",
                    models.PositiveSmallIntegerField(default=6),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OfficeHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, serialize=False
                    ),
                ),
                ("name", models.CharField(default="Our office", max_length=100)),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        help_text="What people may ring; shown on public pages.",
                        max_length=40,
                    ),
                ),
                ("reply_window_hours", models.PositiveSmallIntegerField(default=72)),
                ("question_window_hours", models.PositiveSmallIntegerField(default=24)),
                ("reopen_window_days", models.PositiveSmallIntegerField(default=14)),
                ("acknowledge_texts", models.BooleanField(default=True)),
                (
                    "acknowledge_every_hours",
                    models.PositiveSmallIntegerField(default=6),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
            ],
            options={
                "verbose_name_plural": "opening hours",
                "ordering": ["weekday", "opens"],
            },
        ),
        migrations.CreateModel(
            name="Party",
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
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("subject", "Who it is about"),
                            ("caller", "Who contacted us"),
                            ("representative", "Acts for them"),
                            ("interpreter", "Interpreter"),
                            ("supporter", "Supporter"),
                        ],
                        default="subject",
                        max_length=20,
                    ),
                ),
                ("reply_to", models.BooleanField(default=False)),
                ("authority_basis", models.CharField(blank=True, max_length=100)),
                ("authority_scope", models.CharField(blank=True, max_length=300)),
                ("authority_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "parties",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("name", models.CharField(blank=True, max_length=300)),
                ("language", models.CharField(blank=True, max_length=20)),
                (
                    "adjustments",
                    models.TextField(
                        blank=True,
                        help_text="Changes in how we deal with this person that they need.",
                    ),
                ),
                ("about", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name_plural": "people",
            },
        ),
        migrations.CreateModel(
            name="PersonContactPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        choices=[
                            ("own", "Own"),
                            ("shared", "Shared household"),
                            ("carer", "Carer"),
                            ("work", "Work"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("preferred", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="PersonContactPointHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "label",
                    models.CharField(
                        choices=[
                            ("own", "Own"),
                            ("shared", "Shared household"),
                            ("carer", "Carer"),
                            ("work", "Work"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("preferred", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, serialize=False
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=300)),
                ("language", models.CharField(blank=True, max_length=20)),
                (
                    "adjustments",
                    models.TextField(
                        blank=True,
                        help_text="Changes in how we deal with this person that they need.",
                    ),
                ),
                ("about", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Question",
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
                ("code", models.SlugField()),
                ("label", models.CharField(max_length=300)),
                ("hint", models.CharField(blank=True, max_length=500)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Short text"),
                            ("long_text", "Long text"),
                            ("choice", "One choice"),
                            ("choices", "Several choices"),
                            ("date", "Date"),
                            ("postcode", "Postcode"),
                            ("phone", "Phone number"),
                            ("email", "E-mail address"),
                            ("file", "File"),
                        ],
                        default="text",
                        max_length=20,
                    ),
                ),
                (
                    "choices",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text='[{"value": …, "label": …}, …]',
                    ),
                ),
                ("required", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="QuestionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, serialize=False
                    ),
                ),
                ("code", models.SlugField(db_index=False)),
                ("label", models.CharField(max_length=300)),
                ("hint", models.CharField(blank=True, max_length=500)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Short text"),
                            ("long_text", "Long text"),
                            ("choice", "One choice"),
                            ("choices", "Several choices"),
                            ("date", "Date"),
                            ("postcode", "Postcode"),
                            ("phone", "Phone number"),
                            ("email", "E-mail address"),
                            ("file", "File"),
                        ],
                        default="text",
                        max_length=20,
                    ),
                ),
                (
                    "choices",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text='[{"value": …, "label": …}, …]',
                    ),
                ),
                ("required", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoutingRule",
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
                ("position", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("conditions", models.JSONField(default=dict)),
                ("priority", models.CharField(blank=True, max_length=10)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("restricted", models.BooleanField(default=False)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="RoutingRuleHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("conditions", models.JSONField(default=dict)),
                ("priority", models.CharField(blank=True, max_length=10)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("restricted", models.BooleanField(default=False)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Service",
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
                (
                    "code",
                    models.SlugField(
                        error_messages={
                            "unique": "Another service has this code already."
                        },
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("group", models.CharField(blank=True, max_length=80)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("guidance", models.TextField(blank=True)),
                (
                    "stop_notice",
                    models.TextField(
                        blank=True,
                        help_text="Shown before the form: when to ring instead.",
                    ),
                ),
                ("respond_within_hours", models.PositiveIntegerField(default=120)),
                (
                    "restricted",
                    models.BooleanField(
                        default=False,
                        help_text="Its cases are restricted from the start.",
                    ),
                ),
                ("published", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="ServiceHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, serialize=False
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        db_index=False,
                        error_messages={
                            "unique": "Another service has this code already."
                        },
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("group", models.CharField(blank=True, max_length=80)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("guidance", models.TextField(blank=True)),
                (
                    "stop_notice",
                    models.TextField(
                        blank=True,
                        help_text="Shown before the form: when to ring instead.",
                    ),
                ),
                ("respond_within_hours", models.PositiveIntegerField(default=120)),
                (
                    "restricted",
                    models.BooleanField(
                        default=False,
                        help_text="Its cases are restricted from the start.",
                    ),
                ),
                ("published", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StaffHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, serialize=False
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={
                            "unique": "Somebody has this log-in name already."
                        },
                        max_length=150,
                        validators=[
                            django.contrib.auth.validators.UnicodeUsernameValidator()
                        ],
                    ),
                ),
                ("full_name", models.CharField(max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("handler", "Call handler"),
                            ("caseworker", "Caseworker"),
                            ("lead", "Team lead"),
                            ("manager", "Manager"),
                            ("administrator", "Administrator"),
                        ],
                        default="handler",
                        max_length=20,
                    ),
                ),
                (
                    "is_safeguarding",
                    models.BooleanField(
                        default=False, help_text="Sees restricted cases of every team."
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "is_machine",
                    models.BooleanField(
                        default=False,
                        help_text="Acts through the API only, never logs in.",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Team",
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
                (
                    "code",
                    models.SlugField(
                        error_messages={
                            "unique": "Another team has this code already."
                        },
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                (
                    "is_triage",
                    models.BooleanField(
                        default=False, help_text="Gets every case that no rule routes."
                    ),
                ),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="TeamHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, serialize=False
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        db_index=False,
                        error_messages={
                            "unique": "Another team has this code already."
                        },
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                (
                    "is_triage",
                    models.BooleanField(
                        default=False, help_text="Gets every case that no rule routes."
                    ),
                ),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Case",
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
                ("reference", models.CharField(max_length=9, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Open"),
                            ("waiting_for_person", "Waiting for the person"),
                            ("waiting_for_third_party", "Waiting for somebody else"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                        ],
                        default="new",
                        max_length=30,
                    ),
                ),
                ("is_open", models.BooleanField(default=True)),
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("low", "Low"),
                            ("normal", "Normal"),
                            ("high", "High"),
                            ("urgent", "Urgent"),
                        ],
                        default="normal",
                        max_length=10,
                    ),
                ),
                ("priority_rank", models.PositiveSmallIntegerField(default=1)),
                ("origin", models.CharField(max_length=30)),
                ("summary", models.CharField(blank=True, max_length=200)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("language", models.CharField(blank=True, max_length=20)),
                ("location", models.CharField(blank=True, max_length=300)),
                ("postcode", models.CharField(blank=True, max_length=10)),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True
                    ),
                ),
                ("restricted", models.BooleanField(default=False)),
                ("outcome", models.CharField(blank=True, max_length=200)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("last_activity_at", models.DateTimeField()),
                ("last_in_at", models.DateTimeField(blank=True, null=True)),
                ("last_out_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "due_at",
                    models.DateTimeField(
                        blank=True, help_text="When a first response is due.", null=True
                    ),
                ),
                (
                    "responded_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="First contact in which we answered.",
                        null=True,
                    ),
                ),
                (
                    "waiting_for",
                    models.CharField(
                        choices=[
                            ("us", "Us"),
                            ("person", "The person"),
                            ("third_party", "Somebody else"),
                            ("nobody", "Nobody"),
                        ],
                        default="us",
                        max_length=20,
                    ),
                ),
                (
                    "needs_answer",
                    models.BooleanField(
                        default=True, help_text="The last word is theirs."
                    ),
                ),
                ("routing_reason", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "search",
                    django.contrib.postgres.search.SearchVectorField(
                        editable=False, null=True
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="casework.case",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="casework.case",
                    ),
                ),
                (
                    "named",
                    models.ManyToManyField(
                        blank=True, related_name="named_on", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "possible_duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="possible_duplicates",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "ordering": ["-last_activity_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="CaseHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=9)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Open"),
                            ("waiting_for_person", "Waiting for the person"),
                            ("waiting_for_third_party", "Waiting for somebody else"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                        ],
                        default="new",
                        max_length=30,
                    ),
                ),
                ("is_open", models.BooleanField(default=True)),
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("low", "Low"),
                            ("normal", "Normal"),
                            ("high", "High"),
                            ("urgent", "Urgent"),
                        ],
                        default="normal",
                        max_length=10,
                    ),
                ),
                ("priority_rank", models.PositiveSmallIntegerField(default=1)),
                ("origin", models.CharField(max_length=30)),
                ("summary", models.CharField(blank=True, max_length=200)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("language", models.CharField(blank=True, max_length=20)),
                ("location", models.CharField(blank=True, max_length=300)),
                ("postcode", models.CharField(blank=True, max_length=10)),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True
                    ),
                ),
                ("restricted", models.BooleanField(default=False)),
                ("outcome", models.CharField(blank=True, max_length=200)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "due_at",
                    models.DateTimeField(
                        blank=True, help_text="When a first response is due.", null=True
                    ),
                ),
                (
                    "responded_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="First contact in which we answered.",
                        null=True,
                    ),
                ),
                (
                    "waiting_for",
                    models.CharField(
                        choices=[
                            ("us", "Us"),
                            ("person", "The person"),
                            ("third_party", "Somebody else"),
                            ("nobody", "Nobody"),
                        ],
                        default="us",
                        max_length=20,
                    ),
                ),
                ("routing_reason", models.TextField(blank=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="versions",
                        related_query_name="versions",
                        to="casework.case",
                    ),
                ),
                (
                    "possible_duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Contact",
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
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "From the person"), ("out", "To the person")],
                        default="in",
                        max_length=3,
                    ),
                ),
                ("took_place_at", models.DateTimeField()),
                ("logged_at", models.DateTimeField()),
                ("sender_as_typed", models.CharField(blank=True, max_length=320)),
                (
                    "arrived_at",
                    models.CharField(
                        blank=True, help_text="Our number or form.", max_length=120
                    ),
                ),
                ("body", models.TextField(blank=True)),
                (
                    "original",
                    models.JSONField(
                        blank=True,
                        help_text="What arrived, where the text had to be mended.",
                        null=True,
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=60)),
                (
                    "duration_seconds",
                    models.PositiveIntegerField(blank=True, null=True),
                ),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "present",
                    models.CharField(
                        blank=True, help_text="Who was there.", max_length=300
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=20)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("account", models.CharField(blank=True, max_length=64)),
                ("external_id", models.CharField(blank=True, max_length=120)),
                (
                    "filing",
                    models.CharField(
                        choices=[
                            ("filed", "On a case"),
                            ("held", "Needs filing"),
                            ("none", "Without a case"),
                            ("quarantined", "Set aside"),
                        ],
                        default="none",
                        max_length=12,
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        help_text="The filing rule that decided.",
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="Why it was filed so, in words."
                    ),
                ),
                (
                    "candidates",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="References it may belong to.",
                    ),
                ),
                ("courtesy", models.BooleanField(default=False)),
                ("keyword", models.CharField(blank=True, max_length=10)),
                (
                    "automatic",
                    models.BooleanField(
                        default=False,
                        help_text="Sent by the office's own rules, nobody wrote it.",
                    ),
                ),
                (
                    "late",
                    models.BooleanField(
                        default=False,
                        help_text="Recovered after the webhook missed it.",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="casework.case",
                    ),
                ),
                (
                    "logged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logged",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["took_place_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=casework.models.attachment.private_name,
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("question", models.SlugField(blank=True)),
                (
                    "refused",
                    models.CharField(
                        blank=True,
                        help_text="Why it was not kept, in words.",
                        max_length=200,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="casework.contact",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "Phone number"),
                            ("email", "E-mail address"),
                            ("address", "Postal address"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        help_text="Normalised: E.164, lower-case e-mail, or as it came.",
                        max_length=320,
                    ),
                ),
                ("as_typed", models.CharField(blank=True, max_length=320)),
                ("opted_out_at", models.DateTimeField(blank=True, null=True)),
                ("opted_out_how", models.CharField(blank=True, max_length=200)),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="It wrote to us, or staff confirmed it.",
                        null=True,
                    ),
                ),
                ("text_ok", models.BooleanField(blank=True, null=True)),
                ("call_ok", models.BooleanField(blank=True, null=True)),
                ("voicemail_ok", models.BooleanField(blank=True, null=True)),
                ("say_who_we_are", models.BooleanField(blank=True, null=True)),
                ("safe_hours", models.CharField(blank=True, max_length=100)),
                ("do_not_use", models.BooleanField(default=False)),
                ("safety_note", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["value"],
                        name="contact_point_value_trgm",
                        opclasses=["gin_trgm_ops"],
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "value"),
                        name="contact_point_once",
                        violation_error_message="This number or address is on record already. Share it instead.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value", ""), _negated=True),
                        name="contact_point_has_value",
                        violation_error_message="Write the number or address.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="contact_point",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="casework.contactpoint",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_contactpointhistory" ("as_typed", "call_ok", "confirmed_at", "created_at", "do_not_use", "id", "kind", "opted_out_at", "opted_out_how", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "safe_hours", "safety_note", "say_who_we_are", "text_ok", "value", "voicemail_ok") VALUES (NEW."as_typed", NEW."call_ok", NEW."confirmed_at", NEW."created_at", NEW."do_not_use", NEW."id", NEW."kind", NEW."opted_out_at", NEW."opted_out_how", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."safe_hours", NEW."safety_note", NEW."say_who_we_are", NEW."text_ok", NEW."value", NEW."voicemail_ok"); RETURN NULL;',
                    hash="7b98052075a3537bb1b87b178efa9c5ba5789269",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_327ed",
                    table="casework_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_contactpointhistory" ("as_typed", "call_ok", "confirmed_at", "created_at", "do_not_use", "id", "kind", "opted_out_at", "opted_out_how", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "safe_hours", "safety_note", "say_who_we_are", "text_ok", "value", "voicemail_ok") VALUES (NEW."as_typed", NEW."call_ok", NEW."confirmed_at", NEW."created_at", NEW."do_not_use", NEW."id", NEW."kind", NEW."opted_out_at", NEW."opted_out_how", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."safe_hours", NEW."safety_note", NEW."say_who_we_are", NEW."text_ok", NEW."value", NEW."voicemail_ok"); RETURN NULL;',
                    hash="fc05d7e1d0232f95a8faff59bcfd56352a5c4dd5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1d466",
                    table="casework_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="contactpointhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="contactpointhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="versions",
                related_query_name="versions",
                to="casework.contactpoint",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="contact",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delivery",
                to="casework.contact",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="actor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="casework.case",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="contact",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="casework.contact",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="casework.case",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="one_office"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="office",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_officehistory" ("acknowledge_every_hours", "acknowledge_texts", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "question_window_hours", "reopen_window_days", "reply_window_hours") VALUES (NEW."acknowledge_every_hours", NEW."acknowledge_texts", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."question_window_hours", NEW."reopen_window_days", NEW."reply_window_hours"); RETURN NULL;',
                    hash="f4dd94f6fbb646ca4cefcdf1273eca122ed25b8a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ba4c9",
                    table="casework_office",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="office",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_officehistory" ("acknowledge_every_hours", "acknowledge_texts", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "question_window_hours", "reopen_window_days", "reply_window_hours") VALUES (NEW."acknowledge_every_hours", NEW."acknowledge_texts", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."question_window_hours", NEW."reopen_window_days", NEW."reply_window_hours"); RETURN NULL;',
                    hash="b329e137f3484636f576e9bfcd264b0621758714",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_05d54",
                    table="casework_office",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="officehistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="officehistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="versions",
                related_query_name="versions",
                to="casework.office",
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__lte", 6)),
                name="weekday_exists",
                violation_error_message="A week has seven days, 0 (Monday) to 6 (Sunday).",
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes__gt", models.F("opens"))),
                name="closes_after_opening",
                violation_error_message="Closing time must be after opening time.",
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parties",
                to="casework.case",
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="contact_point",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parties",
                to="casework.contactpoint",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="casework.person",
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parties",
                to="casework.person",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="casework.person",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="casework.person",
            ),
        ),
        migrations.AddField(
            model_name="personcontactpoint",
            name="contact_point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="holders",
                to="casework.contactpoint",
            ),
        ),
        migrations.AddField(
            model_name="personcontactpoint",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="points",
                to="casework.person",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="contact_points",
            field=models.ManyToManyField(
                related_name="people",
                through="casework.PersonContactPoint",
                to="casework.contactpoint",
            ),
        ),
        migrations.AddField(
            model_name="personcontactpointhistory",
            name="contact_point",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="casework.contactpoint",
            ),
        ),
        migrations.AddField(
            model_name="personcontactpointhistory",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="casework.person",
            ),
        ),
        migrations.AddField(
            model_name="personcontactpointhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="personcontactpointhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="versions",
                related_query_name="versions",
                to="casework.personcontactpoint",
            ),
        ),
        migrations.AddField(
            model_name="personhistory",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="casework.person",
            ),
        ),
        migrations.AddField(
            model_name="personhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="personhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="versions",
                related_query_name="versions",
                to="casework.person",
            ),
        ),
        migrations.AddField(
            model_name="questionhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="questionhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="versions",
                related_query_name="versions",
                to="casework.question",
            ),
        ),
        migrations.AddField(
            model_name="routingrule",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casehistory",
            name="routed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="casework.routingrule",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="routed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="casework.routingrule",
            ),
        ),
        migrations.AddField(
            model_name="routingrulehistory",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="routingrulehistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="routingrulehistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="versions",
                related_query_name="versions",
                to="casework.routingrule",
            ),
        ),
        migrations.AddField(
            model_name="questionhistory",
            name="service",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="casework.service",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="casework.service",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="service",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="casework.service",
            ),
        ),
        migrations.AddField(
            model_name="casehistory",
            name="service",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="casework.service",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="service",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="casework.service",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_servicehistory" ("code", "group", "guidance", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published", "respond_within_hours", "restricted", "stop_notice", "summary") VALUES (NEW."code", NEW."group", NEW."guidance", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."published", NEW."respond_within_hours", NEW."restricted", NEW."stop_notice", NEW."summary"); RETURN NULL;',
                    hash="bfd7c21540075bdb2754a8b1633854b69871450a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d0c41",
                    table="casework_service",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_servicehistory" ("code", "group", "guidance", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published", "respond_within_hours", "restricted", "stop_notice", "summary") VALUES (NEW."code", NEW."group", NEW."guidance", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."published", NEW."respond_within_hours", NEW."restricted", NEW."stop_notice", NEW."summary"); RETURN NULL;',
                    hash="c927f4a612c76d13db6f2e09604a79f77747b2c1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4001a",
                    table="casework_service",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="servicehistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="servicehistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="versions",
                related_query_name="versions",
                to="casework.service",
            ),
        ),
        migrations.AddField(
            model_name="staffhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="staffhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="versions",
                related_query_name="versions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_triage", True)),
                fields=("is_triage",),
                name="one_triage_team",
                violation_error_message="There is a triage team already. An office has one.",
            ),
        ),
        migrations.AddField(
            model_name="routingrulehistory",
            name="team",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="casework.team",
            ),
        ),
        migrations.AddField(
            model_name="routingrule",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rules",
                to="casework.team",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="casework.team",
            ),
        ),
        migrations.AddField(
            model_name="casehistory",
            name="team",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="casework.team",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="casework.team",
            ),
        ),
        migrations.AddField(
            model_name="staff",
            name="teams",
            field=models.ManyToManyField(
                related_name="staff", through="casework.Membership", to="casework.team"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="team",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_teamhistory" ("active", "code", "id", "is_triage", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."active", NEW."code", NEW."id", NEW."is_triage", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="1083dd0ce007fb36dcd8fbb35fc9f111784e1dd4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0b0ea",
                    table="casework_team",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="team",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_teamhistory" ("active", "code", "id", "is_triage", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."active", NEW."code", NEW."id", NEW."is_triage", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="947f21a3163eb0cc8b1ff697f031671996e63bd4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9d721",
                    table="casework_team",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="teamhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="teamhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="versions",
                related_query_name="versions",
                to="casework.team",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status__in", ["queued", "sending"])),
                fields=["status", "next_attempt_at"],
                name="outbox_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("provider_id", ""), _negated=True),
                fields=("provider_id",),
                name="provider_id_once",
                violation_error_message="Two deliveries cannot carry the same provider id.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "queued",
                            "sending",
                            "sent",
                            "delivered",
                            "undelivered",
                            "failed",
                            "in_doubt",
                            "refused",
                        ],
                    )
                ),
                name="delivery_status_known",
                violation_error_message="This delivery status does not exist.",
            ),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(
                fields=["case", "-created_at"], name="note_case_timeline"
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("body", ""), _negated=True),
                name="note_not_empty",
                violation_error_message="Write something.",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", False),
                    ("contact_point__isnull", False),
                    _connector="OR",
                ),
                name="party_is_somebody",
                violation_error_message="A party needs a person, or at least a number or address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                fields=("case", "person", "role"),
                name="party_once",
                violation_error_message="This person has this role in the case already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", True)),
                fields=("case", "contact_point", "role"),
                name="somebody_once",
                violation_error_message="Somebody at this number has this role in the case already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reply_to", True)),
                fields=("case",),
                name="one_reply_to",
                violation_error_message="Replies go to one party. Choose one.",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["case", "-at"], name="event_case_timeline"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("actor__isnull", False),
                    models.Q(("job", ""), _negated=True),
                    _connector="OR",
                ),
                name="event_has_actor_or_job",
                violation_error_message="Nothing happens anonymously: an event needs a person or a named job.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="43e7f6f965e2c17b2ab932fddfbcc51c59a0d7c3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_396c8",
                    table="casework_event",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="personcontactpoint",
            constraint=models.UniqueConstraint(
                fields=("person", "contact_point"),
                name="point_once_per_person",
                violation_error_message="This person has this number or address already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personcontactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_personcontactpointhistory" ("contact_point_id", "id", "label", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred") VALUES (NEW."contact_point_id", NEW."id", NEW."label", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."preferred"); RETURN NULL;',
                    hash="bcbba3ed543b4fd77aef757aff230e60783f1525",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_532d0",
                    table="casework_personcontactpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personcontactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_personcontactpointhistory" ("contact_point_id", "id", "label", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred") VALUES (NEW."contact_point_id", NEW."id", NEW."label", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."preferred"); RETURN NULL;',
                    hash="151f08ef8bc5be164b04e9b843b8d0a6615f12da",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a3727",
                    table="casework_personcontactpoint",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                ),
                name="person_name_trgm",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_personhistory" ("about", "adjustments", "created_at", "id", "language", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."about", NEW."adjustments", NEW."created_at", NEW."id", NEW."language", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="d86d7c71b3466d9b8584b8a8e0571f5af6647729",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b0d98",
                    table="casework_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_personhistory" ("about", "adjustments", "created_at", "id", "language", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."about", NEW."adjustments", NEW."created_at", NEW."id", NEW."language", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="f9f8803eed3d8a87fecbc967f399820820b4b4d0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aa838",
                    table="casework_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("service", "code"),
                name="question_code_once",
                violation_error_message="This service has a question with this code already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "text",
                            "long_text",
                            "choice",
                            "choices",
                            "date",
                            "postcode",
                            "phone",
                            "email",
                            "file",
                        ],
                    )
                ),
                name="question_kind_known",
                violation_error_message="This kind of question does not exist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["choice", "choices"]), _negated=True),
                    models.Q(("choices", []), _negated=True),
                    _connector="OR",
                ),
                name="choices_given",
                violation_error_message="A question with choices needs at least one choice.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_questionhistory" ("choices", "code", "hint", "id", "kind", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "required", "service_id") VALUES (NEW."choices", NEW."code", NEW."hint", NEW."id", NEW."kind", NEW."label", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."required", NEW."service_id"); RETURN NULL;',
                    hash="76e543b6ef810bb94de41d562894d538b2f63c2f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_67814",
                    table="casework_question",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_questionhistory" ("choices", "code", "hint", "id", "kind", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "required", "service_id") VALUES (NEW."choices", NEW."code", NEW."hint", NEW."id", NEW."kind", NEW."label", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."required", NEW."service_id"); RETURN NULL;',
                    hash="29c79c03836a707692752031c83a672e79fdab2e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ffaaa",
                    table="casework_question",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                fields=["case", "took_place_at", "id"], name="contact_timeline"
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("filing", "filed"), _negated=True),
                fields=["filing", "took_place_at"],
                name="contact_lanes",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                fields=["contact_point", "-took_place_at"], name="contact_by_point"
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["-logged_at", "-id"], name="contact_logged"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=("channel", "account", "external_id"),
                name="contact_once",
                violation_error_message="This contact is on record already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("filing", "filed")),
                    models.Q(
                        models.Q(("filing", "filed"), _negated=True),
                        ("case__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="filed_means_on_a_case",
                violation_error_message="A filed contact needs a case; any other has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["in", "out"])),
                name="direction_known",
                violation_error_message="A contact goes in or out.",
            ),
        ),
        migrations.AddConstraint(
            model_name="routingrule",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("position",),
                name="rule_position_once",
                violation_error_message="Two rules cannot stand at the same place. Move one of them.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="routingrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_routingrulehistory" ("active", "assignee_id", "conditions", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "priority", "restricted", "tags", "team_id") VALUES (NEW."active", NEW."assignee_id", NEW."conditions", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."priority", NEW."restricted", NEW."tags", NEW."team_id"); RETURN NULL;',
                    hash="d56893359eced81fcfbc67b3d385d4497ea18a78",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_44eeb",
                    table="casework_routingrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="routingrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_routingrulehistory" ("active", "assignee_id", "conditions", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "priority", "restricted", "tags", "team_id") VALUES (NEW."active", NEW."assignee_id", NEW."conditions", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."priority", NEW."restricted", NEW."tags", NEW."team_id"); RETURN NULL;',
                    hash="8a74ce4ad9797bee2bb326c61dab5fb3e11ddd21",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a227c",
                    table="casework_routingrule",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("staff", "team"),
                name="member_once",
                violation_error_message="This person is in this team already.",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["-priority_rank", "opened_at", "id"],
                name="queue_order",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["team", "-priority_rank", "opened_at", "id"],
                name="queue_team",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["assignee", "-priority_rank", "opened_at"],
                name="queue_mine",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("is_open", True), ("responded_at__isnull", True)),
                fields=["due_at"],
                name="queue_overdue",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["-last_activity_at", "-id"], name="case_activity"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("restricted", True)),
                fields=["team", "assignee"],
                name="case_restricted",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search"], name="case_search"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("reference"),
                    name="gin_trgm_ops",
                ),
                name="case_reference_trgm",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "is_open",
                        models.Q(
                            (
                                "status__in",
                                (
                                    "new",
                                    "open",
                                    "waiting_for_person",
                                    "waiting_for_third_party",
                                ),
                            )
                        ),
                    )
                ),
                name="open_as_status_says",
                violation_error_message="The status and whether the case is open do not agree.",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("is_open", True)),
                    models.Q(("closed_at__isnull", False), ("is_open", False)),
                    _connector="OR",
                ),
                name="closed_has_time",
                violation_error_message="A closed case needs the time it was closed, an open one has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("priority__in", ["low", "normal", "high", "urgent"])
                ),
                name="case_priority_known",
                violation_error_message="This priority does not exist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="not_merged_into_itself",
                violation_error_message="A case cannot be merged into itself.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_casehistory" ("answers", "assignee_id", "closed_at", "due_at", "follows_id", "id", "is_open", "language", "latitude", "location", "longitude", "merged_into_id", "opened_at", "origin", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "possible_duplicate_of_id", "postcode", "priority", "priority_rank", "reference", "responded_at", "restricted", "routed_by_id", "routing_reason", "service_id", "status", "summary", "tags", "team_id", "waiting_for") VALUES (NEW."answers", NEW."assignee_id", NEW."closed_at", NEW."due_at", NEW."follows_id", NEW."id", NEW."is_open", NEW."language", NEW."latitude", NEW."location", NEW."longitude", NEW."merged_into_id", NEW."opened_at", NEW."origin", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."possible_duplicate_of_id", NEW."postcode", NEW."priority", NEW."priority_rank", NEW."reference", NEW."responded_at", NEW."restricted", NEW."routed_by_id", NEW."routing_reason", NEW."service_id", NEW."status", NEW."summary", NEW."tags", NEW."team_id", NEW."waiting_for"); RETURN NULL;',
                    hash="d4f86527f5eae64e98c9b7117b392dc0a5868b62",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_825cb",
                    table="casework_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answers" IS DISTINCT FROM (NEW."answers") OR OLD."assignee_id" IS DISTINCT FROM (NEW."assignee_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_open" IS DISTINCT FROM (NEW."is_open") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."location" IS DISTINCT FROM (NEW."location") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."possible_duplicate_of_id" IS DISTINCT FROM (NEW."possible_duplicate_of_id") OR OLD."postcode" IS DISTINCT FROM (NEW."postcode") OR OLD."priority" IS DISTINCT FROM (NEW."priority") OR OLD."priority_rank" IS DISTINCT FROM (NEW."priority_rank") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."responded_at" IS DISTINCT FROM (NEW."responded_at") OR OLD."restricted" IS DISTINCT FROM (NEW."restricted") OR OLD."routed_by_id" IS DISTINCT FROM (NEW."routed_by_id") OR OLD."routing_reason" IS DISTINCT FROM (NEW."routing_reason") OR OLD."service_id" IS DISTINCT FROM (NEW."service_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."tags" IS DISTINCT FROM (NEW."tags") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."waiting_for" IS DISTINCT FROM (NEW."waiting_for"))',
                    func='INSERT INTO "casework_casehistory" ("answers", "assignee_id", "closed_at", "due_at", "follows_id", "id", "is_open", "language", "latitude", "location", "longitude", "merged_into_id", "opened_at", "origin", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "possible_duplicate_of_id", "postcode", "priority", "priority_rank", "reference", "responded_at", "restricted", "routed_by_id", "routing_reason", "service_id", "status", "summary", "tags", "team_id", "waiting_for") VALUES (NEW."answers", NEW."assignee_id", NEW."closed_at", NEW."due_at", NEW."follows_id", NEW."id", NEW."is_open", NEW."language", NEW."latitude", NEW."location", NEW."longitude", NEW."merged_into_id", NEW."opened_at", NEW."origin", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."possible_duplicate_of_id", NEW."postcode", NEW."priority", NEW."priority_rank", NEW."reference", NEW."responded_at", NEW."restricted", NEW."routed_by_id", NEW."routing_reason", NEW."service_id", NEW."status", NEW."summary", NEW."tags", NEW."team_id", NEW."waiting_for"); RETURN NULL;',
                    hash="8192377a79c1263a94b8ef4a18641607b5af4be7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6bba9",
                    table="casework_case",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["handler", "caseworker", "lead", "manager", "administrator"],
                    )
                ),
                name="staff_role_known",
                violation_error_message="This role does not exist.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staff",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_staffhistory" ("email", "full_name", "id", "is_active", "is_machine", "is_safeguarding", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "username") VALUES (NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_machine", NEW."is_safeguarding", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."username"); RETURN NULL;',
                    hash="ce370b60fad1ff05dbe7c6c25089fe07efd554b6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4dcfe",
                    table="casework_staff",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staff",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_machine" IS DISTINCT FROM (NEW."is_machine") OR OLD."is_safeguarding" IS DISTINCT FROM (NEW."is_safeguarding") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."username" IS DISTINCT FROM (NEW."username"))',
                    func='INSERT INTO "casework_staffhistory" ("email", "full_name", "id", "is_active", "is_machine", "is_safeguarding", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "username") VALUES (NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_machine", NEW."is_safeguarding", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."username"); RETURN NULL;',
                    hash="ee2b9062969e87b3115448fbd3e68cb7f2f29f2d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_05648",
                    table="casework_staff",
                    when="AFTER",
                ),
            ),
        ),
    ]
