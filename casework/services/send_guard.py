"""The one guard every message to a person passes, at composing and again under the row's lock when it is sent.

Here the facts are read; `casework.send_rules` decides.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Subquery
from django.utils import timezone

from casework.asked_ahead import Question
from casework.kept_sql import Kept
from casework.models import Contact, ContactPoint, Office, PersonContactPoint, SendingDay
from casework.models.delivery import DeliveryStatus, Purpose
from casework.models.person import PointKind, PointLabel
from casework.ports import sending
from casework.send_rules import DAY, EMAIL, TELLING, WHATSAPP, Facts, Limits, Point, Spent, Verdict, judge

# What is counted by number or address: one that gets a letter gets nothing else.
COUNTED: Final = ("sms", "whatsapp", EMAIL)
# Deliveries that no provider was called with cost nothing and reached nobody.
NEVER_WENT: Final = (DeliveryStatus.REFUSED, DeliveryStatus.WITHDRAWN)


class Purse(NamedTuple):
    """The office with what it allows, and the parts that it has sent today."""

    office: Office
    parts_today: int


def refusal(
    *,
    contact_point: ContactPoint | None,
    channel: str,
    now: datetime,
    purpose: str = Purpose.REPLY,
    body: str = "",
) -> str | None:
    """Why nothing may be sent, in words that say what to do instead; None where it may, now or later."""
    found = verdict(contact_point=contact_point, channel=channel, now=now, purpose=purpose, body=body)
    return found.words if found.outcome == "refuse" else None


def verdict(
    *,
    contact_point: ContactPoint | None,
    channel: str,
    now: datetime,
    purpose: str = Purpose.REPLY,
    at_night: bool = False,
    parts: int = 1,
    besides: Contact | None = None,
    body: str = "",
    purse: Purse | None = None,
) -> Verdict:
    """For one number; 2 statements, one more for what would tell others about them, one less where the `purse` is known.

    `besides`: the message itself, where it is on record already and must not count as one that went. `body`: its words,
    where it is not; some networks take certain words at times when they take no others.
    """
    points = [contact_point] if contact_point else []
    verdicts = verdicts_of(
        points=points,
        channel=channel,
        now=now,
        purpose=purpose,
        at_night=at_night,
        parts=parts,
        besides=besides,
        body=body,
        purse=purse,
    )
    if contact_point is not None:
        return verdicts[contact_point.pk]
    return judge(
        Facts(point=None, limits=Limits(zone=timezone.get_current_timezone()), spent=Spent(), now=now)
    )


def verdicts_of(
    *,
    points: Iterable[ContactPoint],
    channel: str,
    now: datetime,
    purpose: str = Purpose.REPLY,
    at_night: bool = False,
    parts: int = 1,
    besides: Contact | None = None,
    body: str = "",
    purse: Purse | None = None,
) -> dict[UUID, Verdict]:
    """For many numbers at once, with as many statements as for one."""
    points = list(points)
    if not points:
        return {}
    purse = purse or purse_of(now)
    limits = limits_of(purse.office)
    spent = _spent(points=points, purse=purse, now=now, besides=besides)
    shared = _shared(points) if purpose in TELLING else frozenset()
    telephones = _telephones(points) if channel == "whatsapp" else {}
    words = body or (besides.body if besides is not None else "")
    approved = bool(words) and sending().approved(channel, words)
    return {
        point.pk: judge(
            Facts(
                point=_point(
                    point,
                    channel=channel,
                    shared=point.pk in shared,
                    telephone=telephones.get(point.value.removeprefix(WHATSAPP)),
                ),
                limits=limits,
                spent=spent[point.pk],
                now=now,
                purpose=purpose,
                parts=parts,
                channel=channel,
                approved=approved,
                at_night=at_night,
            )
        )
        for point in points
    }


def purse_of(now: datetime) -> Purse:
    """1 statement."""
    office: Any = _OFFICE.first(**_today(now))
    if office is None:  # one that is just being set up
        Office.current()
        return purse_of(now)
    return Purse(office, office.parts_today or 0)


def purse_question(now: datetime) -> Question | None:
    """To be asked ahead of `purse_of`."""
    return _OFFICE.question(**_today(now))


def _today(now: datetime) -> dict[str, Any]:
    return {"today": timezone.localdate(now, timezone.get_default_timezone())}


_OFFICE: Final = Kept(
    lambda today: Office.objects.filter(pk=1).annotate(
        parts_today=Subquery(SendingDay.objects.filter(pk=today).values("parts"))
    )
)


def limits_of(office: Office) -> Limits:
    return Limits(
        zone=timezone.get_default_timezone(),
        calling_codes=frozenset(office.calling_codes),
        quiet_from=office.quiet_from,
        quiet_until=office.quiet_until,
        per_number=office.texts_per_number,
        parts_per_day=office.parts_per_day,
        acknowledge_every=timedelta(hours=office.acknowledge_every_hours),
    )


def _telephones(points: list[ContactPoint]) -> dict[str, ContactPoint]:
    """What is on record about the same numbers as telephones. Whoever must not see a text must not see this either."""
    numbers = [point.value.removeprefix(WHATSAPP) for point in points]
    return {each.value: each for each in ContactPoint.objects.filter(kind=PointKind.PHONE, value__in=numbers)}


def _point(
    point: ContactPoint, *, channel: str, shared: bool, telephone: ContactPoint | None = None
) -> Point:
    """The stricter of what is on record about the address and, where there is one, about the telephone behind it.

    An opt-out counts for its own channel alone: somebody may want no texts and still write by WhatsApp.
    """
    hours = telephone if telephone is not None and not (point.safe_hours or point.safe_from) else point
    unsafe = telephone is not None and telephone.text_ok is False
    return Point(
        kind=point.kind,
        value=point.value,
        do_not_use=point.do_not_use or (telephone is not None and telephone.do_not_use),
        opted_out=point.opted_out_at is not None,
        opted_out_how=point.opted_out_how,
        text_ok=False if unsafe else point.text_ok,
        say_who_we_are=point.say_who_we_are,
        confirmed=point.confirmed_at is not None,
        shared=shared,
        ours=point.value in sending().own_numbers(channel),
        safe_from=hours.safe_from,
        safe_until=hours.safe_until,
        safe_words=hours.safe_hours,
    )


def spent_question(*, point: ContactPoint, purse: Purse, now: datetime) -> Question | None:
    """To be asked ahead of a verdict on one message to this number that is not on record yet."""
    return _LATELY.question(**_since([point], office=purse.office, now=now, besides=None))


def _spent(
    *, points: list[ContactPoint], purse: Purse, now: datetime, besides: Contact | None
) -> dict[UUID, Spent]:
    """Of the last day: 1 statement, over the index of contacts by number."""
    found = _LATELY.rows(**_since(points, office=purse.office, now=now, besides=besides))
    rows = {row["contact_point"]: row for row in found}
    return {
        point.pk: Spent(
            to_number=rows[point.pk]["to_number"] if point.pk in rows else 0,
            parts_today=purse.parts_today,
            heard_at=rows[point.pk]["heard_at"] if point.pk in rows else None,
            acknowledged_at=rows[point.pk]["acknowledged_at"] if point.pk in rows else None,
        )
        for point in points
    }


def _since(
    points: list[ContactPoint], *, office: Office, now: datetime, besides: Contact | None
) -> dict[str, Any]:
    return {
        "points": tuple(point.pk for point in points),
        "since": now - max(DAY, timedelta(hours=office.acknowledge_every_hours)),
        "a_day_ago": now - DAY,
        "besides": besides.pk if besides is not None else None,
    }


def _lately(
    *, points: tuple[UUID, ...], since: datetime, a_day_ago: datetime, besides: UUID | None
) -> QuerySet[Contact, Any]:
    went = Q(direction="out") & ~Q(delivery__status__in=NEVER_WENT)
    if besides is not None:
        went &= ~Q(pk=besides)
    return (
        Contact.objects.filter(contact_point__in=points, took_place_at__gt=since, channel__in=COUNTED)
        .order_by()
        .values("contact_point")
        .annotate(
            to_number=Count("pk", filter=went & Q(took_place_at__gt=a_day_ago)),
            heard_at=Max("took_place_at", filter=Q(direction="in")),
            acknowledged_at=Max("took_place_at", filter=went & Q(delivery__purpose=Purpose.ACKNOWLEDGEMENT)),
        )
    )


_LATELY: Final = Kept(_lately)


def _shared(points: list[ContactPoint]) -> frozenset[UUID]:
    """Numbers that somebody holds as a shared one, or that several people hold."""
    held = (
        PersonContactPoint.objects.filter(contact_point__in=points, person__merged_into=None)
        .order_by()
        .values("contact_point")
        .annotate(people=Count("pk"), as_shared=Count("pk", filter=Q(label=PointLabel.SHARED)))
    )
    return frozenset(row["contact_point"] for row in held if row["people"] > 1 or row["as_shared"])
