"""Moving contacts to where they belong: one from wherever it is, or several off a case at once."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from casework import lane, neighbours, presenters, selectors
from casework.forms.filing import NEW, DestinationForm, MoveSomeForm
from casework.models import Case, Contact, Move
from casework.permissions import surviving, visible_cases, visible_contacts
from casework.services import filing_moves
from casework.services.filing_moves import CannotBeMoved
from casework.text import shorten
from casework.views.base import DeskRequest, desk, visible_case
from casework.views.undo import done_with_undo

# More than anybody ticks one by one; what is older can be moved on its own from the timeline.
MOST_LISTED = 200


@desk("file_held")
def move(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    """File a held contact, or move a filed one: the candidates side by side, and one action."""
    contact = get_object_or_404(
        visible_contacts(request.user).select_related("contact_point", "person", "service", "case"),
        pk=contact_id,
    )
    _must_be_movable(request, contact)
    form = DestinationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _moved(request, [contact], form)
        if made is not None:
            return _on(request, made)
    seen = neighbours.seen(staff=request.user, words=[contact.reason])
    return render(
        request,
        "casework/move.html",
        {
            "nav": "queue",
            "form": form,
            "contact": lane.item(contact, seen=seen),
            "from_case": contact.case,
            "in_confidence": bool(contact.case and contact.case.restricted),
            "candidates": _candidates(request, [contact], leaving=contact.case),
            "errors": [str(error) for error in form.non_field_errors()] if form.is_bound else [],
        },
        status=422 if form.is_bound else 200,
    )


def _must_be_movable(request: DeskRequest, contact: Contact) -> None:
    if contact.filing == "quarantined" or (contact.direction == "out" and contact.case_id is None):
        raise Http404("This contact cannot be filed.")
    if contact.case_id and not visible_cases(request.user).filter(pk=contact.case_id).exists():
        # Whoever logged a contact keeps seeing it, not the case of others that the rules put it on.
        raise Http404("This contact cannot be moved.")


@desk("move_contact")
def move_some(request: DeskRequest, reference: str) -> HttpResponse:
    """Several contacts of a case, to another case or to a new one that is split off."""
    case = visible_case(request, reference)
    listed = list(
        case.contacts.select_related("contact_point", "person", "service").order_by("-took_place_at", "-pk")[
            :MOST_LISTED
        ]
    )
    form = MoveSomeForm(
        request.POST or None,
        contacts=[(str(contact.pk), _line(contact)) for contact in listed],
        initial={"contacts": request.GET.getlist("contact")},
    )
    if request.method == "POST" and form.is_valid():
        ticked = set(form.cleaned_data["contacts"])
        made = _moved(request, [each for each in listed if str(each.pk) in ticked], form)
        if made is not None:
            return _on(request, made)
    context = {
        "nav": "queue",
        "case": case,
        "in_confidence": case.restricted,
        "form": form,
        "candidates": _candidates(request, listed, leaving=case),
        "errors": [str(error) for error in form.non_field_errors()] if form.is_bound else [],
        "more": len(listed) == MOST_LISTED,
    }
    return render(request, "casework/move_some.html", context, status=422 if form.is_bound else 200)


def _line(contact: Contact) -> str:
    """One contact in the list of those that may be ticked."""
    when = timezone.localtime(contact.took_place_at)
    inbound = contact.direction == "in"
    us = gettext("Us, %(who)s") % {"who": presenters.recipient(contact)}
    who = presenters.sender(contact) if inbound else us
    words = shorten(presenters.plainly(presenters.said(contact.body)), 140)
    return f"{who}, {when.day} {when:%B %H:%M}: {words}"


def _moved(request: DeskRequest, contacts: list[Contact], form: DestinationForm) -> Move | None:
    wanted = form.cleaned_data["to"]
    to = None if wanted == NEW else surviving(request.user, wanted)
    if wanted != NEW and to is None:
        form.add_error("reference", gettext("There is no such case. Check the reference."))
        return None
    try:
        return filing_moves.move(
            contacts=contacts,
            to=to,
            actor=request.user,
            now=timezone.now(),
            service=form.cleaned_data.get("service"),
        )
    except CannotBeMoved as error:
        form.add_error("choice", str(error))
        return None


def _on(request: DeskRequest, made: Move) -> HttpResponse:
    """To the case they are on now, if one may see it."""
    count = made.moved.count()
    told = ngettext(
        "%(count)s contact put on %(reference)s.", "%(count)s contacts put on %(reference)s.", count
    ) % {"count": count, "reference": made.to.reference}
    done_with_undo(request, told, made)
    visible = visible_cases(request.user).filter(pk=made.to_id).exists()
    return redirect(presenters.case_url(made.to) if visible else reverse("desk:filing"))


def _candidates(
    request: DeskRequest, contacts: list[Contact], *, leaving: Case | None
) -> list[dict[str, Any]]:
    """The cases it may belong to that one may see: those the rules named, then the senders' other ones."""
    cases = visible_cases(request.user).filter(merged_into=None)
    if leaving is not None:
        cases = cases.exclude(pk=leaving.pk)
    listed = {key for contact in contacts for key in contact.candidates}
    leads_to = selectors.survivors(listed)
    named = {leads_to.get(key, key) for key in listed}
    found = list(selectors.for_queue(cases.filter(reference__in=named)))
    points = list({contact.contact_point for contact in contacts if contact.contact_point})[:5]
    for point in points:
        own = Case.objects.of_point(point).values("pk")
        others = cases.filter(pk__in=own).exclude(pk__in=[case.pk for case in found])
        found += list(selectors.for_queue(others.order_by("-is_open", "-last_activity_at"))[:5])
    now = timezone.now()
    return [_candidate(presenters.queue_row(case, now=now)) for case in found[:10]]


def _candidate(row: Any) -> dict[str, Any]:
    return {
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
