"""The case model, one file per aggregate. Import from here."""

from casework.models.adjustment import Adjustment
from casework.models.area import Area
from casework.models.attachment import Attachment
from casework.models.bulk_change import BulkChange
from casework.models.bulk_text import BulkText, BulkTextItem
from casework.models.call import Call, CallInProgress
from casework.models.case import Case, Party
from casework.models.contact import Contact
from casework.models.decision import RoutingDecision
from casework.models.delivery import Delivery
from casework.models.desk import DeskChoices, SavedView, Star
from casework.models.draft import Draft
from casework.models.duty import Conflict, Leave, Skip, WorkHours
from casework.models.event import Event
from casework.models.filing_question import FilingQuestion
from casework.models.follow_up import FollowUp
from casework.models.following import Follower, Notification
from casework.models.held_note import HeldNote
from casework.models.hours import BankHoliday, Closure, OpeningHours
from casework.models.link import CaseLink
from casework.models.macro import Macro
from casework.models.moves import Merge, Move, MovedContact, PersonMerge
from casework.models.note import Note
from casework.models.office import Office
from casework.models.person import ContactPoint, Person, PersonContactPoint
from casework.models.rule import DryRun, RuleDraft, RuleSetVersion
from casework.models.sending import Alarm, SendingDay
from casework.models.service import Question, Service
from casework.models.session import Session
from casework.models.staff import Membership, Staff, Team
from casework.models.target import Clock, Escalation, EscalationStep, Target, TargetFor
from casework.models.task import Checklist, Task
from casework.models.text_dialogue import ClosingQuestion, TextDialogue
from casework.models.text_template import TextTemplate
from casework.models.upload_link import UploadLink

__all__ = [
    "Adjustment",
    "Alarm",
    "Area",
    "Attachment",
    "BankHoliday",
    "BulkChange",
    "BulkText",
    "BulkTextItem",
    "Call",
    "CallInProgress",
    "Case",
    "CaseLink",
    "Checklist",
    "Clock",
    "ClosingQuestion",
    "Closure",
    "Conflict",
    "Contact",
    "ContactPoint",
    "Delivery",
    "DeskChoices",
    "Draft",
    "DryRun",
    "Escalation",
    "EscalationStep",
    "Event",
    "FilingQuestion",
    "FollowUp",
    "Follower",
    "HeldNote",
    "Leave",
    "Macro",
    "Membership",
    "Merge",
    "Move",
    "MovedContact",
    "Note",
    "Notification",
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
    "SavedView",
    "SendingDay",
    "Service",
    "Session",
    "Skip",
    "Staff",
    "Star",
    "Target",
    "TargetFor",
    "Task",
    "Team",
    "TextDialogue",
    "TextTemplate",
    "UploadLink",
    "WorkHours",
]
