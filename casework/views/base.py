"""What every desk page shares: who asks, what they may see, and refusals in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from casework import references
from casework.errors import REFUSALS
from casework.models import Case, Staff
from casework.permissions import NotAllowed, may, not_for, visible_cases
from casework.services.meanwhile import ChangedMeanwhile

View = Callable[..., HttpResponseBase]


class DeskRequest(HttpRequest):
    """A request whose user is a member of staff."""

    user: Staff
    htmx: HtmxDetails


def desk(verb: str) -> Callable[[View], View]:
    """A page for staff whose role may do `verb`. A role that may not gets 403 with words; strangers log in."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def wrapped(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, verb):
                raise PermissionDenied(not_for(request.user))
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def visible_case(request: DeskRequest, reference: str) -> Case:
    """The case, or 404 alike for hidden and missing."""
    wanted = references.normalise(reference)
    case = (
        visible_cases(request.user).filter(reference=wanted).select_related("team").first()
        if wanted
        else None
    )
    if case is None:
        raise Http404("There is no such case.")
    return case


def back_to(request: DeskRequest, case: Case, page: str = "desk:case") -> str:
    """A page of the case; the queue where what was just done moved it out of their sight."""
    seen = visible_cases(request.user).filter(pk=case.pk).exists()
    return reverse(page, args=[case.reference]) if seen else reverse("desk:queue")


def saying_refusals(request: DeskRequest, action: Callable[[], Any], *, done: str, to: str) -> HttpResponse:
    """Run one domain verb; its refusal becomes a message, its success a word, and the page comes back."""
    try:
        action()
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except ChangedMeanwhile:
        raise  # a page of its own compares the two
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(to)
