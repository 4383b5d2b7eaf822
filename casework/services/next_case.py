"""The next case: chosen, explained and taken in one step. Two who ask at once never get the same one."""

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from casework import duty, next_case
from casework.filters import in_the_queue_at
from casework.models import Case, FollowUp, Skip, Staff
from casework.models.case import CaseQuerySet
from casework.next_case import OVERDUE, PROMISE_AHEAD, PROMISED, QUEUE, Choice
from casework.permissions import require, visible_cases
from casework.services import assignment, events, live, survivors
from casework.text import clean, is_blank, shorten

VERB: Final = "next_case"
SKIPPED_FOR: Final = timedelta(hours=24)
MOST_COUNTED: Final = 99


class NoReason(Exception):
    """A case is passed over with a reason, so that its team knows why it waits."""


class CannotBePassedOver(Exception):
    """The case did not come up for whoever wants to pass it over."""


class Taken(NamedTuple):
    case: Case
    why: str


class Coming(NamedTuple):
    """What there will be to do, for whoever has nothing to do now."""

    at: datetime
    words: str
    case: Case


def take(*, actor: Staff, now: datetime) -> Taken | None:
    """None where nothing waits for them. What somebody else is being given at this moment is passed by."""
    require(actor, "next_case")
    with transaction.atomic():
        waiting = _waiting(actor, now)
        for kind, line in _lines(waiting, now):
            case = line.select_for_update(of=("self",), skip_locked=True).first()
            if case is not None:
                return _taken(case, kind, due_at=case.due_at, others=_others(line), actor=actor, now=now)
            if kind == OVERDUE:
                promised = _promised(waiting, actor=actor, now=now)
                promise = promised.select_for_update(of=("case",), skip_locked=True).first()
                if promise is not None and promise.case is not None:
                    others = max(_counted(promised.values("case").distinct()) - 1, 0)
                    return _taken(
                        promise.case, PROMISED, due_at=promise.due_at, others=others, actor=actor, now=now
                    )
    return None


def _waiting(actor: Staff, now: datetime) -> CaseQuerySet:
    """Open cases of their teams that are nobody's or theirs, which they may be given and did not pass over lately."""
    teams = list(actor.memberships.values_list("team", flat=True))
    skipped = Skip.objects.filter(staff=actor, at__gt=now - SKIPPED_FOR).values_list("case", flat=True)
    able = Q(service=None) | Q(service__skill__in=["", *actor.skills])
    return (
        visible_cases(actor)
        .filter(
            Q(assignee=None) | Q(assignee=actor),
            able,
            in_the_queue_at(now),
            is_open=True,
            merged_into=None,
            team__in=teams,
        )
        .exclude(pk__in=list(skipped))
        .exclude(_for_others(actor, teams))
    )


def _for_others(actor: Staff, teams: list[Any]) -> Q:
    """Cases in a language that colleagues of their teams speak and they do not; "pl-PL" is Polish too."""
    rows = Staff.objects.people().filter(teams__in=teams).values_list("languages", flat=True)
    spoken = {duty.short(each) for languages in rows for each in languages}
    theirs = {duty.OFFICE_LANGUAGE, "", *map(duty.short, actor.languages)}
    found = Q(pk__in=[])
    for each in sorted(spoken - theirs):
        found |= Q(language=each) | Q(language__startswith=f"{each}-")
    return found


def _lines(waiting: CaseQuerySet, now: datetime) -> list[tuple[str, CaseQuerySet]]:
    """Looked at in this order, promises between the two; each is read along an index of its own, one case far."""
    asking = waiting.filter(Q(assignee=None) | Q(needs_answer=True)).exclude(
        waiting_for__in=("person", "third_party")
    )
    return [
        (OVERDUE, waiting.filter(due_at__lt=now).order_by("due_at", "pk")),
        (QUEUE, asking.order_by("-priority_rank", "opened_at", "pk")),
    ]


def _promised(waiting: CaseQuerySet, *, actor: Staff, now: datetime) -> QuerySet[FollowUp]:
    """Soonest due first: theirs, and those nobody has."""
    return (
        FollowUp.objects.open()
        .filter(Q(owner=None) | Q(owner=actor), due_at__lte=now + PROMISE_AHEAD, case__in=waiting)
        .select_related("case")
        .order_by("due_at", "pk")
    )


