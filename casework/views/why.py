"""Why a case is where it is, and routing it anew."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from casework import presenters_why
from casework.errors import REFUSALS
from casework.permissions import may
from casework.services import rerouting
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, back_to, desk, visible_case


@desk("see_queue")
@require_safe
def why(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    may_reroute = may(request.user, "reroute") and found.is_open and found.merged_into_id is None
    context = {
        "nav": "queue",
        "reference": found.reference,
        "decisions": presenters_why.decisions(case=found, staff=request.user),
        "may_reroute": may_reroute,
        "offer": rerouting.preview(case=found, actor=request.user) if may_reroute else (),
    }
    return render(request, "casework/why.html", context)


@desk("reroute")
@require_POST
def reroute(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    try:
        rerouting.apply(case=found, actor=request.user, now=timezone.now())
    except REFUSALS as error:
        messages.error(request, plainly(str(error)))
    else:
        messages.success(
            request,
            gettext("%(reference)s was routed by the rules in force.") % {"reference": found.reference},
        )
    return redirect(back_to(request, found, "desk:why"))
