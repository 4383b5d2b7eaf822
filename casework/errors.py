"""Every refusal of the domain that a page or an API answer may show, with its words."""

from casework.permissions import NotAllowed
from casework.services.assignment import CannotBeAssigned
from casework.services.filing_moves import CannotBeMoved, CannotBeUndone
from casework.services.links import CannotBeLinked
from casework.services.merges import CannotBeMerged
from casework.services.notes import EmptyNote
from casework.services.parties import CannotChangeParties
from casework.services.people import NoSuchPerson
from casework.services.people_merge import CannotBeJoined
from casework.services.people_parted import CannotBeParted
from casework.services.person_points import CannotChangePerson
from casework.services.quarantine import NotSetAside
from casework.services.replies import ReplyRefused
from casework.services.survivors import WasMerged
from casework.services.who import CannotBeCorrected
from casework.workflow import StatusNotAllowed

REFUSALS: tuple[type[Exception], ...] = (
    NotAllowed,
    CannotBeAssigned,
    CannotBeCorrected,
    CannotBeJoined,
    CannotBeLinked,
    CannotBeMerged,
    CannotBeMoved,
    CannotBeParted,
    CannotBeUndone,
    CannotChangeParties,
    CannotChangePerson,
    EmptyNote,
    NoSuchPerson,
    NotSetAside,
    ReplyRefused,
    StatusNotAllowed,
    WasMerged,
)
