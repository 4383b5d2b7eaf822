"""Internal notes."""

from datetime import datetime

from django.db import transaction

from casework.models import Case, Note, Staff
from casework.permissions import require
from casework.services import case_activity, events, live
from casework.text import clean, is_blank


class EmptyNote(Exception):
    """A note without words."""


def add_note(*, case: Case, body: str, actor: Staff, now: datetime) -> Note:
    require(actor, "note")
    text = clean(body).text.strip()
    if is_blank(text):
        raise EmptyNote("Write something in the note.")
    with transaction.atomic():
        note = Note.objects.create(case=case, author=actor, body=text, created_at=now)
        case_activity.noted(case=case, note=note)
        events.record(
            verb="noted",
            words="Wrote a note",
            case=case,
            actor=actor,
            now=now,
            after={"note": str(note.pk)},
        )
        live.changed(case=case)
    return note
