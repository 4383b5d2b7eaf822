"""The request as views see it, after authentication."""

from rest_framework.request import Request

from api.models import ApiKey
from casework.models import Staff


class StaffRequest(Request):
    """A request whose caller is known: a member of staff, or the machine of a key."""

    user: Staff
    auth: ApiKey | None
