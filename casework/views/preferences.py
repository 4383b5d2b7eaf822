"""How the desk works for one person: the keys here, the rest on pages of its own where the office has them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from casework.forms.preferences import OFF, ON, PreferencesForm
from casework.presenters_files import pictures_shown
from casework.presenters_keys import shortcuts_on
from casework.services import preferences as service
from casework.views.base import DeskRequest, desk

OTHERS = (
    ("desk:columns", gettext_lazy("Columns and density of the queue")),
    ("desk:views", gettext_lazy("Saved views")),
    ("desk:notify_choices", gettext_lazy("Notifications and the digest")),
)


@desk("arrange_desk")
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: DeskRequest) -> HttpResponse:
    initial = {
        "shortcuts": ON if shortcuts_on(request.user) else OFF,
        "pictures": ON if pictures_shown(request.user) else OFF,
        "language": translation.get_language(),
    }
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        _save(request, form)
        return redirect("desk:preferences")
    context = {"nav": "preferences", "form": form, "others": list(_others())}
    return render(
        request, "casework/preferences/preferences.html", context, status=422 if form.errors else 200
    )


def _save(request: DeskRequest, form: PreferencesForm) -> None:
    """The answer already speaks the language that was chosen."""
    language, now = form.cleaned_data["language"], timezone.now()
    service.set_shortcuts(on=form.shortcuts_on, actor=request.user, now=now)
    if chosen := form.cleaned_data["pictures"]:
        service.set_pictures(on=chosen == ON, actor=request.user, now=now)
    if language and language != translation.get_language():
        service.set_language(language=language, actor=request.user, now=now)
    with translation.override(language or translation.get_language()):
        said = _("Single keys are on.") if form.shortcuts_on else _("Single keys are off.")
    messages.success(request, said)


def _others() -> list[dict[str, Any]]:
    found = []
    for name, title in OTHERS:
        try:
            found.append({"url": reverse(name), "title": title})
        except NoReverseMatch:
            continue
    return found
