"""A file that came with a contact, only for those who may see the contact."""

import logging
from uuid import UUID

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from casework.permissions import visible_attachments
from casework.views.base import DeskRequest, desk

log = logging.getLogger(__name__)


@desk("see_queue")
def file(request: DeskRequest, file_id: UUID) -> FileResponse:
    """Always a download, in a sandbox: what somebody sent never runs in our pages."""
    attachment = get_object_or_404(visible_attachments(request.user), pk=file_id)
    if not attachment.file:
        raise Http404("This file was not kept.")
    try:
        content = attachment.file.open("rb")
    except OSError as error:
        log.error(
            "alarm: attachment %s is not in the storage: %s", attachment.pk.hex[-8:], type(error).__name__
        )
        raise Http404("This file cannot be found.") from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=attachment.name,
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
