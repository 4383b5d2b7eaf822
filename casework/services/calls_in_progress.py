"""What somebody types while they talk, kept from the first key until the call is on record.

Their author alone sees it. It is no history: it leaves no event, until it is handed to a colleague. Whatever saves late
(a page that was left, a second click) never brings back a call that is on record already.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from casework.models import Call, CallInProgress, Contact, Staff
from casework.permissions import READERS, require
from casework.services import contact_points, events, live
from casework.text import clean

Typed = Mapping[str, Sequence[str]]

PHONE: Final = "phone"
MOST: Final = 40
LONGEST: Final = 400_000
"""Characters of one call with everything that is typed in it."""
MOST_FIELDS: Final = 300
LONGEST_CALL: Final = timedelta(hours=24)
# What a page sends with every save, whether or not anybody typed anything.
OF_THE_PAGE: Final = ("once", "began", "tab", "call", "callback_owner")


class CannotBeKept(Exception):
    """The words say why, and what to do so that nothing is lost."""


class OnRecordAlready(CannotBeKept):
    """The call was logged: a save that was still on its way has nothing to keep."""

    def __init__(self) -> None:
        super().__init__("This call is on record already. Open a new one for what they said since.")


class TypedElsewhere(CannotBeKept):
    """A second window has the same call open, and saved it later."""

    def __init__(self) -> None:
        super().__init__(
            "This call was changed in another window, so this one is not kept. "
            "Copy what is missing there, and go on in one of them."
        )


class NotTheirs(Exception):
    """A call in progress of somebody else answers like one that does not exist."""


def of(author: Staff, channel: str = PHONE) -> QuerySet[CallInProgress]:
    """Theirs, the longest running first."""
    theirs = CallInProgress.objects.filter(author=author, channel=channel)
    return theirs.select_related("handed_by").order_by("started_at", "id")


def lock(going: UUID) -> None:
    """Saving and logging one call wait for each other, until the transaction ends. Taken before any other lock."""
    contact_points.lock(kind="call in progress", value=going.hex)


def external_id(going: UUID, said: str) -> str:
    """Under which a contact is written: it begins with the id of the call it came from. `said` are hexadecimal digits."""
    return f"{going.hex}{said[:32]}"


def keep(
    *,
    going: UUID,
    author: Staff,
    channel: str,
    typed: Typed,
    now: datetime,
    call: UUID | None = None,
    began: datetime | None = None,
    tab: str = "",
) -> CallInProgress | None:
    """In place of what was kept of this call; None where nothing was typed yet. Typing again ends a hold.

    `tab` names the window that saves: what another one saved later than this one was opened is never written over.
    """
    require(author, "log_contact")
    tidy = storable(typed)
    with transaction.atomic():
        lock(going)
        if _on_record(going, author, channel):
            raise OnRecordAlready
        row = CallInProgress.objects.select_for_update().filter(pk=going).first()
        if row is None:
            return _begin(going, author, channel, tidy, call=call, began=began, now=now)
        _check(row, author=author, tab=tab)
        row.typed, row.saved_at, row.on_hold_since = tidy, now, None
        row.save(update_fields=["typed", "saved_at", "on_hold_since"])
    return row


def _begin(
    going: UUID,
    author: Staff,
    channel: str,
    typed: dict[str, list[str]],
    *,
    call: UUID | None,
    began: datetime | None,
    now: datetime,
) -> CallInProgress | None:
    if not _anything(typed):
        return None
    if of(author, channel).count() >= MOST:
        raise CannotBeKept(f"You have {MOST} calls half done. Finish or drop some of them first.")
    return CallInProgress.objects.create(
        id=going,
        author=author,
        channel=channel,
        typed=typed,
        started_at=began if began and now - LONGEST_CALL <= began <= now else now,
        saved_at=now,
        call=Call.objects.filter(pk=call).first() if call else None,
    )


def _check(row: CallInProgress, *, author: Staff, tab: str) -> None:
    if row.author_id != author.pk:
        raise NotTheirs
    saved_by = (row.typed.get("tab") or [""])[0]
    if tab and saved_by and saved_by != tab and row.saved_at > opened_at(tab, otherwise=row.saved_at):
        raise TypedElsewhere


def opened_at(tab: str, *, otherwise: datetime) -> datetime:
    """When a window was opened: its name is an id that begins with the time."""
    try:
        return datetime.fromtimestamp((UUID(tab).int >> 80) / 1000, tz=otherwise.tzinfo)
    except (ValueError, OverflowError, OSError):
        return otherwise


def _on_record(going: UUID, author: Staff, channel: str) -> bool:
    """One look into the index by which a contact is written once."""
    first, last = external_id(going, "0" * 32), external_id(going, "f" * 32)
    return Contact.objects.filter(
        channel=channel, account=author.pk.hex, external_id__gte=first, external_id__lte=last
    ).exists()


def storable(typed: Typed) -> dict[str, list[str]]:
    """As the database takes it. Raises CannotBeKept where it is more than anybody types in a call."""
    if len(typed) > MOST_FIELDS or sum(len(each) for values in typed.values() for each in values) > LONGEST:
        raise CannotBeKept("This is too long to be kept. Log it in parts.")
    return {clean(name).text[:200]: [clean(each).text for each in values] for name, values in typed.items()}


def _anything(typed: Mapping[str, Sequence[str]]) -> bool:
    return any(each.strip() for name, values in typed.items() if name not in OF_THE_PAGE for each in values)


def theirs(*, going: UUID, author: Staff) -> CallInProgress:
    """Raises NotTheirs for one of somebody else as for one that is not there."""
    row = of(author).select_related("handed_by", "call").filter(pk=going).first()
    if row is None:
        raise NotTheirs
    return row


def drop(*, going: UUID, author: Staff) -> None:
    """Whoever calls this has asked whether they are sure. Dropping what is gone changes nothing."""
    with transaction.atomic():
        lock(going)
        CallInProgress.objects.filter(pk=going, author=author).delete()


def logged(*, going: UUID, author: Staff) -> None:
    """It is on record now. The caller holds the lock."""
    CallInProgress.objects.filter(pk=going, author=author).delete()


def hold(*, going: UUID, author: Staff, now: datetime) -> CallInProgress:
    """The caller waits, and something else is done meanwhile."""
    with transaction.atomic():
        row = _locked(going, author)
        if row.on_hold_since is None:
            row.on_hold_since = now
            row.save(update_fields=["on_hold_since"])
    return row


def may_take(actor: Staff) -> QuerySet[Staff]:
    """To whom a call half done can be handed: whoever works here and logs calls."""
    return Staff.objects.people().filter(role__in=READERS).exclude(pk=actor.pk)


def hand_over(*, going: UUID, to: Staff, actor: Staff, now: datetime) -> CallInProgress:
    """From now on it is theirs alone; the history says that it was handed over, and nothing of what is in it."""
    require(actor, "hand_over_call")
    if not may_take(actor).filter(pk=to.pk).exists():
        raise CannotBeKept(f"{to} does not log calls here. Choose somebody else.")
    with transaction.atomic():
        row = _locked(going, actor)
        if of(to, row.channel).count() >= MOST:
            raise CannotBeKept(f"{to} has {MOST} calls half done. Choose somebody else.")
        row.author, row.handed_by, row.on_hold_since = to, actor, None
        row.save(update_fields=["author", "handed_by", "on_hold_since"])
        events.record(
            verb="call_handed_over",
            words=f"A call half done was handed to {to}",
            actor=actor,
            now=now,
            before={"author": str(actor.pk)},
            after={"author": str(to.pk), "call_in_progress": str(row.pk)},
        )
        live.changed(case=None, lane="calls")
    return row


def _locked(going: UUID, author: Staff) -> CallInProgress:
    lock(going)
    row = CallInProgress.objects.select_for_update(of=("self",)).filter(pk=going, author=author).first()
    if row is None:
        raise NotTheirs
    return row


def as_typed(row: CallInProgress) -> dict[str, list[str]]:
    """What was kept, whatever an older release wrote into it."""
    stored: Any = row.typed if isinstance(row.typed, dict) else {}
    return {
        str(name): [str(each) for each in (values if isinstance(values, list) else [values])]
        for name, values in stored.items()
    }


def read_moment(typed: str) -> datetime | None:
    """A moment as our own page wrote it; None for anything else."""
    try:
        read = datetime.fromisoformat(typed[:40])
    except ValueError:
        return None
    return read if read.tzinfo is not None else None
