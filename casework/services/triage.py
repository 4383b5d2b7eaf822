"""Triage: what a case is about is put right, and so are the answers to its service's questions."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from casework.models import Case, RoutingDecision, Service, Staff
from casework.permissions import require
from casework.services import clocks, events, live, meanwhile, rerouting, survivors


class NothingIsDifferent(Exception):
    """Service and answers are as they were."""


def would(*, case: Case, service: Service | None, answers: dict[str, Any]) -> tuple[str, ...]:
    """What a re-route would do after this change, which is not made. `case` is a copy that nobody saves."""
    case.service, case.answers = service, with_answers(case, service, answers)
    return rerouting.would(case=case).changes


def with_answers(case: Case, service: Service | None, answers: dict[str, Any]) -> dict[str, Any]:
    """Answers to the questions of this service as given; what was said to other questions stays on record."""
    asked = set(service.questions.exclude(kind="file").values_list("code", flat=True)) if service else set()
    return {**{code: said for code, said in case.answers.items() if code not in asked}, **answers}


def change(
    *,
    case: Case,
    service: Service | None,
    answers: dict[str, Any],
    actor: Staff,
    now: datetime,
    seen: str = "",
) -> RoutingDecision | None:
    """Gives the decision where a rule that is marked for it routed the case anew.

    Times are worked out again. `seen`: what the page carried that was decided on. Raises NothingIsDifferent,
    meanwhile.ChangedMeanwhile.
    """
    require(actor, "change_service")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        meanwhile.check(locked, seen=seen, about=meanwhile.TO_TRIAGE)
        before, said = locked.service, locked.answers
        answers = with_answers(locked, service, answers)
        if before == service and said == answers:
            raise NothingIsDifferent("The service and the answers are as they were.")
        locked.service, locked.answers = service, answers
        locked.restricted = locked.restricted or bool(service and service.restricted)
        locked.version = F("version") + 1
        locked.save(update_fields=["service", "answers", "restricted", "version"])
        locked.refresh_from_db(fields=["version"])
        _tell(locked, before=before, said=said, actor=actor, now=now)
        if locked.is_open:
            clocks.recount(case=locked, now=now, actor=actor, job="", because="What it is about changed")
        decision = rerouting.unasked(case=locked, now=now)
        live.changed(case=locked)
    return decision


def _tell(case: Case, *, before: Service | None, said: dict[str, Any], actor: Staff, now: datetime) -> None:
    """Which questions were answered anew, never what was said."""
    codes = sorted({code for code in {*said, *case.answers} if said.get(code) != case.answers.get(code)})
    words = [f"Service changed from {before or 'not known'} to {case.service or 'not known'}"]
    if before == case.service:
        words = []
    if codes:
        words.append(f"{len(codes)} answer{'' if len(codes) == 1 else 's'} changed")
    events.record(
        verb="service_changed",
        words="; ".join(words),
        case=case,
        actor=actor,
        now=now,
        before={"service": before.code if before else ""},
        after={"service": case.service.code if case.service else "", "answers": codes},
    )
