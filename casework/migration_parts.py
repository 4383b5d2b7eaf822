"""Parts of migrations: what the first sets up in PostgreSQL before the tables, and how an index goes beside the work."""

from typing import Final

from django.db import migrations, models

SEARCH_CONFIGURATION: Final = """
CREATE TEXT SEARCH CONFIGURATION onequeue (COPY = english);
ALTER TEXT SEARCH CONFIGURATION onequeue
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""
DROP_SEARCH_CONFIGURATION: Final = "DROP TEXT SEARCH CONFIGURATION IF EXISTS onequeue;"


def key_without_index(
    model: str, name: str, field: models.ForeignKey, *, index: str
) -> migrations.SeparateDatabaseAndState:
    """The `index` that Django made for a foreign key goes beside the office's work, in a migration that is not atomic.
    Django itself would hold up whoever writes to the table, as long as it waits for others.
    """
    column = f'"casework_{model}" ("{name}_id")'
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                f"DROP INDEX CONCURRENTLY IF EXISTS {index}",
                f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {index} ON {column}",
            )
        ],
        state_operations=[migrations.AlterField(model, name, field)],
    )
