"""What needs filing, what was set aside, and moving a contact to where it belongs."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework import neighbours, presenters, selectors
from casework.forms.case import DestinationForm
from casework.models import Case, Contact
from casework.permissions import may, visible_cases, visible_contacts
from casework.services import filing_moves, quarantine
from casework.services.filing_moves import CannotBeMoved
from casework.views.base import DeskRequest, desk, saying_refusals

LANE_SIZE = 100


@desk("see_queue")
def needs_filing(request: DeskRequest) -> HttpResponse:
    held = visible_contacts(request.user).held().select_related("contact_point", "service")[:LANE_SIZE]
    items = _lane(request, held)
    return render(
        request,
        "casework/needs_filing.html",
        {"nav": "queue", "items": items, "may_file": may(request.user, "file_held")},
    )


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
    return [_lane_item(contact, seen=seen) for contact in waiting]


def _lane_item(contact: Contact, *, seen: set[str]) -> dict[str, Any]:
    return {
        "id": contact.pk,
        "channel": contact.channel,
        "who": presenters.sender(contact),
        "at": contact.took_place_at,
        "body": presenters.said(contact.body),
        "reason": neighbours.told(contact.reason, seen=seen),
        "service": contact.service.name if contact.service else "",
    }


@desk("file_held")
def move(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    """File a held contact, or move a filed one: the candidates side by side, and one action."""
    contact = get_object_or_404(
        visible_contacts(request.user).select_related("contact_point", "person", "service", "case"),
        pk=contact_id,
    )
    if contact.filing == "quarantined" or contact.direction == "out":
        raise Http404("This contact cannot be filed.")
    if contact.case_id and not visible_cases(request.user).filter(pk=contact.case_id).exists():
        # Whoever logged a contact keeps seeing it, not the case of others that the rules put it on.
        raise Http404("This contact cannot be moved.")
    form = DestinationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _place(request, contact, form)
        if done is not None:
            return done
    return render(
        request,
        "casework/move.html",
        {
            "nav": "queue",
            "form": form,
            "contact": _lane(request, [contact])[0],
            "from_case": contact.case,
            "candidates": _candidates(request, contact),
            "errors": [str(error) for error in form.non_field_errors()] if form.is_bound else [],
        },
        status=422 if form.is_bound else 200,
    )


def _place(request: DeskRequest, contact: Contact, form: DestinationForm) -> HttpResponse | None:
    wanted = form.cleaned_data["to"]
    to = None if wanted == "new" else visible_cases(request.user).filter(reference=wanted).first()
    if wanted != "new" and to is None:
        form.add_error("reference", "There is no such case. Check the reference.")
        return None
    verb = filing_moves.move_contact if contact.case_id else filing_moves.file_held
    try:
        case = verb(contact=contact, to=to, actor=request.user, now=timezone.now())
    except CannotBeMoved as error:
        form.add_error("choice", str(error))
        return None
    visible = visible_cases(request.user).filter(pk=case.pk).exists()
    return redirect(presenters.case_url(case) if visible else "desk:filing")


def _candidates(request: DeskRequest, contact: Contact) -> list[dict[str, Any]]:
    """The cases it may belong to that one may see: those the rules named, then the sender's other open ones."""
    cases = visible_cases(request.user)
    if contact.case_id:
        cases = cases.exclude(pk=contact.case_id)
    named = list(selectors.for_queue(cases.filter(reference__in=contact.candidates)))
    others = []
    if contact.contact_point:
        own = Case.objects.of_point(contact.contact_point).values("pk")
        others = list(
            selectors.for_queue(
                cases.filter(pk__in=own)
                .exclude(reference__in=contact.candidates)
                .order_by("-is_open", "-last_activity_at")
            )[:5]
        )
    now = timezone.now()
    rows = []
    for case in [*named, *others]:
        row = presenters.queue_row(case, now=now)
        rows.append(
            {
                "value": row.reference,
                "reference": row.reference,
                "person": row.person,
                "summary": row.summary,
                "status_label": row.status_label,
                "status_tone": row.status_tone,
                "last_at": row.last_at,
                "why": row.service,
                "url": row.url,
            }
        )
    return rows


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
            done="Let in. It is in the queue now.",
            to="desk:set_aside",
        )
    if request.POST.get("verdict") == "spam":
        return saying_refusals(
            request,
            lambda: quarantine.discard(contact=contact, actor=request.user, now=now),
            done="Left out as spam. It stays on record.",
            to="desk:set_aside",
        )
    messages.error(request, "Choose whether to let it in or leave it out.")
    return redirect("desk:set_aside")
