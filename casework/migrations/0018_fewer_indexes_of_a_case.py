"""Indexes of a case that nothing reads go, and those of keys that few cases have hold only these (docs/adr/0042).

Built and dropped beside the office's work, which goes on meanwhile.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.models import PROTECT, ForeignKey, Index, Q

from casework.migration_parts import key_without_index

# Each key with what it refers to, the name of the way back, and its index until now.
KEYS = (
    ("follows", "casework.case", "followed_by", "casework_case_follows_id_3aa8501b"),
    ("merged_into", "casework.case", "merged", "casework_case_merged_into_id_2982c277"),
    ("possible_duplicate_of", "casework.case", "possible_duplicates", "casework_case_possible_duplicate_of_id_eb8c794b"),
    ("target", "casework.target", "cases", "casework_case_target_id_22bf3cad"),
)


def key(to: str, back: str) -> ForeignKey:
    return ForeignKey(blank=True, db_index=False, null=True, on_delete=PROTECT, related_name=back, to=to)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("casework", "0017_a_shorter_list_of_words_to_file")]

    operations = [
        *(
            AddIndexConcurrently(
                "case", Index(fields=[name], name=f"case_{name}", condition=Q(**{f"{name}__isnull": False}))
            )
            for name, *_ in KEYS
        ),
        *(key_without_index("case", name, key(to, back), index=index) for name, to, back, index in KEYS),
        RemoveIndexConcurrently("case", "case_reference_trgm"),
        # Django makes it for LIKE, beside that of the constraint; nobody looks for a part of a reference.
        migrations.RunSQL(
            "DROP INDEX CONCURRENTLY IF EXISTS casework_case_reference_07e6b6eb_like",
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS casework_case_reference_07e6b6eb_like"
            " ON casework_case (reference varchar_pattern_ops)",
        ),
    ]
