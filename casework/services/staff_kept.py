"""An office never loses the last person who may change staff: otherwise nobody could let anybody in any more."""

from typing import Final

from casework.models import Staff
from casework.permissions import VERBS

LAST: Final = (
    "Nobody else could change staff then. Give somebody else the role of manager or administrator, and let "
    "them set their password first."
)


def why_kept(staff: Staff) -> str:
    """Words where they are the last one; "" where somebody else can log in and change staff.

    In the caller's transaction, which holds all who may locked until it ends: two who put each other out of use at
    once are told one after the other.
    """
    if staff.role not in VERBS["edit_staff"]:
        return ""
    editors = Staff.objects.select_for_update().filter(
        role__in=VERBS["edit_staff"], is_active=True, is_machine=False
    )
    others = [each for each in editors.order_by("pk") if each.pk != staff.pk and each.has_usable_password()]
    return "" if others else LAST
