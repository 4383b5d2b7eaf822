"""Files that came with a contact. The text is never lost because a file failed."""

import hashlib

from django.core.files.base import ContentFile

from casework.models import Attachment, Contact
from casework.services.arrivals import IncomingFile


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
