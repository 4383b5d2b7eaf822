"""Sessions in the database, for the keys that we hand out and no others."""

from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: Any) -> bool:
        """A cookie is the caller's own words: a key with a NUL in it, for one, is an error to PostgreSQL."""
        valid = super()._validate_session_key(key)  # type: ignore[misc]  # the stubs leave it out
        return bool(valid) and key.isascii() and key.isalnum()
