"""Calls while they happen, callbacks with windows and attempts, adjustments, who a contact is about."""

import casework.ids
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0007_texting'),
    ]

    operations = [
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('words', models.CharField(max_length=300)),
                ('declined', models.BooleanField(default=False, help_text='It was offered, and they did not want it.')),
                ('since', models.DateField()),
                ('review_on', models.DateField(blank=True, help_text='When somebody asks whether it still fits.', null=True)),
                ('noted_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_because', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=40)),
                ('account', models.CharField(max_length=64)),
                ('external_id', models.CharField(max_length=120)),
                ('withheld', models.BooleanField(default=False)),
                ('arrived_at', models.CharField(blank=True, help_text='Our number.', max_length=120)),
                ('state', models.CharField(choices=[('ringing', 'Ringing'), ('talking', 'Answered'), ('missed', 'Missed'), ('voicemail', 'Left a message'), ('ended', 'Ended')], default='ringing', max_length=10)),
                ('rang_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-rang_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='CallInProgress',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=30)),
                ('typed', models.JSONField(default=dict)),
                ('started_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('on_hold_since', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'calls in progress',
                'ordering': ['started_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='HeldNote',
            fields=[
                ('id', models.UUIDField(default=casework.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=20)),
                ('body', models.TextField()),
                ('because', models.CharField(help_text='Why it could not be added, in words.', max_length=300)),
                ('held_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-held_at', '-id'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='update_update',
        ),
        migrations.AddField(
            model_name='contact',
            name='follow_up',
            field=models.ForeignKey(blank=True, help_text='The callback or promise that this contact tried to keep.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='casework.followup'),
        ),
        migrations.AddField(
            model_name='contact',
            name='honoured',
            field=models.BooleanField(blank=True, help_text="Whether the person's adjustments were honoured; None is not asked.", null=True),
        ),
        migrations.AddField(
            model_name='contact',
            name='honoured_words',
            field=models.CharField(blank=True, help_text='What was not, and why.', max_length=300),
        ),
        migrations.AddField(
            model_name='contact',
            name='interpreter',
            field=models.CharField(blank=True, help_text='Who interpreted, and how.', max_length=200),
        ),
        migrations.AddField(
            model_name='contact',
            name='subject',
            field=models.ForeignKey(blank=True, db_index=False, help_text='Who it is about, where that is somebody else than whoever was in touch.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts_about', to='casework.person'),
        ),
        migrations.AddField(
            model_name='followup',
            name='contact',
            field=models.ForeignKey(blank=True, help_text='The contact in which it was promised.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='casework.contact'),
        ),
        migrations.AddField(
            model_name='followup',
            name='contact_point',
            field=models.ForeignKey(blank=True, help_text="Where they want to be reached: the caller's best number.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='casework.contactpoint'),
        ),
        migrations.AddField(
            model_name='followup',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='casework.person'),
        ),
        migrations.AddField(
            model_name='followup',
            name='result',
            field=models.CharField(blank=True, choices=[('kept', 'Kept'), ('not_reached', 'Could not reach them'), ('not_needed', 'Not needed any more'), ('broken', 'Not kept')], help_text='Once it is done.', max_length=12),
        ),
        migrations.AddField(
            model_name='followup',
            name='team',
            field=models.ForeignKey(blank=True, help_text='Whose it is where there is no case.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='casework.team'),
        ),
        migrations.AddField(
            model_name='followup',
            name='window_from',
            field=models.DateTimeField(blank=True, help_text='Not before then; `due_at` is the end of the promised window.', null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='born_on',
            field=models.DateField(blank=True, help_text='Where it is known and needed.', null=True),
        ),
        migrations.AddField(
            model_name='personhistory',
            name='born_on',
            field=models.DateField(blank=True, help_text='Where it is known and needed.', null=True),
        ),
        migrations.AlterField(
            model_name='followup',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='casework.case'),
        ),
        migrations.AlterField(
            model_name='person',
            name='adjustments',
            field=models.TextField(blank=True, help_text='Changes in how we deal with this person that they need: the running `Adjustment`s, a line each, for search, rules and every list. Written by casework.services.adjustments alone.'),
        ),
        migrations.AlterField(
            model_name='personhistory',
            name='adjustments',
            field=models.TextField(blank=True, help_text='Changes in how we deal with this person that they need: the running `Adjustment`s, a line each, for search, rules and every list. Written by casework.services.adjustments alone.'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('follow_up__isnull', False)), fields=['follow_up'], name='contact_attempts'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('filing', 'none')), fields=['-took_place_at', '-id'], name='contact_no_case'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(condition=models.Q(('done_at__isnull', True), ('team__isnull', False)), fields=['team', 'due_at'], name='follow_up_of_team'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(condition=models.Q(('done_at__isnull', False)), fields=['done_at'], name='follow_up_done'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_personhistory" ("about", "adjustments", "born_on", "created_at", "id", "language", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."about", NEW."adjustments", NEW."born_on", NEW."created_at", NEW."id", NEW."language", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='776c9bc6b5f7654c1f8e81672f2e7d9a8d5a5b7b', operation='INSERT', pgid='pgtrigger_insert_insert_b0d98', table='casework_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_personhistory" ("about", "adjustments", "born_on", "created_at", "id", "language", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."about", NEW."adjustments", NEW."born_on", NEW."created_at", NEW."id", NEW."language", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='820e3395fbc9c869b82947fefa15762302575cf2', operation='UPDATE', pgid='pgtrigger_update_update_aa838', table='casework_person', when='AFTER')),
        ),
        migrations.RunSQL(
            "UPDATE casework_followup SET result = 'kept' WHERE done_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(('case__isnull', False), models.Q(('contact__isnull', False), ('team__isnull', False)), _connector='OR'), name='follow_up_is_of_something', violation_error_message='A follow-up belongs to a case, or to a contact and a team.'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('result', '')), models.Q(('done_at__isnull', False), ('result__in', ['kept', 'not_reached', 'not_needed', 'broken'])), _connector='OR'), name='follow_up_done_has_result'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(('window_from__isnull', True), ('window_from__lte', models.F('due_at')), _connector='OR'), name='follow_up_window_before_due', violation_error_message='The window must begin before it ends.'),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='noted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='casework.person'),
        ),
        migrations.AddField(
            model_name='call',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls_answered', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='call',
            name='contact',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='call', to='casework.contact'),
        ),
        migrations.AddField(
            model_name='call',
            name='contact_point',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='casework.contactpoint'),
        ),
        migrations.AddField(
            model_name='callinprogress',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls_in_progress', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='callinprogress',
            name='call',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='typed', to='casework.call'),
        ),
        migrations.AddField(
            model_name='callinprogress',
            name='handed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='heldnote',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held_notes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='adjustment',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['person'], name='adjustment_running'),
        ),
        migrations.AddIndex(
            model_name='adjustment',
            index=models.Index(condition=models.Q(('ended_at__isnull', True), ('review_on__isnull', False)), fields=['review_on'], name='adjustment_review'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='adjustment_has_words', violation_error_message='Say what they need.'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(condition=models.Q(('state__in', ('ringing', 'talking'))), fields=['-rang_at'], name='call_live'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.UniqueConstraint(fields=('provider', 'account', 'external_id'), name='call_once'),
        ),
    ]
