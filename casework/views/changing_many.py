"""One change to many cases: which and what, a look before anything is written, how far it is, and undoing it.

The first two pages answer a POST with a page: they write nothing, and carry the chosen cases along.
"""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from casework import presenters_changes, selectors
from casework.filters import CaseFilter
from casework.forms.changing_many import ChangeManyForm
from casework.ids import uuid7
from casework.models import BulkChange, Case
from casework.permissions import visible_cases
from casework.services import changing_many
from casework.services.change_kinds_given import NOBODYS_KEY, key
from casework.services.changing_many import MOST, CannotChangeMany
from casework.views.base import DeskRequest, desk

# A page that works on is answered soon enough to show how far it is.
SECONDS: Final = 1.5
LATELY: Final = timedelta(hours=24)


@desk("change_many")
def choose(request: DeskRequest) -> HttpResponse:
    """By POST the ticked ones, by GET everything on a list."""
    if request.method == "POST":
        wanted = _wanted(request)
        return _choose(request, wanted=wanted, back=_back(request.POST.get("back", "")))
    filtered = CaseFilter(
        request.GET, queryset=visible_cases(request.user).filter(merged_into=None), request=request
    )
    found = filtered.qs if filtered.is_valid() else filtered.queryset.none()
    ordered = found.order_by("-priority_rank", "opened_at", "pk").values_list("reference", flat=True)
    wanted = list(ordered[: MOST + 1])
    query = {name: filtered.data[name] for name in filtered.filters if filtered.data.get(name)}
    return _choose(request, wanted=wanted[:MOST], back=_back(urlencode(query)), more=len(wanted) > MOST)


def _wanted(request: DeskRequest) -> list[str]:
    """From the boxes of the queue, or as the pages here carry them on: one field, whatever their number."""
    carried = request.POST.get("cases", "")[: 20 * MOST].split()
    return [*request.POST.getlist("case")[: MOST + 1], *carried][: 2 * MOST]


def _back(query: str) -> str:
    """Where the list was. Only the queue's own address with filters behind it, whatever was sent."""
    return (
        f"{reverse('desk:queue')}?{query[:2000]}" if query.isprintable() and query else reverse("desk:queue")
    )


def _choose(
    request: DeskRequest,
    *,
    wanted: list[str],
    back: str,
    form: ChangeManyForm | None = None,
    more: bool = False,
) -> HttpResponse:
    try:
        cases = changing_many.chosen(wanted=wanted, actor=request.user)
    except CannotChangeMany as error:
        return _nothing(request, str(error), back=back)
    context = {
        "nav": "queue",
        "form": form or ChangeManyForm(cases=_open_to_it(cases), now=timezone.now()),
        "number": len(_open_to_it(cases)),
        "left_out": presenters_changes.left_out(cases),
        "more": more,
        "most": MOST,
        "cases": " ".join(case.reference for case in cases),
        "back": back,
        "query": back.partition("?")[2],
    }
    wrong = form is not None and form.errors
    return render(request, "casework/changes/choose.html", context, status=422 if wrong else 200)


def _open_to_it(cases: list[Case]) -> list[Case]:
    return [case for case in cases if not case.restricted]


def _nothing(request: DeskRequest, words: str, *, back: str) -> HttpResponse:
    """No case was chosen, or too many: what was changed lately may be what they look for."""
    context = {"nav": "queue", "words": words, "back": back, "lately": _lately(request)}
    return render(
        request, "casework/changes/nothing.html", context, status=422 if request.method == "POST" else 200
    )


def _lately(request: DeskRequest) -> list[dict[str, Any]]:
    made = BulkChange.objects.filter(made_by=request.user, made_at__gt=timezone.now() - LATELY)
    return [presenters_changes.line(each) for each in made.exclude(kind=BulkChange.Kind.END)[:10]]


