"""Sessions of browsers, each with whose it is, so that one statement finds both."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from casework.models.staff import Staff


class Session(AbstractBaseSession):
    """Who is logged in is said by its signed data. `staff` says it again, for the database; alone it proves nothing."""

    # Without a constraint: who has a member of staff's row locked keeps nobody waiting who logs in, and a session of
    # somebody who is gone is a session of nobody.
    staff = models.ForeignKey(
        Staff, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="sessions"
    )

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore
