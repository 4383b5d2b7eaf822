"""Replying by letter, and the letters that wait to be printed and posted."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from casework import presenters, presenters_letters, text_fields
from casework.forms.letters import LetterForm, NotSentForm, PostedForm
from casework.models import Case, Contact, Office
from casework.send_rules import LETTER
from casework.services import letters, send_guard, text_templates
from casework.services.person_points import CannotChangePerson
from casework.views.base import DeskRequest, back_to, desk, saying_refusals, visible_case

# As many as somebody folds in one go; the rest come up when these are done.
MOST_LISTED: Final = 100
TEMPLATE: Final = "template"
PRINT: Final = "print"


@desk("send_letter")
def new(request: DeskRequest, reference: str) -> HttpResponse:
    """Write a letter to somebody on the case; a template's words come into it, and stay to be changed."""
    found = visible_case(request, reference)
    form = _form(request, found)
    if request.method != "POST":
        return _page(request, found, form)
    if request.POST.get("do") == TEMPLATE:
        return _page(request, found, _with_template(request, found, form))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        letters.write(
            case=found,
            party=form.cleaned_data["party"],
            point=form.cleaned_data["place"],
            address=form.cleaned_data["address"],
            body=form.cleaned_data["body"],
            heeded=bool(form.cleaned_data.get("heeded")),
            actor=request.user,
            now=timezone.now(),
        )
    except letters.MustBeHeeded as error:
        form.add_error("heeded" if "heeded" in form.fields else "to", str(error))
        return _page(request, found, form, status=422)
    except (letters.LetterRefused, CannotChangePerson) as error:
        form.add_error("address" if form.cleaned_data["place"] is None else "to", str(error))
        return _page(request, found, form, status=422)
    messages.success(
        request, gettext("The letter waits under “Letters” until somebody has printed and posted it.")
    )
    return redirect(f"{back_to(request, found)}#timeline")


def _form(request: DeskRequest, found: Case, *, data: Any = None, **initial: Any) -> LetterForm:
    service_of = Case.objects.select_related("service").only("service", "language").get(pk=found.pk)
    parties = letters.parties_of(found)
    person = parties[0].person if parties else None
    language = text_templates.language_for(person=person, case=service_of)
    return LetterForm(
        request.POST if request.method == "POST" and not initial else None,
        addresses=letters.addresses(parties=parties, now=timezone.now()),
        parties=parties,
        templates=text_templates.offered(service=service_of.service, language=language),
        **initial,
    )


def _with_template(request: DeskRequest, found: Case, form: LetterForm) -> LetterForm:
    """The template's words after what was typed already; nothing is judged yet."""
    typed = {name: form[name].value() for name in form.fields}
    chosen = form.templates.get(str(typed["template"] or ""))
    if chosen is None:
        messages.error(request, gettext("Choose a template first."))
    else:
        _, _, party, point = form.places.get(str(typed["to"]), ("", "", None, None))
        known = text_templates.values(
            case=found,
            person=party.person if party else None,
            point=point,
            staff=request.user,
            office=Office.current(),
        )
        words = text_fields.fill(chosen.body, known)
        typed["body"] = f"{typed['body']}\n\n{words}" if typed["body"] else words
    return _form(request, found, initial=typed)


def _page(request: DeskRequest, found: Case, form: LetterForm, *, status: int = 200) -> HttpResponse:
    context = {
        "nav": "queue",
        "form": form,
        "reference": found.reference,
        "url": presenters.case_url(found),
        "refused": form.refused,
        "nobody": not form.places,
    }
    return render(request, "casework/letters/new.html", context, status=status)


@desk("post_letters")
def waiting(request: DeskRequest) -> HttpResponse:
    """Which letters wait; ticked ones are looked at to be printed, or marked as posted."""
    found = list(letters.waiting(request.user)[: MOST_LISTED + 1])
    form = PostedForm(request.POST or None, waiting=found[:MOST_LISTED])
    if request.method == "POST":
        if form.is_valid() and request.POST.get("do") == PRINT:
            ids = [("letter", each.pk) for each in form.chosen()]
            return redirect(f"{reverse('desk:letters_print')}?{urlencode(ids)}")
        if form.is_valid():
            return _mark(request, form.chosen())
    verdicts = _verdicts(found[:MOST_LISTED])
    context = {
        "nav": "letters",
        "form": form,
        "rows": presenters_letters.rows(found[:MOST_LISTED], verdicts=verdicts),
        "more": len(found) > MOST_LISTED,
        "errors": [str(error) for error in form.errors.get("letters", [])] if form.is_bound else [],
        "ticked": set(request.POST.getlist("letters")),
    }
    return render(request, "casework/letters/waiting.html", context, status=422 if form.is_bound else 200)


def _verdicts(found: list[Contact]) -> Any:
    points = {each.contact_point_id: each.contact_point for each in found if each.contact_point}
    return send_guard.verdicts_of(
        points=[point for point in points.values() if point], channel=LETTER, now=timezone.now()
    )


def _mark(request: DeskRequest, chosen: list[Contact]) -> HttpResponse:
    count = len(chosen)
    return saying_refusals(
        request,
        lambda: letters.posted(letters=chosen, actor=request.user, now=timezone.now()),
        done=gettext("The letter is marked as posted.")
        if count == 1
        else ngettext(
            "%(count)s letters are marked as posted.", "%(count)s letters are marked as posted.", count
        )
        % {"count": count},
        to=reverse("desk:letters"),
    )


@desk("post_letters")
@require_safe
def to_print(request: DeskRequest) -> HttpResponse:
    """The sheets of these letters, one after the other. What must not go to its address any more is left out."""
    ids = [pk for pk in map(_uuid, request.GET.getlist("letter")[:MOST_LISTED]) if pk is not None]
    found = list(letters.waiting(request.user).filter(pk__in=ids))
    if not found:
        raise Http404("These letters do not wait to be printed.")
    verdicts, office = _verdicts(found), Office.current()
    rows = presenters_letters.rows(found, verdicts=verdicts)
    kept_back = {row.id: row for row in rows if row.refused}
    context = {
        "nav": "letters",
        "sheets": [
            presenters_letters.sheet(each, office=office) for each in found if str(each.pk) not in kept_back
        ],
        "left_out": list(kept_back.values()),
    }
    return render(request, "casework/letters/print.html", context)


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


@desk("post_letters")
def not_sent(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    """It could not be printed or posted: why, so that somebody finds another way."""
    letter = get_object_or_404(letters.waiting(request.user), pk=contact_id)
    form = NotSentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return saying_refusals(
            request,
            lambda: letters.not_sent(
                letter=letter,
                because=form.cleaned_data["because"],
                actor=request.user,
                now=timezone.now(),
            ),
            done=gettext("Noted. Whoever has the case has it to do again.")
            if letter.case
            else gettext("Noted."),
            to=reverse("desk:letters"),
        )
    row = presenters_letters.rows([letter], verdicts=_verdicts([letter]))[0]
    context = {"nav": "letters", "form": form, "letter": row}
    return render(
        request, "casework/letters/not_sent.html", context, status=422 if request.method == "POST" else 200
    )
