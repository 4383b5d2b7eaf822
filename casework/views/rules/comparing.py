"""Two sets of rules side by side, in sentences."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from casework import presenters_rules as show
from casework import selectors_versions
from casework.forms.rule_saving import PairForm
from casework.services import rule_set
from casework.views.base import DeskRequest, desk
from casework.views.rules.versions import wanted


@desk("edit_rules")
@require_safe
def compare(request: DeskRequest) -> HttpResponse:
    form = PairForm(request.GET)
    if not form.is_valid():
        messages.error(request, gettext("Choose two versions to compare."))
        return redirect("desk:rules_versions")
    before, after = wanted(form.cleaned_data["before"]), wanted(form.cleaned_data["after"])
    newest = selectors_versions.newest()
    in_force = newest.number if newest else None
    found = selectors_versions.differences(before.rules, after.rules, rule_set.names())
    return render(
        request,
        "casework/rules/compare.html",
        {
            "nav": "settings",
            "before": show.version(before, in_force=in_force),
            "after": show.version(after, in_force=in_force),
            "changes": show.changes(found),
            "in_words": show.changes_in_words(found),
            "other_way": show.compare_url(after.number, before.number),
        },
    )
