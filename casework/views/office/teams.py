"""Teams: the list, a new one, and one of them with its people."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from casework.forms.office.teams import MemberForm, TeamForm
from casework.models import Case, Membership, Staff, Team
from casework.permissions import may
from casework.services import teams as service
from casework.services.teams import CannotBeTeam
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk

LIST = "desk:office_teams"


@desk("edit_teams")
@require_safe
def teams(request: DeskRequest) -> HttpResponse:
    """2 statements, however many there are."""
    rows = [_row(each) for each in _counted(Team.objects.all())]
    context = {
        "nav": "settings",
        "teams": [row for row in rows if row["active"]],
        "out_of_use": [row for row in rows if not row["active"]],
    }
    return render(request, "casework/office/teams.html", context)


def _counted(rows: QuerySet[Team]) -> QuerySet[Team]:
    """With who is in each, and how many open cases it has."""
    cases = Case.objects.open().filter(team=OuterRef("pk")).order_by().values("team")
    number = Subquery(cases.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    people = Membership.objects.filter(staff__is_active=True).select_related("staff")
    return rows.annotate(open_cases=Coalesce(number, 0)).prefetch_related(
        Prefetch("memberships", queryset=people.order_by("staff__full_name"), to_attr="people")
    )


def _row(team: Any) -> dict[str, Any]:
    leads = [plainly(str(each.staff)) for each in team.people if each.is_lead]
    return {
        "url": reverse("desk:office_team", args=[team.pk]),
        "name": plainly(team.name),
        "triage": team.is_triage,
        "active": team.active,
        "members": len(team.people),
        "leads": ", ".join(leads),
        "cases": team.open_cases,
    }


@desk("edit_teams")
def new(request: DeskRequest) -> HttpResponse:
    form = TeamForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = service.make(name=form.cleaned_data["name"], actor=request.user, now=timezone.now())
        except CannotBeTeam as error:
            form.add_error("name", str(error))
        else:
            messages.success(
                request,
                gettext("The team “%(name)s” is made. Put somebody in it.") % {"name": plainly(made.name)},
            )
            return redirect("desk:office_team", made.pk)
    context = {"nav": "settings", "form": form}
    return render(request, "casework/office/team_new.html", context, status=422 if form.is_bound else 200)


@desk("edit_teams")
def team(request: DeskRequest, team_id: UUID) -> HttpResponse:
    """Two forms and some buttons on one page, told apart by `do`."""
    found = Team.objects.filter(pk=team_id).first()
    if found is None:
        raise Http404("There is no such team.")
    do = request.POST.get("do", "") if request.method == "POST" else ""
    given = request.POST if request.method == "POST" else None
    rename = TeamForm(given if do == "rename" else None, initial={"name": found.name}, auto_id="team-%s")
    add = MemberForm(given if do == "add" else None, team=found, auto_id="add-%s")
    if do in PRESSED:
        return _pressed(request, found, do)
    form = {"rename": rename, "add": add}.get(do)
    if form is not None and form.is_valid() and _kept(request, found, form, do):
        return redirect("desk:office_team", found.pk)
    return _page(request, found, rename=rename, add=add)


def _kept(request: DeskRequest, team: Team, form: Any, do: str) -> bool:
    said, now = form.cleaned_data, timezone.now()
    try:
        if do == "rename":
            service.rename(team=team, name=said["name"], actor=request.user, now=now)
            messages.success(request, gettext("The name is saved."))
        else:
            service.put_in(team=team, staff=said["staff"], lead=said["lead"], actor=request.user, now=now)
            messages.success(
                request, gettext("%(who)s is in the team now.") % {"who": plainly(str(said["staff"]))}
            )
    except CannotBeTeam as error:
        form.add_error("name" if do == "rename" else "staff", plainly(str(error)))
        return False
    return True


def _pressed(request: DeskRequest, team: Team, do: str) -> HttpResponse:
    try:
        messages.success(request, PRESSED[do](request, team))
    except CannotBeTeam as error:
        messages.error(request, plainly(str(error)))
    return redirect("desk:office_team", team.pk)


def _triage(request: DeskRequest, team: Team) -> str:
    service.make_triage(team=team, actor=request.user, now=timezone.now())
    return gettext("“%(name)s” is the triage team now.") % {"name": plainly(team.name)}


def _off(request: DeskRequest, team: Team) -> str:
    service.put_out_of_use(team=team, actor=request.user, now=timezone.now())
    return gettext("“%(name)s” is out of use. Its history stays.") % {"name": plainly(team.name)}


def _on(request: DeskRequest, team: Team) -> str:
    service.put_in_use(team=team, actor=request.user, now=timezone.now())
    return gettext("“%(name)s” is in use again.") % {"name": plainly(team.name)}


def _member(request: DeskRequest, team: Team) -> Staff:
    username = request.POST.get("staff", "").replace("\x00", "")[:150]
    found = Staff.objects.filter(username=username, memberships__team=team).first()
    if found is None:
        raise CannotBeTeam("They are not in this team any more.")
    return found


def _lead(request: DeskRequest, team: Team) -> str:
    staff, lead = _member(request, team), request.POST.get("do") == "lead"
    service.put_in(team=team, staff=staff, lead=lead, actor=request.user, now=timezone.now())
    done = gettext("%(who)s leads the team now.") if lead else gettext("%(who)s is a member now.")
    return done % {"who": plainly(str(staff))}


def _remove(request: DeskRequest, team: Team) -> str:
    staff = _member(request, team)
    kept = service.take_out(team=team, staff=staff, actor=request.user, now=timezone.now())
    left = gettext("%(who)s left the team.") % {"who": plainly(str(staff))}
    if not kept:
        return left
    some = ngettext("%(count)s open case stays with them.", "%(count)s open cases stay with them.", kept)
    return f"{left} {some % {'count': kept}}"


PRESSED: dict[str, Any] = {
    "triage": _triage, "off": _off, "on": _on, "lead": _lead, "member": _lead, "remove": _remove,
}  # fmt: skip


def _page(request: DeskRequest, team: Team, *, rename: TeamForm, add: MemberForm) -> HttpResponse:
    found = service.hindrances(team=team)
    queue = f"{reverse('desk:queue')}?team={team.code}"
    context = {
        "nav": "settings",
        "team": {"pk": team.pk, "code": team.code, **_row(_counted(Team.objects.filter(pk=team.pk)).get())},
        "people": [_person(each) for each in _members(team)],
        "rename": rename,
        "add": add,
        "hindrances": [plainly(each) for each in found.words],
        "queue_url": queue if found.cases and may(request.user, "see_queue") else "",
        "rules_url": reverse("desk:rules") if found.rules else "",
        "targets_url": reverse("desk:targets") if found.steps else "",
    }
    bad = bool(rename.errors or add.errors)
    return render(request, "casework/office/team.html", context, status=422 if bad else 200)


def _members(team: Team) -> QuerySet[Membership]:
    return team.memberships.select_related("staff").order_by("-is_lead", "staff__full_name", "pk")


def _person(membership: Membership) -> dict[str, Any]:
    staff = membership.staff
    return {
        "username": staff.username,
        "name": plainly(str(staff)),
        "role": staff.get_role_display(),
        "lead": membership.is_lead,
        "active": staff.is_active,
        "url": "" if staff.is_machine else reverse("desk:office_person", args=[staff.pk]),
    }
