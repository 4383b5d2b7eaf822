"""Calls in finished words: who rings, as far as whoever looks may know. Nothing of a shared or a withheld number is said,
and somebody known only through cases that are kept from them looks like one never heard of.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from casework import lookup
from casework.models import Attachment, Call, FollowUp, PersonContactPoint, Staff
from casework.models.call import CallState
from casework.models.person import PointLabel
from casework.permissions import visible_cases, visible_contacts, visible_follow_ups
from casework.presenters_files import attachment
from casework.services.calls import TAKEN_WITHIN
from casework.text import show_bidi_controls as plainly

MOST_RINGING: Final = 5
MOST_LISTED: Final = 200
WITHHELD: Final = "Withheld number"
SHARED: Final = "Somebody at a shared number"
HIDDEN: Final = "A call"
NOT_KNOWN: Final = "Number not known"
TONES: Final = {
    CallState.RINGING: "blue",
    CallState.TALKING: "green",
    CallState.MISSED: "red",
    CallState.VOICEMAIL: "purple",
    CallState.ENDED: "grey",
}


def to_take(*, now: datetime) -> list[Call]:
    """What rings, or was picked up by somebody who has not said so yet: 1 statement."""
    live = Call.objects.filter(
        state__in=(CallState.RINGING, CallState.TALKING),
        answered_by=None,
        contact=None,
        rang_at__gt=now - TAKEN_WITHIN,
    )
    return list(live.select_related("contact_point").order_by("-rang_at", "-pk")[:MOST_RINGING])


def ringing(calls: list[Call], *, staff: Staff) -> list[SimpleNamespace]:
    """Each with who it is and where to press: 1 statement."""
    known = _holders(calls, staff)
    return [
        SimpleNamespace(
            id=call.pk,
            who=_who(call, known.get(call.contact_point_id, [])),
            state=gettext("Ringing now") if call.state == CallState.RINGING else gettext("Picked up"),
            at=call.rang_at,
            take_url=reverse("desk:call_take", args=[call.pk]),
        )
        for call in calls
    ]


def today(*, staff: Staff, now: datetime) -> SimpleNamespace:
    """The day's calls, and from the days before what nobody has logged: 6 statements."""
    local = timezone.localtime(now)
    begins = local.replace(hour=0, minute=0, second=0, microsecond=0)
    waits = Q(contact=None, state=CallState.ENDED, rang_at__gte=begins - timedelta(days=7))
    rows = list(_listed(Call.objects.filter(Q(rang_at__gte=begins) | waits), staff)[:MOST_LISTED])
    known, follow_ups = _holders(rows, staff), _callbacks(rows, staff)
    sounds = _recordings(rows)
    shown = [
        _row(call, known.get(call.contact_point_id, []), follow_ups, sounds, day=begins) for call in rows
    ]
    return SimpleNamespace(
        missed=[row for row in shown if row.is_today and row.code == CallState.MISSED],
        messages=[row for row in shown if row.is_today and row.code == CallState.VOICEMAIL],
        not_logged=[row for row in shown if row.log_url and row.code == CallState.ENDED],
        all=[row for row in shown if row.is_today],
        cut=len(rows) == MOST_LISTED,
    )


def _listed(calls: QuerySet[Call], staff: Staff) -> QuerySet[Call]:
    """With whether what became of it may be seen, and whether everybody who has the number is kept from them."""
    holders = PersonContactPoint.objects.filter(
        contact_point=OuterRef("contact_point"), person__merged_into=None
    )
    seen_people = lookup.people_seen(staff).values("pk")
    return (
        calls.select_related("contact_point", "answered_by", "contact__case", "contact__person")
        .annotate(
            may_see=Case(
                When(contact=None, then=Value(True)),
                default=Q(contact__in=visible_contacts(staff).values("pk")),
                output_field=BooleanField(),
            ),
            is_known=Exists(holders),
            is_seen=Exists(holders.filter(person__in=seen_people)),
            case_seen=Q(contact__case__in=visible_cases(staff).values("pk")),
        )
        .order_by("-rang_at", "-pk")
    )


def _holders(calls: Iterable[Call], staff: Staff) -> dict[Any, list[PersonContactPoint]]:
    """The people at each number whom this member of staff may know of."""
    points = {call.contact_point_id for call in calls if call.contact_point_id is not None}
    found: dict[Any, list[PersonContactPoint]] = {}
    if not points:
        return found
    rows = PersonContactPoint.objects.filter(
        contact_point__in=points, person__in=lookup.people_seen(staff).values("pk")
    )
    for held in rows.select_related("person").order_by("pk"):
        found.setdefault(held.contact_point_id, []).append(held)
    return found


def _who(call: Call, held: list[PersonContactPoint]) -> str:
    """A name only where the number is one person's alone."""
    if call.withheld:
        return WITHHELD
    if call.contact_point is None:
        return NOT_KNOWN
    if len(held) > 1 or any(each.label == PointLabel.SHARED for each in held):
        return SHARED
    name = plainly(str(held[0].person)) if held and held[0].person.name else ""
    return f"{name}, {plainly(str(call.contact_point))}" if name else plainly(str(call.contact_point))


def _callbacks(calls: Iterable[Call], staff: Staff) -> dict[UUID, FollowUp]:
    ids = [call.contact_id for call in calls if call.contact_id is not None]
    if not ids:
        return {}
    rows = visible_follow_ups(staff).filter(contact__in=ids, job="calls")
    return {row.contact_id: row for row in rows if row.contact_id is not None}


def _recordings(calls: Iterable[Any]) -> dict[UUID, Attachment]:
    ids = [call.contact_id for call in calls if call.contact_id is not None and call.may_see]
    if not ids:
        return {}
    return {
        file.contact_id: file
        for file in Attachment.objects.filter(contact__in=ids).select_related("contact").order_by("-pk")
    }


def _row(
    call: Any,
    held: list[PersonContactPoint],
    follow_ups: dict[UUID, FollowUp],
    sounds: dict[UUID, Attachment],
    *,
    day: datetime,
) -> SimpleNamespace:
    hidden = not call.may_see or (call.is_known and not call.is_seen)
    contact = None if hidden else call.contact
    callback = None if contact is None else follow_ups.get(contact.pk)
    sound = None if contact is None else sounds.get(contact.pk)
    return SimpleNamespace(
        who=HIDDEN if hidden else _who(call, held),
        hidden=hidden,
        code=call.state,
        state=call.get_state_display(),
        tone=TONES[CallState(call.state)],
        at=call.rang_at,
        is_today=call.rang_at >= day,
        lasted=_lasted(call),
        answered_by="" if hidden or call.answered_by is None else str(call.answered_by),
        case=contact.case.reference if contact and contact.case and call.case_seen else "",
        case_url=reverse("desk:case", args=[contact.case.reference])
        if contact and contact.case and call.case_seen
        else "",
        callback_url=reverse("desk:follow_up", args=[callback.pk]) if callback else "",
        callback_done=bool(callback and callback.done_at),
        sound=attachment(sound) if sound else None,
        log_url="" if hidden or call.contact_id or call.state not in _TO_LOG else _log_url(call),
    )


_TO_LOG: Final = (CallState.RINGING, CallState.TALKING, CallState.ENDED)


def _log_url(call: Call) -> str:
    return f"{reverse('desk:log_phone')}?call={call.pk}"


def _lasted(call: Call) -> str:
    if call.answered_at is None or call.ended_at is None:
        return ""
    minutes, seconds = divmod(int((call.ended_at - call.answered_at).total_seconds()), 60)
    return f"{minutes}:{seconds:02}"
