"""Why a case is where it is, decision by decision: the rule in words, what fitted, and what else was tried."""

from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from casework.models import Case, RoutingDecision, Staff, Team
from casework.models.decision import Cause
from casework.permissions import may, visible_contacts
from casework.routing import RuleError, RuleSet, compile_rules, from_documents
from casework.routing.explaining import Checked, Tried, explain
from casework.services import routing_facts, rule_set
from casework.text import show_bidi_controls as plainly

CAUSES = {
    Cause.OPENED: gettext_lazy("When the case was opened"),
    Cause.ASKED: gettext_lazy("Routed anew because somebody asked for it"),
    Cause.RULE: gettext_lazy("Routed anew by a rule that is marked for it"),
}
GROUPS = {
    "all": gettext_lazy("must hold"),
    "any": gettext_lazy("one of these must hold"),
    "none": gettext_lazy("must not hold"),
}


def decisions(*, case: Case, staff: Staff) -> list[SimpleNamespace]:
    """Latest first. 9 statements, however many there are; the words only where `staff` may see them."""
    rows = list(
        RoutingDecision.objects.filter(case=case)
        .select_related("version", "contact", "actor")
        .order_by("-at", "-id")
    )
    contacts = [row.contact_id for row in rows if row.contact_id]
    seen = set(visible_contacts(staff).filter(pk__in=contacts).values_list("pk", flat=True))
    triage = Team.triage().code
    sets = _sets(rows)
    linked = may(staff, "edit_rules")
    return [
        _decision(
            row,
            case=case,
            seen=row.contact_id in seen,
            triage=triage,
            rules=sets.get(row.version_id),
            linked=linked,
        )
        for row in rows
    ]


def _sets(rows: list[RoutingDecision]) -> dict[Any, RuleSet | None]:
    """Each set once. One that this version cannot read any more is None."""
    names = rule_set.names()
    found: dict[Any, RuleSet | None] = {None: compile_rules((), names=names)}
    for row in rows:
        if row.version is not None and row.version_id not in found:
            found[row.version_id] = _compiled(row.version.rules, names)
    return found


def _compiled(documents: list[Any], names: Any) -> RuleSet | None:
    try:
        return compile_rules(from_documents(documents), names=names)
    except RuleError:
        return None


def _decision(
    row: RoutingDecision, *, case: Case, seen: bool, triage: str, rules: RuleSet | None, linked: bool
) -> SimpleNamespace:
    version = row.version.number if row.version else None
    told = SimpleNamespace(
        id=row.pk,
        at=row.at,
        cause=CAUSES[Cause(row.cause)],
        who=str(row.actor) if row.actor else "",
        version=version,
        version_url=reverse("desk:rules_version", args=[version]) if version and linked else "",
        reason=plainly(row.reason),
        rule=None,
        added=[],
        before=[],
        after=[],
        missing="",
    )
    contact = row.contact
    if contact is None or contact.case_id != case.pk or not seen:
        told.missing = gettext(
            "The words it was routed by are no longer on this case, so only what was decided is shown."
        )
    elif rules is None:
        told.missing = gettext(
            "The rules of that time cannot be read any more, so only what was decided is shown."
        )
    else:
        _work_out(told, rules, routing_facts.restored(row.facts, words=contact.body), triage=triage)
    return told


def _work_out(told: SimpleNamespace, rules: RuleSet, facts: Any, *, triage: str) -> None:
    found = explain(rules, facts, triage_team=triage)
    shown = [_tried(each) for each in found.tried]
    decided = next((number for number, each in enumerate(found.tried) if each.decided), len(shown))
    told.rule = shown[decided] if decided < len(shown) else None
    told.added = [each for number, each in enumerate(shown) if each.held and number != decided]
    told.before = [each for each in shown[:decided] if not each.held]
    told.after = [each for each in shown[decided + 1 :] if not each.held]


def _tried(tried: Tried) -> SimpleNamespace:
    failed = next((each.words for each in tried.conditions if not _fine(each) and each.group != "any"), "")
    return SimpleNamespace(
        id=tried.rule_id,
        name=tried.name,
        sentence=tried.sentence,
        held=tried.held,
        did=tried.did,
        conditions=[_checked(each) for each in tried.conditions],
        why_not=_why_not(tried, failed),
    )


def _why_not(tried: Tried, failed: str) -> str:
    if tried.held:
        return ""
    if not tried.reached:
        return gettext("It was not tried: a rule before it said to try no further.")
    if not failed:
        return gettext("None of what it looks for was there.")
    return f"It did not fit: {'' if _barred(tried, failed) else 'not so that '}{failed}."


def _barred(tried: Tried, words: str) -> bool:
    return any(each.group == "none" and each.words == words and each.held for each in tried.conditions)


def _fine(checked: Checked) -> bool:
    return checked.held is not (checked.group == "none")


def _checked(checked: Checked) -> SimpleNamespace:
    fine = _fine(checked)
    return SimpleNamespace(
        group=GROUPS[checked.group],
        words=checked.words,
        held=checked.held,
        fine=fine,
        label=gettext("Yes") if checked.held else gettext("No"),
        tone="green" if fine else "grey",
        found=plainly(checked.found),
    )
