"""What a mail server's refusal means to a clerk, and whether another try can help.

By the first digit of its answer: 5 is for good, 4 is for now. Before the words were handed over, whatever else goes wrong
means that nothing went; after that nobody knows.
"""

import smtplib
from typing import Final

from channels.contracts import SendFailed, SendInDoubt

IN_DOUBT: Final = "The connection to the mail server broke while it took the e-mail. Ask the person before you write it again."
NOT_REACHED: Final = "The mail server could not be reached. It is tried again."
NOT_LET_IN: Final = "The mail server does not accept our log-in. Ask an administrator to look at EMAIL_URL."
NO_UTF8: Final = "The mail server cannot write to an address of these letters. Use another way."
NO_MAILBOX: Final = "There is no mailbox at this address. Ask for the address again, or use another way."
FULL: Final = "The mailbox is full, and stays so. Use another way."
TOO_LONG: Final = "The e-mail is too long for the mail server. Write less."
NOT_WANTED: Final = "The mail server does not take this e-mail. Use another way, and tell an administrator."
LATER: Final = "The mail server cannot take it now. It is tried again."
# Three digits of the server's answer that say more than their first.
FOR_GOOD: Final = {550: NO_MAILBOX, 551: NO_MAILBOX, 553: NO_MAILBOX, 552: FULL, 523: TOO_LONG, 534: TOO_LONG}


def meaning(error: Exception, *, handed_over: bool) -> SendFailed | SendInDoubt:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return SendFailed(NOT_LET_IN, permanent=False, code=str(error.smtp_code))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return SendFailed(NO_UTF8, permanent=True, code="utf8")
    code = _code(error)
    if code is not None:
        return answered(code)
    return (
        SendInDoubt(IN_DOUBT) if handed_over else SendFailed(NOT_REACHED, permanent=False, code="connection")
    )


def answered(code: int) -> SendFailed:
    if 500 <= code < 600:
        return SendFailed(FOR_GOOD.get(code, NOT_WANTED), permanent=True, code=str(code))
    return SendFailed(LATER, permanent=False, code=str(code))


def _code(error: Exception) -> int | None:
    """What the server answered, None where it said nothing. A smtplib code of -1 is a line that is no answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=None)
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 400:
        return error.smtp_code
    return None
