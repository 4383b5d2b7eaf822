"""How promises were kept: in time, late, not at all, or nobody was reached; by team and by week."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, TruncWeek
from django.utils import timezone

from casework import follow_up_rules
from casework.models import Event, Staff, Team
from casework.models.follow_up import FollowUpResult
from casework.permissions import require, visible_follow_ups

WEEKS: Final = 8


@dataclass(kw_only=True)
class Figures:
    """`broken` are those that were not kept, and those still open although their time has passed."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    not_reached: int = 0

    @property
    def all(self) -> int:
        return self.kept + self.late + self.broken + self.not_reached

    def add(self, other: "Figures") -> None:
        self.kept += other.kept
        self.late += other.late
        self.broken += other.broken
        self.not_reached += other.not_reached


@dataclass(kw_only=True)
class OfTeam:
    name: str
    weeks: dict[date, Figures]
    older: int = 0
    """Still open from before these weeks."""
    total: Figures = field(default_factory=Figures)


def mondays(*, now: datetime) -> list[date]:
    """The weeks that are shown, oldest first; the last is this one."""
    today = timezone.localdate(now)
    this = today - timedelta(days=today.weekday())
    return [this - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def by_team(*, staff: Staff, now: datetime) -> list[OfTeam]:
    """Of what they see: what ended in these weeks, by the week in which it did, and what is overdue, by the week in which
    it was due. Callbacks and promises to people; reminders promised nobody anything. 2 statements.
    """
    require(staff, "see_promises")
    weeks = mondays(now=now)
    rows = list(_rows(staff=staff, since=_begin(weeks[0]), now=now))
    found: dict[UUID, OfTeam] = {
        team.pk: OfTeam(name=str(team), weeks={week: Figures() for week in weeks})
        for team in Team.objects.filter(pk__in={row["whose"] for row in rows}).order_by("name")
    }
    for row in rows:
        _put(found[row["whose"]], row, weeks)
    return list(found.values())


def _put(team: OfTeam, row: dict[str, Any], weeks: list[date]) -> None:
    week = timezone.localtime(row["week"]).date()
    figures = Figures(**{name: row[name] for name in ("kept", "late", "broken", "not_reached")})
    if week in team.weeks:
        team.weeks[week].add(figures)
        team.total.add(figures)
    else:
        team.older += figures.all


def _rows(*, staff: Staff, since: datetime, now: datetime) -> Any:
    late_try = Event.objects.filter(contact__follow_up=OuterRef("pk"), verb="rang", after__late=True)
    kept = Q(result=FollowUpResult.KEPT)
    in_time = Q(done_at__lte=F("due_at"), tried_late=False)
    return (
        visible_follow_ups(staff)
        .filter(Q(done_at__gte=since) | Q(done_at=None, due_at__lt=now), kind__in=follow_up_rules.PROMISES)
        .annotate(
            whose=Coalesce("case__team", "team"),
            week=TruncWeek(Coalesce("done_at", "due_at")),
            tried_late=Exists(late_try),
        )
        .order_by()
        .values("whose", "week")
        .annotate(
            kept=Count("pk", filter=kept & in_time),
            late=Count("pk", filter=kept & ~in_time),
            broken=Count("pk", filter=Q(result=FollowUpResult.BROKEN) | Q(done_at=None)),
            not_reached=Count("pk", filter=Q(result=FollowUpResult.NOT_REACHED)),
        )
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=timezone.get_current_timezone())


def total(teams: Iterable[OfTeam]) -> Figures:
    found = Figures()
    for team in teams:
        found.add(team.total)
    return found
