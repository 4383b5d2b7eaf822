"""How the office texts: one page of settings, with its history."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from casework import presenters_texting as show
from casework.forms.texting import TextingForm, initial
from casework.models import Office
from casework.permissions import NotAllowed
from casework.services import texting_settings as service
from casework.views.base import DeskRequest, desk

VERSIONS = 60
SHOWN = 20


@desk("edit_texting")
def texting(request: DeskRequest) -> HttpResponse:
    office = Office.current()
    form = TextingForm(
        request.POST if request.method == "POST" else None, initial=initial(service.of(office))
    )
    if form.is_bound and form.is_valid() and _saved(request, form):
        return redirect("desk:texting")
    context = {"nav": "settings", "form": form, "history": _history(office)}
    return render(request, "casework/texting/texting.html", context, status=422 if form.is_bound else 200)


def _saved(request: DeskRequest, form: TextingForm) -> bool:
    try:
        changed = service.save(wanted=form.texting(), actor=request.user, now=timezone.now())
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except service.CannotBeTexting as error:
        form.add_error(error.field, str(error))
        return False
    messages.success(
        request,
        gettext("Saved. It counts for what goes out from now on.")
        if changed
        else gettext("Nothing was different."),
    )
    return True


def _history(office: Office) -> list[object]:
    """By the versions of the office's row, which know of every change, whoever made it: 2 statements."""
    versions = office.versions.select_related("pgh_context").order_by("-pgh_id")  # type: ignore[attr-defined]
    return list(show.history(list(versions[:VERSIONS]), most=SHOWN))
