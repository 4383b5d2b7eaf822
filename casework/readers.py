"""A member of staff as no more than what decides what they may see: the key of what is kept for each reader."""

from typing import NamedTuple
from uuid import UUID

from casework.models import Staff
from casework.standing import Standing


class Reader(NamedTuple):
    """All that the access policy reads of a member of staff who came with their standing."""

    key: UUID
    role: str
    active: bool
    safeguarding: bool
    standing: Standing

    def staff(self) -> Staff:
        """Somebody of whom nothing else is known, so that no statement can rest on anything else."""
        made = Staff(pk=self.key, role=self.role, is_active=self.active, is_safeguarding=self.safeguarding)
        made.standing = self.standing
        return made


def reader(staff: Staff) -> Reader:
    assert staff.standing is not None  # noqa: S101  (whoever asks has looked)
    return Reader(staff.pk, staff.role, staff.is_active, staff.is_safeguarding, staff.standing)
