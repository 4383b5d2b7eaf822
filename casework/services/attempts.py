"""Tries to keep what was promised, as they are on record: how many count, and what the next one does to the time."""

from collections.abc import Sequence
from datetime import datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from casework import attempt_rules
from casework.attempt_rules import Attempt, Proposal
from casework.models import Case, Contact, ContactPoint, FollowUp
from casework.models.contact import Direction
from casework.services import working_hours


def tries(follow_up: FollowUp) -> list[Attempt]:
    """Those that reached nobody, oldest first, by the office's clock: 1 statement."""
    rows = _calls(follow_up).values_list("took_place_at", "outcome")
    return [Attempt(timezone.localtime(at), outcome) for at, outcome in rows]


def _calls(follow_up: FollowUp) -> QuerySet[Contact]:
    unreached = Contact.objects.filter(direction=Direction.OUT, outcome__in=attempt_rules.UNREACHED)
    return unreached.filter(follow_up=follow_up).order_by("took_place_at", "pk")


def what_is_missing(follow_up: FollowUp) -> str:
    """Before one may say that they could not be reached; "" where they were tried often enough. 5 statements."""
    calendar = working_hours.calendar_of(team=follow_up.whose_team)
    begins, ends = _safe_hours(follow_up)
    apart = attempt_rules.spread(calendar, safe_from=begins, safe_until=ends)
    return attempt_rules.what_is_missing(tries(follow_up), apart=apart)


def _safe_hours(follow_up: FollowUp) -> tuple[time | None, time | None]:
    """Of the number they asked for, else of the one that was rung last."""
    point = follow_up.contact_point
    if point is None:
        rung = _calls(follow_up).filter(contact_point__isnull=False).select_related("contact_point").last()
        point = rung.contact_point if rung is not None else None
    return (point.safe_from, point.safe_until) if point is not None else (None, None)


def window_is_theirs(follow_up: FollowUp, attempts: Sequence[Attempt]) -> bool:
    """Whether they were told "between then and then". A try moves the time to one that nobody told them.

    `attempts` are those before the one at hand.
    """
    begins = follow_up.window_from
    return begins is not None and all(each.at >= begins for each in attempts)


def propose(
    *,
    attempts: list[Attempt],
    point: ContactPoint | None,
    follow_up: FollowUp | None,
    case: Case | None,
    now: datetime,
    in_window: bool = False,
) -> Proposal:
    """When to try again, in the team's working time: 3 statements. `in_window`: what they were told is not over yet."""
    team = follow_up.whose_team if follow_up is not None else case.team if case is not None else None
    promised = follow_up if in_window else None
    return attempt_rules.next_try(
        attempts,
        now=now,
        calendar=working_hours.calendar_of(team=team),
        safe_from=point.safe_from if point else None,
        safe_until=point.safe_until if point else None,
        window_from=promised.window_from if promised else None,
        window_until=promised.due_at if promised else None,
    )


def to_be_tried(*, follow_up: FollowUp, proposal: Proposal, in_window: bool) -> None:
    """The next try, in the caller's transaction and behind its lock. Inside the promised window, that stays the time."""
    if in_window and proposal.until <= follow_up.due_at:
        return
    follow_up.window_from, follow_up.due_at = proposal.at, proposal.until
    follow_up.save(update_fields=["window_from", "due_at"])
