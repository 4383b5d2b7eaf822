"""What every door hands over: one contact that happened, in the words of the case model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from casework.authority import Authority
from casework.filing import Decision
from casework.models import Case, Contact

# Who gets the answers where somebody speaks for another.
CALLER: Final = "caller"
SUBJECT: Final = "subject"
NOBODY: Final = "nobody"


@dataclass(frozen=True, kw_only=True)
class IncomingFile:
    """A file as received. `refused` says why it is not kept; its name is then still on record."""

    name: str
    content: bytes
    content_type: str
    question: str = ""
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    channel: str
    body: str
    took_place_at: datetime
    sender: str = ""  # as typed; "" is anonymous
    sender_kind: str = "phone"
    sender_confirmed: bool = False  # the channel or a member of staff vouches that this is their number
    other_points: tuple[tuple[str, str], ...] = ()  # (kind, as typed)
    person_id: UUID | None = None
    person_name: str = ""
    subject_name: str = ""  # who it is about, where that is somebody else than the sender
    subject_id: UUID | None = None  # the same, where they are on record
    authority: Authority = field(
        default_factory=Authority
    )  # what allows the sender to act for whom it is about
    answers_to: str = ""  # CALLER, SUBJECT, NOBODY; "": nobody was asked
    arrived_at: str = ""
    partner: str = ""  # whose site carried the form
    service_code: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    postcode: str = ""
    location: str = ""
    latitude: float | None = None
    longitude: float | None = None
    language: str = ""
    account: str = ""
    external_id: str = ""
    staff_choice: str = ""  # a case reference, "new", "none" (no case wanted) or "" (the rules decide)
    link: str = ""  # the reference of the case whose link or reply token it carried
    outcome: str = ""
    duration_seconds: int | None = None
    place: str = ""
    present: str = ""
    interpreter: str = ""
    honoured: bool | None = None  # whether the person's adjustments were honoured; None: not asked
    honoured_words: str = ""
    files: tuple[IncomingFile, ...] = ()
    quarantine: str = ""  # why it is set aside for a person to look at, "" if it is not
    late: bool = False
    network: str = (
        ""  # what the phone company itself did about an opt-out word: "stop", "start", "help" or ""
    )
    acknowledge: bool = (
        True  # False: whoever brings it answers the sender, so we write nothing of our own accord
    )


@dataclass(frozen=True, kw_only=True)
class Taken:
    contact: Contact
    case: Case | None
    decision: Decision | None
    created: bool  # False: it was on record already, nothing was written


# What an arrival says that a contact alone does not keep; an event keeps it while a form is set aside.
BEYOND_THE_CONTACT = (
    "person_name",
    "subject_name",
    "other_points",
    "postcode",
    "location",
    "latitude",
    "longitude",
    "language",
)


def as_it_arrived(contact: Contact) -> Arrival:
    """A contact on record, as the door once handed it over: to open a case for it later."""
    return Arrival(
        channel=contact.channel,
        body=contact.body,
        took_place_at=contact.took_place_at,
        person_id=contact.person_id,
        arrived_at=contact.arrived_at,
        partner=contact.partner,
        service_code=contact.service.code if contact.service else "",
        answers=contact.answers,
        language=contact.language,
    )
