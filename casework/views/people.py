"""The page of a person, and putting their name and numbers right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from casework import presenters_adjustments, selectors_people
from casework import presenters_people as show
from casework.errors import REFUSALS
from casework.forms.people import LabelForm, NameForm, PointForm
from casework.models import Person, PersonContactPoint
from casework.permissions import NotAllowed, may
from casework.presenters import plainly
from casework.services import person_points
from casework.services.meanwhile import ChangedMeanwhile
from casework.views import meanwhile
from casework.views.base import DeskRequest, desk, saying_refusals

GONE = "There is no such person."


def visible_person(request: DeskRequest, person_id: UUID) -> Person:
    """The person, or whoever they became; 404 alike for hidden and missing."""
    found = selectors_people.person(staff=request.user, person_id=person_id)
    if found is None:
        raise Http404(GONE)
    return found


@desk("see_person")
@require_safe
def person(request: DeskRequest, person_id: UUID) -> HttpResponse:
    found = visible_person(request, person_id)
    if found.pk != person_id:
        return redirect(show.person_url(found))
    return render(request, "casework/people/person.html", _page(request, found))


def _page(request: DeskRequest, found: Person) -> dict[str, Any]:
    staff = request.user
    held = selectors_people.points(staff=staff, person=found)
    cases = selectors_people.cases(staff=staff, person=found)
    contacts = selectors_people.contacts(staff=staff, person=found, cursor=request.GET.get("at", ""))
    may_correct, today = may(staff, "correct_person"), timezone.localdate()
    return {
        "nav": "",
        "person": found,
        "name": plainly(str(found)),
        "warnings": show.warnings(held),
        "points": [show.point(each) for each in held],
        "about": show.about(found, on=today),
        "age": presenters_adjustments.age(found, on=today),
        "needs": presenters_adjustments.shown(found.pk) if found.adjustments else [],
        "cases": [show.case(each) for each in cases[: selectors_people.MOST_CASES]],
        "more_cases": len(cases) > selectors_people.MOST_CASES,
        "contacts": [show.contact(each, may_correct=may_correct) for each in contacts.rows],
        "newer": f"?at={contacts.newer}#contacts" if contacts.newer else "",
        "older": f"?at={contacts.older}#contacts" if contacts.older else "",
        "may_change": may(staff, "change_person"),
        "may_merge": may(staff, "merge_people"),
        **_past(request, found),
    }


def _past(request: DeskRequest, found: Person) -> dict[str, Any]:
    now, may_merge = timezone.now(), may(request.user, "merge_people")
    made = selectors_people.merges(staff=request.user, person=found)
    last = selectors_people.latest_merge(person=found) if made else None
    return {
        "merges": [show.merge(each, latest=each.pk == last, may_merge=may_merge, now=now) for each in made],
        "history": [show.event(each) for each in selectors_people.history(person=found, merged=made)],
    }


@desk("change_person")
def name(request: DeskRequest, person_id: UUID) -> HttpResponse:
    found = visible_person(request, person_id)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    seen = request.POST.get("seen") or person_points.seen_name(found)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["name"]
        try:
            done = _try(
                request, form, "name", gettext("The name is changed."), found,
                lambda: person_points.change_name(
                    person=found, name=wanted, seen=seen, actor=request.user, now=timezone.now()
                ),
            )  # fmt: skip
        except ChangedMeanwhile as error:
            return meanwhile.page(
                request, error, title=gettext("Somebody changed this name meanwhile"), back=show.person_url(found),
                typed=[(gettext("Name"), wanted)], button=gettext("Save mine"),
            )  # fmt: skip
        if done is not None:
            return done
    return _form_page(request, "name", found, form, seen=seen)


@desk("change_person")
def add(request: DeskRequest, person_id: UUID) -> HttpResponse:
    found = visible_person(request, person_id)
    form = PointForm(request.POST if request.method == "POST" else None, initial={"kind": "phone"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = _try(
            request, form, "value", gettext("Added. Nobody has confirmed it yet."), found,
            lambda: person_points.add_point(
                person=found, kind=data["kind"], raw=data["value"], actor=request.user, now=timezone.now()
            ),
        )  # fmt: skip
        if done is not None:
            return done
    return _form_page(request, "add", found, form)


@desk("change_person")
def point(request: DeskRequest, person_id: UUID, point_id: UUID) -> HttpResponse:
    """Whose number it is, and the way to say that it is not theirs."""
    found = visible_person(request, person_id)
    held = get_object_or_404(
        PersonContactPoint.objects.select_related("contact_point"), person=found, contact_point=point_id
    )
    if request.method == "POST" and request.POST.get("do") == "take_off":
        return saying_refusals(
            request,
            lambda: person_points.take_off(
                person=found, point=held.contact_point, actor=request.user, now=timezone.now()
            ),
            done=gettext("%(who)s is taken off.") % {"who": plainly(str(held.contact_point))},
            to=show.person_url(found),
        )
    form = LabelForm(request.POST if request.method == "POST" else None, initial={"label": held.label})
    if request.method == "POST" and form.is_valid():
        done = _try(
            request, form, "label", gettext("Saved."), found,
            lambda: person_points.change_label(
                person=found, point=held.contact_point, label=form.cleaned_data["label"],
                actor=request.user, now=timezone.now(),
            ),
        )  # fmt: skip
        if done is not None:
            return done
    return _form_page(request, "point", found, form, point=plainly(str(held.contact_point)))


def _try(
    request: DeskRequest, form: Any, field: str, done: str, found: Person, action: Any
) -> HttpResponse | None:
    """One change; its refusal stands beside the field, its success on the person's page."""
    try:
        action()
    except (NotAllowed, ChangedMeanwhile):
        raise
    except REFUSALS as error:
        form.add_error(field, str(error))
        return None
    messages.success(request, done)
    return redirect(show.person_url(found))


def _form_page(request: DeskRequest, page: str, found: Person, form: Any, **more: Any) -> HttpResponse:
    context = {"nav": "", "person": found, "name": plainly(str(found)), "form": form, **more}
    return render(request, f"casework/people/{page}.html", context, status=422 if form.is_bound else 200)
