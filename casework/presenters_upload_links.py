"""The links for photographs of a case, with finished labels, and whom one could be sent to."""

from datetime import datetime
from types import SimpleNamespace

from django.urls import reverse
from django.utils.translation import gettext

from casework import addresses
from casework import selectors_beside as beside
from casework.models import Case, ContactPoint, Party, UploadLink
from casework.models.delivery import DeliveryStatus
from casework.services import upload_links
from casework.text import show_bidi_controls as plainly

MOST_SHOWN = 5
OPEN = "Not used yet"
NOT_THERE = (
    DeliveryStatus.FAILED,
    DeliveryStatus.UNDELIVERED,
    DeliveryStatus.REFUSED,
    DeliveryStatus.WITHDRAWN,
)

Way = tuple[Party, ContactPoint, str | None]


def panel(*, case: Case, ways: list[Way], now: datetime, may_send: bool) -> SimpleNamespace:
    """`ways` are those of the reply: what may be answered may be asked for a photograph.

    1 statement, none where there are known to be no links.
    """
    rows = _latest(case) if beside.may_have(case, beside.UPLOAD_LINKS) else []
    can = [way for way in ways if refused(way) is None]
    return SimpleNamespace(
        links=[_shown(row, now=now, may_send=may_send) for row in rows],
        to=[SimpleNamespace(value=str(way[1].pk), label=_label(way)) for way in can] if may_send else [],
        refused=_why_nobody(ways) if may_send and not can else "",
        may_send=may_send,
        url=addresses.of("desk:link_ask", case.reference),
    )


def _latest(case: Case) -> list[UploadLink]:
    rows = UploadLink.objects.filter(case=case).select_related(
        "contact_point", "made_by", "sent__delivery", "brought"
    )
    return list(rows.order_by("-made_at")[:MOST_SHOWN])


def refused(way: Way) -> str | None:
    _, point, why = way
    return upload_links.SHOWS_US if point.say_who_we_are is False else why


def _label(way: Way) -> str:
    party, point, _ = way
    return plainly(f"{party} at {point}" if party.person else str(point))


def _why_nobody(ways: list[Way]) -> str:
    if not ways:
        return gettext("There is no phone number to text. Ask for one.")
    return refused(ways[0]) or ""


def _shown(row: UploadLink, *, now: datetime, may_send: bool) -> SimpleNamespace:
    state, tone = _state(row, now)
    return SimpleNamespace(
        at=row.made_at,
        to=plainly(str(row.contact_point)) if row.contact_point else "",
        by=plainly(str(row.made_by))
        if row.made_by
        else gettext("the office, after a picture did not arrive"),
        state=state,
        tone=tone,
        until=row.expires_at if state == OPEN else None,
        withdraw_url=reverse("desk:link_withdraw", args=[row.pk]) if may_send and state == OPEN else "",
    )


def _state(row: UploadLink, now: datetime) -> tuple[str, str]:
    if row.used_at is not None:
        return "Used", "green"
    if row.withdrawn_at is not None:
        return "Taken back", "grey"
    if now >= row.expires_at:
        return "Expired", "grey"
    delivery = getattr(row.sent, "delivery", None) if row.sent else None
    if delivery is not None and delivery.status in NOT_THERE:
        return "Did not arrive", "red"
    return OPEN, "blue"


def point_of(ways: list[Way], chosen: str) -> ContactPoint | None:
    """The number that was chosen, where it is one of theirs."""
    return next((point for _, point, _ in ways if str(point.pk) == chosen), None)
