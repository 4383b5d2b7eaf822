"""What one does on the page of a case: answer, note, take, assign, send on, status."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import presenters, workflow
from casework.forms.case import AssignForm, NoteForm, ReplyForm, StatusForm, TeamForm
from casework.forms.follow_ups import ReplyPromiseForm
from casework.models import Case
from casework.services import assignment, notes, replies, status, survivors
from casework.services.follow_ups import CannotBeFollowedUp
from casework.services.meanwhile import ChangedMeanwhile
from casework.views import composing, following, held_notes, meanwhile
from casework.views.base import DeskRequest, desk, saying_refusals, visible_case
from casework.views.case import page, whole


@desk("reply")
@require_POST
def reply(request: DeskRequest, reference: str) -> HttpResponse:
    try:
        found = visible_case(request, reference)
    except Http404:
        return held_notes.kept(request, reference)
    now = timezone.now()
    if request.POST.get("do") in composing.ASIDE:
        wrong = composing.put_aside(request, found)
        if wrong is not None:
            return _again(request, found, reply=wrong, open="reply")
        return redirect(f"{presenters.case_url(found)}#reply")
    form = ReplyForm(request.POST, ways=replies.ways(case=found, now=now), auto_id="reply-%s")
    promise = ReplyPromiseForm(request.POST, now=now)
    if not promise.is_valid() or not form.is_valid() or form.chosen() is None:
        return _again(request, found, reply=form, promise=promise, open="reply")
    try:
        replies.reply(
            case=found,
            body=form.cleaned_data["body"],
            contact_point=form.chosen(),
            actor=request.user,
            now=now,
            hold=replies.UNDO,
            at_night=form.cleaned_data["at_night"],
            promise=promise.cleaned_data["promise"],
        )
    except survivors.LeftSight:
        return held_notes.kept(request, reference)
    except (replies.ReplyRefused, CannotBeFollowedUp) as error:
        form.add_error("body", str(error))
        return _again(request, found, reply=form, promise=promise, open="reply")
    return redirect(f"{presenters.case_url(found)}#timeline")


@desk("note")
@require_POST
def note(request: DeskRequest, reference: str) -> HttpResponse:
    try:
        found = visible_case(request, reference)
    except Http404:
        return held_notes.kept(request, reference)
    form = NoteForm(request.POST, auto_id="note-%s")
    if not form.is_valid():
        return _again(request, found, note=form, open="note")
    try:
        written = notes.add_note(
            case=found,
            body=form.cleaned_data["body"],
            actor=request.user,
            now=timezone.now(),
        )
    except survivors.LeftSight:
        return held_notes.kept(request, reference)
    except notes.EmptyNote as error:
        form.add_error("body", str(error))
        return _again(request, found, note=form, open="note")
    said = following.say_who_was_told(request, written)
    return redirect(presenters.case_url(found) + ("" if said else "#timeline"))


def _again(request: DeskRequest, found: Case, **forms: Any) -> HttpResponse:
    """The page again with what was typed and what is wrong with it; nothing typed is lost."""
    return page(request, whole(request, found.reference), code=422, **forms)


@desk("take")
@require_POST
def take(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    return saying_refusals(
        request,
        lambda: assignment.take(case=found, actor=request.user, now=timezone.now()),
        done=gettext("This case is yours now."),
        to=presenters.case_url(found),
    )


@desk("assign")
@require_POST
def assign(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    form = AssignForm(request.POST, case=found)
    if not form.is_valid():
        return _again(request, found, assign=form, open="assign")
    to, anyway = form.cleaned_data["assignee"], form.cleaned_data["anyway"]
    try:
        return saying_refusals(
            request,
            lambda: assignment.assign(
                case=found, to=to, actor=request.user, now=timezone.now(), anyway=anyway, seen=_seen(request)
            ),
            done=gettext("Given to %(who)s.") % {"who": to} if to else gettext("Given back to the team."),
            to=presenters.case_url(found),
        )
    except ChangedMeanwhile as error:
        return _second(request, found, error, [("Give it to", str(to or "Nobody: back to the team"))])
    except assignment.HasNoRoom as error:
        form.insist(str(error))
        return _again(request, found, assign=form, open="assign")


@desk("assign")
@require_POST
def team(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    form = TeamForm(request.POST, case=found)
    if not form.is_valid():
        return _again(request, found, team=form, open="team")
    chosen = form.cleaned_data["team"]
    try:
        return saying_refusals(
            request,
            lambda: assignment.send_to_team(
                case=found, team=chosen, actor=request.user, now=timezone.now(), seen=_seen(request)
            ),
            done=gettext("%(reference)s sent to %(team)s.") % {"reference": found.reference, "team": chosen},
            to=reverse("desk:queue"),
        )
    except ChangedMeanwhile as error:
        return _second(request, found, error, [("Send it to", str(chosen))])


@desk("change_status")
@require_POST
def change_status(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    form = StatusForm(request.POST, status=found.status, role=request.user.role)
    if not form.is_valid():
        return _again(request, found, status=form, open="status")
    try:
        status.change_status(
            case=found,
            to=form.cleaned_data["status"],
            outcome=form.cleaned_data["outcome"],
            actor=request.user,
            now=timezone.now(),
            seen=_seen(request),
        )
    except ChangedMeanwhile as error:
        wanted = workflow.STATUS_LABELS[form.cleaned_data["status"]]
        typed = [("Change status to", wanted), ("Outcome", form.cleaned_data["outcome"])]
        return _second(request, found, error, typed)
    except workflow.StatusNotAllowed as error:
        form.add_error(_status_field(form), str(error))
        return _again(request, found, status=form, open="status")
    return redirect(presenters.case_url(found))


def _seen(request: DeskRequest) -> str:
    """What the page carried that this was decided on."""
    return request.POST.get("seen", "")


def _second(
    request: DeskRequest, found: Case, error: ChangedMeanwhile, typed: list[tuple[str, str]]
) -> HttpResponse:
    return meanwhile.page(
        request,
        error,
        title=f"Somebody changed {found.reference} meanwhile",
        back=presenters.case_url(found),
        typed=typed,
        button="Do it all the same",
    )


def _status_field(form: StatusForm) -> str:
    """Beside which field a refusal belongs: the outcome where one is missing, else the status itself."""
    missing = (
        form.cleaned_data["status"] in workflow.NEEDS_OUTCOME and not form.cleaned_data["outcome"].strip()
    )
    return "outcome" if missing else "status"
