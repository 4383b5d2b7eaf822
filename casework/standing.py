"""What the access policy needs to know of a member of staff, read together with them.

Every page asks several times what its reader may see. Known beforehand, the teams are values and not sub-selects, and
conflicts of interest, of which nearly nobody has one, cost nothing: a tenth of the Python and a plan by the queue's
own indexes. Whoever is loaded in another way (`standing` is None) is looked up in the statements themselves.
"""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from casework.models import Conflict, Membership, Staff


class Standing(NamedTuple):
    teams: tuple[UUID, ...]
    leads: tuple[UUID, ...]
    conflicted: bool


class StaffBackend(ModelBackend):
    """Log-in as Django does it; whoever asks for a page comes with their standing, in the same one statement."""

    def get_user(self, user_id: Any) -> Staff | None:
        member = Membership.objects.filter(staff=OuterRef("pk")).order_by().values("team")
        known = Staff.objects.select_related("desk_choices").annotate(
            in_teams=ArraySubquery(member),
            leads_teams=ArraySubquery(member.filter(is_lead=True)),
            conflicted=Exists(Conflict.objects.filter(staff=OuterRef("pk"))),
        )
        try:
            staff = known.filter(pk=user_id).first()
        except ValidationError:
            return None
        if staff is None or not self.user_can_authenticate(staff):
            return None
        staff.standing = Standing(tuple(staff.in_teams), tuple(staff.leads_teams), staff.conflicted)
        return staff
