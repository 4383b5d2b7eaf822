"""Log-ins: the list, a new one, one of them, a link to choose a password, and out of use."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from casework import keyset
from casework.forms.office.staff import StaffForm
from casework.models import Membership, Staff
from casework.services import duty, leaving
from casework.services import staff_accounts as service
from casework.services.staff_accounts import CannotBeStaff
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk

# As long as no other list's, so that a place in one of those is no place here.
ORDER: Final = keyset.Order(fields=("full_name", "username", "email", "id"))
PAGE: Final = 50
LONGEST_SEARCH: Final = 100
SHOWN: Final = {
    "working": (gettext_lazy("Working here"), Q(is_active=True, is_machine=False)),
    "left": (gettext_lazy("Out of use"), Q(is_active=False, is_machine=False)),
    "machines": (gettext_lazy("Machines"), Q(is_machine=True)),
}
REFUSED: Final = (CannotBeStaff, leaving.StillHasWork, duty.CannotBeSet)


@desk("edit_staff")
@require_safe
def everybody(request: DeskRequest) -> HttpResponse:
    """2 statements, however many there are."""
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "working"
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]
    found = keyset.page(_found(show, words), order=ORDER, cursor=request.GET.get("from", ""), size=PAGE)
    context = {
        "nav": "settings",
        "show": show,
        "views": [
            {"url": f"?show={code}", "label": label, "current": code == show}
            for code, (label, _) in SHOWN.items()
        ],
        "words": words,
        "people": [_row(each) for each in found.rows],
        "newer": _at(found.newer, show, words),
        "older": _at(found.older, show, words),
    }
    return render(request, "casework/office/staff.html", context)


def _at(cursor: str, show: str, words: str) -> str:
    return f"?{urlencode({'show': show, 'q': words, 'from': cursor})}" if cursor else ""


def _found(show: str, words: str) -> QuerySet[Staff]:
    rows = Staff.objects.filter(SHOWN[show][1])
    for word in words.split():
        rows = rows.filter(
            Q(full_name__icontains=word) | Q(username__icontains=word) | Q(email__icontains=word)
        )
    teams = Membership.objects.select_related("team").order_by("team__name")
    return rows.prefetch_related(Prefetch("memberships", queryset=teams, to_attr="in_teams"))


def _row(staff: Any) -> dict[str, Any]:
    lead = f" ({gettext('lead')})"
    teams = [f"{plainly(str(each.team))}{lead if each.is_lead else ''}" for each in staff.in_teams]
    return {
        "url": "" if staff.is_machine else reverse("desk:office_person", args=[staff.pk]),
        "name": plainly(str(staff)),
        "username": plainly(staff.username),
        "role": staff.get_role_display(),
        "teams": ", ".join(teams) or gettext("No team"),
        "safeguarding": staff.is_safeguarding,
        "no_password": not staff.is_machine and not staff.has_usable_password(),
    }


@desk("edit_staff")
def new(request: DeskRequest) -> HttpResponse:
    form = StaffForm(request.POST if request.method == "POST" else None, actor=request.user)
    if form.is_bound and form.is_valid():
        try:
            made = service.add(
                username=form.cleaned_data["username"],
                wanted=form.wanted(),
                actor=request.user,
                now=timezone.now(),
            )
        except CannotBeStaff as error:
            _mark(form, error)
        else:
            messages.success(
                request,
                gettext("%(who)s has a log-in. Make the link for their password next.")
                % {"who": plainly(str(made))},
            )
            return redirect("desk:office_person", made.pk)
    context = {"nav": "settings", "form": form}
    return render(request, "casework/office/person_new.html", context, status=422 if form.is_bound else 200)


def _mark(form: StaffForm, error: CannotBeStaff) -> None:
    form.add_error(error.field if error.field in form.fields else None, plainly(str(error)))


def _person(staff_id: UUID) -> Staff:
    found = Staff.objects.filter(pk=staff_id, is_machine=False).prefetch_related("memberships").first()
    if found is None:
        raise Http404("There is no such member of staff.")
    return found


@desk("edit_staff")
def person(request: DeskRequest, staff_id: UUID) -> HttpResponse:
    found = _person(staff_id)
    refused = service.why_not(staff=found, actor=request.user)
    given = request.POST if request.method == "POST" and not refused else None
    form = StaffForm(given, actor=request.user, staff=found)
    if form.is_bound and form.is_valid():
        try:
            changed = service.change(
                staff=found, wanted=form.wanted(), actor=request.user, now=timezone.now()
            )
        except CannotBeStaff as error:
            _mark(form, error)
        else:
            messages.success(request, gettext("Saved.") if changed else gettext("Nothing was different."))
            return redirect("desk:office_person", found.pk)
    context = {
        "nav": "settings",
        "form": form,
        "refused": refused,
        "staff": _facts(found),
        "itself": found.pk == request.user.pk,
        "left": leaving.left(staff=found) if found.is_active else None,
    }
    return render(request, "casework/office/person.html", context, status=422 if form.errors else 200)


def _facts(staff: Staff) -> dict[str, Any]:
    return {
        "pk": staff.pk,
        "name": plainly(str(staff)),
        "username": plainly(staff.username),
        "role": staff.get_role_display(),
        "active": staff.is_active,
        "has_password": staff.has_usable_password(),
        "last_login": staff.last_login,
    }


@desk("edit_staff")
@require_POST
def link(request: DeskRequest, staff_id: UUID) -> HttpResponse:
    """Shown in this very answer: a link that waited to be shown after a redirect would be a link that is kept."""
    found = _person(staff_id)
    try:
        made = service.link(staff=found, actor=request.user, now=timezone.now())
    except CannotBeStaff as error:
        messages.error(request, plainly(str(error)))
        return redirect("desk:office_person", found.pk)
    path = reverse("set_password", args=[made.uid, made.token])
    context = {
        "nav": "settings",
        "staff": _facts(found),
        "address": f"{settings.PUBLIC_BASE_URL}{path}",
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 3600),
    }
    return render(request, "casework/office/link.html", context)


@desk("edit_staff")
@require_POST
def use(request: DeskRequest, staff_id: UUID) -> HttpResponse:
    """Out of use, or back in use."""
    found, back = _person(staff_id), request.POST.get("do") == "back"
    act = service.put_in_use if back else service.put_out_of_use
    try:
        act(staff=found, actor=request.user, now=timezone.now())
    except REFUSED as error:
        messages.error(request, plainly(str(error)))
    else:
        done = (
            gettext("%(who)s works here again.")
            if back
            else gettext("%(who)s is out of use and logged out everywhere.")
        )
        messages.success(request, done % {"who": plainly(str(found))})
    return redirect("desk:office_person", found.pk)
