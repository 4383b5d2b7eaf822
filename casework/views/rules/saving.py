"""Look over what one changed in the rules, and put it in force; and what somebody else saved meanwhile."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from casework import presenters_rules as show
from casework import selectors_versions
from casework.forms.rule_saving import THEIRS, ChoicesForm, ReasonForm, ReplayForm, field_of
from casework.models import DryRun, RuleDraft, RuleSetVersion
from casework.services import rule_check, rule_drafts, rule_set, rule_warnings
from casework.services.rule_sets import NoReason, NothingHasChanged, RulesRefused, SomebodyWasFirst
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk


@desk("edit_rules")
def save(request: DeskRequest) -> HttpResponse:
    draft = rule_drafts.of(actor=request.user)
    newest = selectors_versions.newest()
    if draft is None:
        return render(request, "casework/rules/save.html", {"nav": "settings", "draft": None})
    if draft.base != newest:
        return redirect("desk:rules_conflicts")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            version = rule_drafts.publish(
                actor=request.user, reason=form.cleaned_data["reason"], now=timezone.now()
            )
        except SomebodyWasFirst:
            return redirect("desk:rules_conflicts")
        except (RulesRefused, NothingHasChanged, NoReason) as error:
            _say(form, error)
        else:
            messages.success(
                request,
                gettext("Version %(number)s is in force. New cases are routed by it.")
                % {"number": version.number},
            )
            return redirect("desk:rules")
    return render(
        request,
        "casework/rules/save.html",
        _looked_over(request, draft, newest) | {"form": form},
        status=422 if form.is_bound else 200,
    )


def _say(form: ReasonForm, error: Exception) -> None:
    """A refusal for several reasons names each of them."""
    words = [str(each) for each in error.problems] if isinstance(error, RulesRefused) else [str(error)]
    for each in words:
        form.add_error("reason" if isinstance(error, NoReason) else None, plainly(each))


def _looked_over(request: DeskRequest, draft: RuleDraft, newest: RuleSetVersion | None) -> dict[str, Any]:
    names = rule_set.names()
    found = selectors_versions.differences(newest.rules if newest else [], draft.rules, names)
    _, problems = rule_check.checked(draft.rules)
    return {
        "nav": "settings",
        "draft": draft,
        "in_force": newest,
        "changes": show.changes(found),
        "in_words": show.changes_in_words(found),
        "problems": [plainly(str(each)) for each in problems],
        "warnings": [
            show.warning(each)
            for each in rule_warnings.of(documents=draft.rules, now=timezone.now())
            if each.kind != "broken"
        ],
        "replay": ReplayForm(auto_id="replay-%s"),
        "replayed": _replayed(request, draft),
    }


def _replayed(request: DeskRequest, draft: RuleDraft) -> DryRun | None:
    """The last replay of exactly these rules against the set in force, so that nobody replays them twice."""
    last = DryRun.objects.filter(owner=request.user).order_by("-id").first()
    same = last is not None and last.rules == draft.rules and last.base_id == draft.base_id
    return last if same else None


@desk("edit_rules")
def conflicts(request: DeskRequest) -> HttpResponse:
    """Somebody saved meanwhile. Nothing of the draft changes before both are seen and one of each pair is chosen."""
    draft, newest = rule_drafts.of(actor=request.user), selectors_versions.newest()
    if draft is None or newest is None or draft.base == newest:
        return redirect("desk:rules_save")
    names = rule_set.names()
    pairs = [show.conflict(each, names) for each in selectors_versions.conflicts(draft, newest)]
    form = ChoicesForm(
        request.POST if request.method == "POST" else None, initial={"seen": newest.number}, rules=pairs
    )
    if form.is_bound and form.is_valid():
        if form.cleaned_data["seen"] == newest.number:
            _bring_up_to_date(request, form)
            messages.success(request, gettext("Your changes are up to date. Look them over, then save."))
            return redirect("desk:rules_save")
        form.add_error(
            None, gettext("Somebody saved again since you opened this page. Look at what differs now.")
        )
        form.data = {**request.POST.dict(), "seen": newest.number}
    base = draft.base.rules if draft.base else []
    return render(
        request,
        "casework/rules/conflicts.html",
        {
            "nav": "settings",
            "form": form,
            "newest": show.version(newest, in_force=newest.number),
            "theirs": show.changes(selectors_versions.differences(base, newest.rules, names)),
            "mine": show.changes(selectors_versions.differences(base, draft.rules, names)),
            "pairs": [form[field_of(rule_id)] for rule_id, *_ in pairs],
        },
        status=422 if form.is_bound else 200,
    )


@transaction.atomic
def _bring_up_to_date(request: DeskRequest, form: ChoicesForm) -> None:
    now = timezone.now()
    for each in rule_drafts.bring_up_to_date(actor=request.user, now=now):
        keep = form.cleaned_data.get(field_of(each.rule_id), THEIRS)
        rule_drafts.choose(actor=request.user, rule_id=each.rule_id, keep=keep, now=now)
