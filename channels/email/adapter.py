"""E-mails to people, by the office's own mail server. Nothing is received: who answers by e-mail reaches nobody here."""

import smtplib
from typing import ClassVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from casework.models import Office
from channels.contracts import Capabilities, Channel, Outgoing, Readiness, SendFailed, Sent
from channels.email.errors import NOT_REACHED, NOT_WANTED, meaning
from channels.email.message import message


class Email(Channel):
    kind: ClassVar[str] = "email"
    label: ClassVar[str] = "e-mail"
    icon: ClassVar[str] = "email"
    capabilities: ClassVar[Capabilities] = Capabilities(can_send=True, max_length=20_000)

    def readiness(self) -> Readiness:
        if not settings.EMAIL_READY:
            return Readiness(
                ready=False, words="Set EMAIL_URL and EMAIL_FROM to send e-mails. None can be received."
            )
        if settings.EMAIL_TO_FILES:
            return Readiness(
                ready=True,
                words="This is a demo: e-mails become files in the folder mail of ONEQUEUE_HOME, nobody gets them.",
            )
        return Readiness(ready=True)

    def own_numbers(self) -> frozenset[str]:
        return frozenset([settings.EMAIL_FROM.casefold()]) if settings.EMAIL_FROM else frozenset()

    def send(self, outgoing: Outgoing) -> Sent:
        mail = message(outgoing, sender=settings.EMAIL_FROM, name=Office.current().name)
        connection = get_connection()
        _open(connection)
        try:
            _hand_over(connection, mail)
        finally:
            _close(connection)
        return Sent(provider_id=mail.extra_headers["Message-ID"])


def _open(connection: BaseEmailBackend) -> None:
    """Whatever goes wrong before we are let in: nothing was sent."""
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise meaning(error, handed_over=False) from error


def _hand_over(connection: BaseEmailBackend, mail: EmailMessage) -> None:
    try:
        taken = connection.send_messages([mail])
    except (smtplib.SMTPException, OSError) as error:
        session = getattr(connection, "connection", None)
        raise meaning(error, handed_over=getattr(session, "handed_over", False)) from error
    except ValueError as error:  # an address or a head that cannot be written
        raise SendFailed(NOT_WANTED, permanent=True, code="head") from error
    if not taken:
        raise SendFailed(NOT_REACHED, permanent=False, code="connection")


def _close(connection: BaseEmailBackend) -> None:
    """What was taken stays taken, whatever becomes of saying good-bye."""
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        return
