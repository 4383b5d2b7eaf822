"""Sessions in the database, for the keys that we hand out and no others."""

from typing import Any, Final

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from casework.kept_sql import Kept

_OF_KEY: Final = Kept(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: Any) -> bool:
        """A cookie is the caller's own words: a key with a NUL in it, for one, is an error to PostgreSQL."""
        valid = super()._validate_session_key(key)  # type: ignore[misc]  # the stubs leave it out
        return bool(valid) and key.isascii() and key.isalnum()

    def _get_session_from_db(self) -> Session | None:
        """As Django's, by a statement that is written once: every page asks it."""
        found: Session | None = _OF_KEY.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
