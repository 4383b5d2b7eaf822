"""Conflicts of interest: whoever must not deal with a case, or with a person, does not see it and is not given it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from casework.models import Case, Conflict, Party, Person, Staff
from casework.models.case import CaseQuerySet
from casework.permissions import LEADERS, require
from casework.services import events, live, survivors
from casework.text import clean, is_blank, shorten


class CannotDeclare(Exception):
    """The conflict of interest cannot be put on record; the words say why."""


def of_case(case: Case) -> Q:
    """Conflicts with this case or one merged into it, or with any person who has a part in it, whoever they were."""
    people = Party.objects.filter(case=case, person__isnull=False).values("person")
    same = Q(case=case) | Q(case__merged_into=case)
    return same | Q(person__in=people) | Q(person__merged_into__in=people)


def with_case(*, case: Case, staff: Staff) -> bool:
    return Conflict.objects.filter(of_case(case), staff=staff).exists()


def declare(*, case: Case, staff: Staff, reason: str, actor: Staff, now: datetime) -> Conflict:
    """For oneself, or by a lead for somebody else. The case goes back to its team where it was theirs."""
    made = _made(staff=staff, case=case, person=None, reason=reason, actor=actor, now=now)
    _give_back(Case.objects.filter(pk=case.pk, assignee=staff), staff=staff, actor=actor, now=now)
    return made


def declare_person(*, person: Person, staff: Staff, reason: str, actor: Staff, now: datetime) -> Conflict:
    """The same for every case in which this person has a part, now and later."""
    made = _made(staff=staff, case=None, person=person, reason=reason, actor=actor, now=now)
    theirs = Case.objects.filter(parties__person=person, assignee=staff, is_open=True).distinct()
    _give_back(Case.objects.filter(pk__in=theirs.values("pk")), staff=staff, actor=actor, now=now)
    return made


@transaction.atomic
def _made(
    *, staff: Staff, case: Case | None, person: Person | None, reason: str, actor: Staff, now: datetime
) -> Conflict:
    require(actor, "declare_conflict")
    if actor != staff and actor.role not in LEADERS:
        raise CannotDeclare("Only a team lead or a manager can do this for somebody else.")
    if is_blank(reason):
        raise CannotDeclare("Say why. Leads see the reason.")
    if case is not None:
        survivors.locked_itself(case)
    made = Conflict(
        staff=staff,
        case=case,
        person=person,
        reason=shorten(clean(reason).text.strip(), 300),
        made_by=actor,
        at=now,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise CannotDeclare("This is on record already.") from error
    actor.standing = staff.standing = None
    events.record(
        verb="conflict_declared",
        words="A conflict of interest was put on record",
        case=case,
        person=person,
        actor=actor,
        now=now,
        after={"conflict": str(made.pk)},
    )
    return made


@transaction.atomic
def _give_back(cases: CaseQuerySet, *, staff: Staff, actor: Staff, now: datetime) -> None:
    """Without a word why: the reason is for leads."""
    locked = Case.objects.select_for_update(of=("self",)).filter(pk__in=cases.values("pk")).order_by("pk")
    for case in locked:
        Case.objects.filter(pk=case.pk).update(
            assignee=None, assigned_at=None, assigned_by_job=False, version=F("version") + 1
        )
        case.named.remove(staff)
        events.record(
            verb="assigned",
            words="Went back to the team",
            case=case,
            actor=actor,
            now=now,
            before={"assignee": str(staff)},
            after={"assignee": ""},
        )
        live.changed(case=case)


def remove(*, conflict: Conflict, actor: Staff, now: datetime) -> None:
    """By leads alone: what somebody declared of themselves is not theirs to take back."""
    require(actor, "declare_conflict")
    if actor.role not in LEADERS or conflict.staff_id == actor.pk:
        raise CannotDeclare("Another team lead or manager has to take it back.")
    with transaction.atomic():
        events.record(
            verb="conflict_removed",
            words="A conflict of interest was taken back",
            case=conflict.case,
            person=conflict.person,
            actor=actor,
            now=now,
            before={"conflict": str(conflict.pk)},
        )
        conflict.delete()
    actor.standing = None
