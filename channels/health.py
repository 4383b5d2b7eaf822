"""What the doors know of how they are doing, for the health page: 2 statements, whatever the number of channels."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min, Q

from casework.ports import ChannelHealth, Reconciled
from channels import registry
from channels.contracts import Channel
from channels.models import Receipt, ReceiptState, Reconciliation


class Known:
    """What casework's port `Health` asks for."""

    def channels(self) -> list[ChannelHealth]:
        queued, looked = _queued(), _reconciled()
        return [
            _health(each, queued=queued.get(each.kind, Queued()), reconciled=looked.get(each.kind))
            for each in registry.channels()
        ]


class Queued(NamedTuple):
    waiting: int = 0
    since: datetime | None = None
    attention: int = 0


def _health(channel: Channel, *, queued: Queued, reconciled: Reconciled | None) -> ChannelHealth:
    can, ready = channel.capabilities, channel.readiness()
    return ChannelHealth(
        kind=channel.kind,
        label=channel.label,
        receives=channel.listens(),
        sends=can.can_send,
        ready=ready.ready,
        missing="" if ready.ready else ready.words,
        waiting=queued.waiting,
        waiting_since=queued.since,
        attention=queued.attention,
        reconciled=reconciled,
    )


def _queued() -> dict[str, Queued]:
    """Receipts that wait, since when, and those that need a person. Both have an index of their own."""
    waiting, attention = Q(state=ReceiptState.WAITING), Q(state=ReceiptState.ATTENTION)
    rows = (
        Receipt.objects.filter(waiting | attention)
        .order_by()
        .values("channel")
        .annotate(
            waits=Count("pk", filter=waiting),
            since=Min("received_at", filter=waiting),
            needs=Count("pk", filter=attention),
        )
    )
    return {row["channel"]: Queued(row["waits"], row["since"], row["needs"]) for row in rows}


def _reconciled() -> dict[str, Reconciled]:
    """The last one of each channel; of several accounts the one that went wrong, else the latest."""
    last = Reconciliation.objects.order_by("channel", "account", "-started_at", "-id")
    found: dict[str, Reconciled] = {}
    for run in last.distinct("channel", "account"):
        mine = Reconciled(
            started_at=run.started_at,
            ended_at=run.ended_at,
            recovered=run.recovered,
            settled=run.settled,
            error=run.error,
        )
        known = found.get(run.channel)
        if known is None or (bool(mine.error), mine.started_at) > (bool(known.error), known.started_at):
            found[run.channel] = mine
    return found
