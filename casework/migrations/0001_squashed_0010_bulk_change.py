"""The ten first migrations in one: a new office has its tables in seconds; an office that was there goes on from its own.

Migrations 0001 to 0010 stay for offices set up before; both ways lead to the same tables (tests/integration/test_carried_over.py).
A later migration depends on "0010_bulk_change", so that both ways reach it.
"""

from decimal import Decimal

import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

import casework.ids
import casework.migration_parts
import casework.models.attachment
import casework.models.office


class Migration(migrations.Migration):
    replaces = [
        ("casework", "0001_initial"),
        ("casework", "0002_filing_made_whole"),
        ("casework", "0003_hints"),
        ("casework", "0004_rules_set_aside"),
        ("casework", "0005_routing"),
        ("casework", "0006_rules_as_versions"),
        ("casework", "0007_texting"),
        ("casework", "0008_calls_and_visits"),
        ("casework", "0009_adjustments_as_rows"),
        ("casework", "0010_bulk_change"),
    ]

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
            name="Area",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        error_messages={"unique": "Another area has this code already."}, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                (
                    "postcodes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        default=list,
                        help_text="Areas (SW), districts (SW1A), sectors (SW1A 1) or whole postcodes.",
                        size=None,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="BankHoliday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "nation",
                    models.CharField(
                        choices=[
                            ("england-and-wales", "England and Wales"),
                            ("scotland", "Scotland"),
                            ("northern-ireland", "Northern Ireland"),
                            ("none", "No bank holidays"),
                        ],
                        max_length=20,
                    ),
                ),
                ("day", models.DateField()),
                ("title", models.CharField(max_length=100)),
            ],
            options={
                "ordering": ["day", "nation"],
                "constraints": [models.UniqueConstraint(fields=("nation", "day"), name="bank_holiday_once")],
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
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
                        help_text="Normalised: E.164, lower-case e-mail, or as it came.", max_length=320
                    ),
                ),
                ("as_typed", models.CharField(blank=True, max_length=320)),
                ("opted_out_at", models.DateTimeField(blank=True, null=True)),
                ("opted_out_how", models.CharField(blank=True, max_length=200)),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, help_text="It wrote to us, or staff confirmed it.", null=True
                    ),
                ),
                ("text_ok", models.BooleanField(blank=True, null=True)),
                ("call_ok", models.BooleanField(blank=True, null=True)),
                ("voicemail_ok", models.BooleanField(blank=True, null=True)),
                ("say_who_we_are", models.BooleanField(blank=True, null=True)),
                (
                    "safe_hours",
                    models.CharField(
                        blank=True,
                        help_text="In words. A person must read them before anything is sent.",
                        max_length=100,
                    ),
                ),
                (
                    "safe_from",
                    models.TimeField(blank=True, help_text="Messages go only from then …", null=True),
                ),
                (
                    "safe_until",
                    models.TimeField(blank=True, help_text="… until then, local time.", null=True),
                ),
                ("do_not_use", models.BooleanField(default=False)),
                ("safety_note", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["value"], name="contact_point_value_trgm", opclasses=["gin_trgm_ops"]
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("safe_from__isnull", True), ("safe_until__isnull", True)),
                            models.Q(("safe_from__isnull", False), ("safe_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="safe_hours_begin_and_end",
                        violation_error_message="Say when the safe hours begin and when they end.",
                    ),
                ],
            },
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
                        blank=True, help_text="What people may ring; shown on public pages.", max_length=40
                    ),
                ),
                ("reply_window_hours", models.PositiveSmallIntegerField(default=72)),
                ("question_window_hours", models.PositiveSmallIntegerField(default=24)),
                ("reopen_window_days", models.PositiveSmallIntegerField(default=14)),
                (
                    "nation",
                    models.CharField(
                        choices=[
                            ("england-and-wales", "England and Wales"),
                            ("scotland", "Scotland"),
                            ("northern-ireland", "Northern Ireland"),
                            ("none", "No bank holidays"),
                        ],
                        default="england-and-wales",
                        help_text="Whose bank holidays the office keeps.",
                        max_length=20,
                    ),
                ),
                (
                    "neutral_name",
                    models.CharField(
                        default="the team",
                        help_text="What we call ourselves on a phone that must not show whom its owner turned to.",
                        max_length=60,
                    ),
                ),
                (
                    "quiet_from",
                    models.TimeField(
                        blank=True, help_text="Texts that can wait are held from then …", null=True
                    ),
                ),
                (
                    "quiet_until",
                    models.TimeField(blank=True, help_text="… until then, local time.", null=True),
                ),
                (
                    "texts_per_number",
                    models.PositiveSmallIntegerField(
                        default=20, help_text="Texts to one number within 24 hours."
                    ),
                ),
                (
                    "parts_per_day",
                    models.PositiveIntegerField(default=2000, help_text="Parts of texts in one day."),
                ),
                (
                    "pence_per_part",
                    models.DecimalField(decimal_places=2, default=Decimal("4.00"), max_digits=6),
                ),
                (
                    "calling_codes",
                    models.JSONField(
                        default=casework.models.office.uk_only,
                        help_text="Countries that may be texted, by calling code.",
                    ),
                ),
                (
                    "stop_words",
                    models.JSONField(
                        default=casework.models.office.optional_stop_words,
                        help_text="Which of CANCEL, END and QUIT mean STOP.",
                    ),
                ),
                (
                    "answer_help",
                    models.BooleanField(default=True, help_text="Whether we answer HELP and INFO."),
                ),
                ("acknowledge_texts", models.BooleanField(default=True)),
                ("acknowledge_every_hours", models.PositiveSmallIntegerField(default=6)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_office"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                            models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="quiet_hours_begin_and_end",
                        violation_error_message="Say when the quiet hours begin and when they end.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SendingDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("texts", models.PositiveIntegerField(default=0)),
                ("parts", models.PositiveIntegerField(default=0)),
                (
                    "alarmed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When somebody was told that the day costs unusually much.",
                        null=True,
                    ),
                ),
            ],
            options={
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        error_messages={"unique": "Another service has this code already."}, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("group", models.CharField(blank=True, max_length=80)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("guidance", models.TextField(blank=True)),
                (
                    "stop_notice",
                    models.TextField(blank=True, help_text="Shown before the form: when to ring instead."),
                ),
                (
                    "restricted",
                    models.BooleanField(default=False, help_text="Its cases are restricted from the start."),
                ),
                (
                    "skill",
                    models.SlugField(
                        blank=True, help_text="What somebody must know to be given its cases unasked."
                    ),
                ),
                (
                    "sensitive",
                    models.BooleanField(
                        default=False,
                        help_text="Automatic texts never name it, and nobody is asked how it went.",
                    ),
                ),
                (
                    "ask_when_closed",
                    models.BooleanField(
                        default=False,
                        help_text="Whether people are asked by text if it is sorted, once their case ends.",
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
            name="Target",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        error_messages={"unique": "Another target has this code already."}, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "source",
                    models.CharField(blank=True, help_text="The rule or code it comes from.", max_length=300),
                ),
                ("first_response", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "first_response_unit",
                    models.CharField(
                        choices=[
                            ("minutes", "working minutes"),
                            ("days", "working days"),
                            ("hours", "hours by the clock"),
                        ],
                        default="days",
                        max_length=10,
                    ),
                ),
                ("next_response", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "next_response_unit",
                    models.CharField(
                        choices=[
                            ("minutes", "working minutes"),
                            ("days", "working days"),
                            ("hours", "hours by the clock"),
                        ],
                        default="days",
                        max_length=10,
                    ),
                ),
                ("resolution", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "resolution_unit",
                    models.CharField(
                        choices=[
                            ("minutes", "working minutes"),
                            ("days", "working days"),
                            ("hours", "hours by the clock"),
                        ],
                        default="days",
                        max_length=10,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_response__isnull", True), ("first_response__gt", 0), _connector="OR"
                        ),
                        name="first_response_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_response__isnull", True), ("next_response__gt", 0), _connector="OR"
                        ),
                        name="next_response_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("resolution__isnull", True), ("resolution__gt", 0), _connector="OR"
                        ),
                        name="resolution_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        error_messages={"unique": "Another team has this code already."}, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                (
                    "is_triage",
                    models.BooleanField(default=False, help_text="Gets every case that no rule routes."),
                ),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_triage", True)),
                        fields=("is_triage",),
                        name="one_triage_team",
                        violation_error_message="There is a triage team already. An office has one.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                (
                    "code",
                    models.SlugField(
                        db_index=False, error_messages={"unique": "Another area has this code already."}
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                (
                    "postcodes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        default=list,
                        help_text="Areas (SW), districts (SW1A), sectors (SW1A 1) or whole postcodes.",
                        size=None,
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
                        to="casework.area",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="casework.team",
                    ),
                ),
            ],
            options={
                "ordering": ["first_day"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="closure_ends_after_it_begins",
                        violation_error_message="The last day of a closure cannot be before its first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactPointHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
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
                        help_text="Normalised: E.164, lower-case e-mail, or as it came.", max_length=320
                    ),
                ),
                ("as_typed", models.CharField(blank=True, max_length=320)),
                ("opted_out_at", models.DateTimeField(blank=True, null=True)),
                ("opted_out_how", models.CharField(blank=True, max_length=200)),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, help_text="It wrote to us, or staff confirmed it.", null=True
                    ),
                ),
                ("text_ok", models.BooleanField(blank=True, null=True)),
                ("call_ok", models.BooleanField(blank=True, null=True)),
                ("voicemail_ok", models.BooleanField(blank=True, null=True)),
                ("say_who_we_are", models.BooleanField(blank=True, null=True)),
                (
                    "safe_hours",
                    models.CharField(
                        blank=True,
                        help_text="In words. A person must read them before anything is sent.",
                        max_length=100,
                    ),
                ),
                (
                    "safe_from",
                    models.TimeField(blank=True, help_text="Messages go only from then …", null=True),
                ),
                (
                    "safe_until",
                    models.TimeField(blank=True, help_text="… until then, local time.", null=True),
                ),
                ("do_not_use", models.BooleanField(default=False)),
                ("safety_note", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                        to="casework.contactpoint",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EscalationStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_response", "First response"),
                            ("next_response", "Next response"),
                            ("resolution", "Resolution"),
                        ],
                        default="first_response",
                        max_length=20,
                    ),
                ),
                ("minutes", models.IntegerField(default=0)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("remind", "Remind whoever has it, or the team's leads"),
                            ("raise", "Raise the priority"),
                            ("move", "Move it to a team"),
                        ],
                        max_length=10,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="casework.target",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.team",
                    ),
                ),
            ],
            options={
                "ordering": ["minutes", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", "move"), _negated=True),
                            ("team__isnull", False),
                            _connector="OR",
                        ),
                        name="move_names_a_team",
                        violation_error_message="Choose the team that gets it.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, serialize=False)),
                ("name", models.CharField(default="Our office", max_length=100)),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="What people may ring; shown on public pages.", max_length=40
                    ),
                ),
                ("reply_window_hours", models.PositiveSmallIntegerField(default=72)),
                ("question_window_hours", models.PositiveSmallIntegerField(default=24)),
                ("reopen_window_days", models.PositiveSmallIntegerField(default=14)),
                (
                    "nation",
                    models.CharField(
                        choices=[
                            ("england-and-wales", "England and Wales"),
                            ("scotland", "Scotland"),
                            ("northern-ireland", "Northern Ireland"),
                            ("none", "No bank holidays"),
                        ],
                        default="england-and-wales",
                        help_text="Whose bank holidays the office keeps.",
                        max_length=20,
                    ),
                ),
                (
                    "neutral_name",
                    models.CharField(
                        default="the team",
                        help_text="What we call ourselves on a phone that must not show whom its owner turned to.",
                        max_length=60,
                    ),
                ),
                (
                    "quiet_from",
                    models.TimeField(
                        blank=True, help_text="Texts that can wait are held from then …", null=True
                    ),
                ),
                (
                    "quiet_until",
                    models.TimeField(blank=True, help_text="… until then, local time.", null=True),
                ),
                (
                    "texts_per_number",
                    models.PositiveSmallIntegerField(
                        default=20, help_text="Texts to one number within 24 hours."
                    ),
                ),
                (
                    "parts_per_day",
                    models.PositiveIntegerField(default=2000, help_text="Parts of texts in one day."),
                ),
                (
                    "pence_per_part",
                    models.DecimalField(decimal_places=2, default=Decimal("4.00"), max_digits=6),
                ),
                (
                    "calling_codes",
                    models.JSONField(
                        default=casework.models.office.uk_only,
                        help_text="Countries that may be texted, by calling code.",
                    ),
                ),
                (
                    "stop_words",
                    models.JSONField(
                        default=casework.models.office.optional_stop_words,
                        help_text="Which of CANCEL, END and QUIT mean STOP.",
                    ),
                ),
                (
                    "answer_help",
                    models.BooleanField(default=True, help_text="Whether we answer HELP and INFO."),
                ),
                ("acknowledge_texts", models.BooleanField(default=True)),
                ("acknowledge_every_hours", models.PositiveSmallIntegerField(default=6)),
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
                        to="casework.office",
                    ),
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="casework.team",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "opening hours",
                "ordering": ["weekday", "opens"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)),
                        name="weekday_exists",
                        violation_error_message="A week has seven days, 0 (Monday) to 6 (Sunday).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes__gt", models.F("opens")), ("closes", "00:00"), _connector="OR"
                        ),
                        name="closes_after_opening",
                        violation_error_message="Closing time must be after opening time; 00:00 is midnight.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
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
                    models.JSONField(blank=True, default=list, help_text='[{"value": …, "label": …}, …]'),
                ),
                ("required", models.BooleanField(default=False)),
                ("by_text", models.BooleanField(default=False, help_text="Asked by text as well.")),
                (
                    "text_label",
                    models.CharField(
                        blank=True,
                        help_text="Shorter words for a text; the label where there are none.",
                        max_length=160,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="casework.service",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "code"),
                        name="question_code_once",
                        violation_error_message="This service has a question with this code already.",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["choice", "choices"]), _negated=True),
                            models.Q(("choices", []), _negated=True),
                            _connector="OR",
                        ),
                        name="choices_given",
                        violation_error_message="A question with choices needs at least one choice.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                (
                    "code",
                    models.SlugField(
                        db_index=False, error_messages={"unique": "Another service has this code already."}
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("group", models.CharField(blank=True, max_length=80)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("guidance", models.TextField(blank=True)),
                (
                    "stop_notice",
                    models.TextField(blank=True, help_text="Shown before the form: when to ring instead."),
                ),
                (
                    "restricted",
                    models.BooleanField(default=False, help_text="Its cases are restricted from the start."),
                ),
                (
                    "skill",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        help_text="What somebody must know to be given its cases unasked.",
                    ),
                ),
                (
                    "sensitive",
                    models.BooleanField(
                        default=False,
                        help_text="Automatic texts never name it, and nobody is asked how it went.",
                    ),
                ),
                (
                    "ask_when_closed",
                    models.BooleanField(
                        default=False,
                        help_text="Whether people are asked by text if it is sorted, once their case ends.",
                    ),
                ),
                ("published", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                        to="casework.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TargetFor",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("priority", models.CharField(blank=True, max_length=10)),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="casework.service",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chosen_for",
                        to="casework.target",
                    ),
                ),
            ],
            options={
                "ordering": ["service", "priority"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "priority"),
                        name="target_for_once",
                        nulls_distinct=False,
                        violation_error_message="This service and priority have a target already. Change that one.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TargetHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                (
                    "code",
                    models.SlugField(
                        db_index=False, error_messages={"unique": "Another target has this code already."}
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "source",
                    models.CharField(blank=True, help_text="The rule or code it comes from.", max_length=300),
                ),
                ("first_response", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "first_response_unit",
                    models.CharField(
                        choices=[
                            ("minutes", "working minutes"),
                            ("days", "working days"),
                            ("hours", "hours by the clock"),
                        ],
                        default="days",
                        max_length=10,
                    ),
                ),
                ("next_response", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "next_response_unit",
                    models.CharField(
                        choices=[
                            ("minutes", "working minutes"),
                            ("days", "working days"),
                            ("hours", "hours by the clock"),
                        ],
                        default="days",
                        max_length=10,
                    ),
                ),
                ("resolution", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "resolution_unit",
                    models.CharField(
                        choices=[
                            ("minutes", "working minutes"),
                            ("days", "working days"),
                            ("hours", "hours by the clock"),
                        ],
                        default="days",
                        max_length=10,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
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
                        to="casework.target",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TeamHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                (
                    "code",
                    models.SlugField(
                        db_index=False, error_messages={"unique": "Another team has this code already."}
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                (
                    "is_triage",
                    models.BooleanField(default=False, help_text="Gets every case that no rule routes."),
                ),
                ("active", models.BooleanField(default=True)),
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
                        to="casework.team",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TextTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(help_text="The same for all languages of one template.")),
                ("language", models.CharField(default="en", max_length=10)),
                ("name", models.CharField(max_length=100)),
                ("body", models.TextField()),
                ("active", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="text_templates",
                        to="casework.service",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name", "language"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "language"),
                        name="template_once_per_language",
                        violation_error_message="There is a template with this code in this language already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosureHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("reason", models.CharField(max_length=200)),
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
                        to="casework.closure",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.team",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EscalationStepHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_response", "First response"),
                            ("next_response", "Next response"),
                            ("resolution", "Resolution"),
                        ],
                        default="first_response",
                        max_length=20,
                    ),
                ),
                ("minutes", models.IntegerField(default=0)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("remind", "Remind whoever has it, or the team's leads"),
                            ("raise", "Raise the priority"),
                            ("move", "Move it to a team"),
                        ],
                        max_length=10,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
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
                        to="casework.escalationstep",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.target",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.team",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OpeningHoursHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
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
                        to="casework.openinghours",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.team",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="QuestionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
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
                    models.JSONField(blank=True, default=list, help_text='[{"value": …, "label": …}, …]'),
                ),
                ("required", models.BooleanField(default=False)),
                ("by_text", models.BooleanField(default=False, help_text="Asked by text as well.")),
                (
                    "text_label",
                    models.CharField(
                        blank=True,
                        help_text="Shorter words for a text; the label where there are none.",
                        max_length=160,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                        to="casework.question",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TargetForHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ("priority", models.CharField(blank=True, max_length=10)),
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
                        to="casework.targetfor",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.service",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.target",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TextTemplateHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                (
                    "code",
                    models.SlugField(db_index=False, help_text="The same for all languages of one template."),
                ),
                ("language", models.CharField(default="en", max_length=10)),
                ("name", models.CharField(max_length=100)),
                ("body", models.TextField()),
                ("active", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                        to="casework.texttemplate",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "Somebody has this log-in name already."},
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
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
                    models.BooleanField(default=False, help_text="Sees restricted cases of every team."),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "is_machine",
                    models.BooleanField(default=False, help_text="Acts through the API only, never logs in."),
                ),
                (
                    "cap",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Most open cases that are given to them unasked; none is no limit.",
                        null=True,
                    ),
                ),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "staff",
                "ordering": ["full_name", "username"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["handler", "caseworker", "lead", "manager", "administrator"])
                        ),
                        name="staff_role_known",
                        violation_error_message="This role does not exist.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("to", models.CharField(max_length=30)),
                ("outcome", models.CharField(max_length=200)),
                ("left", models.JSONField(default=list)),
                ("done", models.JSONField(default=list)),
                ("refused", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulk_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="BulkText",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("body", models.TextField(help_text="As it was written, with its fields.")),
                (
                    "filters",
                    models.JSONField(default=dict, help_text="The queue's filters that chose the cases."),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Not sent yet"),
                            ("sending", "Being sent"),
                            ("done", "Done"),
                            ("stopped", "Stopped"),
                        ],
                        default="prepared",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulk_texts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "sending")),
                        fields=["confirmed_at"],
                        name="bulk_under_way",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["prepared", "sending", "done", "stopped"])),
                        name="bulk_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=20)),
                ("body", models.TextField()),
                (
                    "because",
                    models.CharField(help_text="Why it could not be added, in words.", max_length=300),
                ),
                ("held_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="held_notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-held_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leave",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "leave",
                "ordering": ["first_day"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="leave_ends_after_it_begins",
                        violation_error_message="The last day of leave cannot be before its first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_lead", models.BooleanField(default=False)),
                (
                    "last_given_at",
                    models.DateTimeField(
                        blank=True, help_text="When a case was last given to them in turn.", null=True
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="casework.team",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("staff", "team"),
                        name="member_once",
                        violation_error_message="This person is in this team already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleSetVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("rules", models.JSONField(default=list, help_text="See casework.routing.documents.")),
                ("job", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "went_back_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.rulesetversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("author__isnull", False), models.Q(("job", ""), _negated=True), _connector="OR"
                        ),
                        name="rule_set_has_author_or_job",
                        violation_error_message="A set of rules needs an author or a named job.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="rule_set_has_reason",
                        violation_error_message="Say why the rules change.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "Somebody has this log-in name already."},
                        max_length=150,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
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
                    models.BooleanField(default=False, help_text="Sees restricted cases of every team."),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "is_machine",
                    models.BooleanField(default=False, help_text="Acts through the API only, never logs in."),
                ),
                (
                    "cap",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Most open cases that are given to them unasked; none is no limit.",
                        null=True,
                    ),
                ),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
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
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorkHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="work_hours",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "work hours",
                "ordering": ["weekday", "starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="work_weekday_exists"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends__gt", models.F("starts")), ("ends", "00:00"), _connector="OR"
                        ),
                        name="work_ends_after_it_starts",
                        violation_error_message="Work must end after it starts; 00:00 is midnight.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("words", models.CharField(max_length=500)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("times", models.PositiveIntegerField(default=1)),
                ("cleared_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cleared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-last_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cleared_at__isnull", True)),
                        fields=("key",),
                        name="alarm_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
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
                (
                    "assign_by",
                    models.CharField(
                        blank=True,
                        help_text="Who gets it is the office's to find: least or turn.",
                        max_length=10,
                    ),
                ),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_by_job",
                    models.BooleanField(
                        default=False,
                        help_text="Given unasked; it goes back if untouched at the end of a shift.",
                    ),
                ),
                ("origin", models.CharField(max_length=30)),
                ("summary", models.CharField(blank=True, max_length=200)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("language", models.CharField(blank=True, max_length=20)),
                ("location", models.CharField(blank=True, max_length=300)),
                ("postcode", models.CharField(blank=True, max_length=10)),
                ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("restricted", models.BooleanField(default=False)),
                ("outcome", models.CharField(blank=True, max_length=200)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
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
                        blank=True,
                        help_text="The soonest promise that runs; none while all are paused or kept.",
                        null=True,
                    ),
                ),
                ("due_kind", models.CharField(blank=True, help_text="Which promise that is.", max_length=20)),
                (
                    "responded_at",
                    models.DateTimeField(
                        blank=True, help_text="First contact in which we answered.", null=True
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
                ("needs_answer", models.BooleanField(default=True, help_text="The last word is theirs.")),
                (
                    "routed_rule",
                    models.UUIDField(blank=True, help_text="The rule of that set that decided.", null=True),
                ),
                ("routing_reason", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("search", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
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
                    models.ManyToManyField(blank=True, related_name="named_on", to=settings.AUTH_USER_MODEL),
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
                (
                    "routed_version",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.rulesetversion",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="casework.service",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="casework.target",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="casework.team"
                    ),
                ),
            ],
            options={
                "ordering": ["-last_activity_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_open", True)),
                        fields=["-priority_rank", "opened_at", "id"],
                        name="queue_order",
                    ),
                    models.Index(
                        condition=models.Q(("is_open", True)),
                        fields=["team", "-priority_rank", "opened_at", "id"],
                        name="queue_team",
                    ),
                    models.Index(
                        condition=models.Q(("is_open", True)),
                        fields=["assignee", "-priority_rank", "opened_at"],
                        name="queue_mine",
                    ),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False), ("is_open", True)),
                        fields=["due_at"],
                        name="queue_overdue",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("assignee__isnull", True),
                            ("is_open", True),
                            models.Q(("assign_by", ""), _negated=True),
                        ),
                        fields=["team", "opened_at", "id"],
                        name="case_waits_for_room",
                    ),
                    models.Index(
                        condition=models.Q(("assigned_by_job", True), ("is_open", True)),
                        fields=["assignee", "assigned_at"],
                        name="case_given_unasked",
                    ),
                    models.Index(fields=["-last_activity_at", "-id"], name="case_activity"),
                    models.Index(
                        condition=models.Q(("restricted", True)),
                        fields=["team", "assignee"],
                        name="case_restricted",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="case_search"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("reference"), name="gin_trgm_ops"
                        ),
                        name="case_reference_trgm",
                    ),
                    models.Index(
                        condition=models.Q(("is_open", True), models.Q(("postcode", ""), _negated=True)),
                        fields=["postcode", "service"],
                        name="case_same_place",
                    ),
                    models.Index(
                        condition=models.Q(("is_open", True), ("latitude__isnull", False)),
                        fields=["service", "latitude", "longitude"],
                        name="case_same_spot",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "is_open",
                                models.Q(
                                    (
                                        "status__in",
                                        ("new", "open", "waiting_for_person", "waiting_for_third_party"),
                                    )
                                ),
                            )
                        ),
                        name="open_as_status_says",
                        violation_error_message="The status and whether the case is open do not agree.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("is_open", True)),
                            models.Q(("closed_at__isnull", False), ("is_open", False)),
                            _connector="OR",
                        ),
                        name="closed_has_time",
                        violation_error_message="A closed case needs the time it was closed, an open one has none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("priority__in", ["low", "normal", "high", "urgent"])),
                        name="case_priority_known",
                        violation_error_message="This priority does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="not_merged_into_itself",
                        violation_error_message="A case cannot be merged into itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True), ("is_open", False), _connector="OR"
                        ),
                        name="merged_is_ended",
                        violation_error_message="A merged case has ended. Undo the merge to work on it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DryRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rules", models.JSONField(default=list)),
                ("days", models.PositiveSmallIntegerField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                (
                    "cursor",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True),
                ),
                ("result", models.JSONField(default=dict)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dry_runs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.rulesetversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="LeaveHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
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
                        to="casework.leave",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RuleDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rules", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField()),
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rule_draft",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        help_text="The set it began from.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.rulesetversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WorkHoursHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
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
                        to="casework.workhours",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
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
                (
                    "assign_by",
                    models.CharField(
                        blank=True,
                        help_text="Who gets it is the office's to find: least or turn.",
                        max_length=10,
                    ),
                ),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_by_job",
                    models.BooleanField(
                        default=False,
                        help_text="Given unasked; it goes back if untouched at the end of a shift.",
                    ),
                ),
                ("origin", models.CharField(max_length=30)),
                ("summary", models.CharField(blank=True, max_length=200)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("language", models.CharField(blank=True, max_length=20)),
                ("location", models.CharField(blank=True, max_length=300)),
                ("postcode", models.CharField(blank=True, max_length=10)),
                ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("restricted", models.BooleanField(default=False)),
                ("outcome", models.CharField(blank=True, max_length=200)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "due_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="The soonest promise that runs; none while all are paused or kept.",
                        null=True,
                    ),
                ),
                ("due_kind", models.CharField(blank=True, help_text="Which promise that is.", max_length=20)),
                (
                    "responded_at",
                    models.DateTimeField(
                        blank=True, help_text="First contact in which we answered.", null=True
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
                    "routed_rule",
                    models.UUIDField(blank=True, help_text="The rule of that set that decided.", null=True),
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
                (
                    "routed_version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.rulesetversion",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.service",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.target",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.team",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("parent", "Part of a larger case"),
                            ("related", "Related"),
                            ("split", "Split off"),
                        ],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="casework.case"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_here",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "other", "kind"),
                        name="linked_once",
                        violation_error_message="These cases are linked so already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "parent")),
                        fields=("other",),
                        name="one_parent",
                        violation_error_message="This case is part of another one already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case", models.F("other")), _negated=True),
                        name="link_of_two",
                        violation_error_message="A case cannot be linked to itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["parent", "related", "split"])),
                        name="link_kind_known",
                        violation_error_message="This kind of link does not exist.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_response", "First response"),
                            ("next_response", "Next response"),
                            ("resolution", "Resolution"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", models.PositiveIntegerField()),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("minutes", "working minutes"),
                            ("days", "working days"),
                            ("hours", "hours by the clock"),
                        ],
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("met", models.BooleanField(help_text="None: it runs still, or was called off.", null=True)),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="Counts extensions: each gets its own reminders."
                    ),
                ),
                (
                    "next_step_at",
                    models.DateTimeField(
                        blank=True, help_text="When the next escalation step is due.", null=True
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clocks", to="casework.case"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.target",
                    ),
                ),
            ],
            options={
                "ordering": ["started_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("next_step_at__isnull", False),
                            ("paused_at__isnull", True),
                            ("stopped_at__isnull", True),
                        ),
                        fields=["next_step_at"],
                        name="clock_next_step",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stopped_at__isnull", True)),
                        fields=("case", "kind"),
                        name="one_clock_of_a_kind_runs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("started_at"))), name="due_after_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("composer", models.CharField(default="reply", max_length=10)),
                ("body", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="casework.case"
                    ),
                ),
                (
                    "contact_point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casework.contactpoint",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "author", "composer"), name="one_draft_per_composer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("contacts", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                ("parties", models.JSONField(default=list, help_text="Parties made on the survivor.")),
                (
                    "repointed",
                    models.JSONField(default=list, help_text="Cases that had been merged into this one."),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="casework.case"
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_here",
                        to="casework.case",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("merged",),
                        name="merged_once",
                        violation_error_message="This case was merged already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged", models.F("survivor")), _negated=True),
                        name="merge_of_two",
                        violation_error_message="A case cannot be merged into itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("opened", models.BooleanField(default=False, help_text="The case was opened for them.")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves_here",
                        to="casework.case",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("undone_at", None)), fields=["to", "-at"], name="moves_to_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="casework.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-created_at"], name="note_case_timeline")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True),
                        name="note_not_empty",
                        violation_error_message="Write something.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Skip",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="skips", to="casework.case"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="skips",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "indexes": [models.Index(fields=["staff", "-at"], name="skip_lately")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="skip_has_reason",
                        violation_error_message="Say why you pass it over.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escalations",
                        to="casework.clock",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.escalationstep",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("clock", "step", "round"), name="escalated_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=300)),
                ("language", models.CharField(blank=True, max_length=20)),
                (
                    "born_on",
                    models.DateField(blank=True, help_text="Where it is known and needed.", null=True),
                ),
                (
                    "adjustments",
                    models.TextField(
                        blank=True,
                        help_text="Changes in how we deal with this person that they need: the running `Adjustment`s, a line each, for search, rules and every list. Written by casework.services.adjustments alone.",
                    ),
                ),
                ("about", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "people",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                        ),
                        name="person_name_trgm",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="casework.case",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("person__isnull", True)),
                            models.Q(("case__isnull", True), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="conflict_with_case_or_person",
                        violation_error_message="A conflict of interest is with a case or with a person.",
                    ),
                    models.UniqueConstraint(
                        fields=("staff", "case", "person"),
                        name="conflict_once",
                        nulls_distinct=False,
                        violation_error_message="This conflict of interest is on record already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="casework.case",
                    ),
                ),
                (
                    "contact_point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="casework.contactpoint",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "parties",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False), ("contact_point__isnull", False), _connector="OR"
                        ),
                        name="party_is_somebody",
                        violation_error_message="A party needs a person, or at least a number or address.",
                    ),
                    models.UniqueConstraint(
                        fields=("case", "person", "role"),
                        name="party_once",
                        violation_error_message="This person has this role in the case already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", True)),
                        fields=("case", "contact_point", "role"),
                        name="somebody_once",
                        violation_error_message="Somebody at this number has this role in the case already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reply_to", True)),
                        fields=("case",),
                        name="one_reply_to",
                        violation_error_message="Replies go to one party. Choose one.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonContactPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "contact_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holders",
                        to="casework.contactpoint",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "contact_point"),
                        name="point_once_per_person",
                        violation_error_message="This person has this number or address already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ("name", models.CharField(blank=True, max_length=300)),
                ("language", models.CharField(blank=True, max_length=20)),
                (
                    "born_on",
                    models.DateField(blank=True, help_text="Where it is known and needed.", null=True),
                ),
                (
                    "adjustments",
                    models.TextField(
                        blank=True,
                        help_text="Changes in how we deal with this person that they need: the running `Adjustment`s, a line each, for search, rules and every list. Written by casework.services.adjustments alone.",
                    ),
                ),
                ("about", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.person",
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
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("moved", models.JSONField(default=dict, help_text="Ids by kind of what came along.")),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="casework.person",
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_here",
                        to="casework.person",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("merged",),
                        name="person_merged_once",
                        violation_error_message="This person was merged already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged", models.F("survivor")), _negated=True),
                        name="person_merge_of_two",
                        violation_error_message="A person cannot be merged into themselves.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.CharField(max_length=300)),
                (
                    "declined",
                    models.BooleanField(default=False, help_text="It was offered, and they did not want it."),
                ),
                ("since", models.DateField()),
                (
                    "review_on",
                    models.DateField(
                        blank=True, help_text="When somebody asks whether it still fits.", null=True
                    ),
                ),
                ("noted_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_because", models.CharField(blank=True, max_length=300)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["person"],
                        name="adjustment_running",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True), ("review_on__isnull", False)),
                        fields=["review_on"],
                        name="adjustment_review",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="adjustment_has_words",
                        violation_error_message="Say what they need.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConflictHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "case",
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
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="casework.conflict",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
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
                (
                    "contact_point",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.contactpoint",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.person",
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
                        to="casework.personcontactpoint",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("provider", models.CharField(max_length=40)),
                ("account", models.CharField(max_length=64)),
                ("external_id", models.CharField(max_length=120)),
                ("withheld", models.BooleanField(default=False)),
                ("arrived_at", models.CharField(blank=True, help_text="Our number.", max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ringing", "Ringing"),
                            ("talking", "Answered"),
                            ("missed", "Missed"),
                            ("voicemail", "Left a message"),
                            ("ended", "Ended"),
                        ],
                        default="ringing",
                        max_length=10,
                    ),
                ),
                ("rang_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls_answered",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact_point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="casework.contactpoint",
                    ),
                ),
            ],
            options={
                "ordering": ["-rang_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("ringing", "talking"))),
                        fields=["-rang_at"],
                        name="call_live",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "account", "external_id"), name="call_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CallInProgress",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("channel", models.CharField(max_length=30)),
                ("typed", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("on_hold_since", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls_in_progress",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="typed",
                        to="casework.call",
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "calls in progress",
                "ordering": ["started_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="FilingQuestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("choices", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When it was answered, or asked anew after its window.",
                        null=True,
                    ),
                ),
                (
                    "contact_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filing_questions",
                        to="casework.contactpoint",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
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
                ("arrived_at", models.CharField(blank=True, help_text="Our number or form.", max_length=120)),
                (
                    "partner",
                    models.CharField(blank=True, help_text="Whose site carried the form.", max_length=40),
                ),
                ("body", models.TextField(blank=True)),
                (
                    "original",
                    models.JSONField(
                        blank=True, help_text="What arrived, where the text had to be mended.", null=True
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=60)),
                ("duration_seconds", models.PositiveIntegerField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("present", models.CharField(blank=True, help_text="Who was there.", max_length=300)),
                (
                    "interpreter",
                    models.CharField(blank=True, help_text="Who interpreted, and how.", max_length=200),
                ),
                (
                    "honoured",
                    models.BooleanField(
                        blank=True,
                        help_text="Whether the person's adjustments were honoured; None is not asked.",
                        null=True,
                    ),
                ),
                (
                    "honoured_words",
                    models.CharField(blank=True, help_text="What was not, and why.", max_length=300),
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
                    models.CharField(blank=True, help_text="The filing rule that decided.", max_length=20),
                ),
                ("reason", models.TextField(blank=True, help_text="Why it was filed so, in words.")),
                (
                    "candidates",
                    models.JSONField(blank=True, default=list, help_text="References it may belong to."),
                ),
                ("courtesy", models.BooleanField(default=False)),
                ("keyword", models.CharField(blank=True, max_length=10)),
                (
                    "automatic",
                    models.BooleanField(
                        default=False, help_text="Sent by the office's own rules, nobody wrote it."
                    ),
                ),
                (
                    "late",
                    models.BooleanField(default=False, help_text="Recovered after the webhook missed it."),
                ),
                (
                    "priority_rank",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="While it needs filing: how pressing the rules find it."
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
                (
                    "contact_point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="casework.contactpoint",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The list we texted; this contact waits for its answer.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waiting",
                        to="casework.filingquestion",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="casework.person",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Who it is about, where that is somebody else than whoever was in touch.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts_about",
                        to="casework.person",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="casework.service",
                    ),
                ),
            ],
            options={
                "ordering": ["took_place_at", "id"],
                "indexes": [
                    models.Index(fields=["case", "took_place_at", "id"], name="contact_timeline"),
                    models.Index(
                        condition=models.Q(("filing", "filed"), _negated=True),
                        fields=["filing", "-priority_rank", "took_place_at"],
                        name="contact_lanes",
                    ),
                    models.Index(
                        condition=models.Q(("filing", "held")), fields=["question"], name="contact_waits"
                    ),
                    models.Index(fields=["contact_point", "-took_place_at"], name="contact_by_point"),
                    models.Index(
                        condition=models.Q(("filing", "none")),
                        fields=["-took_place_at", "-id"],
                        name="contact_no_case",
                    ),
                    models.Index(fields=["-logged_at", "-id"], name="contact_logged"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("channel", "account", "external_id"),
                        name="contact_once",
                        violation_error_message="This contact is on record already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("filing", "filed")),
                            models.Q(models.Q(("filing", "filed"), _negated=True), ("case__isnull", True)),
                            _connector="OR",
                        ),
                        name="filed_means_on_a_case",
                        violation_error_message="A filed contact needs a case; any other has none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["in", "out"])),
                        name="direction_known",
                        violation_error_message="A contact goes in or out.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True, max_length=200, upload_to=casework.models.attachment.private_name
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("question", models.SlugField(blank=True)),
                (
                    "refused",
                    models.CharField(blank=True, help_text="Why it was not kept, in words.", max_length=200),
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
            name="BulkTextItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("queued", "Given to the outbox"),
                            ("refused", "Not sent"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, help_text="Why it was not sent.", max_length=500)),
                ("parts", models.PositiveSmallIntegerField(default=1)),
                (
                    "bulk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="casework.bulktext",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.case"
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulk_item",
                        to="casework.contact",
                    ),
                ),
                (
                    "contact_point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.contactpoint",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["bulk", "id"], name="bulk_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("contact_point__isnull", False)),
                        fields=("bulk", "contact_point"),
                        name="bulk_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "queued", "refused"])),
                        name="bulk_item_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingQuestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(help_text="When the case ended that it asks about.")),
                (
                    "answer",
                    models.CharField(
                        blank=True, help_text='"sorted", "not_sorted" or "" so far.', max_length=10
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing_questions",
                        to="casework.case",
                    ),
                ),
                (
                    "answered_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers_closing_question",
                        to="casework.contact",
                    ),
                ),
                (
                    "asked",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing_question",
                        to="casework.contact",
                    ),
                ),
                (
                    "contact_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing_questions",
                        to="casework.contactpoint",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answer", "")),
                        fields=["contact_point", "-asked_at"],
                        name="closing_waits",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "closed_at"), name="closing_question_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
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
                            ("withdrawn", "Taken back"),
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
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("reply", "Written by staff"),
                            ("acknowledgement", "Acknowledgement"),
                            ("filing_question", "Which case is meant"),
                            ("help", "Answer to HELP"),
                            ("dialogue", "A question of the service"),
                            ("closing", "Whether it is sorted"),
                            ("link", "Link to add photos"),
                            ("bulk", "Text to many"),
                        ],
                        default="reply",
                        max_length=20,
                    ),
                ),
                (
                    "at_night",
                    models.BooleanField(
                        default=False, help_text="Staff chose to send it in the office's quiet hours."
                    ),
                ),
                (
                    "waits_because",
                    models.CharField(
                        blank=True, help_text="Why it is not sent yet, in words.", max_length=300
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        blank=True, help_text="When a provider was last called with it.", null=True
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivery",
                        to="casework.contact",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["queued", "sending"])),
                        fields=["status", "next_attempt_at"],
                        name="outbox_due",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["in_doubt", "sent"])),
                        fields=["status", "sent_at"],
                        name="outbox_unsettled",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=("provider_id",),
                        name="provider_id_once",
                        violation_error_message="Two deliveries cannot carry the same provider id.",
                    ),
                    models.CheckConstraint(
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
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="delivery_status_known",
                        violation_error_message="This delivery status does not exist.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("job", models.CharField(blank=True, max_length=60)),
                ("verb", models.CharField(max_length=60)),
                (
                    "words",
                    models.CharField(
                        blank=True, help_text="What happened, as the timeline says it.", max_length=1000
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="casework.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="casework.contact",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-at"], name="event_case_timeline")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor__isnull", False), models.Q(("job", ""), _negated=True), _connector="OR"
                        ),
                        name="event_has_actor_or_job",
                        violation_error_message="Nothing happens anonymously: an event needs a person or a named job.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("callback", "Callback"),
                            ("promise", "Promise to the person"),
                            ("reminder", "Reminder"),
                        ],
                        default="reminder",
                        max_length=20,
                    ),
                ),
                ("words", models.CharField(max_length=300)),
                (
                    "window_from",
                    models.DateTimeField(
                        blank=True,
                        help_text="Not before then; `due_at` is the end of the promised window.",
                        null=True,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("job", models.CharField(blank=True, max_length=60)),
                ("made_at", models.DateTimeField()),
                ("once", models.CharField(blank=True, max_length=120)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("done_words", models.CharField(blank=True, max_length=300)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kept", "Kept"),
                            ("not_reached", "Could not reach them"),
                            ("not_needed", "Not needed any more"),
                            ("broken", "Not kept"),
                        ],
                        help_text="Once it is done.",
                        max_length=12,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="casework.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        help_text="The contact in which it was promised.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="casework.contact",
                    ),
                ),
                (
                    "contact_point",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where they want to be reached: the caller's best number.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="casework.contactpoint",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="casework.person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose it is where there is no case.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="casework.team",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)), fields=["due_at"], name="follow_up_due"
                    ),
                    models.Index(fields=["case", "due_at"], name="follow_up_of_case"),
                    models.Index(
                        condition=models.Q(("done_at__isnull", True), ("team__isnull", False)),
                        fields=["team", "due_at"],
                        name="follow_up_of_team",
                    ),
                    models.Index(
                        condition=models.Q(("done_at__isnull", False)),
                        fields=["done_at"],
                        name="follow_up_done",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("made_by__isnull", False), models.Q(("job", ""), _negated=True), _connector="OR"
                        ),
                        name="follow_up_has_maker_or_job",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case__isnull", False),
                            models.Q(("contact__isnull", False), ("team__isnull", False)),
                            _connector="OR",
                        ),
                        name="follow_up_is_of_something",
                        violation_error_message="A follow-up belongs to a case, or to a contact and a team.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("result", "")),
                            models.Q(
                                ("done_at__isnull", False),
                                ("result__in", ["kept", "not_reached", "not_needed", "broken"]),
                            ),
                            _connector="OR",
                        ),
                        name="follow_up_done_has_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("window_from__isnull", True),
                            ("window_from__lte", models.F("due_at")),
                            _connector="OR",
                        ),
                        name="follow_up_window_before_due",
                        violation_error_message="The window must begin before it ends.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("once", ""), _negated=True),
                        fields=("once",),
                        name="follow_up_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MovedContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="casework.contact",
                    ),
                ),
                (
                    "left",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves_away",
                        to="casework.case",
                    ),
                ),
                (
                    "move",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moved", to="casework.move"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("move", "contact"),
                        name="moved_once_per_move",
                        violation_error_message="This contact is in this move already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutingDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("asked", "Asked for by staff"),
                            ("rule", "A rule marked for it"),
                        ],
                        default="opened",
                        max_length=10,
                    ),
                ),
                ("job", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
                ("facts", models.JSONField(default=dict)),
                (
                    "rule_id",
                    models.UUIDField(help_text="The rule that decided the team; none for triage.", null=True),
                ),
                ("rule_name", models.CharField(blank=True, max_length=120)),
                (
                    "matched",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=list,
                        help_text="Every rule that held.",
                        size=None,
                    ),
                ),
                ("team", models.CharField(max_length=50)),
                ("priority", models.CharField(blank=True, max_length=10)),
                ("assignee", models.CharField(blank=True, max_length=150)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("restricted", models.BooleanField(default=False)),
                ("target", models.CharField(blank=True, max_length=50)),
                (
                    "acknowledgement",
                    models.CharField(
                        blank=True, help_text="Words of a rule in place of the office's own.", max_length=480
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="casework.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.contact",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.rulesetversion",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [
                    models.Index(fields=["case", "at"], name="decision_of_case"),
                    models.Index(fields=["at", "id"], name="decision_span"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor__isnull", False), models.Q(("job", ""), _negated=True), _connector="OR"
                        ),
                        name="decision_has_actor_or_job",
                        violation_error_message="A decision needs an actor or a named job.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TextDialogue",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("questions", models.JSONField(default=list)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "misses",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Answers to this question we could not read."
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asking", "Waiting for an answer"),
                            ("finished", "All answered"),
                            ("stopped", "They asked to stop"),
                            ("taken_over", "A person took over"),
                            ("ended", "No answer came"),
                        ],
                        default="asking",
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked",
                    models.ForeignKey(
                        blank=True,
                        help_text="The text with the question that waits.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.contact",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="text_dialogues",
                        to="casework.case",
                    ),
                ),
                (
                    "contact_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="text_dialogues",
                        to="casework.contactpoint",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.service"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asking")),
                        fields=("contact_point",),
                        name="one_dialogue_per_number",
                        violation_error_message="Questions are being asked at this number already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asking", "finished", "stopped", "taken_over", "ended"])
                        ),
                        name="dialogue_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "used_at",
                    models.DateTimeField(blank=True, help_text="A link is good for one use.", null=True),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "brought",
                    models.OneToOneField(
                        blank=True,
                        help_text="What came in through it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_by_link",
                        to="casework.contact",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upload_links",
                        to="casework.case",
                    ),
                ),
                (
                    "contact_point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upload_links",
                        to="casework.contactpoint",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.person",
                    ),
                ),
                (
                    "sent",
                    models.OneToOneField(
                        blank=True,
                        help_text="The text that carried it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upload_link",
                        to="casework.contact",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.AddField(
            model_name="Staff",
            name="teams",
            field=models.ManyToManyField(
                related_name="staff", through="casework.Membership", to="casework.team"
            ),
        ),
        migrations.AddField(
            model_name="Person",
            name="contact_points",
            field=models.ManyToManyField(
                related_name="people", through="casework.PersonContactPoint", to="casework.contactpoint"
            ),
        ),
        migrations.AddField(
            model_name="Call",
            name="contact",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="call",
                to="casework.contact",
            ),
        ),
        migrations.AddField(
            model_name="FilingQuestion",
            name="answer",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers_question",
                to="casework.contact",
            ),
        ),
        migrations.AddField(
            model_name="FilingQuestion",
            name="contact",
            field=models.OneToOneField(
                help_text="The text that asks.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asks",
                to="casework.contact",
            ),
        ),
        migrations.AddField(
            model_name="Contact",
            name="follow_up",
            field=models.ForeignKey(
                blank=True,
                help_text="The callback or promise that this contact tried to keep.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="casework.followup",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("follow_up__isnull", False)),
                fields=["follow_up"],
                name="contact_attempts",
            ),
        ),
        migrations.AddConstraint(
            model_name="filingquestion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("contact_point",),
                name="one_open_question",
                violation_error_message="A question waits at this number already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="area",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_areahistory" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcodes") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postcodes"); RETURN NULL;',
                    hash="4c27e77d95d2578cf1b31b5827584aee51328704",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1c587",
                    table="casework_area",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="area",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_areahistory" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcodes") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postcodes"); RETURN NULL;',
                    hash="0013cb6070f9a7778c1686660adfa4a2be6335f5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_adc24",
                    table="casework_area",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_contactpointhistory" ("as_typed", "call_ok", "confirmed_at", "created_at", "do_not_use", "id", "kind", "opted_out_at", "opted_out_how", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "safe_from", "safe_hours", "safe_until", "safety_note", "say_who_we_are", "text_ok", "value", "voicemail_ok") VALUES (NEW."as_typed", NEW."call_ok", NEW."confirmed_at", NEW."created_at", NEW."do_not_use", NEW."id", NEW."kind", NEW."opted_out_at", NEW."opted_out_how", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."safe_from", NEW."safe_hours", NEW."safe_until", NEW."safety_note", NEW."say_who_we_are", NEW."text_ok", NEW."value", NEW."voicemail_ok"); RETURN NULL;',
                    hash="b04c836cca1984edbdb3f8c188d02a8f97bf478a",
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
                    func='INSERT INTO "casework_contactpointhistory" ("as_typed", "call_ok", "confirmed_at", "created_at", "do_not_use", "id", "kind", "opted_out_at", "opted_out_how", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "safe_from", "safe_hours", "safe_until", "safety_note", "say_who_we_are", "text_ok", "value", "voicemail_ok") VALUES (NEW."as_typed", NEW."call_ok", NEW."confirmed_at", NEW."created_at", NEW."do_not_use", NEW."id", NEW."kind", NEW."opted_out_at", NEW."opted_out_how", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."safe_from", NEW."safe_hours", NEW."safe_until", NEW."safety_note", NEW."say_who_we_are", NEW."text_ok", NEW."value", NEW."voicemail_ok"); RETURN NULL;',
                    hash="2b6a5a8b8f06386f5966ab38b4690cfa81a8ffc0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1d466",
                    table="casework_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="office",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_officehistory" ("acknowledge_every_hours", "acknowledge_texts", "answer_help", "calling_codes", "id", "name", "nation", "neutral_name", "parts_per_day", "pence_per_part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "question_window_hours", "quiet_from", "quiet_until", "reopen_window_days", "reply_window_hours", "stop_words", "texts_per_number") VALUES (NEW."acknowledge_every_hours", NEW."acknowledge_texts", NEW."answer_help", NEW."calling_codes", NEW."id", NEW."name", NEW."nation", NEW."neutral_name", NEW."parts_per_day", NEW."pence_per_part", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."question_window_hours", NEW."quiet_from", NEW."quiet_until", NEW."reopen_window_days", NEW."reply_window_hours", NEW."stop_words", NEW."texts_per_number"); RETURN NULL;',
                    hash="f1ad670cf8667779cec795726dda0e795cdf135f",
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
                    func='INSERT INTO "casework_officehistory" ("acknowledge_every_hours", "acknowledge_texts", "answer_help", "calling_codes", "id", "name", "nation", "neutral_name", "parts_per_day", "pence_per_part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "question_window_hours", "quiet_from", "quiet_until", "reopen_window_days", "reply_window_hours", "stop_words", "texts_per_number") VALUES (NEW."acknowledge_every_hours", NEW."acknowledge_texts", NEW."answer_help", NEW."calling_codes", NEW."id", NEW."name", NEW."nation", NEW."neutral_name", NEW."parts_per_day", NEW."pence_per_part", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."question_window_hours", NEW."quiet_from", NEW."quiet_until", NEW."reopen_window_days", NEW."reply_window_hours", NEW."stop_words", NEW."texts_per_number"); RETURN NULL;',
                    hash="ee43634fa4d1e97f144aae3fee7601cd780a7fb3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_05d54",
                    table="casework_office",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_servicehistory" ("ask_when_closed", "code", "group", "guidance", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published", "restricted", "sensitive", "skill", "stop_notice", "summary") VALUES (NEW."ask_when_closed", NEW."code", NEW."group", NEW."guidance", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."published", NEW."restricted", NEW."sensitive", NEW."skill", NEW."stop_notice", NEW."summary"); RETURN NULL;',
                    hash="ef74798d62762ca9c8c4dff2440a3e52ef7356d6",
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
                    func='INSERT INTO "casework_servicehistory" ("ask_when_closed", "code", "group", "guidance", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published", "restricted", "sensitive", "skill", "stop_notice", "summary") VALUES (NEW."ask_when_closed", NEW."code", NEW."group", NEW."guidance", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."published", NEW."restricted", NEW."sensitive", NEW."skill", NEW."stop_notice", NEW."summary"); RETURN NULL;',
                    hash="06187067ae599a9ac8814fd412f4863bc5297595",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4001a",
                    table="casework_service",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="target",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_targethistory" ("active", "code", "first_response", "first_response_unit", "id", "name", "next_response", "next_response_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution", "resolution_unit", "source") VALUES (NEW."active", NEW."code", NEW."first_response", NEW."first_response_unit", NEW."id", NEW."name", NEW."next_response", NEW."next_response_unit", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."resolution", NEW."resolution_unit", NEW."source"); RETURN NULL;',
                    hash="edc4cf001406145b78e936c3584f5f8372625c84",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65353",
                    table="casework_target",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="target",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_targethistory" ("active", "code", "first_response", "first_response_unit", "id", "name", "next_response", "next_response_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution", "resolution_unit", "source") VALUES (NEW."active", NEW."code", NEW."first_response", NEW."first_response_unit", NEW."id", NEW."name", NEW."next_response", NEW."next_response_unit", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."resolution", NEW."resolution_unit", NEW."source"); RETURN NULL;',
                    hash="1cb3df3c3bab77975888cf5e31b2680ba2bb103b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_beaf6",
                    table="casework_target",
                    when="AFTER",
                ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="leave",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_leavehistory" ("first_day", "id", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id") VALUES (NEW."first_day", NEW."id", NEW."last_day", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."staff_id"); RETURN NULL;',
                    hash="7d45b55ce97e443d7de49ce0e5b530bd6e264e5c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c11ce",
                    table="casework_leave",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leave",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_leavehistory" ("first_day", "id", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id") VALUES (NEW."first_day", NEW."id", NEW."last_day", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."staff_id"); RETURN NULL;',
                    hash="35cd35567b3b42fb1dfdc8043078f0af744d84ba",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ad725",
                    table="casework_leave",
                    when="AFTER",
                ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="conflict",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_conflicthistory" ("at", "case_id", "id", "made_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "staff_id") VALUES (NEW."at", NEW."case_id", NEW."id", NEW."made_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."staff_id"); RETURN NULL;',
                    hash="e349bc68110c86c9e011888bf1cfe40bd9137d08",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bfd51",
                    table="casework_conflict",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conflict",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_conflicthistory" ("at", "case_id", "id", "made_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "staff_id") VALUES (NEW."at", NEW."case_id", NEW."id", NEW."made_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."staff_id"); RETURN NULL;',
                    hash="089129e1fd3ee35d42cb206137265a56d4eecac4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_61fed",
                    table="casework_conflict",
                    when="AFTER",
                ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_personhistory" ("about", "adjustments", "born_on", "created_at", "id", "language", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."about", NEW."adjustments", NEW."born_on", NEW."created_at", NEW."id", NEW."language", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="776c9bc6b5f7654c1f8e81672f2e7d9a8d5a5b7b",
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
                    func='INSERT INTO "casework_personhistory" ("about", "adjustments", "born_on", "created_at", "id", "language", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."about", NEW."adjustments", NEW."born_on", NEW."created_at", NEW."id", NEW."language", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="820e3395fbc9c869b82947fefa15762302575cf2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aa838",
                    table="casework_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rulesetversion",
            trigger=pgtrigger.compiler.Trigger(
                name="rule_set_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="aa80f9c4482a50eb0fd5f88dbb7c10dfd4b6d281",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_rule_set_kept_0ad9f",
                    table="casework_rulesetversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_questionhistory" ("by_text", "choices", "code", "hint", "id", "kind", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "required", "service_id", "text_label") VALUES (NEW."by_text", NEW."choices", NEW."code", NEW."hint", NEW."id", NEW."kind", NEW."label", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."required", NEW."service_id", NEW."text_label"); RETURN NULL;',
                    hash="c65b444ceed57a1da2c7f286677baf6a59849db8",
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
                    func='INSERT INTO "casework_questionhistory" ("by_text", "choices", "code", "hint", "id", "kind", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "required", "service_id", "text_label") VALUES (NEW."by_text", NEW."choices", NEW."code", NEW."hint", NEW."id", NEW."kind", NEW."label", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."required", NEW."service_id", NEW."text_label"); RETURN NULL;',
                    hash="f0d3233c80bc414c3dd7a43891ae8880a1bc2d1e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ffaaa",
                    table="casework_question",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="targetfor",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_targetforhistory" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "service_id", "target_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."priority", NEW."service_id", NEW."target_id"); RETURN NULL;',
                    hash="efe2764d0620096ca1e6a4ff93166093f9343db8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4f41d",
                    table="casework_targetfor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="targetfor",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_targetforhistory" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "service_id", "target_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."priority", NEW."service_id", NEW."target_id"); RETURN NULL;',
                    hash="568ad5da38ad764acd018c0b8085cf5cc4d20719",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c3498",
                    table="casework_targetfor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openinghours",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_openinghourshistory" ("closes", "id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "weekday") VALUES (NEW."closes", NEW."id", NEW."opens", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."team_id", NEW."weekday"); RETURN NULL;',
                    hash="0848f1781d57f56e7fb3648afef3d74049a8179c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e5916",
                    table="casework_openinghours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openinghours",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_openinghourshistory" ("closes", "id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "weekday") VALUES (NEW."closes", NEW."id", NEW."opens", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."team_id", NEW."weekday"); RETURN NULL;',
                    hash="e0c5bc45877f8b9614eb1c5484935e505ecb73b5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d61a1",
                    table="casework_openinghours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="escalationstep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_escalationstephistory" ("action", "active", "id", "kind", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target_id", "team_id") VALUES (NEW."action", NEW."active", NEW."id", NEW."kind", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."target_id", NEW."team_id"); RETURN NULL;',
                    hash="91e434f9b7478c24435d8f0f9cbda5191f2c33f0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65cd4",
                    table="casework_escalationstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="escalationstep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_escalationstephistory" ("action", "active", "id", "kind", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target_id", "team_id") VALUES (NEW."action", NEW."active", NEW."id", NEW."kind", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."target_id", NEW."team_id"); RETURN NULL;',
                    hash="7d60d97e5193d45322b188ddcd59f16c89813d5e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fcb99",
                    table="casework_escalationstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="closure",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_closurehistory" ("first_day", "id", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "team_id") VALUES (NEW."first_day", NEW."id", NEW."last_day", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."team_id"); RETURN NULL;',
                    hash="3e35cf2bd30602e0e1fafef48cae2d005a39a467",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cfd90",
                    table="casework_closure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="closure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_closurehistory" ("first_day", "id", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "team_id") VALUES (NEW."first_day", NEW."id", NEW."last_day", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."team_id"); RETURN NULL;',
                    hash="37831de808b4f5ceb75e138edbe44ae3e3c3b8d9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_91951",
                    table="casework_closure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_casehistory" ("answers", "assign_by", "assigned_at", "assigned_by_job", "assignee_id", "closed_at", "due_at", "due_kind", "follows_id", "id", "is_open", "language", "latitude", "location", "longitude", "merged_into_id", "opened_at", "origin", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "possible_duplicate_of_id", "postcode", "priority", "priority_rank", "reference", "responded_at", "restricted", "routed_rule", "routed_version_id", "routing_reason", "service_id", "status", "summary", "tags", "target_id", "team_id", "waiting_for") VALUES (NEW."answers", NEW."assign_by", NEW."assigned_at", NEW."assigned_by_job", NEW."assignee_id", NEW."closed_at", NEW."due_at", NEW."due_kind", NEW."follows_id", NEW."id", NEW."is_open", NEW."language", NEW."latitude", NEW."location", NEW."longitude", NEW."merged_into_id", NEW."opened_at", NEW."origin", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."possible_duplicate_of_id", NEW."postcode", NEW."priority", NEW."priority_rank", NEW."reference", NEW."responded_at", NEW."restricted", NEW."routed_rule", NEW."routed_version_id", NEW."routing_reason", NEW."service_id", NEW."status", NEW."summary", NEW."tags", NEW."target_id", NEW."team_id", NEW."waiting_for"); RETURN NULL;',
                    hash="bd912973a0bdd6df580209631fba36b326a5f3cc",
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
                    condition='WHEN (OLD."answers" IS DISTINCT FROM (NEW."answers") OR OLD."assign_by" IS DISTINCT FROM (NEW."assign_by") OR OLD."assigned_at" IS DISTINCT FROM (NEW."assigned_at") OR OLD."assigned_by_job" IS DISTINCT FROM (NEW."assigned_by_job") OR OLD."assignee_id" IS DISTINCT FROM (NEW."assignee_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."due_kind" IS DISTINCT FROM (NEW."due_kind") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_open" IS DISTINCT FROM (NEW."is_open") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."location" IS DISTINCT FROM (NEW."location") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."possible_duplicate_of_id" IS DISTINCT FROM (NEW."possible_duplicate_of_id") OR OLD."postcode" IS DISTINCT FROM (NEW."postcode") OR OLD."priority" IS DISTINCT FROM (NEW."priority") OR OLD."priority_rank" IS DISTINCT FROM (NEW."priority_rank") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."responded_at" IS DISTINCT FROM (NEW."responded_at") OR OLD."restricted" IS DISTINCT FROM (NEW."restricted") OR OLD."routed_rule" IS DISTINCT FROM (NEW."routed_rule") OR OLD."routed_version_id" IS DISTINCT FROM (NEW."routed_version_id") OR OLD."routing_reason" IS DISTINCT FROM (NEW."routing_reason") OR OLD."service_id" IS DISTINCT FROM (NEW."service_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."tags" IS DISTINCT FROM (NEW."tags") OR OLD."target_id" IS DISTINCT FROM (NEW."target_id") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."waiting_for" IS DISTINCT FROM (NEW."waiting_for"))',
                    func='INSERT INTO "casework_casehistory" ("answers", "assign_by", "assigned_at", "assigned_by_job", "assignee_id", "closed_at", "due_at", "due_kind", "follows_id", "id", "is_open", "language", "latitude", "location", "longitude", "merged_into_id", "opened_at", "origin", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "possible_duplicate_of_id", "postcode", "priority", "priority_rank", "reference", "responded_at", "restricted", "routed_rule", "routed_version_id", "routing_reason", "service_id", "status", "summary", "tags", "target_id", "team_id", "waiting_for") VALUES (NEW."answers", NEW."assign_by", NEW."assigned_at", NEW."assigned_by_job", NEW."assignee_id", NEW."closed_at", NEW."due_at", NEW."due_kind", NEW."follows_id", NEW."id", NEW."is_open", NEW."language", NEW."latitude", NEW."location", NEW."longitude", NEW."merged_into_id", NEW."opened_at", NEW."origin", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."possible_duplicate_of_id", NEW."postcode", NEW."priority", NEW."priority_rank", NEW."reference", NEW."responded_at", NEW."restricted", NEW."routed_rule", NEW."routed_version_id", NEW."routing_reason", NEW."service_id", NEW."status", NEW."summary", NEW."tags", NEW."target_id", NEW."team_id", NEW."waiting_for"); RETURN NULL;',
                    hash="98d520877aeeb57838f9741edffb4698f98e2ac1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6bba9",
                    table="casework_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staff",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_staffhistory" ("cap", "email", "full_name", "id", "is_active", "is_machine", "is_safeguarding", "languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "skills", "username") VALUES (NEW."cap", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_machine", NEW."is_safeguarding", NEW."languages", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."skills", NEW."username"); RETURN NULL;',
                    hash="2030d8f0f4e750a15606d5e0cf05ea67f8101609",
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
                    condition='WHEN (OLD."cap" IS DISTINCT FROM (NEW."cap") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_machine" IS DISTINCT FROM (NEW."is_machine") OR OLD."is_safeguarding" IS DISTINCT FROM (NEW."is_safeguarding") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."skills" IS DISTINCT FROM (NEW."skills") OR OLD."username" IS DISTINCT FROM (NEW."username"))',
                    func='INSERT INTO "casework_staffhistory" ("cap", "email", "full_name", "id", "is_active", "is_machine", "is_safeguarding", "languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "skills", "username") VALUES (NEW."cap", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_machine", NEW."is_safeguarding", NEW."languages", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."skills", NEW."username"); RETURN NULL;',
                    hash="dcd799fb8cc386bb484578a6d13ce554a8fa9684",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_05648",
                    table="casework_staff",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="texttemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_texttemplatehistory" ("active", "body", "code", "id", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "service_id") VALUES (NEW."active", NEW."body", NEW."code", NEW."id", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."service_id"); RETURN NULL;',
                    hash="7adeb62c195301540df2ee8d633f4435b6b01c64",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ba75d",
                    table="casework_texttemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="texttemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_texttemplatehistory" ("active", "body", "code", "id", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "service_id") VALUES (NEW."active", NEW."body", NEW."code", NEW."id", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."service_id"); RETURN NULL;',
                    hash="7afe7f3b678f47827285db3d911acaf730648ae3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_db1fa",
                    table="casework_texttemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workhours",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "casework_workhourshistory" ("ends", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "starts", "weekday") VALUES (NEW."ends", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."staff_id", NEW."starts", NEW."weekday"); RETURN NULL;',
                    hash="ab86c6dde433280ebb66909f54e017492fc9a3a0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_886d7",
                    table="casework_workhours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workhours",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_workhourshistory" ("ends", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "starts", "weekday") VALUES (NEW."ends", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."staff_id", NEW."starts", NEW."weekday"); RETURN NULL;',
                    hash="85ba529cfb818d98f0594fd30a1c109adc5c9bf0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bfb7f",
                    table="casework_workhours",
                    when="AFTER",
                ),
            ),
        ),
    ]
