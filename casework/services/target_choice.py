"""Which target a case has: the one a rule or a lead named, else that of its service and priority, else none."""

from typing import Final

from casework.kept_sql import Kept
from casework.models import Case, Event, Service, Target, TargetFor

NAMED_BY_STAFF = "target_changed"

_LINES: Final = Kept(lambda: TargetFor.objects.filter(target__active=True).select_related("target"))


def named(*, code: str) -> Target | None:
    return Target.objects.filter(code=code, active=True).first() if code else None


def of(*, service: Service | None, priority: str) -> Target | None:
    """The most exact line wins: service and priority, then service, then priority, then neither. 1 statement."""
    return most_exact(lines(), service_id=service.pk if service else None, priority=priority)


def lines() -> list[TargetFor]:
    return _LINES.rows()


def most_exact(lines: list[TargetFor], *, service_id: object, priority: str) -> Target | None:
    fitting = [
        line
        for line in lines
        if line.service_id in (None, service_id) and line.priority in ("", str(priority))
    ]
    best = max(fitting, key=lambda line: (line.service_id is not None, line.priority != ""), default=None)
    return best.target if best else None


def pinned(case: Case) -> bool:
    """Whether a lead or a rule chose the target of this case: then a new service or priority does not change it."""
    latest = Event.objects.filter(case=case, verb=NAMED_BY_STAFF, actor__isnull=False).order_by("-at", "-id")
    chosen = latest.values_list("after", flat=True).first()
    if chosen is not None:
        return bool(chosen.get("target"))
    if case.target_id is None:
        return False
    decided = case.decisions.order_by("-at", "-id").values_list("target", flat=True).first()
    return bool(decided) and Target.objects.filter(pk=case.target_id, code=decided).exists()


def for_case(case: Case) -> Target | None:
    """As it should be now; a target that was switched off is kept by the cases that have it."""
    return case.target if pinned(case) else of(service=case.service, priority=case.priority)
