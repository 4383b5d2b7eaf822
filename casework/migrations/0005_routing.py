"""Versions of rules, decisions, working time, targets and their clocks, follow-ups, duty, conflicts, areas."""

import casework.ids
import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0004_rules_set_aside'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='case',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='case',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='office',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='office',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='service',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='service',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='staff',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='staff',
            name='update_update',
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(error_messages={'unique': 'Another area has this code already.'}, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('postcodes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, help_text='Areas (SW), districts (SW1A), sectors (SW1A 1) or whole postcodes.', size=None)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AreaHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ('code', models.SlugField(db_index=False, error_messages={'unique': 'Another area has this code already.'})),
                ('name', models.CharField(max_length=100)),
                ('postcodes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, help_text='Areas (SW), districts (SW1A), sectors (SW1A 1) or whole postcodes.', size=None)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BankHoliday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nation', models.CharField(choices=[('england-and-wales', 'England and Wales'), ('scotland', 'Scotland'), ('northern-ireland', 'Northern Ireland'), ('none', 'No bank holidays')], max_length=20)),
                ('day', models.DateField()),
                ('title', models.CharField(max_length=100)),
            ],
            options={
                'ordering': ['day', 'nation'],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('resolution', 'Resolution')], max_length=20)),
                ('amount', models.PositiveIntegerField()),
                ('unit', models.CharField(choices=[('minutes', 'working minutes'), ('days', 'working days'), ('hours', 'hours by the clock')], max_length=10)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('paused_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('met', models.BooleanField(help_text='None: it runs still, or was called off.', null=True)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='Counts extensions: each gets its own reminders.')),
                ('next_step_at', models.DateTimeField(blank=True, help_text='When the next escalation step is due.', null=True)),
            ],
            options={
                'ordering': ['started_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('reason', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['first_day'],
            },
        ),
        migrations.CreateModel(
            name='ClosureHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('reason', models.CharField(max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='ConflictHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DryRun',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('rules', models.JSONField(default=list)),
                ('days', models.PositiveSmallIntegerField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('cursor', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('result', models.JSONField(default=dict)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='EscalationStep',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('resolution', 'Resolution')], default='first_response', max_length=20)),
                ('minutes', models.IntegerField(default=0)),
                ('action', models.CharField(choices=[('remind', "Remind whoever has it, or the team's leads"), ('raise', 'Raise the priority'), ('move', 'Move it to a team')], max_length=10)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['minutes', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EscalationStepHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ('kind', models.CharField(choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('resolution', 'Resolution')], default='first_response', max_length=20)),
                ('minutes', models.IntegerField(default=0)),
                ('action', models.CharField(choices=[('remind', "Remind whoever has it, or the team's leads"), ('raise', 'Raise the priority'), ('move', 'Move it to a team')], max_length=10)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('callback', 'Callback'), ('promise', 'Promise to the person'), ('reminder', 'Reminder')], default='reminder', max_length=20)),
                ('words', models.CharField(max_length=300)),
                ('due_at', models.DateTimeField()),
                ('job', models.CharField(blank=True, max_length=60)),
                ('made_at', models.DateTimeField()),
                ('once', models.CharField(blank=True, max_length=120)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_words', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['due_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Leave',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
            ],
            options={
                'verbose_name_plural': 'leave',
                'ordering': ['first_day'],
            },
        ),
        migrations.CreateModel(
            name='LeaveHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OpeningHoursHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('weekday', models.PositiveSmallIntegerField()),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoutingDecision',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('cause', models.CharField(choices=[('opened', 'Opened'), ('asked', 'Asked for by staff'), ('rule', 'A rule marked for it')], default='opened', max_length=10)),
                ('job', models.CharField(blank=True, max_length=60)),
                ('at', models.DateTimeField()),
                ('facts', models.JSONField(default=dict)),
                ('rule_id', models.UUIDField(help_text='The rule that decided the team; none for triage.', null=True)),
                ('rule_name', models.CharField(blank=True, max_length=120)),
                ('matched', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, help_text='Every rule that held.', size=None)),
                ('team', models.CharField(max_length=50)),
                ('priority', models.CharField(blank=True, max_length=10)),
                ('assignee', models.CharField(blank=True, max_length=150)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('restricted', models.BooleanField(default=False)),
                ('target', models.CharField(blank=True, max_length=50)),
                ('acknowledgement', models.CharField(blank=True, help_text="Words of a rule in place of the office's own.", max_length=480)),
                ('reason', models.TextField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RuleDraft',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('rules', models.JSONField(default=list)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RuleSetVersion',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(unique=True)),
                ('rules', models.JSONField(default=list, help_text='See casework.routing.documents.')),
                ('job', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Skip',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(error_messages={'unique': 'Another target has this code already.'}, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('source', models.CharField(blank=True, help_text='The rule or code it comes from.', max_length=300)),
                ('first_response', models.PositiveIntegerField(blank=True, null=True)),
                ('first_response_unit', models.CharField(choices=[('minutes', 'working minutes'), ('days', 'working days'), ('hours', 'hours by the clock')], default='days', max_length=10)),
                ('next_response', models.PositiveIntegerField(blank=True, null=True)),
                ('next_response_unit', models.CharField(choices=[('minutes', 'working minutes'), ('days', 'working days'), ('hours', 'hours by the clock')], default='days', max_length=10)),
                ('resolution', models.PositiveIntegerField(blank=True, null=True)),
                ('resolution_unit', models.CharField(choices=[('minutes', 'working minutes'), ('days', 'working days'), ('hours', 'hours by the clock')], default='days', max_length=10)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='TargetFor',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('priority', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'ordering': ['service', 'priority'],
            },
        ),
        migrations.CreateModel(
            name='TargetForHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ('priority', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TargetHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, serialize=False)),
                ('code', models.SlugField(db_index=False, error_messages={'unique': 'Another target has this code already.'})),
                ('name', models.CharField(max_length=120)),
                ('source', models.CharField(blank=True, help_text='The rule or code it comes from.', max_length=300)),
                ('first_response', models.PositiveIntegerField(blank=True, null=True)),
                ('first_response_unit', models.CharField(choices=[('minutes', 'working minutes'), ('days', 'working days'), ('hours', 'hours by the clock')], default='days', max_length=10)),
                ('next_response', models.PositiveIntegerField(blank=True, null=True)),
                ('next_response_unit', models.CharField(choices=[('minutes', 'working minutes'), ('days', 'working days'), ('hours', 'hours by the clock')], default='days', max_length=10)),
                ('resolution', models.PositiveIntegerField(blank=True, null=True)),
                ('resolution_unit', models.CharField(choices=[('minutes', 'working minutes'), ('days', 'working days'), ('hours', 'hours by the clock')], default='days', max_length=10)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WorkHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
            ],
            options={
                'verbose_name_plural': 'work hours',
                'ordering': ['weekday', 'starts'],
            },
        ),
        migrations.CreateModel(
            name='WorkHoursHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('weekday', models.PositiveSmallIntegerField()),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveField(
            model_name='routingrule',
            name='assignee',
        ),
        migrations.RemoveField(
            model_name='routingrule',
            name='team',
        ),
        migrations.RemoveField(
            model_name='routingrulehistory',
            name='pgh_obj',
        ),
        migrations.RemoveField(
            model_name='case',
            name='routed_by',
        ),
        migrations.RemoveField(
            model_name='casehistory',
            name='routed_by',
        ),
        migrations.RemoveField(
            model_name='routingrulehistory',
            name='assignee',
        ),
        migrations.RemoveField(
            model_name='routingrulehistory',
            name='pgh_context',
        ),
        migrations.RemoveField(
            model_name='routingrulehistory',
            name='team',
        ),
        migrations.RemoveConstraint(
            model_name='openinghours',
            name='closes_after_opening',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='queue_overdue',
        ),
        migrations.RemoveField(
            model_name='service',
            name='respond_within_hours',
        ),
        migrations.RemoveField(
            model_name='servicehistory',
            name='respond_within_hours',
        ),
        migrations.AddField(
            model_name='case',
            name='assign_by',
            field=models.CharField(blank=True, help_text="Who gets it is the office's to find: least or turn.", max_length=10),
        ),
        migrations.AddField(
            model_name='case',
            name='assigned_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='assigned_by_job',
            field=models.BooleanField(default=False, help_text='Given unasked; it goes back if untouched at the end of a shift.'),
        ),
        migrations.AddField(
            model_name='case',
            name='due_kind',
            field=models.CharField(blank=True, help_text='Which promise that is.', max_length=20),
        ),
        migrations.AddField(
            model_name='case',
            name='routed_rule',
            field=models.UUIDField(blank=True, help_text='The rule of that set that decided.', null=True),
        ),
        migrations.AddField(
            model_name='casehistory',
            name='assign_by',
            field=models.CharField(blank=True, help_text="Who gets it is the office's to find: least or turn.", max_length=10),
        ),
        migrations.AddField(
            model_name='casehistory',
            name='assigned_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='casehistory',
            name='assigned_by_job',
            field=models.BooleanField(default=False, help_text='Given unasked; it goes back if untouched at the end of a shift.'),
        ),
        migrations.AddField(
            model_name='casehistory',
            name='due_kind',
            field=models.CharField(blank=True, help_text='Which promise that is.', max_length=20),
        ),
        migrations.AddField(
            model_name='casehistory',
            name='routed_rule',
            field=models.UUIDField(blank=True, help_text='The rule of that set that decided.', null=True),
        ),
        migrations.AddField(
            model_name='contact',
            name='partner',
            field=models.CharField(blank=True, help_text='Whose site carried the form.', max_length=40),
        ),
        migrations.AddField(
            model_name='membership',
            name='last_given_at',
            field=models.DateTimeField(blank=True, help_text='When a case was last given to them in turn.', null=True),
        ),
        migrations.AddField(
            model_name='office',
            name='nation',
            field=models.CharField(choices=[('england-and-wales', 'England and Wales'), ('scotland', 'Scotland'), ('northern-ireland', 'Northern Ireland'), ('none', 'No bank holidays')], default='england-and-wales', help_text='Whose bank holidays the office keeps.', max_length=20),
        ),
        migrations.AddField(
            model_name='officehistory',
            name='nation',
            field=models.CharField(choices=[('england-and-wales', 'England and Wales'), ('scotland', 'Scotland'), ('northern-ireland', 'Northern Ireland'), ('none', 'No bank holidays')], default='england-and-wales', help_text='Whose bank holidays the office keeps.', max_length=20),
        ),
        migrations.AddField(
            model_name='openinghours',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='casework.team'),
        ),
        migrations.AddField(
            model_name='service',
            name='skill',
            field=models.SlugField(blank=True, help_text='What somebody must know to be given its cases unasked.'),
        ),
        migrations.AddField(
            model_name='servicehistory',
            name='skill',
            field=models.SlugField(blank=True, db_index=False, help_text='What somebody must know to be given its cases unasked.'),
        ),
        migrations.AddField(
            model_name='staff',
            name='cap',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Most open cases that are given to them unasked; none is no limit.', null=True),
        ),
        migrations.AddField(
            model_name='staff',
            name='languages',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='staff',
            name='skills',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='staffhistory',
            name='cap',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Most open cases that are given to them unasked; none is no limit.', null=True),
        ),
        migrations.AddField(
            model_name='staffhistory',
            name='languages',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='staffhistory',
            name='skills',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list, size=None),
        ),
        migrations.AlterField(
            model_name='case',
            name='due_at',
            field=models.DateTimeField(blank=True, help_text='The soonest promise that runs; none while all are paused or kept.', null=True),
        ),
        migrations.AlterField(
            model_name='casehistory',
            name='due_at',
            field=models.DateTimeField(blank=True, help_text='The soonest promise that runs; none while all are paused or kept.', null=True),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens')), ('closes', '00:00'), _connector='OR'), name='closes_after_opening', violation_error_message='Closing time must be after opening time; 00:00 is midnight.'),
        ),
        migrations.AddField(
            model_name='areahistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='areahistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', related_query_name='versions', to='casework.area'),
        ),
        migrations.AddConstraint(
            model_name='bankholiday',
            constraint=models.UniqueConstraint(fields=('nation', 'day'), name='bank_holiday_once'),
        ),
        migrations.AddField(
            model_name='clock',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='casework.case'),
        ),
        migrations.AddField(
            model_name='closure',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='casework.team'),
        ),
        migrations.AddField(
            model_name='closurehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='closurehistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', related_query_name='versions', to='casework.closure'),
        ),
        migrations.AddField(
            model_name='closurehistory',
            name='team',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.team'),
        ),
        migrations.AddField(
            model_name='conflict',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='casework.case'),
        ),
        migrations.AddField(
            model_name='conflict',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='conflict',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='casework.person'),
        ),
        migrations.AddField(
            model_name='conflict',
            name='staff',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='conflicthistory',
            name='case',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.case'),
        ),
        migrations.AddField(
            model_name='conflicthistory',
            name='made_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='conflicthistory',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.person'),
        ),
        migrations.AddField(
            model_name='conflicthistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='conflicthistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', related_query_name='versions', to='casework.conflict'),
        ),
        migrations.AddField(
            model_name='conflicthistory',
            name='staff',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dryrun',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dry_runs', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='escalation',
            name='clock',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='casework.clock'),
        ),
        migrations.AddField(
            model_name='escalationstep',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.team'),
        ),
        migrations.AddField(
            model_name='escalation',
            name='step',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.escalationstep'),
        ),
        migrations.AddField(
            model_name='escalationstephistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='escalationstephistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', related_query_name='versions', to='casework.escalationstep'),
        ),
        migrations.AddField(
            model_name='escalationstephistory',
            name='team',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.team'),
        ),
        migrations.AddField(
            model_name='followup',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='casework.case'),
        ),
        migrations.AddField(
            model_name='followup',
            name='done_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='followup',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='followup',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='leave',
            name='staff',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leave', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='leavehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='leavehistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', related_query_name='versions', to='casework.leave'),
        ),
        migrations.AddField(
            model_name='leavehistory',
            name='staff',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='openinghourshistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='openinghourshistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', related_query_name='versions', to='casework.openinghours'),
        ),
        migrations.AddField(
            model_name='openinghourshistory',
            name='team',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.team'),
        ),
        migrations.AddField(
            model_name='routingdecision',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='routingdecision',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='casework.case'),
        ),
        migrations.AddField(
            model_name='routingdecision',
            name='contact',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.contact'),
        ),
        migrations.AddField(
            model_name='ruledraft',
            name='owner',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rule_draft', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rulesetversion',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rulesetversion',
            name='went_back_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.rulesetversion'),
        ),
        migrations.AddField(
            model_name='ruledraft',
            name='base',
            field=models.ForeignKey(help_text='The set it began from.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.rulesetversion'),
        ),
        migrations.AddField(
            model_name='routingdecision',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.rulesetversion'),
        ),
        migrations.AddField(
            model_name='dryrun',
            name='base',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.rulesetversion'),
        ),
        migrations.AddField(
            model_name='case',
            name='routed_version',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.rulesetversion'),
        ),
        migrations.AddField(
            model_name='casehistory',
            name='routed_version',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.rulesetversion'),
        ),
        migrations.AddField(
            model_name='skip',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skips', to='casework.case'),
        ),
        migrations.AddField(
            model_name='skip',
            name='staff',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skips', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('first_response__isnull', True), ('first_response__gt', 0), _connector='OR'), name='first_response_some_time'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('next_response__isnull', True), ('next_response__gt', 0), _connector='OR'), name='next_response_some_time'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('resolution__isnull', True), ('resolution__gt', 0), _connector='OR'), name='resolution_some_time'),
        ),
        migrations.AddField(
            model_name='escalationstephistory',
            name='target',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.target'),
        ),
        migrations.AddField(
            model_name='escalationstep',
            name='target',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='casework.target'),
        ),
        migrations.AddField(
            model_name='clock',
            name='target',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.target'),
        ),
        migrations.AddField(
            model_name='case',
            name='target',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='casework.target'),
        ),
        migrations.AddField(
            model_name='casehistory',
            name='target',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.target'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('due_at__isnull', False), ('is_open', True)), fields=['due_at'], name='queue_overdue'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('assignee__isnull', True), ('is_open', True), models.Q(('assign_by', ''), _negated=True)), fields=['team', 'opened_at', 'id'], name='case_waits_for_room'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('assigned_by_job', True), ('is_open', True)), fields=['assignee', 'assigned_at'], name='case_given_unasked'),
        ),
        migrations.AddField(
            model_name='targetfor',
            name='service',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='casework.service'),
        ),
        migrations.AddField(
            model_name='targetfor',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chosen_for', to='casework.target'),
        ),
        migrations.AddField(
            model_name='targetforhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='targetforhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', related_query_name='versions', to='casework.targetfor'),
        ),
        migrations.AddField(
            model_name='targetforhistory',
            name='service',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.service'),
        ),
        migrations.AddField(
            model_name='targetforhistory',
            name='target',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.target'),
        ),
        migrations.AddField(
            model_name='targethistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='targethistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', related_query_name='versions', to='casework.target'),
        ),
        migrations.AddField(
            model_name='workhours',
            name='staff',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work_hours', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workhourshistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='workhourshistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', related_query_name='versions', to='casework.workhours'),
        ),
        migrations.AddField(
            model_name='workhourshistory',
            name='staff',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.DeleteModel(
            name='RoutingRule',
        ),
        migrations.DeleteModel(
            name='RoutingRuleHistory',
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='closure_ends_after_it_begins', violation_error_message='The last day of a closure cannot be before its first.'),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('person__isnull', True)), models.Q(('case__isnull', True), ('person__isnull', False)), _connector='OR'), name='conflict_with_case_or_person', violation_error_message='A conflict of interest is with a case or with a person.'),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.UniqueConstraint(fields=('staff', 'case', 'person'), name='conflict_once', nulls_distinct=False, violation_error_message='This conflict of interest is on record already.'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(fields=('clock', 'step', 'round'), name='escalated_once'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(condition=models.Q(('done_at__isnull', True)), fields=['due_at'], name='follow_up_due'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(fields=['case', 'due_at'], name='follow_up_of_case'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(('made_by__isnull', False), models.Q(('job', ''), _negated=True), _connector='OR'), name='follow_up_has_maker_or_job'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.UniqueConstraint(condition=models.Q(('once', ''), _negated=True), fields=('once',), name='follow_up_once'),
        ),
        migrations.AddConstraint(
            model_name='leave',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='leave_ends_after_it_begins', violation_error_message='The last day of leave cannot be before its first.'),
        ),
        migrations.AddConstraint(
            model_name='rulesetversion',
            constraint=models.CheckConstraint(condition=models.Q(('author__isnull', False), models.Q(('job', ''), _negated=True), _connector='OR'), name='rule_set_has_author_or_job', violation_error_message='A set of rules needs an author or a named job.'),
        ),
        migrations.AddConstraint(
            model_name='rulesetversion',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rule_set_has_reason', violation_error_message='Say why the rules change.'),
        ),
        migrations.AddIndex(
            model_name='routingdecision',
            index=models.Index(fields=['case', 'at'], name='decision_of_case'),
        ),
        migrations.AddIndex(
            model_name='routingdecision',
            index=models.Index(fields=['at', 'id'], name='decision_span'),
        ),
        migrations.AddConstraint(
            model_name='routingdecision',
            constraint=models.CheckConstraint(condition=models.Q(('actor__isnull', False), models.Q(('job', ''), _negated=True), _connector='OR'), name='decision_has_actor_or_job', violation_error_message='A decision needs an actor or a named job.'),
        ),
        migrations.AddIndex(
            model_name='skip',
            index=models.Index(fields=['staff', '-at'], name='skip_lately'),
        ),
        migrations.AddConstraint(
            model_name='skip',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='skip_has_reason', violation_error_message='Say why you pass it over.'),
        ),
        migrations.AddConstraint(
            model_name='escalationstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', 'move'), _negated=True), ('team__isnull', False), _connector='OR'), name='move_names_a_team', violation_error_message='Choose the team that gets it.'),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('next_step_at__isnull', False), ('paused_at__isnull', True), ('stopped_at__isnull', True)), fields=['next_step_at'], name='clock_next_step'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.UniqueConstraint(condition=models.Q(('stopped_at__isnull', True)), fields=('case', 'kind'), name='one_clock_of_a_kind_runs'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('started_at'))), name='due_after_start'),
        ),
        migrations.AddConstraint(
            model_name='targetfor',
            constraint=models.UniqueConstraint(fields=('service', 'priority'), name='target_for_once', nulls_distinct=False, violation_error_message='This service and priority have a target already. Change that one.'),
        ),
        migrations.AddConstraint(
            model_name='workhours',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='work_weekday_exists'),
        ),
        migrations.AddConstraint(
            model_name='workhours',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts')), ('ends', '00:00'), _connector='OR'), name='work_ends_after_it_starts', violation_error_message='Work must end after it starts; 00:00 is midnight.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_casehistory" ("answers", "assign_by", "assigned_at", "assigned_by_job", "assignee_id", "closed_at", "due_at", "due_kind", "follows_id", "id", "is_open", "language", "latitude", "location", "longitude", "merged_into_id", "opened_at", "origin", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "possible_duplicate_of_id", "postcode", "priority", "priority_rank", "reference", "responded_at", "restricted", "routed_rule", "routed_version_id", "routing_reason", "service_id", "status", "summary", "tags", "target_id", "team_id", "waiting_for") VALUES (NEW."answers", NEW."assign_by", NEW."assigned_at", NEW."assigned_by_job", NEW."assignee_id", NEW."closed_at", NEW."due_at", NEW."due_kind", NEW."follows_id", NEW."id", NEW."is_open", NEW."language", NEW."latitude", NEW."location", NEW."longitude", NEW."merged_into_id", NEW."opened_at", NEW."origin", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."possible_duplicate_of_id", NEW."postcode", NEW."priority", NEW."priority_rank", NEW."reference", NEW."responded_at", NEW."restricted", NEW."routed_rule", NEW."routed_version_id", NEW."routing_reason", NEW."service_id", NEW."status", NEW."summary", NEW."tags", NEW."target_id", NEW."team_id", NEW."waiting_for"); RETURN NULL;', hash='bd912973a0bdd6df580209631fba36b326a5f3cc', operation='INSERT', pgid='pgtrigger_insert_insert_825cb', table='casework_case', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answers" IS DISTINCT FROM (NEW."answers") OR OLD."assign_by" IS DISTINCT FROM (NEW."assign_by") OR OLD."assigned_at" IS DISTINCT FROM (NEW."assigned_at") OR OLD."assigned_by_job" IS DISTINCT FROM (NEW."assigned_by_job") OR OLD."assignee_id" IS DISTINCT FROM (NEW."assignee_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."due_kind" IS DISTINCT FROM (NEW."due_kind") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_open" IS DISTINCT FROM (NEW."is_open") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."location" IS DISTINCT FROM (NEW."location") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."possible_duplicate_of_id" IS DISTINCT FROM (NEW."possible_duplicate_of_id") OR OLD."postcode" IS DISTINCT FROM (NEW."postcode") OR OLD."priority" IS DISTINCT FROM (NEW."priority") OR OLD."priority_rank" IS DISTINCT FROM (NEW."priority_rank") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."responded_at" IS DISTINCT FROM (NEW."responded_at") OR OLD."restricted" IS DISTINCT FROM (NEW."restricted") OR OLD."routed_rule" IS DISTINCT FROM (NEW."routed_rule") OR OLD."routed_version_id" IS DISTINCT FROM (NEW."routed_version_id") OR OLD."routing_reason" IS DISTINCT FROM (NEW."routing_reason") OR OLD."service_id" IS DISTINCT FROM (NEW."service_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."tags" IS DISTINCT FROM (NEW."tags") OR OLD."target_id" IS DISTINCT FROM (NEW."target_id") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."waiting_for" IS DISTINCT FROM (NEW."waiting_for"))', func='INSERT INTO "casework_casehistory" ("answers", "assign_by", "assigned_at", "assigned_by_job", "assignee_id", "closed_at", "due_at", "due_kind", "follows_id", "id", "is_open", "language", "latitude", "location", "longitude", "merged_into_id", "opened_at", "origin", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "possible_duplicate_of_id", "postcode", "priority", "priority_rank", "reference", "responded_at", "restricted", "routed_rule", "routed_version_id", "routing_reason", "service_id", "status", "summary", "tags", "target_id", "team_id", "waiting_for") VALUES (NEW."answers", NEW."assign_by", NEW."assigned_at", NEW."assigned_by_job", NEW."assignee_id", NEW."closed_at", NEW."due_at", NEW."due_kind", NEW."follows_id", NEW."id", NEW."is_open", NEW."language", NEW."latitude", NEW."location", NEW."longitude", NEW."merged_into_id", NEW."opened_at", NEW."origin", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."possible_duplicate_of_id", NEW."postcode", NEW."priority", NEW."priority_rank", NEW."reference", NEW."responded_at", NEW."restricted", NEW."routed_rule", NEW."routed_version_id", NEW."routing_reason", NEW."service_id", NEW."status", NEW."summary", NEW."tags", NEW."target_id", NEW."team_id", NEW."waiting_for"); RETURN NULL;', hash='98d520877aeeb57838f9741edffb4698f98e2ac1', operation='UPDATE', pgid='pgtrigger_update_update_6bba9', table='casework_case', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_officehistory" ("acknowledge_every_hours", "acknowledge_texts", "id", "name", "nation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "question_window_hours", "reopen_window_days", "reply_window_hours") VALUES (NEW."acknowledge_every_hours", NEW."acknowledge_texts", NEW."id", NEW."name", NEW."nation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."question_window_hours", NEW."reopen_window_days", NEW."reply_window_hours"); RETURN NULL;', hash='3e589f36dc806893b8f11c68fc5f77361f819768', operation='INSERT', pgid='pgtrigger_insert_insert_ba4c9', table='casework_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_officehistory" ("acknowledge_every_hours", "acknowledge_texts", "id", "name", "nation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "question_window_hours", "reopen_window_days", "reply_window_hours") VALUES (NEW."acknowledge_every_hours", NEW."acknowledge_texts", NEW."id", NEW."name", NEW."nation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."question_window_hours", NEW."reopen_window_days", NEW."reply_window_hours"); RETURN NULL;', hash='be1e7bf64c76874076d62fef1d7e57f948722f37', operation='UPDATE', pgid='pgtrigger_update_update_05d54', table='casework_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_openinghourshistory" ("closes", "id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "weekday") VALUES (NEW."closes", NEW."id", NEW."opens", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."team_id", NEW."weekday"); RETURN NULL;', hash='0848f1781d57f56e7fb3648afef3d74049a8179c', operation='INSERT', pgid='pgtrigger_insert_insert_e5916', table='casework_openinghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_openinghourshistory" ("closes", "id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "weekday") VALUES (NEW."closes", NEW."id", NEW."opens", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."team_id", NEW."weekday"); RETURN NULL;', hash='e0c5bc45877f8b9614eb1c5484935e505ecb73b5', operation='UPDATE', pgid='pgtrigger_update_update_d61a1', table='casework_openinghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='service',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_servicehistory" ("code", "group", "guidance", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published", "restricted", "skill", "stop_notice", "summary") VALUES (NEW."code", NEW."group", NEW."guidance", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."published", NEW."restricted", NEW."skill", NEW."stop_notice", NEW."summary"); RETURN NULL;', hash='77b4bdde6c3635986b2d4ef5685761ee291434f9', operation='INSERT', pgid='pgtrigger_insert_insert_d0c41', table='casework_service', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='service',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_servicehistory" ("code", "group", "guidance", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published", "restricted", "skill", "stop_notice", "summary") VALUES (NEW."code", NEW."group", NEW."guidance", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."published", NEW."restricted", NEW."skill", NEW."stop_notice", NEW."summary"); RETURN NULL;', hash='68b12a1d47a04c2cc1b8691206548ae91df0237d', operation='UPDATE', pgid='pgtrigger_update_update_4001a', table='casework_service', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staff',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_staffhistory" ("cap", "email", "full_name", "id", "is_active", "is_machine", "is_safeguarding", "languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "skills", "username") VALUES (NEW."cap", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_machine", NEW."is_safeguarding", NEW."languages", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."skills", NEW."username"); RETURN NULL;', hash='2030d8f0f4e750a15606d5e0cf05ea67f8101609', operation='INSERT', pgid='pgtrigger_insert_insert_4dcfe', table='casework_staff', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staff',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."cap" IS DISTINCT FROM (NEW."cap") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_machine" IS DISTINCT FROM (NEW."is_machine") OR OLD."is_safeguarding" IS DISTINCT FROM (NEW."is_safeguarding") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."skills" IS DISTINCT FROM (NEW."skills") OR OLD."username" IS DISTINCT FROM (NEW."username"))', func='INSERT INTO "casework_staffhistory" ("cap", "email", "full_name", "id", "is_active", "is_machine", "is_safeguarding", "languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "skills", "username") VALUES (NEW."cap", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_machine", NEW."is_safeguarding", NEW."languages", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."skills", NEW."username"); RETURN NULL;', hash='dcd799fb8cc386bb484578a6d13ce554a8fa9684', operation='UPDATE', pgid='pgtrigger_update_update_05648', table='casework_staff', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='area',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_areahistory" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcodes") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postcodes"); RETURN NULL;', hash='4c27e77d95d2578cf1b31b5827584aee51328704', operation='INSERT', pgid='pgtrigger_insert_insert_1c587', table='casework_area', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='area',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_areahistory" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcodes") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postcodes"); RETURN NULL;', hash='0013cb6070f9a7778c1686660adfa4a2be6335f5', operation='UPDATE', pgid='pgtrigger_update_update_adc24', table='casework_area', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_targethistory" ("active", "code", "first_response", "first_response_unit", "id", "name", "next_response", "next_response_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution", "resolution_unit", "source") VALUES (NEW."active", NEW."code", NEW."first_response", NEW."first_response_unit", NEW."id", NEW."name", NEW."next_response", NEW."next_response_unit", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."resolution", NEW."resolution_unit", NEW."source"); RETURN NULL;', hash='edc4cf001406145b78e936c3584f5f8372625c84', operation='INSERT', pgid='pgtrigger_insert_insert_65353', table='casework_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_targethistory" ("active", "code", "first_response", "first_response_unit", "id", "name", "next_response", "next_response_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution", "resolution_unit", "source") VALUES (NEW."active", NEW."code", NEW."first_response", NEW."first_response_unit", NEW."id", NEW."name", NEW."next_response", NEW."next_response_unit", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."resolution", NEW."resolution_unit", NEW."source"); RETURN NULL;', hash='1cb3df3c3bab77975888cf5e31b2680ba2bb103b', operation='UPDATE', pgid='pgtrigger_update_update_beaf6', table='casework_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_closurehistory" ("first_day", "id", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "team_id") VALUES (NEW."first_day", NEW."id", NEW."last_day", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."team_id"); RETURN NULL;', hash='3e35cf2bd30602e0e1fafef48cae2d005a39a467', operation='INSERT', pgid='pgtrigger_insert_insert_cfd90', table='casework_closure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_closurehistory" ("first_day", "id", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "team_id") VALUES (NEW."first_day", NEW."id", NEW."last_day", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."team_id"); RETURN NULL;', hash='37831de808b4f5ceb75e138edbe44ae3e3c3b8d9', operation='UPDATE', pgid='pgtrigger_update_update_91951', table='casework_closure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conflict',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_conflicthistory" ("at", "case_id", "id", "made_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "staff_id") VALUES (NEW."at", NEW."case_id", NEW."id", NEW."made_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."staff_id"); RETURN NULL;', hash='e349bc68110c86c9e011888bf1cfe40bd9137d08', operation='INSERT', pgid='pgtrigger_insert_insert_bfd51', table='casework_conflict', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conflict',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_conflicthistory" ("at", "case_id", "id", "made_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "staff_id") VALUES (NEW."at", NEW."case_id", NEW."id", NEW."made_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."staff_id"); RETURN NULL;', hash='089129e1fd3ee35d42cb206137265a56d4eecac4', operation='UPDATE', pgid='pgtrigger_update_update_61fed', table='casework_conflict', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leave',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_leavehistory" ("first_day", "id", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id") VALUES (NEW."first_day", NEW."id", NEW."last_day", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."staff_id"); RETURN NULL;', hash='7d45b55ce97e443d7de49ce0e5b530bd6e264e5c', operation='INSERT', pgid='pgtrigger_insert_insert_c11ce', table='casework_leave', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leave',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_leavehistory" ("first_day", "id", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id") VALUES (NEW."first_day", NEW."id", NEW."last_day", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."staff_id"); RETURN NULL;', hash='35cd35567b3b42fb1dfdc8043078f0af744d84ba', operation='UPDATE', pgid='pgtrigger_update_update_ad725', table='casework_leave', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rulesetversion',
            trigger=pgtrigger.compiler.Trigger(name='rule_set_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='aa80f9c4482a50eb0fd5f88dbb7c10dfd4b6d281', operation='UPDATE OR DELETE', pgid='pgtrigger_rule_set_kept_0ad9f', table='casework_rulesetversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='escalationstep',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_escalationstephistory" ("action", "active", "id", "kind", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target_id", "team_id") VALUES (NEW."action", NEW."active", NEW."id", NEW."kind", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."target_id", NEW."team_id"); RETURN NULL;', hash='91e434f9b7478c24435d8f0f9cbda5191f2c33f0', operation='INSERT', pgid='pgtrigger_insert_insert_65cd4', table='casework_escalationstep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='escalationstep',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_escalationstephistory" ("action", "active", "id", "kind", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target_id", "team_id") VALUES (NEW."action", NEW."active", NEW."id", NEW."kind", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."target_id", NEW."team_id"); RETURN NULL;', hash='7d60d97e5193d45322b188ddcd59f16c89813d5e', operation='UPDATE', pgid='pgtrigger_update_update_fcb99', table='casework_escalationstep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='targetfor',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_targetforhistory" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "service_id", "target_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."priority", NEW."service_id", NEW."target_id"); RETURN NULL;', hash='efe2764d0620096ca1e6a4ff93166093f9343db8', operation='INSERT', pgid='pgtrigger_insert_insert_4f41d', table='casework_targetfor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='targetfor',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_targetforhistory" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "service_id", "target_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."priority", NEW."service_id", NEW."target_id"); RETURN NULL;', hash='568ad5da38ad764acd018c0b8085cf5cc4d20719', operation='UPDATE', pgid='pgtrigger_update_update_c3498', table='casework_targetfor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workhours',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_workhourshistory" ("ends", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "starts", "weekday") VALUES (NEW."ends", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."staff_id", NEW."starts", NEW."weekday"); RETURN NULL;', hash='ab86c6dde433280ebb66909f54e017492fc9a3a0', operation='INSERT', pgid='pgtrigger_insert_insert_886d7', table='casework_workhours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workhours',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_workhourshistory" ("ends", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_id", "starts", "weekday") VALUES (NEW."ends", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."staff_id", NEW."starts", NEW."weekday"); RETURN NULL;', hash='85ba529cfb818d98f0594fd30a1c109adc5c9bf0', operation='UPDATE', pgid='pgtrigger_update_update_bfb7f', table='casework_workhours', when='AFTER')),
        ),
    ]
