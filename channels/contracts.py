"""What a channel is: the whole agreement between a channel's folder and the machinery around it.

A channel answers questions and does nothing else. Is this request genuine, and what happened? What does this
receipt say in the words of the case model? Send this. Storing, trying again, filing, routing and history are
not its business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol
from uuid import UUID

from casework import pictures
from casework.pictures import Picture
from casework.text_parts import Parts

if TYPE_CHECKING:
    from django.http import HttpRequest

    from casework.services.arrivals import Arrival

Matter = Literal["contact", "status"]
"""What a provider's request is about: a contact that came in, or what became of one that went out."""


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    receives_webhooks: bool = False
    can_send: bool = False
    staff_logged: bool = False
    by_hand: bool = False
    """What goes out waits until a person has sent it and says so; the outbox leaves it alone."""
    proves_sender: bool = False
    """The channel itself shows that this is the sender's number or address."""
    max_length: int = 0
    """Characters one outgoing message may have; 0 where there is no limit."""


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One thing a provider told us. (provider, account, matter, external_id) is stored once."""

    provider: str
    account: str
    matter: Matter
    external_id: str
    payload: Mapping[str, Any]
    line: str = ""
    """Receipts of one line (one sender's number, say) are worked in the order in which they came."""
    essence: Mapping[str, Any] | None = None
    """What must be the same when the same id comes again; the whole payload where it is None."""


class Stored(Protocol):
    """What a channel may read of a receipt when it translates it; `channels.models.Receipt` is one."""

    provider: str
    account: str
    external_id: str
    received_at: datetime
    late: bool

    @property
    def content(self) -> dict[str, Any]:
        """What the provider sent, exactly."""


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    delivery_id: UUID
    to: str
    body: str
    sender: str = ""
    """Our number or address the person knows, "" for the office's usual one."""
    reference: str = ""
    """Of the case it is about, for a subject line; "" where there is none."""
    automatic: bool = False
    """Nobody wrote it: it must not be answered by a machine."""
    status_url: str = ""
    """Where the provider should report what becomes of it; carries our delivery id."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    provider_id: str
    segments: int = 1


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What became of a message we sent; `status` is a value of `DeliveryStatus`, or "" for no news."""

    status: str
    delivery_id: UUID | None = None
    provider_id: str = ""
    code: str = ""
    words: str = ""
    opted_out: bool = False
    """The provider says that this number asked for no more messages."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One message in a provider's own list: a contact that came in, or what became of one of ours."""

    at: datetime
    """The provider's time."""
    incoming: Incoming | None = None
    progress: Progress | None = None
    to: str = ""
    body: str = ""
    """Of one of ours, to find the delivery whose id we never learnt."""


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """Whether the channel can send now. `words` say what is missing."""

    ready: bool
    words: str = ""


class NotUnderstood(Exception):
    """A genuine request that lacks what it must have. `words` say what; nothing of it is stored."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class SendFailed(Exception):
    """The provider certainly did not take the message. A failure that may pass is tried again."""

    def __init__(self, words: str, *, permanent: bool, code: str = "", opted_out: bool = False) -> None:
        super().__init__(words)
        self.words = words
        self.permanent = permanent
        self.code = code
        self.opted_out = opted_out


class SendInDoubt(Exception):
    """Nobody knows whether the provider took the message. It is never sent a second time by itself."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class ListingFailed(Exception):
    """The provider's list could not be read (to its end). It is tried again by itself."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class NotFetched(Exception):
    """A file that is still at the provider did not come, or was not deleted there. `words` are for a clerk.

    "later": it may come. "missing": the provider does not have it, or not yet. "never": no further try would help.
    """

    def __init__(
        self, words: str, *, outcome: Literal["later", "missing", "never"] = "later", alarm: str = ""
    ) -> None:
        super().__init__(words)
        self.words = words
        self.outcome = outcome
        self.alarm = alarm
        """What an administrator must look at, "" where nobody need."""


class CannotSend(Exception):
    """Something was to be sent through a channel that only receives."""


class CannotReceive(Exception):
    """A receipt was handed to a channel that takes none."""


class Channel:
    """Base of every channel's adapter: set the class variables, override what the capabilities promise."""

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    """In words, as a sentence would use it: "text message", "phone call"."""
    icon: ClassVar[str] = "other"
    """Key of a picture in the page components; never the only sign of the channel."""
    capabilities: ClassVar[Capabilities] = Capabilities()

    files_by_link: ClassVar[bool] = True
    """Whether somebody whose file did not come can be texted a link to send it another way."""

    known: ClassVar[bool] = True
    """False for a kind that no installed channel has, such as old contacts of a channel since removed."""

    def genuine(self, request: HttpRequest) -> bool:
        """Whether the provider itself sent this request. Must not store or change anything."""
        return False

    def names_us(self, request: HttpRequest) -> bool:
        """Whether a request that is not genuine claims to be about an account of ours: then a setting may be wrong."""
        return False

    def receipts(self, request: HttpRequest, matter: Matter) -> list[Incoming]:
        """What the genuine request says. Raises `NotUnderstood`."""
        raise CannotReceive(f"The channel '{self.kind}' takes no webhooks.")

    def arrival(self, receipt: Stored) -> Arrival:
        """A stored receipt in the words of the case model. Odd text is passed on as it is."""
        raise CannotReceive(f"The channel '{self.kind}' takes no webhooks.")

    def opted(self, receipt: Stored) -> Literal["", "stop", "start"]:
        """What the provider itself did about this sender's wish to get messages, beyond our own keywords."""
        return ""

    def media(self, receipt: Stored) -> tuple[str, ...]:
        """Where the files of `arrival` are kept at the provider, in their order; "" where it names no address."""
        return ()

    def made_of(self, content: bytes) -> Picture:
        """A fetched file as it is kept. Raises `pictures.NotKept`."""
        return pictures.redrawn(content)

    def fetch(self, *, account: str, url: str) -> bytes:
        """One such file. Raises `NotFetched`; an address that is not the provider's own is never asked."""
        raise NotFetched(f"Files of a {self.label} are not fetched.", outcome="never")

    def forget(self, *, account: str, url: str) -> None:
        """Have the provider delete such a file. Raises `NotFetched`."""

    def progress(self, receipt: Stored) -> Progress:
        """A stored status report in our words. A status we do not know has status ""."""
        raise CannotReceive(f"The channel '{self.kind}' takes no status reports.")

    def heard(self, receipt: Stored, *, now: datetime) -> bool:
        """News that is about no delivery, such as a call's, worked off here. False where it is about one."""
        return False

    def listens(self) -> bool:
        """Whether contacts come in by themselves, as the office is set up now."""
        return self.capabilities.receives_webhooks

    def readiness(self) -> Readiness:
        return Readiness(ready=False, words=f"Nothing can be sent by {self.label}.")

    def status_url(self, delivery_id: UUID) -> str:
        """Where the provider reports on this delivery, "" where it reports nothing."""
        return ""

    def send(self, outgoing: Outgoing) -> Sent:
        """Hand one message to the provider. Raises `SendFailed` or `SendInDoubt`."""
        raise CannotSend(f"The channel '{self.kind}' does not send.")

    def longest(self) -> int:
        """Characters one outgoing message may have now; 0 where there is no limit."""
        return self.capabilities.max_length

    def approved(self, body: str) -> bool:
        """Whether these words were approved beforehand, where a network asks for that at times."""
        return False

    def own_numbers(self) -> frozenset[str]:
        """Our own numbers or addresses on this channel, normalised; empty where the provider alone knows them."""
        return frozenset()

    def segments(self, body: str) -> int:
        """How many parts the provider counts for this text; 1 where it does not count."""
        return 1

    def count(self, body: str) -> Parts:
        """The same with the alphabet, "" where the provider does not count, and the characters that make it dear."""
        return Parts(encoding="", segments=self.segments(body))

    def accounts(self) -> list[str]:
        """The accounts whose own list of messages can be read, so that nothing that missed us is lost."""
        return []

    def listed(self, *, account: str, since: datetime) -> Iterator[Listed]:
        """What the provider's list holds since then, in any order. Raises `ListingFailed`, also half-way."""
        raise ListingFailed(f"The provider of {self.label} keeps no list that we can read.")

    def chores(self, now: datetime) -> int:
        """Whatever else this channel must do each time a worker looks; returns how much it did."""
        return 0
