"""Versions of a case are asked for by their case: the indexes of nine other keys go (docs/adr/0042)."""

from django.conf import settings
from django.db import migrations
from django.db.models import DO_NOTHING, ForeignKey

from casework.migration_parts import key_without_index

# Each key with what it refers to, and its index until now.
KEYS = (
    ("assignee", settings.AUTH_USER_MODEL, "casework_casehistory_assignee_id_73f3b7e2"),
    ("follows", "casework.case", "casework_casehistory_follows_id_6572241f"),
    ("merged_into", "casework.case", "casework_casehistory_merged_into_id_0e0893b1"),
    ("possible_duplicate_of", "casework.case", "casework_casehistory_possible_duplicate_of_id_eeba219a"),
    ("routed_version", "casework.rulesetversion", "casework_casehistory_routed_version_id_1054d2d1"),
    ("service", "casework.service", "casework_casehistory_service_id_15309585"),
    ("target", "casework.target", "casework_casehistory_target_id_cd9e1685"),
    ("team", "casework.team", "casework_casehistory_team_id_f406a097"),
    ("pgh_context", "pghistory.context", "casework_casehistory_pgh_context_id_d7740c4e"),
)
NEVER_EMPTY = ("team",)


def key(name: str, to: str) -> ForeignKey:
    allowed = {} if name in NEVER_EMPTY else {"null": True}
    if allowed and name != "pgh_context":
        allowed["blank"] = True
    if name != "pgh_context":
        allowed["related_query_name"] = "+"
    return ForeignKey(db_constraint=False, db_index=False, on_delete=DO_NOTHING, related_name="+", to=to, **allowed)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("casework", "0018_fewer_indexes_of_a_case"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [key_without_index("casehistory", name, key(name, to), index=index) for name, to, index in KEYS]
