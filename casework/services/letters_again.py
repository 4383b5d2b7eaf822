"""A letter that was posted, printed once more: the post lost it, or they want another copy. It says why.

It is no second letter: the words, the day on it and its delivery stay what they are, and the history has a line more.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from casework.models import Contact, Event, Staff
from casework.models.contact import Direction
from casework.models.delivery import DeliveryStatus
from casework.permissions import require, visible_cases, visible_contacts
from casework.send_rules import LETTER
from casework.services import events, letters, live, send_guard
from casework.services.letters import LONGEST_REASON, LetterRefused
from casework.services.said_already import DOUBLE_CLICK
from casework.text import clean, is_blank, shorten

VERB: Final = "letter_printed_again"
# Whoever said why may print for so long, also where the printer jams.
PRINTS_FOR: Final = timedelta(hours=1)


def posted(staff: Staff) -> QuerySet[Contact]:
    """Letters that somebody has posted and that this member of staff may see, the latest first."""
    seen = Q(case__in=visible_cases(staff).values("pk")) | Q(case=None)
    sent = visible_contacts(staff).filter(seen, channel=LETTER, direction=Direction.OUT)
    return (
        sent.filter(delivery__status=DeliveryStatus.SENT)
        .select_related("case", "person", "contact_point", "delivery", "logged_by")
        .order_by("-delivery__sent_at", "-pk")
    )


def print_again(*, letter: Contact, because: str, actor: Staff, now: datetime) -> None:
    """Puts on record that it is printed once more, and why. The same reason again at once is the one that is there.

    Raises LetterRefused where there is no reason, or where nothing may go to its address now.
    """
    require(actor, "post_letters")
    typed = shorten(" ".join(clean(because).text.split()), LONGEST_REASON).rstrip(".")
    if is_blank(typed):
        raise LetterRefused("Write why it is printed again.")
    with transaction.atomic():
        case, point, delivery = letters.locked(letter)
        if delivery.status != DeliveryStatus.SENT:
            raise LetterRefused("This letter is not posted any more. Look at the letters again.")
        if refused := send_guard.refusal(contact_point=point, channel=LETTER, now=now):
            raise LetterRefused(f"The letter to {point} must not go: {refused}")
        after = {"because": typed}
        lately = _by(letter, actor).filter(at__range=(now - DOUBLE_CLICK, now))
        if lately.filter(after=after).exists():
            return
        words = f"Printed a letter again: {typed}"
        events.record(verb=VERB, words=words, case=case, contact=letter, actor=actor, now=now, after=after)
        if case is not None:
            live.changed(case=case)


def may_print(*, letter: Contact, actor: Staff, now: datetime) -> bool:
    """Whether this member of staff has said why, a while ago at most: 1 statement."""
    return _by(letter, actor).filter(at__range=(now - PRINTS_FOR, now)).exists()


def _by(letter: Contact, actor: Staff) -> QuerySet[Event]:
    return Event.objects.filter(contact=letter, verb=VERB, actor=actor)
