"""The priority and the tags of one case, changed by hand."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from casework import presenters
from casework.forms.snoozing import TagForm
from casework.models.case import Priority
from casework.services import priority as priorities
from casework.services import survivors, tags
from casework.services.meanwhile import ChangedMeanwhile
from casework.templatetags._said import said
from casework.text import show_bidi_controls as plainly
from casework.views import meanwhile
from casework.views.base import DeskRequest, desk, saying_refusals, visible_case

PRIORITY_NOW: Final = {
    "low": gettext_lazy("It has low priority now."),
    "normal": gettext_lazy("It has normal priority now."),
    "high": gettext_lazy("It has high priority now."),
    "urgent": gettext_lazy("It has urgent priority now."),
}


@desk("change_priority")
@require_POST
def priority(request: DeskRequest, reference: str) -> HttpResponse:
    found, to = visible_case(request, reference), request.POST.get("priority", "")
    label = Priority(to).label if to in Priority.values else ""
    try:
        return saying_refusals(
            request,
            lambda: priorities.change(
                case=found, to=to, actor=request.user, now=timezone.now(), seen=request.POST.get("seen", "")
            ),
            done=str(PRIORITY_NOW.get(to, "")),
            to=presenters.case_url(found),
        )
    except ChangedMeanwhile as error:
        return meanwhile.page(
            request,
            error,
            title=gettext("Somebody changed %(reference)s meanwhile") % {"reference": found.reference},
            back=presenters.case_url(found),
            typed=[(gettext("Priority"), said(label))],
            button=gettext("Change it all the same"),
        )


@desk("change_tags")
def tag(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    here = reverse("desk:tags", args=[found.reference])
    if "remove" in request.POST:
        wanted = request.POST["remove"].replace("\x00", "")
        return saying_refusals(
            request,
            lambda: tags.remove(case=found, tag=wanted, actor=request.user, now=timezone.now()),
            done=gettext("Tag taken away: %(tag)s") % {"tag": plainly(wanted[: tags.LONGEST])},
            to=here,
        )
    form = TagForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            tags.add(case=found, tag=form.cleaned_data["tag"], actor=request.user, now=timezone.now())
        except (tags.CannotBeTagged, survivors.WasMerged) as error:
            form.add_error("tag", plainly(str(error)))
        else:
            messages.success(request, gettext("Tag added."))
            return redirect(here)
    context = {
        "nav": "queue",
        "reference": found.reference,
        "url": presenters.case_url(found),
        "tags": [{"value": each, "words": plainly(each)} for each in found.tags],
        "form": form,
    }
    return render(request, "casework/changes/tags.html", context, status=422 if form.errors else 200)
