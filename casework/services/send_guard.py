"""The one guard every message to a person passes, at composing and again under the row's lock when it is sent."""

from datetime import datetime

from casework import phone_numbers
from casework.models import ContactPoint
from casework.models.person import PointKind

TEXT_CHANNELS = ("sms",)


def refusal(*, contact_point: ContactPoint | None, channel: str, now: datetime) -> str | None:
    """Why nothing may be sent, in words that say what to do instead; None where it may."""
    if contact_point is None:
        return "There is no number or address to send to. Ask for one."
    if contact_point.do_not_use:
        return "This number or address must not be used. Look for another way to reach them."
    if channel in TEXT_CHANNELS:
        return _text_refusal(contact_point)
    return None


def _text_refusal(point: ContactPoint) -> str | None:
    if point.kind != PointKind.PHONE:
        return "Texts go to phone numbers only."
    if point.opted_out_at is not None:
        return f"This number asked not to be texted ({point.opted_out_how}). Ring or write instead."
    if point.text_ok is False:
        return "It is not safe to text this number. See the safe contact notes and use another way."
    possible, why = phone_numbers.can_receive_texts(phone_numbers.read(point.value))
    if not possible:
        return why
    if point.confirmed_at is None:
        return (
            "This number was only typed into a form and has never contacted us. Ring it first; once somebody "
            "confirms it, texts can be sent."
        )
    return None
