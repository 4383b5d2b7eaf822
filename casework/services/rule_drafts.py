"""What one member of staff is changing in the rules, before it is in force.

Every change locks the draft and touches one rule, so that two tabs of one person lose nothing of each other.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from casework import routing
from casework.models import RuleDraft, RuleSetVersion, Staff
from casework.permissions import require
from casework.routing import comparing
from casework.services import rule_documents, rule_sets
from casework.services.rule_documents import MOST_RULES, Document


def of(*, actor: Staff) -> RuleDraft | None:
    require(actor, "edit_rules")
    return RuleDraft.objects.select_related("base__author").filter(owner=actor).first()


def begin(*, actor: Staff, now: datetime) -> RuleDraft:
    """The actor's draft; a new one begins with the rules in force."""
    return of(actor=actor) or _new(actor=actor, now=now)


def _new(*, actor: Staff, now: datetime) -> RuleDraft:
    base = RuleSetVersion.objects.live()
    draft, _ = RuleDraft.objects.get_or_create(
        owner=actor,
        defaults={
            "base": base,
            "rules": rule_documents.whole(base.rules) if base else [],
            "changed_at": now,
        },
    )
    return draft


def put(*, actor: Staff, document: Any, now: datetime) -> Document:
    """Adds a rule at the end, or replaces the one with its id. Returns it as kept, with its id.

    Raises routing.RuleError on a rule that cannot be used.
    """
    require(actor, "edit_rules")
    kept = rule_documents.read(document)
    _changed(actor=actor, now=now, change=lambda rules: _with(rules, kept))
    return kept


def _with(rules: list[Document], kept: Document) -> list[Document]:
    same = [each for each in rules if each["id"] != kept["id"]]
    if any(rule_documents.name_of(each).casefold() == kept["name"].casefold() for each in same):
        raise routing.RuleError(f"Another rule is called “{kept['name']}”. Give this one a name of its own.")
    if len(same) == len(rules):
        if len(rules) >= MOST_RULES:
            raise routing.RuleError(f"A set may have {MOST_RULES} rules. Remove one first.")
        return [*rules, kept]
    return [kept if each["id"] == kept["id"] else each for each in rules]


def remove(*, actor: Staff, rule_id: str, now: datetime) -> RuleDraft:
    """A rule that is not there is no longer there: nothing happens."""
    require(actor, "edit_rules")
    return _changed(
        actor=actor, now=now, change=lambda rules: [each for each in rules if each["id"] != str(rule_id)]
    )


def place(*, actor: Staff, rule_id: str, position: int, now: datetime) -> RuleDraft:
    """`position` counts from 1; beyond the ends is the nearest end."""
    require(actor, "edit_rules")
    return _changed(actor=actor, now=now, change=lambda rules: _placed(rules, str(rule_id), position))


def _placed(rules: list[Document], rule_id: str, position: int) -> list[Document]:
    moved = [each for each in rules if each["id"] == rule_id]
    others = [each for each in rules if each["id"] != rule_id]
    index = min(max(position - 1, 0), len(others))
    return [*others[:index], *moved, *others[index:]]


def switch(*, actor: Staff, rule_id: str, active: bool, now: datetime) -> RuleDraft:
    require(actor, "edit_rules")
    return _changed(
        actor=actor,
        now=now,
        change=lambda rules: [
            {**each, "active": active} if each["id"] == str(rule_id) else each for each in rules
        ],
    )


def discard(*, actor: Staff) -> None:
    require(actor, "edit_rules")
    RuleDraft.objects.filter(owner=actor).delete()


@transaction.atomic
def bring_up_to_date(*, actor: Staff, now: datetime) -> list[comparing.Conflict]:
    """Moves the draft onto the rules in force now. What both changed is a conflict; mine stays until `choose`."""
    require(actor, "edit_rules")
    draft, newest = _locked(actor=actor, now=now), RuleSetVersion.objects.live()
    if draft.base == newest:
        return []
    base = rule_documents.whole(draft.base.rules) if draft.base else []
    theirs = rule_documents.whole(newest.rules) if newest else []
    rebased = comparing.rebase(base, theirs, draft.rules)
    mine = {each["id"]: each for each in draft.rules}
    rules = rebased.documents
    for conflict in rebased.conflicts:
        rules = _in_place(rules, conflict.rule_id, mine.get(conflict.rule_id), order=draft.rules)
    draft.base, draft.rules, draft.changed_at = newest, rules, now
    draft.save(update_fields=["base", "rules", "changed_at"])
    return rebased.conflicts


@transaction.atomic
def choose(*, actor: Staff, rule_id: str, keep: str, now: datetime) -> RuleDraft:
    """Of a conflict: "theirs" takes the rule as it is in force, or its removal; "mine" leaves the draft as it is."""
    require(actor, "edit_rules")
    draft = _locked(actor=actor, now=now)
    if keep == "theirs":
        theirs = rule_documents.whole(draft.base.rules) if draft.base else []
        wanted = next((each for each in theirs if each["id"] == str(rule_id)), None)
        draft.rules = _in_place(draft.rules, str(rule_id), wanted, order=theirs)
        draft.changed_at = now
        draft.save(update_fields=["rules", "changed_at"])
    return draft


def _in_place(
    rules: list[Document], rule_id: str, wanted: Document | None, *, order: list[Document]
) -> list[Document]:
    """The rules with this one as wanted: changed where it stands, gone, or put in at its place of `order`."""
    if wanted is None:
        return [each for each in rules if each["id"] != rule_id]
    if any(each["id"] == rule_id for each in rules):
        return [wanted if each["id"] == rule_id else each for each in rules]
    position = next(number for number, each in enumerate(order, start=1) if each["id"] == rule_id)
    return _placed([*rules, wanted], rule_id, position)


def publish(*, actor: Staff, reason: str, now: datetime) -> RuleSetVersion:
    """Puts the draft in force and ends it. Raises what rule_sets.publish raises, and then the draft stays."""
    require(actor, "edit_rules")
    with transaction.atomic():
        draft = _locked(actor=actor, now=now)
        version = rule_sets.publish(
            documents=draft.rules, base=draft.base, reason=reason, actor=actor, now=now
        )
        draft.delete()
    return version


@transaction.atomic
def _changed(*, actor: Staff, now: datetime, change: Callable[[list[Document]], list[Document]]) -> RuleDraft:
    draft = _locked(actor=actor, now=now)
    draft.rules, draft.changed_at = change(draft.rules), now
    draft.save(update_fields=["rules", "changed_at"])
    return draft


def _locked(*, actor: Staff, now: datetime) -> RuleDraft:
    """Inside a transaction. Two tabs that both begin a draft get one."""
    locked = RuleDraft.objects.select_for_update(of=("self",)).select_related("base")
    with suppress(RuleDraft.DoesNotExist):
        return locked.get(owner=actor)
    return locked.get(pk=_new(actor=actor, now=now).pk)
