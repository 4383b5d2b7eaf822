"""Each change of a case writes its indexes anew: what asks for a row by one of its keys has one to read along all the same."""

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db

# By which column of which table, and the index that serves it.
READ_ALONG = [
    ("casework_case", "reference", "casework_case_reference_key"),
    ("casework_case", "follows_id", "case_follows"),
    ("casework_case", "merged_into_id", "case_merged_into"),
    ("casework_case", "possible_duplicate_of_id", "case_possible_duplicate_of"),
    ("casework_case", "target_id", "case_target"),
    ("casework_casehistory", "pgh_obj_id", "casework_casehistory_pgh_obj_id"),
    ("casework_contact", "case_id", "contact_timeline"),
    ("casework_contact", "contact_point_id", "contact_by_point"),
    ("casework_contact", "follow_up_id", "contact_attempts"),
    ("casework_contact", "service_id", "contact_service"),
    ("casework_event", "case_id", "event_case_timeline"),
    ("casework_event", "contact_id", "event_contact"),
    ("casework_event", "person_id", "event_person"),
]


@pytest.mark.parametrize("many", ["= $1", "= ANY(ARRAY[$1])"])
@pytest.mark.parametrize(("table", "column", "index"), READ_ALONG)
def test_a_statement_planned_for_any_value_reads_along_the_index(
    table: str, column: str, index: str, many: str
) -> None:
    kind = "text" if column == "reference" else "uuid"
    with connection.cursor() as cursor:
        # Nothing is in the table, which PostgreSQL would read through, and the value is not known: a plan for all.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute(f"PREPARE by_key ({kind}) AS SELECT * FROM {table} WHERE {column} {many}")
        cursor.execute("EXPLAIN EXECUTE by_key (NULL)")
        plan = " ".join(row[0] for row in cursor.fetchall())
        cursor.execute("DEALLOCATE by_key")
    assert index in plan


def test_a_version_of_a_case_is_written_to_two_indexes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'casework_casehistory'")
        assert cursor.fetchone() == (2,)


def test_a_reference_has_the_index_of_its_constraint_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'casework_case' AND indexdef LIKE '%reference%'"
        )
        assert cursor.fetchall() == [("casework_case_reference_key",)]


def test_versions_of_what_changes_seldom_keep_their_indexes() -> None:
    history = apps.get_model("casework", "QuestionHistory")
    assert history._meta.get_field("service").db_index
