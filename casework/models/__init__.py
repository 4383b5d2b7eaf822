"""The case model, one file per aggregate. Import from here."""

from casework.models.attachment import Attachment
from casework.models.case import Case, Party
from casework.models.contact import Contact
from casework.models.delivery import Delivery
from casework.models.event import Event
from casework.models.filing_question import FilingQuestion
from casework.models.link import CaseLink
from casework.models.moves import Merge, Move, MovedContact, PersonMerge
from casework.models.note import Note
from casework.models.office import Office, OpeningHours
from casework.models.person import ContactPoint, Person, PersonContactPoint
from casework.models.rule import RoutingRule
from casework.models.service import Question, Service
from casework.models.staff import Membership, Staff, Team

__all__ = [
    "Attachment",
    "Case",
    "CaseLink",
    "Contact",
    "ContactPoint",
    "Delivery",
    "Event",
    "FilingQuestion",
    "Membership",
    "Merge",
    "Move",
    "MovedContact",
    "Note",
    "Office",
    "OpeningHours",
    "Party",
    "Person",
    "PersonContactPoint",
    "PersonMerge",
    "Question",
    "RoutingRule",
    "Service",
    "Staff",
    "Team",
]
