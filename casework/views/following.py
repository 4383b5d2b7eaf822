"""Following a case, and the names that a note can mention."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from casework import presenters, presenters_following
from casework.models import Case, Note
from casework.permissions import may
from casework.services import following, mentioned
from casework.views.base import DeskRequest, desk, saying_refusals, visible_case


@desk("follow_case")
@require_POST
def follow(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    return saying_refusals(
        request,
        lambda: following.follow(case=found, actor=request.user, now=timezone.now()),
        done=gettext("You follow this case. You are told when they are in touch or somebody writes a note."),
        to=presenters.case_url(found),
    )


@desk("follow_case")
@require_POST
def stop(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    return saying_refusals(
        request,
        lambda: following.stop(case=found, actor=request.user, now=timezone.now()),
        done=gettext("You follow this case no more."),
        to=presenters.case_url(found),
    )


def panel(request: DeskRequest, found: Case) -> dict[str, Any] | None:
    """For the page of a case: 1 statement where nobody follows it, otherwise 2."""
    if found.merged_into_id is not None or not may(request.user, "follow_case"):
        return None
    return presenters_following.panel(
        following.of_case(found), reader=request.user, reference=found.reference
    )


def say_who_was_told(request: DeskRequest, note: Note) -> bool:
    """To the writer of a note that names colleagues: who was told, and who cannot see the case. Nothing else of why.

    Whether there was anything to say; it stands at the head of the page.
    """
    told, refused = presenters_following.mentioned(
        mentioned.of(case=note.case, body=note.body, writer=request.user)
    )
    if told:
        messages.success(request, told)
    if refused:
        messages.warning(request, refused)
    return bool(told or refused)


@desk("note")
@require_safe
def names(request: DeskRequest) -> HttpResponse:
    """Whom a note can mention: everybody alike, as who sees which case is nobody else's to know. 2 statements."""
    context = {
        "nav": "",
        "people": [{"name": str(each), "written": f"@{each.username}"} for each in mentioned.people()],
        "teams": [{"name": each.name, "written": f"@{each.code}"} for each in mentioned.teams()],
    }
    template = "casework/following/_names.html" if request.htmx else "casework/following/names.html"
    return render(request, template, context)
