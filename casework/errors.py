"""Every refusal of the domain that a page or an API answer may show, with its words."""

from casework.permissions import NotAllowed
from casework.services.assignment import CannotBeAssigned
from casework.services.filing_moves import CannotBeMoved
from casework.services.notes import EmptyNote
from casework.services.people import NoSuchPerson
from casework.services.quarantine import NotSetAside
from casework.services.replies import ReplyRefused
from casework.workflow import StatusNotAllowed

REFUSALS: tuple[type[Exception], ...] = (
    NotAllowed,
    CannotBeAssigned,
    CannotBeMoved,
    EmptyNote,
    NoSuchPerson,
    NotSetAside,
    ReplyRefused,
    StatusNotAllowed,
)
