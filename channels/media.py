"""Files that came with a contact and still lie at the provider: fetched later, kept, then deleted there.

The row is the job, as in the inbox: a claim raises the count of attempts and sets a lease in its own commit, the call
is made outside of any transaction, and its end is written only by whoever still holds the claim. The contact has been
on record all the time; a file that does not come leaves the reason in its place.

What is not kept is not deleted at the provider either: it may be the only one there is.
"""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from casework import pictures
from casework.models import Contact
from casework.services import alarms, files, upload_links
from channels import registry
from channels.contracts import NotFetched
from channels.models import MediaFetch, MediaState

log = logging.getLogger(__name__)

JOB: Final = "media"
LEASE: Final = timedelta(minutes=3)
# Waits after the first, second … failure.
WAITS: Final = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
)
MAX_ATTEMPTS: Final = len(WAITS) + 1
# The provider's message can be faster than its file; what is missing after that is gone.
SOON: Final = timedelta(minutes=10)
# A file that cannot be deleted at the provider is an administrator's matter, and still tried.
DAILY: Final = timedelta(days=1)


def expect(*, contact: Contact, channel: str, account: str, urls: Iterable[str], now: datetime) -> None:
    """One job for each file that has an address, in the transaction that puts the contact on record."""
    attachments = contact.attachments.order_by("created_at", "id")
    for attachment, url in zip(attachments, urls, strict=False):
        if url:
            MediaFetch.objects.create(
                attachment=attachment,
                channel=channel,
                account=account[:64],
                url=url[:500],
                next_attempt_at=now,
                made_at=now,
            )


def drain(*, now: datetime | None = None, limit: int = 100, budget: timedelta = timedelta(seconds=20)) -> int:
    """Fetch and delete what is due; returns how many files were dealt with."""
    started, done = time.monotonic(), 0
    while done < limit and time.monotonic() - started < budget.total_seconds():
        moment = now or timezone.now()
        row = claim(now=moment)
        if row is None:
            break
        work(row=row, now=moment)
        done += 1
    return done


def claim(*, now: datetime) -> MediaFetch | None:
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    with transaction.atomic():
        row = (
            MediaFetch.objects.filter(
                free, state__in=(MediaState.WAITING, MediaState.KEPT), next_attempt_at__lte=now
            )
            .select_related("attachment")
            .order_by("next_attempt_at", "id")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if row is None:
            return None
        row.attempts += 1
        row.lease_until = now + LEASE
        row.save(update_fields=["attempts", "lease_until"])
    return row


def work(*, row: MediaFetch, now: datetime) -> None:
    """One try with a claimed row. Any failure is written on it; only a dead process escapes that."""
    step = _fetch if row.state == MediaState.WAITING else _delete
    try:
        if row.attempts > MAX_ATTEMPTS and row.state == MediaState.WAITING:
            raise NotFetched("It stopped the worker each time it was fetched.", outcome="never")
        step(row, now)
    except NotFetched as failure:
        _failed(row, failure, now)
    except Exception as error:  # whatever it is, it is on the row, in the log, and tried again
        log.exception("media %s failed, attempt %s", row.pk, row.attempts)
        _failed(row, NotFetched(f"Something went wrong here ({type(error).__name__})."), now)


def _fetch(row: MediaFetch, now: datetime) -> None:
    channel = registry.channel(row.channel)
    content = channel.fetch(account=row.account, url=row.url)
    try:
        picture = channel.made_of(content)
    except pictures.NotKept as why:
        raise NotFetched(why.words, outcome="never") from why
    with transaction.atomic():
        if _still_ours(row):
            files.fetched(attachment=row.attachment, picture=picture, now=now, job=JOB)
            _move(row, state=MediaState.KEPT, at=now, attempts=0)


def _delete(row: MediaFetch, now: datetime) -> None:
    registry.channel(row.channel).forget(account=row.account, url=row.url)
    with transaction.atomic():
        if _still_ours(row):
            _move(row, state=MediaState.DELETED, at=now, ended=now)


def _still_ours(row: MediaFetch) -> bool:
    """False when the lease ran out and somebody else claimed it meanwhile."""
    locked = MediaFetch.objects.select_for_update().get(pk=row.pk)
    return (locked.state, locked.attempts) == (row.state, row.attempts)


def _move(
    row: MediaFetch,
    *,
    at: datetime,
    state: MediaState | None = None,
    attempts: int | None = None,
    ended: datetime | None = None,
    error: str = "",
) -> None:
    row.state = row.state if state is None else state
    row.attempts = row.attempts if attempts is None else attempts
    row.next_attempt_at, row.ended_at, row.error, row.lease_until = at, ended, error[:300], None
    row.save(update_fields=["state", "attempts", "next_attempt_at", "ended_at", "error", "lease_until"])


def _failed(row: MediaFetch, failure: NotFetched, now: datetime) -> None:
    with transaction.atomic():
        if not _still_ours(row):
            return
        if failure.alarm:
            alarms.sound(key=f"media:{failure.alarm[:60]}", words=failure.alarm, now=now, job=JOB)
        if row.state == MediaState.KEPT:
            _delete_later(row, failure, now)
        elif _is_over(row, failure, now):
            _give_up(row, failure, now)
        else:
            _move(row, at=now + WAITS[row.attempts - 1], error=failure.words)


def _is_over(row: MediaFetch, failure: NotFetched, now: datetime) -> bool:
    late = failure.outcome == "missing" and now - row.made_at >= SOON
    return failure.outcome == "never" or late or row.attempts >= MAX_ATTEMPTS


def _give_up(row: MediaFetch, failure: NotFetched, now: datetime) -> None:
    """The reason stands in the file's place, and whoever sent it is offered another way."""
    _move(row, state=MediaState.REFUSED, at=now, ended=now, error=failure.words)
    files.not_fetched(attachment=row.attachment, why=failure.words, now=now, job=JOB)
    if not registry.channel(row.channel).files_by_link:
        return
    contact = Contact.objects.select_related("case", "contact_point").get(pk=row.attachment.contact_id)
    upload_links.offer(contact=contact, now=now, job=JOB)


def _delete_later(row: MediaFetch, failure: NotFetched, now: datetime) -> None:
    tried = row.attempts >= MAX_ATTEMPTS
    _move(row, at=now + (DAILY if tried else WAITS[row.attempts - 1]), error=failure.words)
    if row.attempts == MAX_ATTEMPTS:
        alarms.sound(
            key="media:not-deleted",
            words="Pictures that we have fetched cannot be deleted at the phone company. It is tried once a day; "
            f"look at the account. {failure.words}",
            now=now,
            job=JOB,
        )
