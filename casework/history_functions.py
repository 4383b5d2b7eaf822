"""What each trigger that keeps a version asks of the session: who changes the row, and whether it is to look away.

pgtrigger and pghistory ask for settings that are mostly not there and catch the error that this raises, in a subtransaction
each: a sixth of what PostgreSQL does to change a case. It can also say that a setting is not there (docs/adr/0045). What is
found out stays the same. The libraries write their own functions anew with each migration of theirs, and these follow.

https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SET
"""

from typing import Any, Final

from django.db import connections, transaction

# A setting that a transaction had is an empty text in the next one.
SHOULD_IGNORE: Final = """
CREATE OR REPLACE FUNCTION "public"._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
BEGIN
    RETURN COALESCE(trigger_name = ANY(NULLIF(current_setting('pgtrigger.ignore', true), '')::TEXT[]), FALSE);
END;
$$"""
ATTACH_CONTEXT: Final = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS UUID LANGUAGE plpgsql AS $$
DECLARE
    named UUID := NULLIF(current_setting('pghistory.context_id', true), '');
    told JSONB := NULLIF(current_setting('pghistory.context_metadata', true), '');
BEGIN
    IF named IS NULL OR told IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO pghistory_context AS context (id, metadata, created_at, updated_at) VALUES (named, told, NOW(), NOW())
        ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = EXCLUDED.updated_at
        WHERE context.metadata != EXCLUDED.metadata;
    RETURN named;
END;
$$"""


def put(*, using: str, **_told: Any) -> None:
    """After a migration; where there is no table of contexts yet, the libraries' own stay until the next one."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('pghistory_context') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(SHOULD_IGNORE)
            cursor.execute(ATTACH_CONTEXT)