@desk("change_many")
def preview(request: DeskRequest) -> HttpResponse:
    """Writes nothing."""
    if request.method != "POST":
        return redirect("desk:change_many")
    wanted, back = _wanted(request), _back(request.POST.get("back", ""))
    try:
        cases = changing_many.chosen(wanted=wanted, actor=request.user)
    except CannotChangeMany as error:
        return _nothing(request, str(error), back=back)
    now = timezone.now()
    form = ChangeManyForm(request.POST, cases=_open_to_it(cases), now=now)
    if not form.is_valid():
        return _choose(request, wanted=wanted, back=back, form=form)
    asked = {name: form.cleaned_data[name] for name in ("kind", "to", "outcome")}
    try:
        look = changing_many.look(wanted=wanted, **asked, actor=request.user, now=now)
    except CannotChangeMany as error:
        form.add_error("kind", str(error))
        return _choose(request, wanted=wanted, back=back, form=form)
    context = {
        "nav": "queue",
        "words": look.words,
        "more": look.more,
        "goes": [presenters_changes.row(case) for case in look.goes],
        "stays": [{**presenters_changes.row(case), "words": words} for case, words in look.stays],
        "cases": " ".join(case.reference for case in cases),
        "asked": asked,
        "once": uuid7(),
        "back": back,
        "query": back.partition("?")[2],
    }
    return render(request, "casework/changes/preview.html", context)


def _once(request: DeskRequest) -> UUID:
    carried = key(request.POST.get("once", "")[:40])
    return uuid7() if carried == NOBODYS_KEY else carried


@desk("change_many")
@require_POST
def begin(request: DeskRequest) -> HttpResponse:
    try:
        begun = changing_many.begin(
            once=_once(request),
            wanted=_wanted(request),
            kind=request.POST.get("kind", ""),
            to=request.POST.get("to", ""),
            outcome=request.POST.get("outcome", ""),
            actor=request.user,
            now=timezone.now(),
        )
    except CannotChangeMany as error:
        return _nothing(request, str(error), back=_back(request.POST.get("back", "")))
    return redirect("desk:changing_many", begun.pk)


def _known(request: DeskRequest, change_id: UUID) -> BulkChange:
    mine = BulkChange.objects.filter(pk=change_id, made_by=request.user).exclude(kind=BulkChange.Kind.END)
    found = mine.select_related("undo_of", "undone_by").first()
    if found is None:
        raise Http404("There is no such list of cases.")
    return found


@desk("change_many")
@require_safe
def one(request: DeskRequest, change_id: UUID) -> HttpResponse:
    return _page(request, _known(request, change_id), "casework/changes/one.html")


@desk("change_many")
@require_POST
def step(request: DeskRequest, change_id: UUID) -> HttpResponse:
    """What the page asks for by itself, or the button does without scripts."""
    known = _known(request, change_id)
    changing_many.step(change=known, seconds=SECONDS, actor=request.user, now=timezone.now())
    if not request.htmx:
        return redirect("desk:changing_many", known.pk)
    return _page(request, _known(request, change_id), "casework/changes/_progress.html")


@desk("change_many")
@require_POST
def undo(request: DeskRequest, change_id: UUID) -> HttpResponse:
    known = _known(request, change_id)
    try:
        back = changing_many.undo(change=known, actor=request.user, now=timezone.now())
    except CannotChangeMany as error:
        messages.error(request, str(error))
        return redirect("desk:changing_many", known.pk)
    return redirect("desk:changing_many", back.pk)


def _page(request: DeskRequest, found: BulkChange, template: str) -> HttpResponse:
    """A case that left the reader's sight since is not named again."""
    named = [*found.done, *(reference for reference, _ in found.refused)]
    rows = selectors.for_queue(visible_cases(request.user).filter(reference__in=named))
    seen = {case.reference: case for case in rows}
    context = {"nav": "queue", **presenters_changes.progress(found, seen=seen, now=timezone.now())}
    return render(request, template, context)
