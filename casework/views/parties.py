"""The people of a case: who plays which part, who gets the replies, and what allows somebody to act for another."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from casework import authority, presenters, selectors
from casework.forms.parties import AddPartyForm, NamePartyForm, PartForm, WhoForm
from casework.models import Case, Party
from casework.permissions import visible_cases
from casework.services import parties as verbs
from casework.services.parties import CannotChangeParties
from casework.services.people import NoSuchPerson
from casework.services.survivors import WasMerged
from casework.views.base import DeskRequest, desk, saying_refusals, visible_case


@desk("change_parties")
@require_safe
def parties(request: DeskRequest, reference: str) -> HttpResponse:
    found = selectors.case_page(staff=request.user, reference=visible_case(request, reference).reference)
    today = timezone.localdate()
    known = sorted(found.known_parties, key=lambda party: (not party.reply_to, party.pk))  # type: ignore[attr-defined]
    context = {"nav": "queue", "case": found, "rows": [_row(party, on=today) for party in known]}
    return render(request, "casework/parties/parties.html", context)


def _row(party: Party, *, on: date) -> dict[str, Any]:
    person = party.person
    points = [held.contact_point for held in person.points.all()] if person else [party.contact_point]
    return {
        "id": party.pk,
        "name": presenters.plainly(str(party)),
        "role": party.get_role_display(),
        "gets_replies": party.reply_to,
        "points": [presenters.plainly(str(point)) for point in points],
        "authority": authority.shown(party, on=on),
        "nameless": person is None,
    }


@desk("change_parties")
def add(request: DeskRequest, reference: str) -> HttpResponse:
    """Find somebody or write who it is; then their part. "Find" judges nothing and keeps what was typed."""
    found = visible_case(request, reference)
    form = AddPartyForm(_typed(request), staff=request.user, initial=_looked_up(request))
    if _is_sent(request) and form.is_valid():
        data = form.cleaned_data
        done = _tried(
            form,
            lambda: verbs.add(
                case=found,
                role=data["role"],
                person=form.chosen,
                name=data["name"],
                number=form.whole_number(),
                confirmed=data["confirmed"],
                authority=form.authority(),
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if done:
            messages.success(request, gettext("Added to this case."))
            return redirect("desk:parties", found.reference)
    return _who_page(request, "add", form, case=found)


@desk("change_parties")
def party(request: DeskRequest, party_id: UUID) -> HttpResponse:
    """Their part and their authority; and taking them off."""
    found = _visible_party(request, party_id)
    typed = request.POST if request.method == "POST" else None
    form = PartForm(typed, stored_basis=found.authority_basis, initial=_stored(found))
    if request.method == "POST" and form.is_valid():
        done = _tried(
            form,
            lambda: verbs.change(
                party=found,
                role=form.cleaned_data["role"],
                authority=form.authority(),
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if done:
            messages.success(request, gettext("Saved."))
            return redirect("desk:parties", found.case.reference)
    row = _row(found, on=timezone.localdate())
    context = {"nav": "queue", "form": form, "case": found.case, "party": row}
    return render(request, "casework/parties/party.html", context, status=422 if form.is_bound else 200)


@desk("change_parties")
def who(request: DeskRequest, party_id: UUID) -> HttpResponse:
    """Who is somebody at this number?"""
    found = _visible_party(request, party_id)
    if found.person_id or found.contact_point is None:
        return redirect("desk:parties", found.case.reference)
    form = NamePartyForm(
        _typed(request), staff=request.user, at=found.contact_point, initial=_looked_up(request)
    )
    if _is_sent(request) and form.is_valid():
        done = _tried(
            form,
            lambda: verbs.say_who(
                party=found,
                person=form.chosen,
                name=form.cleaned_data["name"],
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if done:
            messages.success(request, gettext("Now it is on record who this is."))
            return redirect("desk:parties", found.case.reference)
    return _who_page(request, "who", form, case=found.case, point=found.contact_point, party_id=found.pk)


@desk("change_parties")
@require_POST
def replies(request: DeskRequest, party_id: UUID) -> HttpResponse:
    found = _visible_party(request, party_id)
    return saying_refusals(
        request,
        lambda: verbs.send_replies_to(party=found, actor=request.user, now=timezone.now()),
        done=gettext("Replies go to %(who)s now.") % {"who": presenters.plainly(str(found))},
        to=_list_url(found.case),
    )


@desk("change_parties")
@require_POST
def remove(request: DeskRequest, party_id: UUID) -> HttpResponse:
    found = _visible_party(request, party_id)
    return saying_refusals(
        request,
        lambda: verbs.remove(party=found, actor=request.user, now=timezone.now()),
        done=gettext("%(who)s is not on this case any more, and stays on record.")
        % {"who": presenters.plainly(str(found))},
        to=_list_url(found.case),
    )


def _visible_party(request: DeskRequest, party_id: UUID) -> Party:
    """404 alike for a party of a hidden case and for none."""
    rows = Party.objects.filter(case__in=visible_cases(request.user).values("pk"))
    rows = rows.select_related("case", "person", "contact_point")
    return get_object_or_404(rows.prefetch_related("person__points__contact_point"), pk=party_id)


def _list_url(case: Case) -> str:
    return reverse("desk:parties", args=[case.reference])


def _stored(party: Party) -> dict[str, Any]:
    record = authority.of(party)
    return {"role": party.role, "basis": record.basis, "scope": record.scope, "until": record.until}


def _is_sent(request: DeskRequest) -> bool:
    return request.method == "POST" and "find" not in request.POST


def _typed(request: DeskRequest) -> Any:
    return request.POST if _is_sent(request) else None


def _looked_up(request: DeskRequest) -> dict[str, Any]:
    """What was typed before "Find" was pressed."""
    typed = {name: request.POST[name] for name in request.POST if not name.startswith("until_")}
    until = [request.POST.get(f"until_{part}", "") for part in ("day", "month", "year")]
    return {**typed, "until": until if any(until) else None}


def _tried(form: Any, verb: Callable[[], Any]) -> bool:
    """Run one verb; a refusal comes back beside the form."""
    try:
        verb()
    except (CannotChangeParties, NoSuchPerson, WasMerged) as error:
        form.add_error("person" if isinstance(error, NoSuchPerson) else None, str(error))
        return False
    return True


def _who_page(request: DeskRequest, name: str, form: WhoForm, *, case: Case, **more: Any) -> HttpResponse:
    if request.method not in ("GET", "HEAD", "POST"):
        raise Http404("There is no such page.")
    context = {
        "nav": "queue",
        "form": form,
        "case": case,
        "found": form.found(),
        "chosen_person": str(form["person"].value() or ""),
        **more,
    }
    status = 422 if form.is_bound else 200
    return render(request, f"casework/parties/{name}.html", context, status=status)
