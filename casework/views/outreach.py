"""The outreach page: works without a network, and hands in what was written there, one visit a request."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from casework import lookup, outreach_assets
from casework.errors import REFUSALS
from casework.forms.log import read_place
from casework.forms.outreach import (
    Answers,
    NotAnEntry,
    OutreachForm,
    QuestionsForm,
    Sent,
    external_id,
    read_sent,
    services_asked,
)
from casework.models import Office
from casework.presenters import case_url
from casework.services import outreach
from casework.services.arrivals import Arrival
from casework.services.logged import MustChoose
from casework.services.outreach import HandedIn
from casework.templatetags._said import said
from casework.views.base import DeskRequest, desk

CHANNEL = "in_person"


@desk("log_contact")
@require_GET
def page(request: DeskRequest) -> HttpResponse:
    """With a network: the page inside the frame of the desk."""
    return render(request, "casework/outreach/page.html", {"nav": "", **_parts(request)})


@desk("log_contact")
@require_GET
def shell(request: DeskRequest) -> HttpResponse:
    """Without one: the page that the device keeps. No name, no token and nobody's record is in it."""
    return HttpResponse(_shell(request))


@desk("log_contact")
@require_GET
def worker(request: DeskRequest) -> HttpResponse:
    """The service worker. It lies in the page's own folder, so no browser lets it reach further."""
    source = outreach_assets.worker_source()
    if source is None:
        return HttpResponse(
            "// The scripts have not been built.\n", content_type="text/javascript", status=404
        )
    told = {
        "version": outreach_assets.version(_shell(request)),
        "page": reverse("desk:outreach"),
        "shell": reverse("desk:outreach_shell"),
        "assets": outreach_assets.addresses(),
    }
    return HttpResponse(
        f"const TOLD = {json.dumps(told)};\n{source}", content_type="text/javascript; charset=utf-8"
    )


@desk("log_contact")
@require_GET
def now(request: DeskRequest) -> JsonResponse:
    """Who is logged in and what time it is, and the token for handing in."""
    return JsonResponse(
        {
            "staff": str(request.user.pk),
            "name": str(request.user),
            "now": timezone.now().isoformat(),
            "token": get_token(request),
        }
    )


@desk("log_contact")
@require_GET
def leave(request: DeskRequest) -> HttpResponse:
    """Before a log-out that finds visits still waiting on the device."""
    return render(request, "casework/outreach/leave.html", {"nav": ""})


@desk("log_contact")
@require_POST
def hand_in(request: DeskRequest) -> JsonResponse:
    try:
        sent = _read(request)
    except NotAnEntry as error:
        return JsonResponse({"status": "unreadable", "words": str(error)}, status=400)
    if sent.staff != str(request.user.pk):
        return _not_yours(request)
    form = OutreachForm(sent.fields, staff=request.user, now=timezone.now())
    answers = Answers(str(sent.fields.get("service", "")), sent.answers)
    if not (form.is_valid() & answers.is_valid()):
        wrong = {**form.errors, **answers.wrong()}
        told = {name: [said(str(each)) for each in words] for name, words in wrong.items()}
        return JsonResponse({"status": "wrong", "errors": told}, status=422)
    return _log(request, form, answers)


def _log(request: DeskRequest, form: OutreachForm, answers: Answers) -> JsonResponse:
    late = form.cleaned_data["late_because"] if form.cleaned_data["late"] else ""
    try:
        done = outreach.hand_in(
            arrival=_arrival(form, answers), actor=request.user, now=form.now, late_because=late
        )
    except MustChoose as choice:
        return _choose(request, choice)
    except REFUSALS as error:
        return JsonResponse({"status": "wrong", "errors": {"__all__": [said(str(error))]}}, status=422)
    return JsonResponse(
        {**_done(done), "assumed": form.assumed}, status=409 if done.status == outreach.CHANGED else 200
    )


@dataclass(frozen=True)
class Visit:
    staff: str
    fields: dict[str, str | bool]
    answers: Sent


def _read(request: HttpRequest) -> Visit:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise NotAnEntry("This is no visit of the outreach page.") from error
    fields = sent.get("fields") if isinstance(sent, dict) else None
    if not isinstance(fields, dict) or not isinstance(sent.get("staff"), str):
        raise NotAnEntry("This is no visit of the outreach page.")
    if not all(isinstance(value, str | bool) for value in fields.values()):
        raise NotAnEntry("A field of this visit cannot be read.")
    return Visit(sent["staff"], fields, read_sent(sent.get("answers", {})))


def _arrival(form: OutreachForm, answers: Answers) -> Arrival:
    data = form.cleaned_data
    postcode, location = read_place(data["location"])
    place = {"where-is-it": data["location"]} if data["location"] else {}
    return Arrival(
        channel=CHANNEL,
        body=data["words"],
        took_place_at=data["took_place_at"],
        sender=data["number"],
        sender_confirmed=bool(data["number"] and data["confirmed"]),
        person_name=data["name"],
        subject_name=data["about"],
        service_code=data["service"],
        postcode=postcode or answers.postcode(),
        location=location or answers.location(),
        answers={**place, **answers.answers()},
        language=data["language"],
        account=form.staff.pk.hex,
        external_id=external_id(data["id"]),
        staff_choice=data["case"],
        outcome=data["outcome"],
        duration_seconds=None if data["minutes"] is None else data["minutes"] * 60,
        place=data["where"],
        present=data["present"],
        interpreter=data["interpreter_words"],
    )


def _done(done: HandedIn) -> dict[str, str]:
    case = done.contact.case
    return {
        "status": done.status,
        "reference": done.reference,
        "url": case_url(case) if case is not None and done.visible else "",
        "words": _where(done),
    }


def _where(done: HandedIn) -> str:
    if done.reference:
        return gettext("It is on case %(reference)s.") % {"reference": done.reference}
    if done.contact.case_id:
        return gettext("It has been passed to the team that deals with it.")
    if done.contact.filing == "held":
        return gettext("A colleague decides which case it belongs to: it waits under “needs filing”.")
    return gettext("It is on record without a case.")


def _choose(request: DeskRequest, choice: MustChoose) -> JsonResponse:
    """Which cases it could be about, for the moment of choosing: the device keeps none of it."""
    found = lookup.named_cases(staff=request.user, chosen=choice.references)
    cases = [
        {
            "reference": each.reference,
            "about": each.summary,
            "status": said(each.status_label),
            "last": date_format(timezone.localtime(each.last_at), "j F Y"),
            "url": reverse("desk:case", args=[each.reference]),
        }
        for each in found
    ]
    return JsonResponse({"status": "choose", "words": said(str(choice)), "cases": cases}, status=409)


def _not_yours(request: DeskRequest) -> JsonResponse:
    words = gettext("You are logged in as %(name)s, who did not write this visit. It stays on the device.")
    return JsonResponse({"status": "not_yours", "words": words % {"name": request.user}}, status=409)


def _parts(request: DeskRequest) -> dict[str, Any]:
    """What the page asks. It depends on the office alone, never on who looks."""
    services = services_asked()
    asked = [QuestionsForm(each) for each in services]
    return {
        "form": OutreachForm(staff=request.user, now=timezone.now(), services=services),
        "asked": [each for each in asked if each.fields],
        "zone": timezone.get_default_timezone_name(),
    }


@translation.override(settings.LANGUAGE_CODE)
def _shell(request: DeskRequest) -> str:
    """Drawn without the request, so that nothing of a session can be in what the device keeps; in English for everybody."""
    return render_to_string(
        "casework/outreach/shell.html", {"office_name": Office.current().name, **_parts(request)}
    )
