"""Every set of rules that was ever in force: the list, one of them, and going back to it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from casework import presenters_rules as show
from casework import selectors_versions
from casework.forms.rule_saving import PairForm, ReasonForm
from casework.models import RuleSetVersion
from casework.services import rule_set, rule_sets
from casework.services.rule_sets import NoReason, NothingHasChanged, RulesRefused, SomebodyWasFirst
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk

LARGEST = 2**31 - 1


def wanted(number: int) -> RuleSetVersion:
    found = selectors_versions.version(number) if number <= LARGEST else None
    if found is None:
        raise Http404("There is no such version.")
    return found


@desk("edit_rules")
@require_safe
def versions(request: DeskRequest) -> HttpResponse:
    newest = selectors_versions.newest()
    in_force = newest.number if newest else None
    found = selectors_versions.versions(below=_below(request))
    page, more = found[: selectors_versions.PAGE], len(found) > selectors_versions.PAGE
    items = [show.version(each, in_force=in_force) for each in page]
    numbers = [each.number for each in items]
    form = PairForm(
        initial={"before": numbers[1], "after": numbers[0]} if len(numbers) > 1 else {},
        choices=[
            (each.number, f"{each.title}, {gettext('in force')}" if each.in_force else each.title)
            for each in items
        ],
    )
    return render(
        request,
        "casework/rules/versions.html",
        {
            "nav": "settings",
            "items": items,
            "form": form if len(items) > 1 else None,
            "older": f"?below={items[-1].number}" if more else "",
            "first_page": "below" not in request.GET,
        },
    )


def _below(request: DeskRequest) -> int | None:
    """What is no number shows the newest."""
    asked = request.GET.get("below", "")
    return int(asked) if asked.isascii() and asked.isdigit() and int(asked[:11]) <= LARGEST else None


@desk("edit_rules")
@require_safe
def version(request: DeskRequest, number: int) -> HttpResponse:
    found, newest = wanted(number), selectors_versions.newest()
    return render(
        request,
        "casework/rules/version.html",
        {
            "nav": "settings",
            "version": show.version(found, in_force=newest.number if newest else None),
            "rules": show.sentences(found.rules, rule_set.names()),
        },
    )


@desk("edit_rules")
def go_back(request: DeskRequest, number: int) -> HttpResponse:
    to, newest = wanted(number), selectors_versions.newest()
    if newest is None or to == newest:
        messages.info(request, gettext("Version %(number)s is in force already.") % {"number": number})
        return redirect("desk:rules_versions")
    form = ReasonForm(
        request.POST if request.method == "POST" else None, initial={"seen": newest.number}, auto_id="back-%s"
    )
    form.fields["reason"].label = gettext("Why do you go back?")
    if form.is_bound and form.is_valid():
        if form.cleaned_data["seen"] != newest.number:
            form.add_error(None, _meanwhile(newest))
            form.data = {**request.POST.dict(), "seen": newest.number}
        elif done := _gone_back(request, form, to):
            messages.success(
                request,
                gettext("The rules of version %(number)s are in force again, as version %(as)s.")
                % {"number": number, "as": done},
            )
            return redirect("desk:rules_versions")
    found = selectors_versions.differences(newest.rules, to.rules, rule_set.names())
    return render(
        request,
        "casework/rules/go_back.html",
        {
            "nav": "settings",
            "form": form,
            "version": show.version(to, in_force=newest.number),
            "in_force": newest,
            "changes": show.changes(found),
            "in_words": show.changes_in_words(found),
        },
        status=422 if form.is_bound else 200,
    )


def _meanwhile(newest: RuleSetVersion) -> str:
    return gettext(
        "%(who)s put version %(number)s in force since you opened this page. Look at what would change now."
    ) % {"who": show.who(newest), "number": newest.number}


def _gone_back(request: DeskRequest, form: ReasonForm, to: RuleSetVersion) -> int:
    """The number of the new version; 0 where it was refused, with the words on the form."""
    try:
        return rule_sets.go_back(
            to=to, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now()
        ).number
    except RulesRefused as error:
        form.add_error(None, [plainly(str(each)) for each in error.problems])
    except NoReason as error:
        form.add_error("reason", str(error))
    except (NothingHasChanged, SomebodyWasFirst) as error:
        form.add_error(None, plainly(str(error)))
    return 0
