"""When the office works: its week, those of its teams, closures, bank holidays."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from casework import clock_rules
from casework import presenters_hours as show
from casework.forms import hours as forms
from casework.models import Closure, Office, Team
from casework.models.hours import Nation
from casework.services import holidays as known
from casework.services import hours as service
from casework.services import working_hours
from casework.templatetags._said import said
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk
from casework.working_time import Calendar, NeverOpen, Slot, next_open

COMING = 5
PREVIEW_DAYS = 5
PREVIEW_MINUTES = 4 * 60


@desk("edit_hours")
@require_safe
def hours(request: DeskRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    office = Office.current()
    teams = list(Team.objects.filter(active=True))
    weeks = service.weeks()
    calendars = working_hours.calendars(teams)
    days = known.known(nation=office.nation)
    context = {
        "nav": "settings",
        "week": show.week(weeks.get(None, ())),
        "set_up": bool(weeks.get(None)),
        "preview": _preview(calendars[None], now),
        "never": _never_open(calendars[None], now),
        "nation": Nation(office.nation).label,
        "keeps_holidays": office.nation != Nation.NONE,
        "holidays": [_holiday(each) for each in days if each.day >= today][:COMING],
        "missing": known.missing(days, nation=office.nation, today=today),
        "closures": _closures(today),
        "teams": [_team(each, weeks.get(each.pk, ()), calendars[each.pk], now) for each in teams],
    }
    return render(request, "casework/hours/hours.html", context)


def _preview(calendar: Calendar, now: datetime) -> dict[str, str]:
    """By when a request of now would be due, in local time."""
    return {
        unit: show.moment(timezone.localtime(clock_rules.add(calendar, now, amount, unit)))
        for unit, amount in (("days", PREVIEW_DAYS), ("minutes", PREVIEW_MINUTES))
    }


def _never_open(calendar: Calendar, now: datetime) -> str:
    try:
        if calendar.slots:
            next_open(calendar, now)
    except NeverOpen as error:
        return str(error)
    return ""


def _team(team: Team, own: Sequence[Slot], calendar: Calendar, now: datetime) -> dict[str, Any]:
    return {
        "pk": team.pk,
        "name": plainly(team.name),
        "own": show.in_words(own),
        "due": _preview(calendar, now)["days"],
    }


def _holiday(each: known.Day) -> dict[str, str]:
    return {"day": show.day(each.day), "title": plainly(each.title)}


def _closures(today: date) -> dict[str, list[dict[str, Any]]]:
    """Those to come or running, and how many are over."""
    found = Closure.objects.select_related("team").order_by("first_day", "last_day", "id")
    shown = [
        {
            "pk": each.pk,
            "days": show.days(each.first_day, each.last_day),
            "reason": plainly(each.reason),
            "who": plainly(each.team.name) if each.team else gettext("The whole office"),
            "over": each.last_day < today,
        }
        for each in found
    ]
    return {
        "coming": [each for each in shown if not each["over"]],
        "over": [each for each in shown if each["over"]][::-1],
    }


@desk("edit_hours")
def office_week(request: DeskRequest) -> HttpResponse:
    return _week(request, None)


@desk("edit_hours")
def team_week(request: DeskRequest, team_id: UUID) -> HttpResponse:
    team = Team.objects.filter(pk=team_id, active=True).first()
    if team is None:
        raise Http404("There is no such team. Somebody may have closed it.")
    return _week(request, team)


def _week(request: DeskRequest, team: Team | None) -> HttpResponse:
    stored = service.week_of(team=team)
    do = request.POST.get("do", "save")
    if request.method != "POST":
        shown = stored or (service.week_of(team=None) if team else ())
        form = forms.WeekForm(forms.typed_from(shown), bound=False)
    elif do == "as-office" and team is not None:
        return _kept(
            request, team, service.set_week(team=team, slots=(), actor=request.user, now=timezone.now())
        )
    elif do == "save":
        form = forms.WeekForm(forms.typed_of(request.POST), bound=True)
        if form.is_valid() and (answer := _saved(request, team, form)):
            return answer
    else:
        form = forms.WeekForm(forms.pressed(forms.typed_of(request.POST), do), bound=False)
    context = {
        "nav": "settings",
        "form": form,
        "days": form.days(),
        "team": plainly(team.name) if team else "",
        "own": bool(stored),
        "seen": request.POST.get("seen", forms.seen_as(stored))[:2000],
    }
    return render(request, "casework/hours/week.html", context, status=422 if form.is_bound else 200)


def _saved(request: DeskRequest, team: Team | None, form: forms.WeekForm) -> HttpResponse | None:
    try:
        moved = service.set_week(
            team=team,
            slots=form.cleaned_data["slots"],
            seen=forms.seen_from(request.POST.get("seen")),
            actor=request.user,
            now=timezone.now(),
        )
    except service.CannotBeHours as error:
        form.add_error(form.field_of.get(error.slot), str(error))
        return None
    except service.HoursChangedMeanwhile as error:
        messages.error(request, str(error))
        return redirect(request.path)
    return _kept(request, team, moved)


def _kept(request: DeskRequest, team: Team | None, moved: int) -> HttpResponse:
    kept = gettext("The office's hours are kept.")
    if team:
        kept = gettext("The hours of %(team)s are kept.") % {"team": plainly(team.name)}
    messages.success(request, f"{kept} {_moved(moved)}")
    return redirect("desk:hours")


def _moved(cases: int) -> str:
    if not cases:
        return gettext("No open case is due at another time because of it.")
    words = ngettext(
        "%(count)s open case is due at another time now.",
        "%(count)s open cases are due at another time now.",
        cases,
    )
    return words % {"count": f"{cases:,}"}


@desk("edit_hours")
def closure_new(request: DeskRequest) -> HttpResponse:
    form = forms.ClosureForm(
        request.POST if request.method == "POST" else None,
        initial={"who": request.GET.get("who", "")[:40] or "office"},
    )
    if form.is_bound and form.is_valid() and _closed(request, form, None):
        return redirect("desk:hours")
    context = {"nav": "settings", "form": form, "closure": None}
    return render(request, "casework/hours/closure.html", context, status=422 if form.is_bound else 200)


@desk("edit_hours")
def closure(request: DeskRequest, closure_id: UUID) -> HttpResponse:
    found = Closure.objects.filter(pk=closure_id).select_related("team").first()
    if found is None:
        raise Http404("There is no such closure. Somebody may have removed it.")
    if request.method == "POST" and request.POST.get("do") == "remove":
        moved = service.remove_closure(closure=found, actor=request.user, now=timezone.now())
        messages.success(request, f"{gettext('The closure is removed.')} {_moved(moved)}")
        return redirect("desk:hours")
    form = forms.ClosureForm(
        request.POST if request.method == "POST" else None,
        initial={
            "who": str(found.team_id or "office"),
            "first_day": found.first_day,
            "last_day": found.last_day,
            "reason": found.reason,
        },
    )
    if form.is_bound and form.is_valid() and _closed(request, form, found):
        return redirect("desk:hours")
    context = {
        "nav": "settings",
        "form": form,
        "closure": show.days(found.first_day, found.last_day),
    }
    return render(request, "casework/hours/closure.html", context, status=422 if form.is_bound else 200)


def _closed(request: DeskRequest, form: forms.ClosureForm, found: Closure | None) -> bool:
    given: Any = {name: form.cleaned_data[name] for name in ("team", "first_day", "last_day", "reason")}
    given |= {"actor": request.user, "now": timezone.now()}
    try:
        if found is None:
            _, moved = service.close(**given)
        else:
            moved = service.change_closure(closure=found, **given)
    except service.CannotBeClosed as error:
        form.add_error(None, str(error))
        return False
    closed = gettext("%(who)s is closed on %(days)s.") % {
        "who": plainly(given["team"].name) if given["team"] else gettext("The whole office"),
        "days": show.days(given["first_day"], given["last_day"]),
    }
    messages.success(request, f"{closed} {_moved(moved)}")
    return True


@desk("edit_hours")
def holidays(request: DeskRequest) -> HttpResponse:
    office, today = Office.current(), timezone.localdate()
    form = forms.NationForm(
        request.POST if request.method == "POST" else None, initial={"nation": office.nation}
    )
    if form.is_bound and form.is_valid():
        moved = service.set_nation(nation=form.cleaned_data["nation"], actor=request.user, now=timezone.now())
        label = said(Nation(form.cleaned_data["nation"]).label)
        kept = gettext("Bank holidays: %(nation)s.") % {"nation": label}
        messages.success(request, f"{kept} {_moved(moved)}")
        return redirect("desk:holidays")
    days = known.known(nation=office.nation)
    context = {
        "nav": "settings",
        "form": form,
        "nation": Nation(office.nation).label,
        "keeps_holidays": office.nation != Nation.NONE,
        "missing": known.missing(days, nation=office.nation, today=today),
        "years": [
            {"year": year, "days": [_holiday(each) for each in days if each.day.year == year]}
            for year in sorted({each.day.year for each in days if each.day.year >= today.year})
        ],
    }
    return render(request, "casework/hours/holidays.html", context, status=422 if form.is_bound else 200)
