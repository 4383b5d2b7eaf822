"""Following a case: whoever does is told when somebody writes, rings or makes a note."""

from datetime import datetime

from django.db import transaction

from casework import selectors_beside as beside
from casework.models import Case, Follower, Staff
from casework.permissions import require
from casework.services import events, notifying, survivors


def follow(*, case: Case, actor: Staff, now: datetime) -> None:
    """Following twice is following. Raises survivors.LeftSight."""
    require(actor, "follow_case")
    with transaction.atomic():
        case = survivors.locked(case)
        survivors.in_sight(case, actor=actor)
        _, new = Follower.objects.get_or_create(case=case, staff=actor, defaults={"since": now})
        if new:
            events.record(verb="followed", words="Follows the case", case=case, actor=actor, now=now)


def stop(*, case: Case, actor: Staff, now: datetime) -> None:
    """Also on the cases that became part of this one."""
    require(actor, "follow_case")
    with transaction.atomic():
        gone, _ = Follower.objects.filter(
            case__in=[case.pk, *case.merged.values_list("pk", flat=True)], staff=actor
        ).delete()
        if gone:
            events.record(
                verb="unfollowed", words="Follows the case no more", case=case, actor=actor, now=now
            )


def of_case(case: Case) -> list[Staff]:
    """Those who follow the case and see it, by name: 1 statement where nobody does, otherwise 2.

    None where the page of the case knows that nobody does.
    """
    if not beside.may_have(case, beside.FOLLOWERS):
        return []
    found = list(notifying.followers(case.pk).order_by("full_name", "username"))
    return notifying.who_see(case=case, staff=found)
