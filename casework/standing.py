"""What the access policy needs to know of a member of staff, read together with them.

Every page asks several times what its reader may see. Known beforehand, the teams are values and not sub-selects, and
conflicts of interest, of which nearly nobody has one, cost nothing: a tenth of the Python and a plan by the queue's
own indexes. Whoever is loaded in another way (`standing` is None) is looked up in the statements themselves.
"""

from typing import Any, Final, NamedTuple
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from casework import at_hand
from casework.kept_sql import Kept
from casework.models import Conflict, Membership, Staff


class Standing(NamedTuple):
    teams: tuple[UUID, ...]
    leads: tuple[UUID, ...]
    conflicted: bool


def beside(staff: str) -> dict[str, Any]:
    """Columns for the statement that reads a member of staff, or something of theirs: `staff` leads to their key."""
    member = Membership.objects.filter(staff=OuterRef(staff)).order_by().values("team")
    return {
        "in_teams": ArraySubquery(member),
        "leads_teams": ArraySubquery(member.filter(is_lead=True)),
        "conflicted": Exists(Conflict.objects.filter(staff=OuterRef(staff))),
    }


def read(row: Any) -> Standing:
    """From a row that was read with the columns `beside` it."""
    return Standing(tuple(row.in_teams), tuple(row.leads_teams), row.conflicted)


_WITH_STANDING: Final = Kept(
    lambda key: Staff.objects.select_related("desk_choices").annotate(**beside("pk")).filter(pk=key)
)


class StaffBackend(ModelBackend):
    """Log-in as Django does it; whoever asks for a page comes with their standing, in the statement that read the session
    where that says the same person, else in one statement of their own.
    """

    def get_user(self, user_id: Any) -> Staff | None:
        try:
            key = Staff._meta.pk.to_python(user_id)
        except ValidationError:
            return None
        staff: Staff | None = at_hand.take_staff(key) or _of_key(key)
        return staff if staff is not None and self.user_can_authenticate(staff) else None


def _of_key(key: UUID) -> Staff | None:
    staff: Staff | None = _WITH_STANDING.first(key=key)
    if staff is not None:
        staff.standing = read(staff)
    return staff
