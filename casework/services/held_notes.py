"""Words whose case left their author's sight while they typed: kept for the author, and shown to nobody else.

It is no history of the case and leaves no event there: whoever works on the case now did not write it, and whoever
wrote it may not see the case.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from casework.models import HeldNote, Staff
from casework.permissions import require
from casework.text import clean, is_blank, shorten

BECAUSE: Final = (
    "The case left your sight while you wrote. It was given to somebody else, restricted, merged into another one, or "
    "its reference is not right."
)
LONGEST: Final = 400_000
# The same words once more within this time are one press of the button too many.
DOUBLE_CLICK: Final = timedelta(minutes=1)


def keep(
    *, author: Staff, reference: str, body: str, now: datetime, because: str = BECAUSE
) -> HeldNote | None:
    """None where there are no words to keep."""
    require(author, "note")
    text = shorten(clean(body).text.strip(), LONGEST)
    if is_blank(text):
        return None
    since = now - DOUBLE_CLICK
    theirs = HeldNote.objects.filter(author=author, reference=reference, body=text)
    same = theirs.filter(held_at__range=(since, now)).first()
    if same is not None:
        return same
    return HeldNote.objects.create(
        author=author, reference=reference, body=text, because=because, held_at=now
    )


def of(author: Staff) -> list[HeldNote]:
    """Latest first: 1 statement."""
    return list(HeldNote.objects.filter(author=author).order_by("-held_at", "-id")[:200])


def drop(*, author: Staff, note_id: UUID) -> bool:
    """False where there is none of theirs: somebody else's is as if it were not there."""
    return bool(HeldNote.objects.filter(author=author, pk=note_id).delete()[0])
