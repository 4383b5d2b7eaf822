"""Logging a call or a visit: one screen, a look-up while typing, and the reference to read out at the end."""

import hashlib
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.http import require_POST

from casework import emergency_words, presenters_log
from casework.forms.call_script import CallScript, questions_of
from casework.forms.log import LogForm, read_place
from casework.models import Contact
from casework.models.contact import Filing
from casework.permissions import visible_cases
from casework.presenters import case_url
from casework.presenters_log import ID, LOOKED_UP
from casework.services import calls_in_progress, confirmations
from casework.services.arrivals import Arrival, Taken
from casework.services.confirmations import CannotConfirm
from casework.services.follow_ups import CannotBeFollowedUp
from casework.services.logged import MustChoose, log_contact
from casework.services.people import NoSuchPerson
from casework.text import show_bidi_controls as plainly
from casework.views import alike as hints
from casework.views import confirmations as confirming
from casework.views.base import DeskRequest, desk

# Buttons that only show more of the page, for browsers without scripts.
LOOKING = frozenset(("find", "choose", "ask", "find_about"))


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
        if LOOKING & set(request.POST):
            return self._page(request, self._unchecked(request))
        form = self._form(request, request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            taken = self.log(form)
        except MustChoose as choice:
            form.add_error("case", str(choice))
            return self._page(request, form, candidates=choice.references, status=422)
        except NoSuchPerson as error:
            form.add_error("person", str(error))
            return self._page(request, form, status=422)
        except CannotBeFollowedUp as error:
            form.add_error("callback_when", str(error))
            return self._page(request, form, status=422)
        if form.assumed:
            messages.info(request, form.assumed)
        return self.logged(request, form, taken)

    def log(self, form: LogForm, **more: Any) -> Taken:
        """Puts it on record, with what was agreed. Subclasses add what only they know."""
        data = form.cleaned_data
        return log_contact(
            arrival=self.arrival(form),
            actor=form.staff,
            now=form.now,
            late_because=data["late_because"],
            callback=data["callback"],
            shared=data["shared"],
            **more,
        )

    def logged(self, request: DeskRequest, form: LogForm, taken: Taken) -> HttpResponse:
        if taken.created and form.cleaned_data["confirm_by"]:
            confirm(request, taken.contact, way=form.cleaned_data["confirm_by"], now=form.now)
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
            subject_id=data["subject"],
            subject_name="" if data["subject"] else data["about"],
            authority=data["authority"],
            answers_to=data["answers_to"],
            service_code=data["service"],
            postcode=postcode or form.script.postcode(),
            location=location or form.script.location(),
            answers=answers(form),
            language=data["language"],
            account=form.staff.pk.hex,
            external_id=once(form),
            staff_choice=data["case"],
            outcome=data["outcome"],
            duration_seconds=data["duration_seconds"],
            honoured={"yes": True, "no": False}.get(data["honoured"]),
            honoured_words=data["honoured_words"],
        )

    def _form(self, request: DeskRequest, data: Any = None) -> LogForm:
        return self.form_class(data, staff=request.user, now=timezone.now())

    def _unchecked(self, request: DeskRequest) -> LogForm:
        """A button pressed without script: everything typed stays, and nothing is judged yet."""
        typed = request.POST.copy()
        if "choose" in typed:
            typed.setlist("case", typed.getlist("choose"))
        return self.shown(request, typed)

    def shown(self, request: DeskRequest, typed: QueryDict) -> LogForm:
        return self.form_class(staff=request.user, now=timezone.now(), typed=typed)

    def _page(
        self, request: DeskRequest, form: LogForm, *, candidates: list[str] | None = None, status: int = 200
    ) -> HttpResponse:
        typed = {name: str(form[name].value() or "") for name in form.fields}
        found = presenters_log.found(
            staff=request.user,
            typed=typed,
            person=typed["person"],
            case=typed["case"],
            candidates=candidates or (),
            now=form.now,
        )
        context = {
            "form": form,
            "nav": self.nav,
            "lookup_url": reverse(self.lookup_url),
            "emergency": emergency_words.advice(typed["words"]),
            **hints.while_logging(
                request, {**typed, **presenters_log.sought(typed)}, chosen=found["chosen_case"]
            ),
            **found,
            **self._subjects(request, typed),
            **self.more(request, form),
        }
        return render(request, self.template, context, status=status)

    def more(self, request: DeskRequest, form: LogForm) -> dict[str, Any]:
        """What only a subclass's page shows."""
        return {}

    def _subjects(self, request: DeskRequest, typed: dict[str, str]) -> dict[str, Any]:
        """Nobody speaks for somebody else in most calls: then nothing is looked up."""
        if not (typed["about"] or typed["subject"]):
            return {}
        return presenters_log.subjects(staff=request.user, name=typed["about"], chosen=typed["subject"])


