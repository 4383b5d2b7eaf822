"""What a provider's request never told us, fetched from the provider's own list of messages.

A provider tries a webhook for some seconds and then gives up; what came while we were down is nowhere but in its
list. So the list is read every minute, a day back each time, and what is missing is taken in, once. The same list
tells what became of our own messages: it settles doubts, and stands in for news that was lost on its way.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from casework.services import alarms
from channels import inbox, registry, settling, wake
from channels.contracts import Channel, Listed, ListingFailed
from channels.models import Reconciliation

log = logging.getLogger(__name__)

JOB: Final = "reconciliation"
SECONDS: Final = 60
# Messages appear in a provider's list up to an hour late, and pages shift while one reads them.
OVERLAP: Final = timedelta(hours=24)
# Younger ones may still be on their way to us by themselves; a provider gives up after a quarter of this.
GRACE: Final = timedelta(seconds=60)
KEPT: Final = timedelta(days=7)
BATCH: Final = 500
# After failures in a row the provider is left alone for longer and longer.
LONGEST_REST: Final = timedelta(minutes=30)
ALARM_AFTER: Final = 5


@dataclass
class _Found:
    """What one reading of the list brought, told apart."""

    missing: dict[str, Listed] = field(default_factory=dict)
    news: list[Listed] = field(default_factory=list)
    seen: int = 0


def reconcile_all(
    *, now: datetime, since: datetime | None = None, insist: bool = False
) -> list[Reconciliation]:
    """Every account of every channel. `insist`: also one that is left alone after failures."""
    runs = [
        reconcile(channel=channel, account=account, now=now, since=since, insist=insist)
        for channel in registry.channels()
        for account in channel.accounts()
    ]
    return [run for run in runs if run is not None]


def reconcile(
    *, channel: Channel, account: str, now: datetime, since: datetime | None = None, insist: bool = False
) -> Reconciliation | None:
    """One account. None while somebody else is at it, or while the provider is left alone."""
    with _alone(f"{channel.kind}:{account}") as alone:
        if not alone or (not insist and now < _not_before(channel, account)):
            return None
        return _run(
            channel=channel, account=account, now=now, since=since or _since(channel, account, now=now)
        )


def _run(*, channel: Channel, account: str, now: datetime, since: datetime) -> Reconciliation:
    run = Reconciliation.objects.create(channel=channel.kind, account=account, since=since, started_at=now)
    found = _Found()
    try:
        _read(channel.listed(account=account, since=since), found, now=now)
    except ListingFailed as failure:
        run.error = failure.words[:300]
        log.warning("the list of %s could not be read: %s", channel.kind, failure.words)
    # What was read before a failure counts all the same.
    run.seen = found.seen
    run.recovered = _take_in(channel, found, now=now)
    run.settled = settling.settle(channel=channel.kind, news=found.news, now=now, job=JOB)
    run.ended_at = timezone.now()
    run.save()
    _afterwards(run, now=now)
    return run


def _read(rows: Iterator[Listed], found: _Found, *, now: datetime) -> None:
    batch: list[Listed] = []
    try:
        for row in rows:
            found.seen += 1
            if row.progress is not None:
                found.news.append(row)
            elif row.incoming is not None and row.at <= now - GRACE:
                batch.append(row)
            if len(batch) >= BATCH:
                _keep_missing(batch, found)
                batch = []
    finally:
        _keep_missing(batch, found)  # a list that breaks off half-way has told what it told


def _keep_missing(batch: list[Listed], found: _Found) -> None:
    by_id = {row.incoming.external_id: row for row in batch if row.incoming is not None}
    if not by_id:
        return
    first = next(iter(by_id.values())).incoming
    assert first is not None  # noqa: S101  (by_id holds only rows that have one)
    known = inbox.known(provider=first.provider, account=first.account, external_ids=by_id)
    found.missing.update({key: row for key, row in by_id.items() if key not in known})


def _take_in(channel: Channel, found: _Found, *, now: datetime) -> int:
    """Oldest first, each a moment after the one before, so that a sender's texts are filed in their order."""
    taken = 0
    for number, row in enumerate(sorted(found.missing.values(), key=lambda each: each.at)):
        if row.incoming is None:
            continue
        moment = now + timedelta(microseconds=number)
        with transaction.atomic():
            taken += inbox.accept(channel=channel.kind, incoming=row.incoming, now=moment, late=True)
    if taken:
        wake.look()
    return taken


def _afterwards(run: Reconciliation, *, now: datetime) -> None:
    Reconciliation.objects.filter(
        channel=run.channel, account=run.account, started_at__lt=now - KEPT
    ).delete()
    if run.recovered:
        log.error("%s messages by %s had never reached us and were recovered", run.recovered, run.channel)
    if _failures(run.channel, run.account) >= ALARM_AFTER:
        alarms.sound(
            key=f"reconciliation:{run.channel}:{run.account}"[:80],
            words=f"The list of messages by {registry.label(run.channel)} cannot be read: {run.error} "
            "Texts that miss us are not recovered until it can.",
            now=now,
            job=JOB,
        )


def _since(channel: Channel, account: str, *, now: datetime) -> datetime:
    """A day before the last reading that succeeded, however long ago that was."""
    last = (
        Reconciliation.objects.filter(channel=channel.kind, account=account, error="", ended_at__isnull=False)
        .order_by("-started_at")
        .first()
    )
    return (last.started_at if last else now) - OVERLAP


def _not_before(channel: Channel, account: str) -> datetime:
    """When the provider may be asked again: at once after a success, later and later after failures in a row."""
    failures = _failures(channel.kind, account)
    last = (
        Reconciliation.objects.filter(channel=channel.kind, account=account).order_by("-started_at").first()
    )
    if last is None or not failures:
        return datetime.min.replace(tzinfo=timezone.get_current_timezone())
    return last.started_at + min(timedelta(seconds=SECONDS) * 2 ** (failures - 1), LONGEST_REST)


def _failures(channel: str, account: str) -> int:
    """How many of the latest readings failed in a row, ten at most."""
    latest = Reconciliation.objects.filter(channel=channel, account=account).order_by("-started_at", "-id")[
        :10
    ]
    failures = 0
    for run in latest:
        if not run.error:
            break
        failures += 1
    return failures


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    """One reader at a time, in whatever process; a dead one's lock goes with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 7))", [f"reconciling:{name}"])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 7))", [f"reconciling:{name}"])
