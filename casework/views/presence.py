"""Who else has a case open: each open page says that it is there, and is told who else is."""

import re
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from casework import addresses, presenters_following, references, selectors_case
from casework.live_tokens import live_url, of_presence
from casework.models import Case
from casework.services import presence
from casework.views.base import DeskRequest, desk

PAGE: Final = re.compile(r"[a-z0-9]{1,20}")


@desk("see_queue")
@require_POST
def here(request: DeskRequest, reference: str) -> HttpResponse:
    """204: nobody else is. 2 statements beside session and staff member: the case, and names where somebody else is."""
    wanted = references.normalise(reference)
    found = selectors_case.key_alone(staff=request.user, reference=wanted) if wanted else None
    if found is None:
        raise Http404("There is no such case.")
    page, doing = request.POST.get("page", ""), request.POST.get("doing", "")
    if not PAGE.fullmatch(page) or doing not in (*presence.DOINGS, presence.GONE):
        return HttpResponse("Say which page, and what is done there.", status=422, content_type="text/plain")
    words = presenters_following.there(presence.here(case=found, staff=request.user, page=page, doing=doing))
    if not words:
        return HttpResponse(status=204)
    return render(request, "casework/following/_there.html", {"words": words})


def place(found: Case) -> dict[str, Any]:
    """What the page of a case needs for it: no statement."""
    return {
        "url": addresses.of("desk:presence", found.reference),
        "live_url": live_url(of_presence(found.pk)),
    }
