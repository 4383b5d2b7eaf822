"""Merging: find the other case, see both side by side, say which one stays."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from casework import comparing, presenters, selectors
from casework.forms.filing import KeepForm, OtherCaseForm
from casework.models import Case
from casework.permissions import surviving, visible_cases
from casework.services import merges
from casework.services.merges import CannotBeMerged
from casework.views.base import DeskRequest, desk, visible_case
from casework.views.undo import done_with_undo

MOST_OFFERED = 8


@desk("merge_cases")
def merge(request: DeskRequest, reference: str) -> HttpResponse:
    case = visible_case(request, reference)
    if case.merged_into_id:
        return redirect("desk:case", reference=case.reference)
    wanted = request.POST.get("with") or request.GET.get("with")
    if wanted is None:
        return _choose(request, case, OtherCaseForm())
    form = OtherCaseForm({"reference": wanted})
    other = surviving(request.user, form.cleaned_data["reference"]) if form.is_valid() else None
    if form.is_valid() and other is None:
        form.add_error("reference", gettext("There is no such case. Check the reference."))
    if other is not None and other.pk == case.pk:
        form.add_error("reference", gettext("This is the case itself. Write the reference of the other one."))
    if other is None or not form.is_valid():
        return _choose(request, case, form)
    return _compare(request, case, other)


def _choose(request: DeskRequest, case: Case, form: OtherCaseForm) -> HttpResponse:
    """By reference, or one of the other cases of the people on it."""
    people = case.parties.exclude(person=None).values("person")
    points = case.parties.exclude(contact_point=None).values("contact_point")
    near = (
        Case.objects.filter(parties__person__in=people)
        .union(Case.objects.filter(parties__contact_point__in=points))
        .values("pk")
    )
    offered = visible_cases(request.user).filter(pk__in=near, merged_into=None).exclude(pk=case.pk)
    now = timezone.now()
    rows = selectors.for_queue(offered.order_by("-is_open", "-last_activity_at"))[:MOST_OFFERED]
    address = reverse("desk:merge", args=[case.reference])
    context = {
        "nav": "queue",
        "case": case,
        "form": form,
        "offered": [
            {"row": row, "compare": f"{address}?with={row.reference}"}
            for row in (presenters.queue_row(each, now=now) for each in rows)
        ],
    }
    return render(request, "casework/merge_choose.html", context, status=422 if form.is_bound else 200)


def _compare(request: DeskRequest, case: Case, other: Case) -> HttpResponse:
    found = {each.pk: each for each in selectors.for_queue(Case.objects.filter(pk__in=[case.pk, other.pk]))}
    pair = (found[case.pk], found[other.pk])
    kept = comparing.better_kept(pair)
    form = KeepForm(
        request.POST or None,
        choices=[(each.reference, f"{each.reference}, {each.summary}") for each in pair],
        initial={"keep": kept.reference},
    )
    if request.method == "POST" and form.is_valid():
        done = _merged(request, pair, form)
        if done is not None:
            return done
    context = {
        "nav": "queue",
        "case": case,
        "other": other,
        "columns": comparing.columns(pair, now=timezone.now()),
        "consequences": comparing.consequences(pair),
        "form": form,
    }
    return render(request, "casework/merge_compare.html", context, status=422 if form.is_bound else 200)


def _merged(request: DeskRequest, pair: tuple[Case, Case], form: KeepForm) -> HttpResponse | None:
    keep = form.cleaned_data["keep"]
    survivor = next(each for each in pair if each.reference == keep)
    merged = next(each for each in pair if each.reference != keep)
    try:
        row = merges.merge(merged=merged, survivor=survivor, actor=request.user, now=timezone.now())
    except CannotBeMerged as error:
        form.add_error("keep", str(error))
        return None
    done_with_undo(
        request, gettext("%(reference)s is part of this case now.") % {"reference": merged.reference}, row
    )
    visible = visible_cases(request.user).filter(pk=survivor.pk).exists()
    return redirect(presenters.case_url(survivor) if visible else reverse("desk:queue"))
