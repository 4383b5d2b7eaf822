"""Who else has a case open: a page says so when it is fetched and while it stays open, and is told who else has it."""

import re
from secrets import token_hex
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
NAMED_BY: Final = 8  # bytes, each two digits of its name


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


def opened(request: DeskRequest, found: Case) -> dict[str, Any]:
    """What the page of a case needs for it; and that it is open now, which whoever has no scripts could not say.

    1 statement where somebody else has it open, otherwise none.
    """
    page = token_hex(NAMED_BY)
    others = {} if _nobody_reads(request) else presence.here(
        case=found, staff=request.user, page=page, doing=presence.LOOKING
    )  # fmt: skip
    return {
        "url": addresses.of("desk:presence", found.reference),
        "page": page,
        "live_url": live_url(of_presence(found.pk)),
        "words": presenters_following.there(others),
    }


def _nobody_reads(request: DeskRequest) -> bool:
    """Fetched ahead by a browser, in case somebody goes there; or the head alone.

    https://www.w3.org/TR/fetch-metadata/ and https://wicg.github.io/nav-speculation/prefetch.html (Sec-Purpose)
    """
    return request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", "")
