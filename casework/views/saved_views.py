"""Lists under a name: saving one, all that one has, one of them; and which columns lists show."""

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from casework import presenters_views, queue_columns, queue_groups, selectors_views, why_here
from casework.filters import CaseFilter
from casework.forms.saved_views import ChangeViewForm, ColumnsForm, SaveViewForm
from casework.models import SavedView
from casework.permissions import visible_cases
from casework.services import desk_choices
from casework.services import saved_views as service
from casework.services.saved_views import CannotBeView
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk, saying_refusals
from casework.views.queue_parts import back_from, chosen

UP, DOWN = "up", "down"
STEPS = {UP: -1, DOWN: 1}


@desk("arrange_desk")
@require_safe
def views(request: DeskRequest) -> HttpResponse:
    found = selectors_views.views_of(staff=request.user)
    teams = set(request.user.memberships.values_list("team", flat=True))
    context = {
        "nav": "queue",
        "shelves": presenters_views.shelves(found, staff=request.user, teams=teams),
        "in_tabs": selectors_views.MOST_IN_TABS if len(found) > selectors_views.MOST_IN_TABS else 0,
        "focus": request.GET.get("focus", ""),
    }
    return render(request, "casework/views/list.html", context)


@desk("arrange_desk")
def new(request: DeskRequest) -> HttpResponse:
    """What the address filters by is what is kept."""
    form = SaveViewForm(request.POST if request.method == "POST" else None, staff=request.user)
    filters, by = service.filters_of(request.GET), queue_groups.read(request.GET.get("group", ""))
    if form.is_bound and form.is_valid() and (kept := _saved(request, form, filters, by)):
        messages.success(
            request, gettext("“%(name)s” is saved. It stands in the tabs.") % {"name": plainly(kept.name)}
        )
        return redirect(presenters_views.url(kept))
    context = {
        "nav": "queue",
        "form": form,
        "holds": _holds(request, filters),
        "group": queue_groups.BY.get(by, ""),
        "back": presenters_views.queue_url(filters, group=by),
    }
    return render(request, "casework/views/new.html", context, status=422 if form.errors else 200)


def _saved(request: DeskRequest, form: SaveViewForm, filters: dict[str, str], group: str) -> SavedView | None:
    own = form.cleaned_data["own_columns"]
    try:
        return service.save(
            name=form.cleaned_data["name"],
            filters=filters,
            group_by=group,
            columns=_seen_now(request) if own else (),
            actor=request.user,
            now=timezone.now(),
            **form.owner(),
        )
    except CannotBeView as error:
        form.add_error("name", str(error))
    return None


def _seen_now(request: DeskRequest) -> tuple[str, ...]:
    return queue_columns.shown(of_person=selectors_views.choices_of(staff=request.user).columns)


def _holds(request: DeskRequest, filters: dict[str, str]) -> list[str]:
    filtered = CaseFilter(filters, queryset=visible_cases(request.user), request=request)
    return [each["label"] for each in chosen(filtered)]


def _known(request: DeskRequest, view_id: UUID, *, to_change: bool = True) -> SavedView:
    """A view of the reader, or 404 alike for hidden and missing."""
    rows = SavedView.objects.filter(selectors_views.of_reader(request.user), pk=view_id).distinct()
    found = rows.select_related("team", "owner").first()
    if found is None:
        raise Http404("There is no such view. Somebody may have removed it.")
    teams = set(request.user.memberships.values_list("team", flat=True))
    if to_change and not selectors_views.may_change(found, staff=request.user, teams=teams):
        raise Http404("There is no such view of yours.")
    return found


@desk("arrange_desk")
def view(request: DeskRequest, view_id: UUID) -> HttpResponse:
    found = _known(request, view_id)
    form = ChangeViewForm(
        request.POST if request.method == "POST" else None,
        initial={"name": found.name, "group": found.group_by, "columns": found.columns},
    )
    if form.is_bound and form.is_valid() and _changed(request, found, form):
        messages.success(request, gettext("“%(name)s” is changed.") % {"name": plainly(found.name)})
        return redirect(presenters_views.url(found))
    context = {
        "nav": "queue",
        "form": form,
        "view": presenters_views.shown(found),
        "holds": _holds(request, dict(parse_qsl(found.query))),
    }
    return render(request, "casework/views/one.html", context, status=422 if form.errors else 200)


def _changed(request: DeskRequest, found: SavedView, form: ChangeViewForm) -> bool:
    sent = form.cleaned_data
    try:
        service.change(
            view=found, name=sent["name"], columns=sent["columns"], group_by=sent["group"],
            actor=request.user, now=timezone.now(),
        )  # fmt: skip
    except CannotBeView as error:
        form.add_error("name", str(error))
        found.refresh_from_db()
        return False
    return True


@desk("arrange_desk")
@require_POST
def move(request: DeskRequest, view_id: UUID) -> HttpResponse:
    found, way = _known(request, view_id), request.POST.get("do", "")
    if way in STEPS:
        service.move(view=found, by=STEPS[way], actor=request.user, now=timezone.now())
    return redirect(f"{reverse('desk:views')}?focus={way if way in STEPS else UP}-{found.pk}")


@desk("arrange_desk")
def remove(request: DeskRequest, view_id: UUID) -> HttpResponse:
    found = _known(request, view_id)
    if request.method == "POST":
        return saying_refusals(
            request,
            lambda: service.remove(view=found, actor=request.user, now=timezone.now()),
            done=gettext("“%(name)s” is removed. No case has changed.") % {"name": plainly(found.name)},
            to=reverse("desk:views"),
        )
    context = {"nav": "queue", "view": presenters_views.shown(found)}
    return render(request, "casework/views/remove.html", context)


@desk("arrange_desk")
def columns(request: DeskRequest) -> HttpResponse:
    """One's own: for every list that carries no columns itself."""
    kept, back = selectors_views.choices_of(staff=request.user), back_from(request)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        initial={"columns": queue_columns.shown(of_person=kept.columns), "density": kept.density},
    )
    if form.is_bound and form.is_valid():
        _arranged(request, form.cleaned_data)
        messages.success(request, gettext("The queue shows what you chose."))
        return redirect(back)
    context = {"nav": "queue", "form": form, "back": back, "order": why_here.ORDER}
    return render(request, "casework/views/columns.html", context, status=422 if form.errors else 200)


def _arranged(request: DeskRequest, sent: dict[str, Any]) -> None:
    desk_choices.arrange(
        columns=sent["columns"], density=sent["density"], actor=request.user, now=timezone.now()
    )
