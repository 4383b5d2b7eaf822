"""A file that came with a contact, only for those who may see the contact."""

import logging
from typing import IO, Final, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from casework import pictures, presenters_files
from casework.models import Attachment
from casework.permissions import visible_attachments
from casework.views.base import DeskRequest, desk

log = logging.getLogger(__name__)
Answer = TypeVar("Answer", bound=HttpResponseBase)
SMALL: Final = 320
LARGE: Final = 1600
"""Pixels, each way."""
LONGEST_TEXT: Final = 100_000
"""Bytes of a text that are shown; all of it can be downloaded."""


@desk("see_queue")
@require_safe
def file(request: DeskRequest, file_id: UUID) -> FileResponse:
    """Always a download: what somebody sent never runs in our pages."""
    attachment = kept(visible_attachments(request.user), file_id)
    response = FileResponse(
        content(attachment),
        as_attachment=True,
        filename=attachment.name,
        content_type="application/octet-stream",
    )
    return sealed(response)


@desk("see_queue")
@require_safe
def preview(request: DeskRequest, file_id: UUID, side: int) -> HttpResponse:
    """A picture on the page: drawn anew, small. What is none, and one that cannot be drawn, is not there."""
    shown = visible_attachments(request.user).filter(content_type__in=presenters_files.PICTURES)
    with content(kept(shown, file_id)) as picture:
        try:
            drawn = pictures.fit(picture, side=side)
        except pictures.NotKept as why:
            raise Http404(why.words) from why
    return sealed(HttpResponse(drawn, content_type="image/jpeg"))


@desk("see_queue")
@require_safe
def look(request: DeskRequest, file_id: UUID) -> HttpResponse:
    """A picture, or a text, on a page of its own: 1 statement beside those of the frame."""
    shown = visible_attachments(request.user).filter(content_type__in=presenters_files.LOOKED_AT)
    attachment = kept(shown.select_related("contact__case"), file_id)
    text = ""
    if attachment.content_type == presenters_files.TEXT:
        with content(attachment) as written:
            text = written.read(LONGEST_TEXT).decode("utf-8", "replace")
    context = {
        "nav": "queue",
        "file": presenters_files.shown(attachment),
        "text": text,
        "cut": bool(text) and attachment.size > LONGEST_TEXT,
    }
    return render(request, "casework/files/look.html", context)


def kept(attachments: QuerySet[Attachment], file_id: UUID) -> Attachment:
    attachment = get_object_or_404(attachments, pk=file_id)
    if not attachment.file:
        raise Http404("This file was not kept.")
    return attachment


def content(attachment: Attachment) -> IO[bytes]:
    try:
        opened: IO[bytes] = attachment.file.open("rb")
    except OSError as error:
        log.error(
            "alarm: attachment %s is not in the storage: %s", attachment.pk.hex[-8:], type(error).__name__
        )
        raise Http404("This file cannot be found.") from error
    return opened


def sealed(answer: Answer) -> Answer:
    """Nothing in it may run, ask for anything, or be taken for something else than it is said to be."""
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
