"""Sessions in the database, for the keys that we hand out and no others.

The statement that reads one reads whose it is and the office too, which nearly every page wants (docs/adr/0037).
"""

from typing import Any, Final, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework import at_hand, standing
from casework.kept_pair import KeptPair
from casework.models import Office, Session, Staff

_OF_KEY: Final = KeptPair(
    lambda key, now: (
        Session.objects.select_related("staff__desk_choices")
        .annotate(**standing.beside("staff"))
        .filter(session_key=key, expire_date__gt=now),
        Office.objects.filter(pk=1),
    )
)


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = cast("Session", super().create_model_instance(data))
        session.staff_id = _whose(data)
        return session

    def _validate_session_key(self, key: Any) -> bool:
        """A cookie is the caller's own words: a key with a NUL in it, for one, is an error to PostgreSQL."""
        valid = super()._validate_session_key(key)  # type: ignore[misc]  # the stubs leave it out
        return bool(valid) and key.isascii() and key.isalnum()

    def _get_session_from_db(self) -> Session | None:
        """As Django's. Whether whose it says is whom its signed data name is asked where they log in."""
        found = _OF_KEY.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
            return None
        session, office = found
        at_hand.keep(staff=_staff(session), office=office)
        return session


def _staff(session: Any) -> Staff | None:
    staff: Staff | None = session.staff
    if staff is not None:
        staff.standing = standing.read(session)
    return staff


def _whose(data: dict[str, Any]) -> UUID | None:
    try:
        key: UUID | None = Staff._meta.pk.to_python(data.get(SESSION_KEY))
    except ValidationError:
        return None
    return key
