"""Internal notes."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from casework import new_rows
from casework.kept_sql import Kept
from casework.models import Case, Note, Staff
from casework.permissions import require
from casework.services import case_activity, events, live, mentioned, survivors
from casework.text import clean, is_blank

# The same words of the same person on the same case within this time are one press of the button too many.
DOUBLE_CLICK: Final = timedelta(minutes=1)


_SAME: Final = Kept(
    lambda case, author, body, since, until: Note.objects.filter(
        case=case, author=author, body=body, created_at__range=(since, until)
    )[:1]
)


class EmptyNote(Exception):
    """A note without words."""


def add_note(*, case: Case, body: str, actor: Staff, now: datetime) -> Note:
    """Raises EmptyNote, survivors.LeftSight. The same note sent again at once is the one that is there."""
    require(actor, "note")
    text = clean(body).text.strip()
    if is_blank(text):
        raise EmptyNote("Write something in the note.")
    with transaction.atomic():
        case = survivors.locked(case)
        survivors.in_sight(case, actor=actor)
        same: Note | None = _SAME.first(
            case=case.pk, author=actor.pk, body=text, since=now - DOUBLE_CLICK, until=now
        )
        if same is not None:
            return same
        note = new_rows.created(Note, case=case, author=actor, body=text, created_at=now)
        case_activity.noted(case=case, note=note)
        events.record(
            verb="noted",
            words="Wrote a note",
            case=case,
            actor=actor,
            now=now,
            after={"note": str(note.pk)},
        )
        mentioned.told(case=case, note=note, now=now)
        live.changed(case=case)
    return note
