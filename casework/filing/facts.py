"""What the filing rules get to know. Every time has a zone; every case has a key of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from casework.filing.keywords import OPTIONAL_STOP_WORDS

NEW: Final = "new"
NO_CASE: Final = "none"

_TEXTS: Final = frozenset({"sms", "whatsapp"})
_FORMS: Final = frozenset({"web"})
_LOGGED_BY_STAFF: Final = frozenset({"phone", "in_person"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFact:
    """The contact to be filed. `at` is when it took place, and all windows are measured from it."""

    channel: str
    at: datetime
    text: str = ""
    staff_choice: str | None = None  # a case key, "new" or "none"
    link: str | None = None  # the key of the case whose link or reply token it carried
    service: str | None = None
    person: str | None = None  # who it is, where that is known for certain
    seen_before: bool = False

    @property
    def is_text(self) -> bool:
        """Somebody texted it, so that one-word messages mean something and a question can be texted back."""
        return self.channel in _TEXTS

    @property
    def asks_for_service(self) -> bool:
        """The form made the sender say what the request is about, so it is a request of its own."""
        return self.channel in _FORMS

    @property
    def in_their_words(self) -> bool:
        """The text is the sender's own, not a note by staff who spoke with them."""
        return self.channel not in _LOGGED_BY_STAFF


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """A case the sender is a party to, or one that a link, staff's choice or a reference in the text leads to.

    `parties` are the persons on the case who can be reached through this contact point. It may be empty although
    `sender_is_party`: then the contact point itself is on the case, and nobody knows who uses it.
    """

    key: str
    reference: str
    is_open: bool
    last_activity: datetime
    service: str = ""
    service_name: str = ""
    origin: str = ""
    opened_at: datetime | None = None
    closed_at: datetime | None = None  # a closed case without it counts as closed at its last activity
    sender_is_party: bool = True
    parties: tuple[str, ...] = ()
    merged_into: str | None = None
    restricted: bool = False  # the reason then says nothing about the case but its reference


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundFact:
    """Something we sent to this contact point about a case."""

    case: str
    at: datetime
    channel: str = "sms"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFact:
    """A numbered list we texted and nobody has answered. `choices` in the order of their numbers: keys, and "new"."""

    asked_at: datetime
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweringFact:
    """The text answers something we asked about one case: a question of its service, or whether it is sorted.

    How it is read is not filing's business; `why` says it in words. `quiet`: nobody needs to look at it. `reopens`: the
    case has ended too soon.
    """

    case: str
    what: Literal["questions", "closing"]
    why: str
    quiet: bool = False
    reopens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The office's windows. Each includes its last moment: 72 hours to the second is still inside."""

    reply_window: timedelta = timedelta(hours=72)
    question_window: timedelta = timedelta(hours=24)
    reopen_window: timedelta = timedelta(days=14)
    optional_stop_words: frozenset[str] = OPTIONAL_STOP_WORDS
    """Which of the words that people also mean otherwise are STOP here; the others are ordinary texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a decision depends on. The order of `cases` and `outbound` means nothing.

    `named` maps each reference that the text names, and that exists, to the key of its case, in the order of the text.
    """

    contact: ContactFact
    cases: tuple[CaseFact, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    outbound: tuple[OutboundFact, ...] = ()
    question: QuestionFact | None = None
    answering: AnsweringFact | None = None
    opted_out: bool = False
    settings: Settings = Settings()

    def case(self, key: str | None) -> CaseFact | None:
        return next((case for case in self.cases if case.key == key), None)

    def own_open(self) -> tuple[CaseFact, ...]:
        """The sender's open cases, the latest activity first."""
        return by_latest_activity(case for case in self.cases if case.sender_is_party and case.is_open)

    def own_closed_lately(self) -> tuple[CaseFact, ...]:
        """The sender's closed cases that may still be reopened, the most recently closed first."""
        own = (case for case in self.cases if case.sender_is_party and not case.is_open)
        lately = by_latest_activity(case for case in own if self.may_reopen(case))
        return tuple(sorted(lately, key=when_closed, reverse=True))

    def may_reopen(self, case: CaseFact) -> bool:
        """Up to and including the last moment of the window. A contact from before the closing counts as inside."""
        return self.contact.at - when_closed(case) <= self.settings.reopen_window

    def waiting_question(self) -> QuestionFact | None:
        """Our question, unless its window has passed or it was asked after this contact took place."""
        asked = self.question
        if asked is None or not _within(self.contact.at - asked.asked_at, self.settings.question_window):
            return None
        return asked

    def text_being_answered(self) -> OutboundFact | None:
        """Our latest text about a case, if it went out before this contact and within the reply window.

        Of texts sent at the same moment, the one about the case with the latest activity counts.
        """
        texts = [sent for sent in self.outbound if sent.channel in _TEXTS and sent.at <= self.contact.at]
        latest = max((sent.at for sent in texts), default=None)
        if latest is None or not _within(self.contact.at - latest, self.settings.reply_window):
            return None
        about = {sent.case: sent for sent in sorted(texts, key=lambda sent: sent.case) if sent.at == latest}
        known = by_latest_activity(case for case in self.cases if case.key in about)
        return about[known[0].key] if known else next(iter(about.values()))


def when_closed(case: CaseFact) -> datetime:
    return case.closed_at or case.last_activity


def by_latest_activity(cases: Iterable[CaseFact]) -> tuple[CaseFact, ...]:
    """The latest activity first; of equals the one opened later, then the one whose key sorts first."""
    ordered = sorted(cases, key=lambda case: case.key)
    ordered.sort(key=lambda case: (case.last_activity, case.opened_at or case.last_activity), reverse=True)
    return tuple(ordered)


def _within(age: timedelta, window: timedelta) -> bool:
    return timedelta(0) <= age <= window
