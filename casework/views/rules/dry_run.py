"""What the changed rules would have done with the cases of the past, replayed a second at a time."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from casework import presenters_dry_run as show
from casework.forms.rule_saving import ReplayForm
from casework.models import DryRun, RuleSetVersion
from casework.permissions import sees_cases, visible_cases
from casework.services import dry_runs, rule_drafts
from casework.views.base import DeskRequest, desk

# A step that a script asks for is short, so that the bar moves; one that somebody presses for does more at once.
SECONDS = 1.0
SECONDS_PRESSED = 4.0


@desk("edit_rules")
@require_POST
def start(request: DeskRequest) -> HttpResponse:
    form = ReplayForm(request.POST)
    if not form.is_valid() or rule_drafts.of(actor=request.user) is None:
        return redirect("desk:rules_save")
    now = timezone.now()
    run = dry_runs.start(actor=request.user, days=form.cleaned_data["days"], now=now)
    dry_runs.step(run=run, seconds=SECONDS, now=now)
    return redirect("desk:rules_dry_run", run.pk)


def _own(request: DeskRequest, run_id: UUID) -> DryRun:
    """Nobody else's: its list of cases was made for its owner."""
    run = DryRun.objects.filter(pk=run_id, owner=request.user).first()
    if run is None:
        raise Http404("There is no such replay. Only the last few of each person are kept.")
    return run


@desk("edit_rules")
@require_safe
def dry_run(request: DeskRequest, run_id: UUID) -> HttpResponse:
    run = _own(request, run_id)
    if run.finished_at is None:
        context = {"nav": "settings", "run": run, "progress": show.progress(run)}
        return render(request, "casework/rules/dry_run.html", context)
    references = [each["reference"] for each in run.result["cases"]]
    seen = visible_cases(request.user).filter(reference__in=references)
    return render(
        request,
        "casework/rules/dry_run.html",
        {
            "nav": "settings",
            "run": run,
            "found": show.found(
                run,
                seen=set(seen.values_list("reference", flat=True)),
                reads_cases=sees_cases(request.user),
            ),
            "stale": _stale(request, run),
        },
    )


def _stale(request: DeskRequest, run: DryRun) -> bool:
    """The draft, or the set it is compared with, is another one by now."""
    draft = rule_drafts.of(actor=request.user)
    newest = RuleSetVersion.objects.order_by("-number").values_list("pk", flat=True).first()
    return draft is None or draft.rules != run.rules or run.base_id != newest


@desk("edit_rules")
@require_POST
def step(request: DeskRequest, run_id: UUID) -> HttpResponse:
    run = _own(request, run_id)
    seconds = SECONDS if request.htmx else SECONDS_PRESSED
    run = dry_runs.step(run=run, seconds=seconds, now=timezone.now())
    if not request.htmx:
        return redirect("desk:rules_dry_run", run.pk)
    if run.finished_at is not None:
        return HttpResponseClientRefresh()
    return render(request, "casework/rules/_dry_run_step.html", {"progress": show.progress(run)})
