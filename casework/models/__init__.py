"""The case model, one file per aggregate. Import from here."""

from casework.models.attachment import Attachment
from casework.models.case import Case, Party
from casework.models.contact import Contact
from casework.models.delivery import Delivery
from casework.models.event import Event
from casework.models.note import Note
from casework.models.office import Office, OpeningHours
from casework.models.person import ContactPoint, Person, PersonContactPoint
from casework.models.rule import RoutingRule
from casework.models.service import Question, Service
from casework.models.staff import Membership, Staff, Team

__all__ = [
    "Attachment",
    "Case",
    "Contact",
    "ContactPoint",
    "Delivery",
    "Event",
    "Membership",
    "Note",
    "Office",
    "OpeningHours",
    "Party",
    "Person",
    "PersonContactPoint",
    "Question",
    "RoutingRule",
    "Service",
    "Staff",
    "Team",
]
