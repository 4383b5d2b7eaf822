"""Confirming in writing what was agreed in a call, a visit or a letter, in one tick."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.models import Contact
from casework.permissions import visible_contacts
from casework.services import confirmations
from casework.services.confirmations import CannotConfirm
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk


def panel(request: DeskRequest, contact: Contact, *, now: datetime) -> dict[str, Any]:
    """What the page after logging shows of it; nothing where there is nothing to confirm."""
    found = confirmations.ways(contact=contact, staff=request.user, now=now)
    ways = [{"code": way.code, "label": plainly(way.label), "refused": plainly(way.refused)} for way in found]
    return {"ways": ways, "url": reverse("desk:confirm", args=[contact.pk])}


@desk("confirm_by_message")
@require_POST
def confirm(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    """Of a contact that one logged oneself: nobody else had them on the line."""
    contact = get_object_or_404(
        visible_contacts(request.user).select_related("case", "contact_point", "person"),
        pk=contact_id,
        logged_by=request.user,
        direction="in",
    )
    try:
        told = confirmations.send(
            contact=contact, way=request.POST.get("way", ""), actor=request.user, now=timezone.now()
        )
    except CannotConfirm as error:
        messages.error(request, plainly(str(error)))
    else:
        messages.success(request, plainly(told))
    return redirect(_back(contact))


def _back(contact: Contact) -> str:
    """The page after logging, which each channel that staff log has."""
    try:
        return reverse(
            "desk:log_done", kwargs={"contact": contact.pk, "again": f"desk:log_{contact.channel}"}
        )
    except NoReverseMatch:
        return reverse("desk:queue")