def _others(line: CaseQuerySet) -> int:
    return max(_counted(line) - 1, 0)


def _counted(line: QuerySet[Any, Any]) -> int:
    return line.order_by()[: MOST_COUNTED + 1].count()


def _taken(
    case: Case, kind: str, *, due_at: datetime | None, others: int, actor: Staff, now: datetime
) -> Taken:
    mine = case.assignee_id == actor.pk
    choice = Choice(
        kind=kind,
        due_kind=case.due_kind,
        due_at=due_at,
        priority=case.priority,
        waits_since=case.opened_at,
        others=others,
        mine=mine,
    )
    words = next_case.explain(choice, now=now)
    taken = case if mine else assignment.take(case=case, actor=actor, now=now)
    events.record(
        verb=VERB,
        words=f"Came up as the next case: {words}",
        case=case,
        actor=actor,
        now=now,
        after={"kind": kind, "why": words, "taken": not mine},
    )
    return Taken(taken, words)


def why(*, case: Case, actor: Staff) -> str:
    """Why it came up for them, while it is still theirs; "" where it did not."""
    if case.assignee_id != actor.pk:
        return ""
    found = (
        case.events.filter(verb=VERB, actor=actor)
        .order_by("-at", "-id")
        .values_list("after", flat=True)
        .first()
    )
    return str(found["why"]) if found else ""


def skip(*, case: Case, reason: str, actor: Staff, now: datetime) -> None:
    """Passed over by them for a day, and given back where it was theirs. Raises NoReason, CannotBePassedOver."""
    require(actor, "next_case")
    if is_blank(reason):
        raise NoReason("Say why you pass it over.")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        if not locked.events.filter(verb=VERB, actor=actor).exists():
            raise CannotBePassedOver("This case did not come up for you as the next one.")
        words = shorten(clean(reason).text.strip(), 300)
        Skip.objects.create(staff=actor, case=locked, reason=words, at=now)
        if locked.assignee_id == actor.pk and _came_by_button(locked, actor):
            assignment.assign(case=locked, to=None, actor=actor, now=now)
        events.record(
            verb="passed_over",
            words=f"Passed over: {words}",
            case=locked,
            actor=actor,
            now=now,
            after={"reason": words},
        )
        live.changed(case=locked)


def _came_by_button(case: Case, actor: Staff) -> bool:
    """Nobody gave it to anybody since this button gave it to them."""
    came = case.events.filter(verb=VERB, actor=actor, after__taken=True).order_by("-at", "-id").first()
    return came is not None and not case.events.filter(verb="assigned", at__gt=came.at).exists()


def coming(*, actor: Staff, now: datetime) -> Coming | None:
    """What comes up next and when: a promise, what falls due of theirs, or what they passed over. 3 statements."""
    seen = visible_cases(actor).filter(is_open=True, merged_into=None)
    found = [each for each in (_promise_to_come(seen, actor, now), _due(seen, actor, now)) if each]
    found += [each for each in (_again(seen, actor, now),) if each]
    return min(found, key=lambda each: each.at, default=None)


def _promise_to_come(seen: CaseQuerySet, actor: Staff, now: datetime) -> Coming | None:
    promised = FollowUp.objects.open().filter(owner=actor, due_at__gt=now, case__in=seen)
    first = promised.select_related("case").order_by("due_at", "pk").first()
    if first is None or first.case is None:
        return None
    return Coming(first.due_at, f"{first.get_kind_display()} due", first.case)


def _due(seen: CaseQuerySet, actor: Staff, now: datetime) -> Coming | None:
    case = seen.filter(assignee=actor, due_at__gte=now).order_by("due_at", "pk").first()
    return Coming(case.due_at, "Yours, due", case) if case and case.due_at else None


def _again(seen: CaseQuerySet, actor: Staff, now: datetime) -> Coming | None:
    lately = Skip.objects.filter(staff=actor, at__gt=now - SKIPPED_FOR, case__in=seen.filter(assignee=None))
    skip = lately.select_related("case").order_by("at").first()
    return Coming(skip.at + SKIPPED_FOR, "You passed it over, it comes up again", skip.case) if skip else None
