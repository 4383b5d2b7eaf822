"""Every refusal of the domain that a page or an API answer may show, with its words."""

from casework.permissions import NotAllowed
from casework.services.adjustments import CannotChangeAdjustment
from casework.services.areas import AreaInUse, NameTaken, NotAPlace
from casework.services.assignment import CannotBeAssigned
from casework.services.bulk_texts import CannotTextMany
from casework.services.calls import CannotTake
from casework.services.calls_in_progress import CannotBeKept
from casework.services.changing_many import CannotChangeMany
from casework.services.checklists import CannotBeChecklist
from casework.services.clocks_changed import CannotBeExtended, CannotHaveTarget
from casework.services.closing_many import CannotCloseMany
from casework.services.confirmations import CannotConfirm
from casework.services.conflicts import CannotDeclare
from casework.services.contact_safety import CannotChangeSafety
from casework.services.dialogues import CannotAskByText
from casework.services.duty import CannotBeSet
from casework.services.filing_moves import CannotBeMoved, CannotBeUndone
from casework.services.follow_ups import CannotBeFollowedUp
from casework.services.hours import CannotBeClosed, CannotBeHours, HoursChangedMeanwhile
from casework.services.leaving import CannotTakeOver, StillHasWork
from casework.services.letters import LetterRefused
from casework.services.links import CannotBeLinked
from casework.services.macro_runs import CannotDoMacro
from casework.services.macros import CannotBeMacro
from casework.services.meanwhile import ChangedMeanwhile
from casework.services.merges import CannotBeMerged
from casework.services.next_case import CannotBePassedOver
from casework.services.next_case import NoReason as NoReasonToPassOver
from casework.services.notes import EmptyNote
from casework.services.outcomes_offered import CannotBeOutcome
from casework.services.parties import CannotChangeParties
from casework.services.people import NoSuchPerson
from casework.services.people_merge import CannotBeJoined
from casework.services.people_parted import CannotBeParted
from casework.services.person_points import CannotChangePerson
from casework.services.priority import CannotHavePriority
from casework.services.quarantine import NotSetAside
from casework.services.replies import ReplyRefused
from casework.services.rerouting import NothingToReroute
from casework.services.ringing import CannotRing
from casework.services.rule_sets import NoReason, NothingHasChanged, RulesRefused, SomebodyWasFirst
from casework.services.saved_views import CannotBeView
from casework.services.service_catalogue import CannotBeService
from casework.services.snoozing import CannotBePutAside
from casework.services.staff_accounts import CannotBeStaff
from casework.services.stars import ShortlistFull
from casework.services.survivors import LeftSight, WasMerged
from casework.services.tags import CannotBeTagged
from casework.services.taking_out import CannotCopy
from casework.services.targets import CannotSetUp
from casework.services.tasks_of_case import CannotBeTask
from casework.services.teams import CannotBeTeam
from casework.services.text_templates import CannotBeTemplate
from casework.services.texting_settings import CannotBeTexting
from casework.services.triage import NothingIsDifferent
from casework.services.upload_links import CannotAsk
from casework.services.who import CannotBeCorrected
from casework.workflow import StatusNotAllowed

REFUSALS: tuple[type[Exception], ...] = (
    NotAllowed,
    AreaInUse,
    CannotAsk,
    CannotAskByText,
    CannotBeAssigned,
    CannotBeChecklist,
    CannotBeClosed,
    CannotBeCorrected,
    CannotBeExtended,
    CannotBeHours,
    CannotBeFollowedUp,
    CannotBeJoined,
    CannotBeKept,
    CannotBeLinked,
    CannotBeMacro,
    CannotBeMerged,
    CannotBeMoved,
    CannotBeOutcome,
    CannotBeParted,
    CannotBePutAside,
    CannotBePassedOver,
    CannotBeService,
    CannotBeSet,
    CannotBeStaff,
    CannotBeTagged,
    CannotBeTeam,
    CannotBeTask,
    CannotBeTexting,
    CannotBeTemplate,
    CannotBeUndone,
    CannotBeView,
    CannotChangeAdjustment,
    CannotChangeMany,
    CannotChangeParties,
    CannotChangePerson,
    CannotChangeSafety,
    CannotCloseMany,
    CannotConfirm,
    CannotCopy,
    CannotDeclare,
    CannotHavePriority,
    CannotDoMacro,
    CannotHaveTarget,
    CannotRing,
    CannotTakeOver,
    CannotTextMany,
    CannotSetUp,
    CannotTake,
    ChangedMeanwhile,
    EmptyNote,
    HoursChangedMeanwhile,
    LetterRefused,
    LeftSight,
    NameTaken,
    NoReason,
    NoSuchPerson,
    NotAPlace,
    NoReasonToPassOver,
    NotSetAside,
    NothingToReroute,
    NothingHasChanged,
    NothingIsDifferent,
    ReplyRefused,
    RulesRefused,
    ShortlistFull,
    SomebodyWasFirst,
    StatusNotAllowed,
    StillHasWork,
    WasMerged,
)
