"""How the desk works for one person: the keys here, the rest on pages of its own where the office has them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.forms.preferences import OFF, ON, PreferencesForm
from casework.presenters_keys import shortcuts_on
from casework.services import preferences as service
from casework.views.base import DeskRequest, desk

OTHERS = (
    ("desk:columns", "Columns and density of the queue"),
    ("desk:views", "Saved views"),
    ("desk:notify_choices", "Notifications and the digest"),
)


@desk("arrange_desk")
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: DeskRequest) -> HttpResponse:
    chosen = ON if shortcuts_on(request.user) else OFF
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial={"shortcuts": chosen})
    if form.is_bound and form.is_valid():
        service.set_shortcuts(on=form.shortcuts_on, actor=request.user, now=timezone.now())
        messages.success(request, "Single keys are on." if form.shortcuts_on else "Single keys are off.")
        return redirect("desk:preferences")
    context = {"nav": "preferences", "form": form, "others": list(_others())}
    return render(
        request, "casework/preferences/preferences.html", context, status=422 if form.errors else 200
    )


def _others() -> list[dict[str, str]]:
    found = []
    for name, title in OTHERS:
        try:
            found.append({"url": reverse(name), "title": title})
        except NoReverseMatch:
            continue
    return found
