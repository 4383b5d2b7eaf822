"""What the pages about saving rules and about their versions read."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import F, Func, IntegerField, QuerySet

from casework import routing
from casework.models import RuleDraft, RuleSetVersion
from casework.routing import comparing
from casework.routing.comparing import Change, Conflict
from casework.routing.documents import from_document
from casework.services import rule_documents

PAGE: Final = 50


def rules(documents: Iterable[Any]) -> list[routing.Rule]:
    """In their order. One that cannot be read has its name at best, and says in words that it cannot be used."""
    return [_rule(number, each) for number, each in enumerate(documents, start=1)]


def _rule(number: int, document: Any) -> routing.Rule:
    try:
        return from_document(document, number=number)
    except routing.RuleError:
        name = rule_documents.name_of(document) or f"Rule {number}"
        return routing.Rule(name=name, conditions=None, id=rule_documents.id_of(document), position=number)


def differences(before: Iterable[Any], after: Iterable[Any], names: routing.Names) -> list[Change]:
    """What makes the second list of documents of the first."""
    return comparing.compare(rules(before), rules(after), names)


def conflicts(draft: RuleDraft, newest: RuleSetVersion | None) -> list[Conflict]:
    """The rules that both the draft and the set in force changed since the draft began. Changes nothing."""
    theirs = rule_documents.whole(newest.rules) if newest else []
    base = rule_documents.whole(draft.base.rules) if draft.base else []
    return comparing.rebase(base, theirs, draft.rules).conflicts


def versions(*, below: int | None = None) -> list[RuleSetVersion]:
    """The newest first, one more than a page holds, without their rules: `size` says how many each has."""
    found: QuerySet[RuleSetVersion] = RuleSetVersion.objects.select_related("author", "went_back_to")
    if below is not None:
        found = found.filter(number__lt=below)
    size = Func(F("rules"), function="jsonb_array_length", output_field=IntegerField())
    return list(
        found.annotate(size=size).defer("rules", "went_back_to__rules").order_by("-number")[: PAGE + 1]
    )


def version(number: int) -> RuleSetVersion | None:
    return (
        RuleSetVersion.objects.select_related("author", "went_back_to")
        .defer("went_back_to__rules")
        .filter(number=number)
        .first()
    )


def newest() -> RuleSetVersion | None:
    return RuleSetVersion.objects.select_related("author").order_by("-number").first()
