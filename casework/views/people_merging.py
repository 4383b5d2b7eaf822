"""Two records of one person: find the other, look at both side by side, make them one, undo it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import lookup, selectors_people
from casework import presenters_people as show
from casework.forms.people import FindForm, JoinForm
from casework.models import Person, PersonMerge
from casework.presenters import plainly
from casework.services import people_merge, people_parted
from casework.services.people import NoSuchPerson
from casework.services.people_merge import CannotBeJoined
from casework.views.base import DeskRequest, desk, saying_refusals
from casework.views.people import visible_person

NONE_CHOSEN = ""


@desk("merge_people")
def merge(request: DeskRequest, person_id: UUID) -> HttpResponse:
    found = visible_person(request, person_id)
    chosen = request.POST.get("with") or request.GET.get("with") or NONE_CHOSEN
    if not chosen:
        return _find(request, found)
    return _compare(request, found, _other(request, found, chosen))


def _other(request: DeskRequest, found: Person, chosen: str) -> Person:
    try:
        other = visible_person(request, UUID(chosen))
    except ValueError as error:
        raise Http404("There is no such person.") from error
    if other.pk == found.pk:
        raise Http404("This is the same person already.")
    return other


def _find(request: DeskRequest, found: Person) -> HttpResponse:
    """Those who share a number or the name are there at once; anybody else is looked for."""
    looking = "name" in request.GET or "number" in request.GET
    form = FindForm(request.GET if looking else None)
    context: dict[str, Any] = {
        "nav": "",
        "person": found,
        "name": plainly(str(found)),
        "form": form,
        "near": [_row(each) for each in selectors_people.perhaps_the_same(staff=request.user, person=found)],
        "looked": looking and form.is_valid(),
    }
    if context["looked"]:
        who = lookup.callers(
            staff=request.user, name=form.cleaned_data["name"], number=form.cleaned_data["number"]
        )
        context["found"] = [_found(each) for each in who.people if each.id != found.pk]
    return render(request, "casework/people/merge_find.html", context)


def _row(person: Person) -> dict[str, Any]:
    return {"id": person.pk, "name": plainly(str(person)), "hint": ""}


def _found(person: lookup.FoundPerson) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": plainly(person.name),
        "hint": plainly(", ".join(point.display for point in person.points)),
    }


def _compare(request: DeskRequest, found: Person, other: Person) -> HttpResponse:
    doubts = people_merge.doubts(one=found, other=other)
    form = JoinForm(request.POST if request.method == "POST" else None, must_be_sure=doubts.must_be_sure)
    if request.method == "POST" and form.is_valid():
        try:
            people_merge.merge(
                survivor=found,
                merged=other,
                sure=bool(form.cleaned_data.get("sure")),
                actor=request.user,
                now=timezone.now(),
            )
        except (CannotBeJoined, NoSuchPerson) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, gettext("The two records are one now. You can undo it for 30 days."))
            return redirect(show.person_url(found))
    sides = [show.side(selectors_people.side(staff=request.user, person=each)) for each in (found, other)]
    return render(
        request,
        "casework/people/merge.html",
        {
            "nav": "", "person": found, "other": other, "form": form, "sides": sides, "warnings": doubts.warnings,
        },
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@desk("merge_people")
@require_POST
def unmerge(request: DeskRequest, merge_id: UUID) -> HttpResponse:
    made = get_object_or_404(PersonMerge.objects.select_related("survivor", "merged"), pk=merge_id)
    visible_person(request, made.survivor_id)
    seen = selectors_people.merges(staff=request.user, person=made.survivor)
    if made.undone_at is None and made not in seen:
        raise Http404("There is no such merge.")
    return saying_refusals(
        request,
        lambda: people_parted.undo(merge=made, actor=request.user, now=timezone.now()),
        done=gettext("The merge is undone: both are on record by themselves again."),
        to=show.person_url(made.survivor),
    )
