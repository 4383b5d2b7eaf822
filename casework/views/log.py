"""Logging a call or a visit: one screen, a look-up while typing, and the reference to read out at the end."""

import hashlib
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from casework import lookup, references
from casework.forms.log import LogForm, read_place
from casework.models import Contact
from casework.models.contact import Filing
from casework.permissions import visible_cases
from casework.presenters import case_url
from casework.services.arrivals import Arrival
from casework.services.logged import MustChoose, log_contact
from casework.services.people import NoSuchPerson
from casework.views import alike as hints
from casework.views.base import DeskRequest, desk

LOOKED_UP = ("number", "name", "reference")


@method_decorator(desk("log_contact"), name="dispatch")
class LogContact(View):
    """Base of a channel's page for logging. A subclass names its form, its template and its addresses."""

    form_class: ClassVar[type[LogForm]]
    template: ClassVar[str]
    lookup_url: ClassVar[str]
    again: ClassVar[str]
    """Name of this page's own address."""
    nav: ClassVar[str]

    def get(self, request: DeskRequest) -> HttpResponse:
        return self._page(request, self._form(request))

    def post(self, request: DeskRequest) -> HttpResponse:
        form = self._form(request, request.POST)
        if {"find", "choose"} & set(request.POST):
            return self._page(request, self._unchecked(request))
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            taken = log_contact(
                arrival=self.arrival(form),
                actor=request.user,
                now=form.now,
                late_because=form.cleaned_data["late_because"],
            )
        except MustChoose as choice:
            form.add_error("case", str(choice))
            return self._page(request, form, candidates=choice.references, status=422)
        except NoSuchPerson as error:
            form.add_error("person", str(error))
            return self._page(request, form, status=422)
        if form.assumed:
            messages.info(request, form.assumed)
        return redirect("desk:log_done", contact=taken.contact.pk, again=self.again)

    def arrival(self, form: LogForm) -> Arrival:
        """What the form says, in the words of the case model. Subclasses add what only they ask (`dataclasses.replace`)."""
        data = form.cleaned_data
        postcode, location = read_place(data["location"])
        return Arrival(
            channel=form.channel,
            body=data["words"],
            took_place_at=data["took_place_at"],
            sender=data["sender"],
            sender_confirmed=bool(data["sender"] and data["confirmed"]),
            person_id=data["person"],
            person_name=data["name"],
            subject_name=data["about"],
            service_code=data["service"],
            postcode=postcode,
            location=location,
            # Also where it goes to a case that has a place already: the timeline says what they told us.
            answers={"where-is-it": data["location"]} if data["location"] else {},
            language=data["language"],
            account=form.staff.pk.hex,
            external_id=once(form),
            staff_choice=data["case"],
            outcome=data["outcome"],
            duration_seconds=None if data["minutes"] is None else data["minutes"] * 60,
        )

    def _form(self, request: DeskRequest, data: Any = None) -> LogForm:
        return self.form_class(data, staff=request.user, now=timezone.now())

    def _unchecked(self, request: DeskRequest) -> LogForm:
        """A button pressed without script: everything typed stays, and nothing is judged yet."""
        typed = _typed(self.form_class, request)
        typed["case"] = request.POST.get("choose", typed["case"])
        form = self.form_class(initial=typed, staff=request.user, now=timezone.now())
        form.found_without_script = True  # type: ignore[attr-defined]
        return form

    def _page(
        self, request: DeskRequest, form: LogForm, *, candidates: list[str] | None = None, status: int = 200
    ) -> HttpResponse:
        typed = {name: str(form[name].value() or "") for name in form.fields}
        context = {
            "form": form,
            "nav": self.nav,
            "lookup_url": reverse(self.lookup_url),
            **hints.while_logging(request, typed, chosen=typed["case"]),
            **found_context(
                request,
                {name: typed[name] for name in LOOKED_UP},
                person=typed["person"],
                case=typed["case"],
                candidates=candidates,
            ),
        }
        return render(request, self.template, context, status=status)


def once(form: LogForm) -> str:
    """A double click sends the same text with the same id: one contact. A corrected text is another contact, not lost."""
    said = "\x1f".join([form.cleaned_data["once"], form.cleaned_data["words"], form.cleaned_data["outcome"]])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _typed(form_class: type[LogForm], request: HttpRequest) -> dict[str, Any]:
    fields = form_class.base_fields
    return {
        name: field.widget.value_from_datadict(request.POST, request.FILES, name)
        for name, field in fields.items()
    }


def found_context(
    request: DeskRequest,
    typed: dict[str, str],
    *,
    person: str,
    case: str,
    candidates: list[str] | None = None,
) -> dict[str, Any]:
    found = lookup.callers(staff=request.user, **typed)
    chosen = [reference] if (reference := references.normalise(case)) else []
    known = {each.reference for each in found.cases}
    more = [each for each in (*(candidates or ()), *chosen) if each not in known]
    extra = lookup.named_cases(staff=request.user, chosen=more) if more else ()
    return {
        "found": found,
        "cases": [*extra, *found.cases],
        "chosen_person": person,
        "chosen_case": case,
        "must_choose": bool(candidates),
    }


@desk("log_contact")
def found(request: DeskRequest) -> HttpResponse:
    """What the look-up shows while somebody types: a part of the page."""
    typed = {name: request.GET.get(name, "")[:320] for name in LOOKED_UP}
    context = found_context(
        request, typed, person=request.GET.get("person", "")[:40], case=request.GET.get("case", "")[:40]
    )
    return render(request, "casework/log/_found.html", context)


@desk("log_contact")
@require_POST
def alike(request: DeskRequest) -> HttpResponse:
    """Which cases may be the same, while somebody types: a part of the page. Posted, so that no word is in an address.

    Where a button of it chose a case, the list of cases beside it comes along and says so.
    """
    typed = {name: request.POST.get(name, "")[: hints.LONGEST] for name in (*hints.TYPED, *LOOKED_UP)}
    case = request.POST.get("choose", request.POST.get("case", ""))[:40]
    context = hints.while_logging(request, typed, chosen=case, before=request.POST.get("hinted", ""))
    if "choose" in request.POST:
        looked_up = {name: typed[name][:320] for name in LOOKED_UP}
        context |= found_context(request, looked_up, person=typed["person"][:40], case=case)
        context["found_again"] = True
        context["announce"] = f"{case} is chosen" if case else "No case is chosen"
    return render(request, "casework/log/_alike.html", context)


@desk("log_contact")
def done(request: DeskRequest, contact: UUID, again: str) -> HttpResponse:
    """The reference to read out, to whoever logged the contact and to nobody else."""
    logged = get_object_or_404(
        Contact.objects.select_related("case__team", "service"), pk=contact, logged_by=request.user
    )
    case = logged.case
    visible = case is not None and visible_cases(request.user).filter(pk=case.pk).exists()
    opened = (
        case is not None
        and case.contacts.order_by("logged_at", "pk").values_list("pk", flat=True)[0] == logged.pk
    )
    told = visible or opened  # a case of others stays theirs: its reference is not given away here
    context = {
        "contact": logged,
        "reference": case.reference if case and told else "",
        "team": case.team.name if case and told else "",
        "reason": logged.reason if told or logged.filing == Filing.NONE else "",
        "opened": opened,
        "case_url": case_url(case) if case and visible else "",
        "held": logged.filing == Filing.HELD,
        "another": reverse(again),
    }
    return render(request, "casework/log/done.html", context)
