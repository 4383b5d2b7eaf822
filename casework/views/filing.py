"""The lanes beside the queue: what needs filing, decided with one action, and what was set aside."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import lane, neighbours
from casework.forms.filing import NEW, DecideForm, read_reference
from casework.models import Case, Contact
from casework.permissions import may, surviving, visible_contacts
from casework.services import filing_moves, quarantine
from casework.services.filing_moves import CannotBeMoved
from casework.views.base import DeskRequest, desk, saying_refusals
from casework.views.undo import done_with_undo

LANE_SIZE = 100


@desk("see_queue")
def needs_filing(request: DeskRequest) -> HttpResponse:
    return render(
        request,
        "casework/needs_filing.html",
        {
            "nav": "queue",
            "items": lane.needs_filing(staff=request.user, now=timezone.now()),
            "may_file": may(request.user, "file_held"),
        },
    )


@desk("file_held")
@require_POST
def decide(request: DeskRequest) -> HttpResponse:
    """One press: these contacts belong to that case, or to a new one."""
    form = DecideForm(request.POST)
    held = list(visible_contacts(request.user).held().filter(pk__in=form.ids))
    chosen = request.POST.get("choice", "")
    to = _visible(request, chosen)
    if not held or len(held) != len(form.ids):
        messages.error(request, gettext("Somebody filed this meanwhile. Here is what still waits."))
    elif to is None and chosen != NEW:
        messages.error(request, gettext("This case cannot be chosen any more. Choose another one."))
    else:
        _file(request, held, to)
    return redirect("desk:filing")


def _visible(request: DeskRequest, typed: str) -> Case | None:
    wanted = read_reference(typed) if typed != NEW else None
    return surviving(request.user, wanted) if wanted else None


def _file(request: DeskRequest, held: list[Contact], to: Case | None) -> None:
    try:
        made = filing_moves.move(contacts=held, to=to, actor=request.user, now=timezone.now())
    except CannotBeMoved as error:
        messages.error(request, str(error))
        return
    # A new case may be routed out of one's sight; its reference is theirs who opened it.
    done_with_undo(request, gettext("Filed on %(reference)s.") % {"reference": made.to.reference}, made)


@desk("release_quarantine")
def set_aside(request: DeskRequest) -> HttpResponse:
    contacts = (
        visible_contacts(request.user).quarantined().select_related("contact_point", "service")[:LANE_SIZE]
    )
    items = _lane(request, contacts)
    return render(request, "casework/set_aside.html", {"nav": "queue", "items": items})


def _lane(request: DeskRequest, contacts: Iterable[Contact]) -> list[dict[str, Any]]:
    waiting = list(contacts)
    seen = neighbours.seen(staff=request.user, words=[each.reason for each in waiting])
    return [lane.item(contact, seen=seen) for contact in waiting]


@desk("release_quarantine")
@require_POST
def judge(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    """Let a quarantined form in, or leave it out."""
    contact = get_object_or_404(visible_contacts(request.user).quarantined(), pk=contact_id)
    now = timezone.now()
    if request.POST.get("verdict") == "genuine":
        return saying_refusals(
            request,
            lambda: quarantine.release(contact=contact, actor=request.user, now=now),
            done=gettext("Let in. It is in the queue now."),
            to="desk:set_aside",
        )
    if request.POST.get("verdict") == "spam":
        return saying_refusals(
            request,
            lambda: quarantine.discard(contact=contact, actor=request.user, now=now),
            done=gettext("Left out as spam. It stays on record."),
            to="desk:set_aside",
        )
    messages.error(request, gettext("Choose whether to let it in or leave it out."))
    return redirect("desk:set_aside")
