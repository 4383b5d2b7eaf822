"""Whether anything of a case changed is asked by the function that keeps its version (docs/adr/0045)."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0020_fewer_indexes_of_contacts_and_events'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='case',
            name='update_update',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF (OLD."answers" IS DISTINCT FROM (NEW."answers") OR OLD."assign_by" IS DISTINCT FROM (NEW."assign_by") OR OLD."assigned_at" IS DISTINCT FROM (NEW."assigned_at") OR OLD."assigned_by_job" IS DISTINCT FROM (NEW."assigned_by_job") OR OLD."assignee_id" IS DISTINCT FROM (NEW."assignee_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."due_kind" IS DISTINCT FROM (NEW."due_kind") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_open" IS DISTINCT FROM (NEW."is_open") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."location" IS DISTINCT FROM (NEW."location") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."possible_duplicate_of_id" IS DISTINCT FROM (NEW."possible_duplicate_of_id") OR OLD."postcode" IS DISTINCT FROM (NEW."postcode") OR OLD."priority" IS DISTINCT FROM (NEW."priority") OR OLD."priority_rank" IS DISTINCT FROM (NEW."priority_rank") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."responded_at" IS DISTINCT FROM (NEW."responded_at") OR OLD."restricted" IS DISTINCT FROM (NEW."restricted") OR OLD."routed_rule" IS DISTINCT FROM (NEW."routed_rule") OR OLD."routed_version_id" IS DISTINCT FROM (NEW."routed_version_id") OR OLD."routing_reason" IS DISTINCT FROM (NEW."routing_reason") OR OLD."service_id" IS DISTINCT FROM (NEW."service_id") OR OLD."snooze_reason" IS DISTINCT FROM (NEW."snooze_reason") OR OLD."snoozed_until" IS DISTINCT FROM (NEW."snoozed_until") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."tags" IS DISTINCT FROM (NEW."tags") OR OLD."target_id" IS DISTINCT FROM (NEW."target_id") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."waiting_for" IS DISTINCT FROM (NEW."waiting_for")) THEN INSERT INTO "casework_casehistory" ("answers", "assign_by", "assigned_at", "assigned_by_job", "assignee_id", "closed_at", "due_at", "due_kind", "follows_id", "id", "is_open", "language", "latitude", "location", "longitude", "merged_into_id", "opened_at", "origin", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "possible_duplicate_of_id", "postcode", "priority", "priority_rank", "reference", "responded_at", "restricted", "routed_rule", "routed_version_id", "routing_reason", "service_id", "snooze_reason", "snoozed_until", "status", "summary", "tags", "target_id", "team_id", "waiting_for") VALUES (NEW."answers", NEW."assign_by", NEW."assigned_at", NEW."assigned_by_job", NEW."assignee_id", NEW."closed_at", NEW."due_at", NEW."due_kind", NEW."follows_id", NEW."id", NEW."is_open", NEW."language", NEW."latitude", NEW."location", NEW."longitude", NEW."merged_into_id", NEW."opened_at", NEW."origin", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."possible_duplicate_of_id", NEW."postcode", NEW."priority", NEW."priority_rank", NEW."reference", NEW."responded_at", NEW."restricted", NEW."routed_rule", NEW."routed_version_id", NEW."routing_reason", NEW."service_id", NEW."snooze_reason", NEW."snoozed_until", NEW."status", NEW."summary", NEW."tags", NEW."target_id", NEW."team_id", NEW."waiting_for"); END IF; RETURN NULL;', hash='7e3ed50e4f75211381a74d286c0c6152f5f6deea', operation='UPDATE', pgid='pgtrigger_update_update_6bba9', table='casework_case', when='AFTER')),
        ),
    ]
