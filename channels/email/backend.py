"""Django's SMTP backend, which also knows how far it came: before the words were handed over, or not before."""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class _KnowsHowFar:
    """`handed_over` is True from the moment in which the server was told that the words are coming."""

    handed_over = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.handed_over = True
        return super().data(msg)  # type: ignore[misc]


class Plain(_KnowsHowFar, smtplib.SMTP):
    pass


class Encrypted(_KnowsHowFar, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return Encrypted if self.use_ssl else Plain
