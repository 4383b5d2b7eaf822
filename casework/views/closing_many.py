"""Ending the cases of a list together: which, how far it is, and what became of each."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from casework import presenters, selectors, workflow
from casework.filters import CaseFilter
from casework.forms.closing_many import CloseManyForm
from casework.models import BulkChange
from casework.permissions import visible_cases
from casework.services import closing_many
from casework.services.closing_many import CannotCloseMany
from casework.views.base import DeskRequest, desk

# A page that works on is answered soon enough to show how far it is.
SECONDS: Final = 1.5


@desk("close_many")
def new(request: DeskRequest) -> HttpResponse:
    form = CloseManyForm(request.POST if request.method == "POST" else None)
    chosen = request.POST.getlist("cases")[: closing_many.MOST + 1]
    if form.is_bound and form.is_valid():
        try:
            begun = closing_many.begin(
                chosen=chosen, **form.cleaned_data, actor=request.user, now=timezone.now()
            )
        except CannotCloseMany as error:
            form.add_error(None, str(error))
        else:
            return redirect("desk:closing_many", begun.pk)
    context = {"nav": "queue", "form": form, **_list(request, set(chosen))}
    return render(request, "casework/closing_many/new.html", context, status=422 if form.errors else 200)


def _list(request: DeskRequest, chosen: set[str]) -> dict[str, Any]:
    """The open cases that the filters leave, the most pressing first."""
    filtered = CaseFilter(
        request.GET, queryset=visible_cases(request.user).filter(merged_into=None), request=request
    )
    found = filtered.qs if filtered.is_valid() else filtered.queryset.none()
    cases = selectors.for_queue(found.filter(is_open=True)).order_by("-priority_rank", "opened_at", "pk")
    rows = [presenters.queue_row(case, now=timezone.now()) for case in cases[: closing_many.MOST + 1]]
    for row in rows:
        row.selected = row.reference in chosen
    query = {name: filtered.data[name] for name in filtered.filters if filtered.data.get(name)}
    return {
        "rows": rows[: closing_many.MOST],
        "more": len(rows) > closing_many.MOST,
        "most": closing_many.MOST,
        "back": f"{reverse('desk:queue')}?{urlencode(query)}",
    }


def _known(request: DeskRequest, change_id: UUID) -> BulkChange:
    found = BulkChange.objects.filter(pk=change_id, kind=BulkChange.Kind.END, made_by=request.user).first()
    if found is None:
        raise Http404("There is no such list of cases.")
    return found


@desk("close_many")
@require_safe
def one(request: DeskRequest, change_id: UUID) -> HttpResponse:
    return _page(request, _known(request, change_id), "casework/closing_many/one.html")


@desk("close_many")
@require_POST
def step(request: DeskRequest, change_id: UUID) -> HttpResponse:
    """What the page asks for by itself, or the button does without scripts."""
    found = closing_many.step(
        change=_known(request, change_id), seconds=SECONDS, actor=request.user, now=timezone.now()
    )
    if not request.htmx:
        return redirect("desk:closing_many", found.pk)
    return _page(request, found, "casework/closing_many/_progress.html")


def _page(request: DeskRequest, found: BulkChange, template: str) -> HttpResponse:
    """A case that left the reader's sight since is not named again."""
    named = [reference for reference, _ in found.refused]
    seen = set(visible_cases(request.user).filter(reference__in=named).values_list("reference", flat=True))
    worked = len(found.done) + len(found.refused)
    context = {
        "nav": "queue",
        "change": found,
        "label": workflow.STATUS_LABELS[found.to],
        "worked": worked,
        "every": worked + len(found.left),
        "refused": [
            {"reference": reference, "url": reverse("desk:case", args=[reference]), "words": words}
            for reference, words in found.refused
            if reference in seen
        ],
    }
    return render(request, template, context)
