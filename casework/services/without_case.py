"""A contact that belonged to no case is put on one: the person's, any other by its reference, or a new one.

The move is the house's own, so it can be undone, and what was promised in the contact goes along with it.
"""

from datetime import datetime

from casework.models import Case, Contact, Move, Service, Staff
from casework.models.contact import Direction, Filing
from casework.permissions import require
from casework.services import filing_moves
from casework.services.filing_moves import CannotBeMoved


def file(
    *, contact: Contact, to: Case | None, actor: Staff, now: datetime, service: Service | None = None
) -> Move:
    """`to` None opens a new case, about `service` where somebody says so.

    Raises filing_moves.CannotBeMoved when somebody was quicker, or where it cannot begin a case.
    """
    require(actor, "file_without_case")
    if contact.filing != Filing.NONE:
        raise CannotBeMoved("Somebody filed this meanwhile. Look at it again.")
    if to is None and contact.direction != Direction.IN:
        raise CannotBeMoved("A new case begins with something that they said. Choose a case that is there.")
    return filing_moves.move(contacts=[contact], to=to, actor=actor, now=now, service=service)
