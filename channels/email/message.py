"""One e-mail: plain text, the office as its sender, an id of ours, and nothing in its head that a person wrote."""

from email.utils import formataddr
from typing import Final

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from channels.contracts import Outgoing, SendFailed

NO_ADDRESS: Final = "This is not an e-mail address. Ask them for it again, or use another way."


def message(outgoing: Outgoing, *, sender: str, name: str) -> EmailMessage:
    """Raises SendFailed for an address that is none: what breaks a line of the head is no address."""
    try:
        validate_email(outgoing.to)
    except ValidationError as error:
        raise SendFailed(NO_ADDRESS, permanent=True, code="address") from error
    return EmailMessage(
        subject=subject(outgoing),
        body=outgoing.body,
        from_email=formataddr((_one_line(name), sender)),
        to=[outgoing.to],
        headers={"Message-ID": message_id(outgoing, sender=sender), **_automatic(outgoing)},
    )


def subject(outgoing: Outgoing) -> str:
    """A subject is read over shoulders: it says nothing of what it is about."""
    return f"Your reference {outgoing.reference}" if outgoing.reference else "A message for you"


def message_id(outgoing: Outgoing, *, sender: str) -> str:
    """The same however often it is tried, so that a mail server sees that it is the same."""
    return f"<{outgoing.delivery_id}@{sender.rpartition('@')[2]}>"


def _automatic(outgoing: Outgoing) -> dict[str, str]:
    """What no machine may answer (RFC 3834)."""
    if not outgoing.automatic:
        return {}
    return {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def _one_line(name: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in name).split())
