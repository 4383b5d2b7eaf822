"""Files that came with a contact. The text is never lost because a file failed."""

import hashlib
from datetime import datetime
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction

from casework.models import Attachment, Contact
from casework.models.attachment import private_name
from casework.pictures import Picture
from casework.services import events, live
from casework.services.arrivals import IncomingFile

# In place of the reason while a file is still to be fetched from whoever carried it.
BEING_FETCHED: Final = "It is still being fetched."


def keep(*, contact: Contact, incoming: tuple[IncomingFile, ...]) -> None:
    for file in incoming:
        _keep_one(contact=contact, file=file)


def _keep_one(*, contact: Contact, file: IncomingFile) -> None:
    attachment = Attachment(
        contact=contact,
        name=file.name[:255],
        content_type=file.content_type[:100],
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        question=file.question[:50],
        refused=file.refused[:200],
    )
    if not file.refused:
        attachment.file.save(attachment.name, ContentFile(file.content), save=False)
    attachment.save(force_insert=True)


def fetched(*, attachment: Attachment, picture: Picture, now: datetime, job: str) -> None:
    """A picture that was announced has come."""
    with transaction.atomic():
        locked = _locked(attachment)
        if locked.file:
            return
        _forget_half_written(locked)
        locked.name = f"{locked.name}{picture.ending}"[:255]
        locked.content_type, locked.refused = picture.content_type, ""
        locked.size = len(picture.content)
        locked.sha256 = hashlib.sha256(picture.content).hexdigest()
        locked.file.save(locked.name, ContentFile(picture.content), save=False)
        locked.save()
        _tell(
            locked,
            verb="file_fetched",
            words=f"{_what(locked)} that came with a message was fetched",
            now=now,
            job=job,
        )


def not_fetched(*, attachment: Attachment, why: str, now: datetime, job: str) -> None:
    """It will not come; the reason stands where it would be."""
    with transaction.atomic():
        locked = _locked(attachment)
        if locked.file:
            return
        locked.refused = why[:200]
        locked.save(update_fields=["refused"])
        _tell(
            locked,
            verb="file_not_fetched",
            words=f"{_what(locked)} that came with a message is not here. {why}",
            now=now,
            job=job,
        )


def _what(attachment: Attachment) -> str:
    return "A recording" if attachment.content_type.startswith("audio/") else "A picture"


def _locked(attachment: Attachment) -> Attachment:
    return (
        Attachment.objects.select_for_update(of=("self",))
        .select_related("contact__case")
        .get(pk=attachment.pk)
    )


def _forget_half_written(attachment: Attachment) -> None:
    """What a worker wrote that did not live to say so."""
    storage, name = attachment.file.storage, private_name(attachment, attachment.name)
    if storage.exists(name):
        storage.delete(name)


def _tell(attachment: Attachment, *, verb: str, words: str, now: datetime, job: str) -> None:
    """In the contact's history; on the timeline the file speaks for itself, so the case is not named."""
    contact = attachment.contact
    events.record(verb=verb, words=words, contact=contact, job=job, now=now)
    live.changed(case=contact.case)
