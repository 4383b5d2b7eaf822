"""The office's areas: the list, a new one, one of them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from casework.forms.areas import AreaForm
from casework.models import Area
from casework.services import areas as service
from casework.services.areas import AreaInUse, NameTaken, NotAPlace
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk

SHOWN = 8


@desk("edit_rules")
@require_safe
def areas(request: DeskRequest) -> HttpResponse:
    items = [
        {"pk": each.pk, "name": plainly(each.name), "parts": _parts(each)}
        for each in Area.objects.order_by("name", "code")
    ]
    return render(request, "casework/areas/areas.html", {"nav": "settings", "items": items})


def _parts(area: Area) -> str:
    shown, more = area.postcodes[:SHOWN], len(area.postcodes) - SHOWN
    said = ", ".join(shown)
    return f"{said} {gettext('and %(count)s more') % {'count': more}}" if more > 0 else said


@desk("edit_rules")
def new(request: DeskRequest) -> HttpResponse:
    form = AreaForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _kept(request, form, None):
        return redirect("desk:areas")
    context = {"nav": "settings", "form": form, "area": None}
    return render(request, "casework/areas/area.html", context, status=422 if form.is_bound else 200)


@desk("edit_rules")
def area(request: DeskRequest, area_id: UUID) -> HttpResponse:
    found = Area.objects.filter(pk=area_id).first()
    if found is None:
        raise Http404("There is no such area. Somebody may have removed it.")
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _removed(request, found)
    form = AreaForm(
        request.POST if request.method == "POST" else None,
        initial={"name": found.name, "postcodes": "\n".join(found.postcodes)},
    )
    if form.is_bound and form.is_valid() and _kept(request, form, found):
        return redirect("desk:areas")
    rules = [plainly(each) for each in service.named_by(area=found)]
    context = {"nav": "settings", "form": form, "area": found, "code": found.code, "rules": rules}
    return render(request, "casework/areas/area.html", context, status=422 if form.is_bound else 200)


def _kept(request: DeskRequest, form: AreaForm, found: Area | None) -> bool:
    name, parts = form.cleaned_data["name"], form.cleaned_data["postcodes"]
    try:
        if found is None:
            service.make(name=name, parts=parts, actor=request.user)
        else:
            service.change(area=found, name=name, parts=parts, actor=request.user)
    except NotAPlace as error:
        form.add_error("postcodes", plainly(str(error)))
    except NameTaken as error:
        form.add_error("name", str(error))
    else:
        messages.success(request, gettext("“%(name)s” is kept. Rules can name it.") % {"name": plainly(name)})
        return True
    return False


def _removed(request: DeskRequest, found: Area) -> HttpResponse:
    try:
        service.remove(area=found, actor=request.user)
    except AreaInUse as error:
        messages.error(request, plainly(str(error)))
        return redirect("desk:area", found.pk)
    messages.success(request, gettext("“%(name)s” is removed.") % {"name": plainly(found.name)})
    return redirect("desk:areas")
