"""How the channels are doing: finished words, and one of three signs that never is a colour alone."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from casework.models import Alarm, Office
from casework.models.delivery import DeliveryStatus
from casework.ports import ChannelHealth, Reconciled
from casework.selectors_health import Traffic
from casework.templatetags import _said
from casework.text import show_bidi_controls as plainly

GOOD, OFF, LOOK, BAD = 0, 1, 2, 3
SIGNS: Final = {
    GOOD: (gettext_lazy("Well"), "green"),
    OFF: (gettext_lazy("Not set up"), "grey"),
    LOOK: (gettext_lazy("Look at it"), "yellow"),
    BAD: (gettext_lazy("Not working"), "red"),
}
BUDGET: Final = {
    GOOD: (gettext_lazy("Within budget"), "green"),
    LOOK: (gettext_lazy("Nearly spent"), "yellow"),
    BAD: (gettext_lazy("Spent"), "red"),
}
# Work that waits longer than this means that nobody works the queue.
SLOW: Final = timedelta(minutes=5)
STUCK: Final = timedelta(minutes=30)
# Reconciliation runs every minute.
LATE: Final = timedelta(minutes=10)
VERY_LATE: Final = timedelta(hours=1)
MANY_FAILURES: Final = 10


def channel(known: ChannelHealth, traffic: Traffic, *, now: datetime) -> SimpleNamespace:
    found = [
        *_ready(known, traffic),
        *_queues(known, traffic, now=now),
        *_list(known, now=now),
        *_outcomes(known, traffic),
    ]
    worst = max((level for level, _ in found), default=GOOD)
    label, tone = SIGNS[worst]
    return SimpleNamespace(
        kind=known.kind,
        title=_said.said(known.label[:1].upper() + known.label[1:]),
        sign=label,
        tone=tone,
        reasons=[words for _, words in sorted(found, reverse=True)],
        sends=known.sends,
        receives=known.receives,
        last_in_at=traffic.last_in_at,
        last_out_at=traffic.last_out_at,
        waiting_in=known.waiting,
        waiting_out=traffic.waiting,
        attention=known.attention,
        in_doubt=traffic.in_doubt,
        reconciled=reconciled(known.reconciled),
        failures=[failure(*each) for each in traffic.failures],
        failed=sum(count for _, _, count in traffic.failures),
    )


def _ready(known: ChannelHealth, traffic: Traffic) -> list[tuple[int, str]]:
    """A channel that nobody ever used is one the office does without, and no fault."""
    if known.ready or not (known.sends or known.receives):
        return []
    used = traffic.last_in_at or traffic.last_out_at or traffic.waiting or known.waiting or known.reconciled
    return [(BAD if used else OFF, known.missing)]


def _queues(known: ChannelHealth, traffic: Traffic, *, now: datetime) -> list[tuple[int, str]]:
    due_since = traffic.due_since if known.sends else None  # what people send waits for people
    rows = (
        (
            known.waiting_since,
            gettext("What came in has waited %(time)s to be worked on. Is a worker running?"),
        ),
        (due_since, gettext("What is to be sent has waited %(time)s. Is a worker running?")),
    )
    found = []
    for since, words in rows:
        if since is not None and now - since > SLOW:
            found.append((BAD if now - since > STUCK else LOOK, words % {"time": _long(now - since)}))
    return found


def _list(known: ChannelHealth, *, now: datetime) -> list[tuple[int, str]]:
    """Only a channel that was ever reconciled can be late with it."""
    last = known.reconciled
    if last is None:
        return []
    if last.error:
        failed = gettext("The last look at the provider’s list failed: %(words)s")
        return [(BAD, failed % {"words": plainly(last.error)})]
    late = now - last.started_at
    if late <= LATE:
        return []
    words = gettext("Nobody has looked at the provider’s list for %(time)s.") % {"time": _long(late)}
    return [(BAD if late > VERY_LATE else LOOK, words)]


def _outcomes(known: ChannelHealth, traffic: Traffic) -> list[tuple[int, str]]:
    failed = sum(count for status, _, count in traffic.failures if status != DeliveryStatus.REFUSED)
    rows = (
        (known.attention, attention(known.attention)),
        (
            traffic.in_doubt,
            gettext("Of some texts nobody knows whether they went. The people on their cases are told."),
        ),
        (
            failed >= MANY_FAILURES,
            ngettext(
                "%(count)s message did not arrive in 24 hours.",
                "%(count)s messages did not arrive in 24 hours.",
                failed,
            )
            % {"count": failed},
        ),
    )
    return [(LOOK, words) for applies, words in rows if applies]


def attention(count: int) -> str:
    words = ngettext(
        "%(count)s message could not be taken in, though it was tried several times. Whoever runs Onequeue must look.",
        "%(count)s messages could not be taken in, though it was tried several times. Whoever runs Onequeue must look.",
        count,
    )
    return words % {"count": f"{count:,}"}


def _long(wait: timedelta) -> str:
    minutes = int(wait.total_seconds() // 60)
    days, hours = minutes // (24 * 60), minutes // 60
    if days:
        words = ngettext("%(count)s day", "%(count)s days", days)
    elif hours:
        words = ngettext("%(count)s hour", "%(count)s hours", hours)
    else:
        words = ngettext("%(count)s minute", "%(count)s minutes", minutes)
    return words % {"count": f"{days or hours or minutes:,}"}


def reconciled(last: Reconciled | None) -> SimpleNamespace | None:
    if last is None:
        return None
    if last.error:
        words = plainly(last.error)
    elif last.ended_at is None:
        words = gettext("Under way")
    else:
        words = gettext("%(recovered)s recovered, %(settled)s settled") % {
            "recovered": f"{last.recovered:,}",
            "settled": f"{last.settled:,}",
        }
    return SimpleNamespace(at=last.started_at, words=words)


def failure(status: str, code: str, count: int) -> SimpleNamespace:
    """`what` is the state in words, with the provider's code where there is one."""
    what = _said.said(DeliveryStatus(status).label)
    if code:
        what = gettext("%(what)s, code %(code)s") % {"what": what, "code": plainly(code)}
    return SimpleNamespace(what=what, count=count)


def money(parts: int, office: Office) -> str:
    return f"£{parts * office.pence_per_part / Decimal(100):,.2f}"


def spending(days: Iterable[tuple[date, int, int]], *, office: Office) -> dict[str, Any]:
    """The last days as rows, each with its bar of 0 to 100, and what is left of today."""
    known = list(days)
    most = max((parts for _, _, parts in known), default=0) or 1
    rows = [
        {
            "day": date_format(day, "D j M"),
            "texts": texts,
            "parts": parts,
            "cost": money(parts, office),
            "bar": round(100 * parts / most),
        }
        for day, texts, parts in reversed(known)
    ]
    today = known[-1][2] if known else 0
    left = max(0, office.parts_per_day - today)
    level = BAD if left == 0 else (LOOK if left * 10 < office.parts_per_day else GOOD)
    label, tone = BUDGET[level]
    return {
        "rows": rows,
        "parts": f"{today:,}",
        "cost": money(today, office),
        "left": f"{left:,}",
        "budget": f"{office.parts_per_day:,}",
        "sign": label,
        "tone": tone,
        "total": money(sum(parts for _, _, parts in known), office),
    }


def alarm(found: Alarm) -> SimpleNamespace:
    times = gettext("Once,")
    if found.times > 1:
        times = ngettext("%(count)s time, last", "%(count)s times, last", found.times)
        times %= {"count": f"{found.times:,}"}
    return SimpleNamespace(key=found.key, words=plainly(found.words), times=times, last_at=found.last_at)
