"""Who was it? Putting a contact on the right person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from casework import lookup, presenters, selectors_people
from casework import presenters_people as show
from casework.errors import REFUSALS
from casework.forms.people import NEW, NOBODY, OTHER, WhoForm
from casework.models import Case, Contact, Person, PersonContactPoint
from casework.permissions import NotAllowed, visible_cases, visible_contacts
from casework.services import who as services
from casework.views.base import DeskRequest, desk

Rows = dict[UUID, tuple[Person, list[str]]]


@desk("correct_person")
def who(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    contact, case = _contact(request, contact_id)
    form = _form(request, contact)
    if request.method == "POST" and form.is_valid():
        done = _correct(request, contact, case, form)
        if done is not None:
            return done
    return render(
        request,
        "casework/people/who.html",
        {
            "nav": "queue",
            "form": form,
            "inbound": contact.direction == "in",
            "contact": _shown(contact),
            "case": case,
            "others": services.others_of_case(contact).count(),
            "wrong": presenters.plainly(str(contact.person)) if contact.person else "",
            "may_take_off": _holds(contact),
            "number": presenters.plainly(str(contact.contact_point)) if contact.contact_point else "",
        },
        status=422 if form.is_bound else 200,
    )


def _contact(request: DeskRequest, contact_id: UUID) -> tuple[Contact, Case | None]:
    contact = get_object_or_404(
        visible_contacts(request.user).select_related("contact_point", "person"), pk=contact_id
    )
    if contact.filing == "quarantined":
        raise Http404("Nobody looked at this contact yet.")
    case = visible_cases(request.user).filter(pk=contact.case_id).first() if contact.case_id else None
    if contact.case_id and case is None:
        # Whoever logged a contact keeps seeing it, not the case of others that the rules put it on.
        raise Http404("This contact cannot be changed.")
    return contact, case


def _form(request: DeskRequest, contact: Contact) -> WhoForm:
    named = request.POST.get("name", "").strip()
    found: Rows = _named(request, named) if named else {}
    return WhoForm(
        request.POST if request.method == "POST" else None,
        known=selectors_people.of_contact(staff=request.user, contact=contact),
        found=found,
        at_present=contact.person,
        initial={"not_theirs": _only_known_by_it(contact)},
    )


def _named(request: DeskRequest, name: str) -> Rows:
    """People called something like this, whom one may know of."""
    found = {each.id: each for each in lookup.callers(staff=request.user, name=name).people}
    people = Person.objects.in_bulk(list(found))
    return {
        pk: (
            people[pk],
            [", ".join(point.display for point in each.points) or gettext("No number on record")],
        )
        for pk, each in found.items()
    }


def _correct(request: DeskRequest, contact: Contact, case: Case | None, form: WhoForm) -> HttpResponse | None:
    data = form.cleaned_data
    chosen, name = data["who"], data["name"]
    if chosen == OTHER and form.found:
        form.add_error("who", gettext("There are people of this name. Choose one of them, or somebody new."))
        return None
    try:
        services.correct(
            contact=contact,
            person=form.people.get(chosen),
            new_name=name if chosen in (OTHER, NEW) else "",
            not_theirs=data["not_theirs"],
            along=data["along"],
            actor=request.user,
            now=timezone.now(),
        )
    except NotAllowed:
        raise
    except REFUSALS as error:
        form.add_error("who", str(error))
        return None
    return _done(request, contact, case, right=chosen)


def _done(request: DeskRequest, contact: Contact, case: Case | None, *, right: str) -> HttpResponse:
    messages.success(request, gettext("Put right. Choose again if it was somebody else after all."))
    if case is not None:
        return redirect(f"{presenters.case_url(case)}#contact-{contact.pk}")
    now_on = Contact.objects.select_related("person").get(pk=contact.pk).person
    return redirect(show.person_url(now_on) if now_on and right != NOBODY else "desk:queue")


def _shown(contact: Contact) -> dict[str, Any]:
    inbound = contact.direction == "in"
    return {
        "who": presenters.sender(contact) if inbound else presenters.recipient(contact),
        "channel": contact.channel,
        "at": contact.took_place_at,
        "body": presenters.said(contact.body),
    }


def _holds(contact: Contact) -> bool:
    return PersonContactPoint.objects.filter(
        person=contact.person_id, contact_point=contact.contact_point_id
    ).exists()


def _only_known_by_it(contact: Contact) -> bool:
    """A record without a name that was made for this number: once it is known whose it is, nobody else is there."""
    if contact.person is None or contact.person.name or contact.contact_point_id is None:
        return False
    other = Contact.objects.filter(person=contact.person_id).exclude(contact_point=contact.contact_point_id)
    return not other.exists()
