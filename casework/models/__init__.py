"""The case model, one file per aggregate. Import from here."""

from casework.models.area import Area
from casework.models.attachment import Attachment
from casework.models.case import Case, Party
from casework.models.contact import Contact
from casework.models.decision import RoutingDecision
from casework.models.delivery import Delivery
from casework.models.duty import Conflict, Leave, Skip, WorkHours
from casework.models.event import Event
from casework.models.filing_question import FilingQuestion
from casework.models.follow_up import FollowUp
from casework.models.hours import BankHoliday, Closure, OpeningHours
from casework.models.link import CaseLink
from casework.models.moves import Merge, Move, MovedContact, PersonMerge
from casework.models.note import Note
from casework.models.office import Office
from casework.models.person import ContactPoint, Person, PersonContactPoint
from casework.models.rule import DryRun, RuleDraft, RuleSetVersion
from casework.models.service import Question, Service
from casework.models.staff import Membership, Staff, Team
from casework.models.target import Clock, Escalation, EscalationStep, Target, TargetFor

__all__ = [
    "Area",
    "Attachment",
    "BankHoliday",
    "Case",
    "CaseLink",
    "Clock",
    "Closure",
    "Conflict",
    "Contact",
    "ContactPoint",
    "Delivery",
    "DryRun",
    "Escalation",
    "EscalationStep",
    "Event",
    "FilingQuestion",
    "FollowUp",
    "Leave",
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
    "RoutingDecision",
    "RuleDraft",
    "RuleSetVersion",
    "Service",
    "Skip",
    "Staff",
    "Target",
    "TargetFor",
    "Team",
    "WorkHours",
]
