"""Who is at work and how much they have, for the pages of leads: figures, never a case."""

from datetime import datetime
from types import SimpleNamespace

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from casework.models import Case, Leave, Staff, Team
from casework.permissions import WORKERS
from casework.services import assigning

WIDTH = 100  # of a bar, in its own units


def teams(*, of: QuerySet[Team], people: list[Staff], now: datetime) -> list[SimpleNamespace]:
    """Each of these teams, who of it is at work, and what waits for room: 3 statements and 6 for each team."""
    load = assigning.load(staff=[each.pk for each in people])
    waiting = dict(
        Case.objects.filter(is_open=True, assignee=None)
        .exclude(assign_by="")
        .order_by()
        .values_list("team")
        .annotate(number=Count("pk"))
    )
    known = {each.pk: each for each in people if each.role in WORKERS}
    rows = []
    for team in of:
        at_work = assigning.on_duty(team=team, now=now)
        members = [known[pk] for pk in team.memberships.values_list("staff", flat=True) if pk in known]
        rows.append(
            SimpleNamespace(
                name=team.name,
                waiting=waiting.get(team.pk, 0),
                people=[
                    _member(each, load=load.get(each.pk, 0), at_work=each.pk in at_work)
                    for each in sorted(members, key=str)
                ],
            )
        )
    return rows


def _member(staff: Staff, *, load: int, at_work: bool) -> SimpleNamespace:
    full = staff.cap is not None and load >= staff.cap
    return SimpleNamespace(
        name=str(staff),
        url=reverse("desk:duty_person", args=[staff.pk]),
        state=gettext("At work") if at_work else gettext("Off duty"),
        tone="green" if at_work else "grey",
        load=load,
        cap=staff.cap,
        words=_load(load, staff.cap),
        bar=min(WIDTH, round(WIDTH * load / staff.cap)) if staff.cap else 0,
        full=full,
    )


def _load(load: int, cap: int | None) -> str:
    if cap is None:
        return gettext("%(number)s, no limit") % {"number": load}
    return gettext("%(number)s of %(total)s") % {"number": load, "total": cap}


def leave(*, staff: Staff, today: object) -> list[Leave]:
    return list(Leave.objects.filter(staff=staff, last_day__gte=today))
