"""Cases that belong together without being one: part of a larger one, related, or split off."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from casework.models import Case, CaseLink, Staff
from casework.models.link import LinkKind
from casework.permissions import require, visible_cases
from casework.services import events, live
from casework.services.locks import lock_cases

# One step up is one statement; no office stacks cases as deep as this.
DEEPEST = 50
THE_TREE = "case links: parents"


class CannotBeLinked(Exception):
    """These two cases cannot be linked so; the words say why."""


def link(*, case: Case, other: Case, kind: str, actor: Staff, now: datetime) -> CaseLink:
    """`parent`: `other` becomes part of `case`. `split`: `other` was split off it. `related`: either way round.

    Whether the actor may see both is for the caller to ask. Raises CannotBeLinked. A caller who has locked cases
    already may link them as `related` or `split` only: a parent takes its turn before any case is locked.
    """
    require(actor, "link_cases")
    if kind not in LinkKind.values:
        raise CannotBeLinked("Choose how the two cases belong together.")
    if case.pk == other.pk:
        raise CannotBeLinked("A case cannot be linked to itself. Write the reference of another one.")
    with transaction.atomic():
        if kind == LinkKind.PARENT:
            _take_turns()
        cases = lock_cases([case.pk, other.pk])
        first, second = _in_order(cases[case.pk], cases[other.pk], kind=kind)
        _check(first, second, kind=kind, actor=actor)
        made = CaseLink.objects.create(
            case=first, other=second, kind=LinkKind(kind), created_by=actor, created_at=now
        )
        _tell_both(made, verb="linked", actor=actor, now=now)
    return made


def unlink(*, link: CaseLink, actor: Staff, now: datetime) -> None:
    """Raises CannotBeLinked where somebody took it away already. Where a case was split off is history and stays."""
    require(actor, "link_cases")
    with transaction.atomic():
        cases = lock_cases([link.case_id, link.other_id])
        found = CaseLink.objects.select_for_update(of=("self",)).filter(pk=link.pk).first()
        if found is None:
            raise CannotBeLinked("These cases are not linked any more.")
        if found.kind == LinkKind.SPLIT:
            raise CannotBeLinked("One case was split off the other: that stays on record.")
        found.case, found.other = cases[found.case_id], cases[found.other_id]
        _tell_both(found, verb="unlinked", actor=actor, now=now)
        found.delete()


def _take_turns() -> None:
    """Two links far apart can close a circle through a third, which no lock on the cases of one link would notice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [THE_TREE])


def _in_order(case: Case, other: Case, *, kind: str) -> tuple[Case, Case]:
    """Related cases are one row whichever way round they were named: the older one first."""
    if kind != LinkKind.RELATED or (case.opened_at, case.pk) <= (other.opened_at, other.pk):
        return case, other
    return other, case


def _check(case: Case, other: Case, *, kind: str, actor: Staff) -> None:
    for each in (case, other):
        if each.merged_into_id:
            raise CannotBeLinked(f"{each.reference} was merged into another case. Link that one.")
    same = Q(case=case, other=other)
    if kind == LinkKind.RELATED:  # whichever way round it was stored
        same |= Q(case=other, other=case)
    if CaseLink.objects.filter(same, kind=kind).exists():
        raise CannotBeLinked("These two cases are linked so already.")
    if kind == LinkKind.PARENT:
        _check_parent(case, other, actor=actor)


def _check_parent(larger: Case, part: Case, *, actor: Staff) -> None:
    above = _parent(part)
    if above is not None:
        raise CannotBeLinked(_no_second_parent(part, above, actor=actor))
    if part.pk in _ancestors(larger):
        raise CannotBeLinked(
            f"{larger.reference} is itself part of {part.reference}, directly or through other cases. "
            "Link them as related instead."
        )


def _no_second_parent(part: Case, above: Case, *, actor: Staff) -> str:
    """The larger case is named only to those who may see it; to others its being there is not said."""
    if visible_cases(actor).filter(pk=above.pk).exists():
        return f"{part.reference} is part of {above.reference} already. Unlink them first."
    return f"{part.reference} cannot be part of this case. Link them as related instead."


def _parent(case: Case) -> Case | None:
    row = CaseLink.objects.filter(other=case, kind=LinkKind.PARENT).select_related("case").first()
    return row.case if row else None


def _ancestors(case: Case) -> set[object]:
    """The case itself and everything it is part of: one statement a step."""
    found: set[object] = set()
    at: Case | None = case
    while at is not None and at.pk not in found and len(found) < DEEPEST:
        found.add(at.pk)
        at = _parent(at)
    return found


# What each of the two cases remembers, with the other's reference.
_WORDS = {
    LinkKind.PARENT: ("{} as part of this case", "this case as part of {}"),
    LinkKind.RELATED: ("{} as related", "{} as related"),
    LinkKind.SPLIT: ("{}, split off this case", "{}, which this case was split off"),
}
_VERBS = {"linked": "Linked", "unlinked": "Unlinked"}


def _tell_both(link: CaseLink, *, verb: str, actor: Staff, now: datetime) -> None:
    of_case, of_other = _WORDS[LinkKind(link.kind)]
    _tell(link.case, link.other, verb=verb, words=of_case, kind=link.kind, actor=actor, now=now)
    _tell(link.other, link.case, verb=verb, words=of_other, kind=link.kind, actor=actor, now=now)


def _tell(case: Case, other: Case, *, verb: str, words: str, kind: str, actor: Staff, now: datetime) -> None:
    events.record(
        verb=verb,
        words=f"{_VERBS[verb]} {words.format(other.reference)}",
        case=case,
        actor=actor,
        now=now,
        after={"kind": kind, "other": str(other.pk)},
    )
    live.changed(case=case)
