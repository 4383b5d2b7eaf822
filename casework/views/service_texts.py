"""How each service goes by text: the list, and one of them."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from casework.forms.service_texts import ServiceTextsForm
from casework.models import Service
from casework.services import service_texts
from casework.views.base import DeskRequest, desk


@desk("edit_texting")
@require_safe
def services(request: DeskRequest) -> HttpResponse:
    asked = Count("questions", filter=Q(questions__by_text=True))
    rows = [_row(each) for each in Service.objects.annotate(asked=asked)]
    return render(request, "casework/texting/services.html", {"nav": "settings", "services": rows})


def _row(service: Any) -> dict[str, Any]:
    count = service.asked
    return {
        "name": service.name,
        "url": reverse("desk:service_texts", args=[service.code]),
        "asked": ngettext("%(count)s question by text", "%(count)s questions by text", count)
        % {"count": count}
        if count
        else gettext("No questions by text"),
        "sorted": gettext("Asked whether it is sorted")
        if service.ask_when_closed and not service.sensitive
        else "",
        "sensitive": service.sensitive,
    }


@desk("edit_texting")
def service(request: DeskRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Service, code=code)
    form = ServiceTextsForm(
        request.POST if request.method == "POST" else None,
        questions=service_texts.questions_of(found),
        initial={"sensitive": found.sensitive, "ask_when_closed": found.ask_when_closed},
    )
    if form.is_bound and form.is_valid():
        changed = service_texts.save(
            service=found, wanted=form.texts(), actor=request.user, now=timezone.now()
        )
        messages.success(
            request,
            gettext("Saved for %(name)s.") % {"name": found.name}
            if changed
            else gettext("Nothing was different."),
        )
        return redirect("desk:services_texts")
    context = {"nav": "settings", "service": found, "form": form}
    return render(request, "casework/texting/service.html", context, status=422 if form.is_bound else 200)
