"""What a worker does about calls each time it looks: those that ended unanswered become contacts with a callback."""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction

from casework.models import Call
from casework.services import alarms, calls, calls_missed
from channels import media
from channels.phone.voice import news

log = logging.getLogger(__name__)
JOB: Final = "calls"


def do(*, now: datetime) -> int:
    """Returns how many calls were dealt with; one that fails holds up no other, and is an alarm."""
    done = calls.forgotten(now=now)
    for call in calls_missed.due(now=now):
        try:
            done += _settle(call, now=now)
        except Exception as error:  # whatever it is, the call stays on the list, and is tried again
            log.exception("call %s could not be put on record", call.pk)
            _alarm(type(error).__name__, now=now)
    return done


def _settle(call: Call, *, now: datetime) -> bool:
    """The contact and the job that fetches its message, together or not at all."""
    with transaction.atomic():
        # Behind the call's lock: whoever told of a message before is seen, whoever tells later sees the contact.
        receipt = news.recorded(calls.line_of(calls.locked_itself(call)))
        contact = calls_missed.put_on_record(
            call=call, message=news.message_of(receipt) if receipt else None, now=now
        )
        if contact is not None and receipt is not None:
            media.expect(
                contact=contact,
                channel="phone",
                account=receipt.account,
                urls=[news.url_of(receipt)],
                now=now,
            )
    return contact is not None


def _alarm(why: str, *, now: datetime) -> None:
    alarms.sound(
        key="calls:not-on-record",
        words=f"A missed call could not be put on record ({why}). It is tried again; look at the list of calls.",
        now=now,
        job=JOB,
    )