def answers(form: LogForm) -> dict[str, Any]:
    """Where it is goes along also to a case that has a place already: the timeline says what they told us."""
    location = form.cleaned_data["location"]
    return {**({"where-is-it": location} if location else {}), **form.script.answers()}


def confirm(request: DeskRequest, contact: Contact, *, way: str, now: datetime) -> None:
    """What was ticked; the contact is on record whatever the send guard says of it."""
    try:
        told = confirmations.send(contact=contact, way=way, actor=request.user, now=now)
    except CannotConfirm as error:
        messages.error(request, plainly(f"No confirmation was sent. {error}"))
    else:
        messages.success(request, plainly(told))


def once(form: LogForm) -> str:
    """A double click sends the same text with the same id: one contact. A corrected text is another contact, not lost."""
    data = form.cleaned_data
    said = hashlib.sha256(f"{data['words']}\x1f{data['outcome']}".encode("utf-8", "surrogatepass"))
    return calls_in_progress.external_id(UUID(data["once"]), said.hexdigest())


def _looked_up(request: DeskRequest) -> dict[str, Any]:
    given = request.GET
    return presenters_log.found(
        staff=request.user,
        typed={name: given.get(name, "")[: presenters_log.LONGEST] for name in LOOKED_UP},
        person=given.get("person", "")[:ID],
        case=given.get("case", "")[:ID],
        now=timezone.now(),
    )


@desk("log_contact")
def found(request: DeskRequest) -> HttpResponse:
    """What the look-up shows while somebody types: a part of the page."""
    return render(request, "casework/log/_found.html", _looked_up(request))


@desk("log_contact")
def heed(request: DeskRequest) -> HttpResponse:
    """What to know of whoever was just chosen: a part of the page."""
    return render(request, "casework/log/_heed.html", _looked_up(request))


@desk("log_contact")
@require_POST
def script(request: DeskRequest) -> HttpResponse:
    """The questions of the service that was just chosen, with what was answered already: a part of the page."""
    asked = questions_of(request.POST.get("service", ""))
    return render(
        request,
        "casework/log/_script.html",
        {"script": CallScript(questions=asked, typed=request.POST), "announced": True},
    )


@desk("log_contact")
@require_POST
def subjects(request: DeskRequest) -> HttpResponse:
    """People of the name for whom somebody speaks: a part of the page."""
    context = presenters_log.subjects(
        staff=request.user,
        name=request.POST.get("about", ""),
        chosen=request.POST.get("subject", "")[:ID],
    )
    return render(request, "casework/log/_subjects.html", context)


@desk("log_contact")
@require_POST
def alike(request: DeskRequest) -> HttpResponse:
    """Which cases may be the same, while somebody types: a part of the page. Posted, so that no word is in an address.

    Where a button of it chose a case, the list of cases beside it comes along and says so.
    """
    typed = {name: request.POST.get(name, "")[: hints.LONGEST] for name in (*hints.TYPED, *LOOKED_UP)}
    case = request.POST.get("choose", request.POST.get("case", ""))[:ID]
    context = hints.while_logging(
        request,
        {**typed, **presenters_log.sought(typed)},
        chosen=case,
        before=request.POST.get("hinted", ""),
    )
    context["emergency"] = emergency_words.advice(request.POST.get("words", ""))
    if context["emergency"] and not request.POST.get("warned"):
        context["announce"] = context["emergency"]
    if "choose" in request.POST:
        looked_up = {name: typed[name][: presenters_log.LONGEST] for name in LOOKED_UP}
        context |= presenters_log.found(
            staff=request.user, typed=looked_up, person=typed["person"][:ID], case=case, now=timezone.now()
        )
        context["found_again"] = True
        context["announce"] = (
            gettext("%(case)s is chosen") % {"case": case} if case else gettext("No case is chosen")
        )
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
        "confirming": confirming.panel(request, logged, now=timezone.now()),
        **presenters_log.after(contact=logged, told=told, now=timezone.now()),
    }
    return render(request, "casework/log/done.html", context)
