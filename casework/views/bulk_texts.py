"""Texting everybody on a list of the queue: whom and what, a look at it, how far it is, and those of the past."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from casework import presenters_bulk as show
from casework.filters import CaseFilter
from casework.forms.bulk import TypedForm, WordsForm
from casework.keyset import Order, page
from casework.models import BulkText, BulkTextItem, Case, Office
from casework.models.bulk_text import BulkItemState, BulkState
from casework.models.case import CaseQuerySet
from casework.models.delivery import DeliveryStatus
from casework.permissions import NotAllowed, visible_cases
from casework.services import bulk_finding, bulk_recipients, bulk_texts
from casework.services.bulk_texts import CannotTextMany, Choice
from casework.views.base import DeskRequest, desk, saying_refusals

PAGE_SIZE = 100
SAMPLES = 3
MOST_DELICATE = 100
NUMBERS = Order(fields=("id",))
LATEST = Order(fields=("-made_at", "-id"))
NOT_REACHED = (
    DeliveryStatus.REFUSED,
    DeliveryStatus.FAILED,
    DeliveryStatus.UNDELIVERED,
    DeliveryStatus.IN_DOUBT,
    DeliveryStatus.WITHDRAWN,
)


@desk("text_many")
def new(request: DeskRequest) -> HttpResponse:
    filtered = CaseFilter(request.GET, queryset=Case.objects.none(), request=request)

    def narrow(cases: CaseQuerySet) -> CaseQuerySet:
        found: CaseQuerySet = CaseFilter(request.GET, queryset=cases, request=request).qs
        return found if filtered.is_valid() else cases.none()

    delicate = list(
        bulk_recipients.sensitive(narrow=narrow, actor=request.user)
        .select_related("service")
        .order_by("-last_activity_at", "-id")[: MOST_DELICATE + 1]
    )
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        delicate=show.delicate(delicate[:MOST_DELICATE]),
        initial=_words_of(request),
    )
    words = show.filter_words(filtered)
    if form.is_bound and form.is_valid():
        choice = Choice(
            narrow=narrow, filters=_sent(filtered), words=words, sensitive=form.cleaned_data["cases"]
        )
        try:
            bulk = bulk_texts.prepare(
                choice=choice, body=form.cleaned_data["body"], actor=request.user, now=timezone.now()
            )
        except CannotTextMany as error:
            form.add_error("body", str(error))
        else:
            return redirect("desk:bulk", bulk.pk)
    scope = bulk_recipients.scope(narrow=narrow, actor=request.user)
    allowed = bulk_recipients.texted(narrow=narrow, actor=request.user)
    context = {
        "nav": "queue",
        "form": form,
        "words": words,
        "scope": show.scope(scope, people=bulk_recipients.people_with_a_number(cases=allowed)),
        "too_many": len(delicate) > MOST_DELICATE,
        "delicate": bool(delicate),
        "back": f"{reverse('desk:queue')}?{urlencode(_sent(filtered))}",
    }
    return render(request, "casework/bulk/new.html", context, status=422 if form.errors else 200)


def _words_of(request: DeskRequest) -> dict[str, Any]:
    """Those of the text that one comes back from, to change them."""
    try:
        key = UUID(request.GET.get("words", ""))
    except ValueError:
        return {}
    bulk = bulk_texts.known(actor=request.user).filter(pk=key).first()
    return {"body": bulk.body, "cases": bulk.filters.get("sensitive", [])} if bulk else {}


def _sent(filtered: CaseFilter) -> dict[str, str]:
    """The filters as they were sent: declared ones only."""
    return {name: filtered.data[name] for name in filtered.filters if filtered.data.get(name)}


def _known(request: DeskRequest, bulk_id: UUID) -> BulkText:
    try:
        bulk = bulk_texts.known(actor=request.user).filter(pk=bulk_id).first()
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    if bulk is None:
        raise Http404("There is no such text to many. One that was never sent is kept for a day.")
    return bulk


@desk("text_many")
@require_safe
def one(request: DeskRequest, bulk_id: UUID) -> HttpResponse:
    bulk = _known(request, bulk_id)
    if bulk.state != BulkState.PREPARED:
        return _results(request, bulk)
    return _finding(request, bulk) if bulk_finding.finding(bulk) else _look_over(request, bulk)


def _finding(request: DeskRequest, bulk: BulkText) -> HttpResponse:
    """Of a long list it takes a moment to find who can be texted."""
    looked_at = show.finding(bulk, left=bulk_finding.without_number(bulk).count())
    template = "casework/bulk/_finding.html" if request.htmx else "casework/bulk/finding.html"
    return render(request, template, {"nav": "queue", "finding": looked_at})


def _look_over(request: DeskRequest, bulk: BulkText, form: TypedForm | None = None) -> HttpResponse:
    office, now = Office.current(), timezone.now()
    texts, parts = bulk_texts.waiting(bulk)
    budget = bulk_texts.budget_of(needs=parts, office=office, now=now)
    context = {
        "nav": "queue",
        "bulk": bulk,
        "who": bulk.filters.get("words", []),
        "texts": texts,
        "rows": show.preview(texts=texts, parts=parts, office=office),
        "left_out": show.left_out(bulk.filters),
        "samples": [show.sample(item, body) for item, body in bulk_texts.samples(bulk, number=SAMPLES)],
        "refused": "" if budget.holds else budget.in_words(),
        "form": form or TypedForm(texts=texts),
        "list": _items(request, bulk, bulk.items.filter(state=BulkItemState.REFUSED)),
        "again": f"{reverse('desk:bulk_new')}?{urlencode({**bulk.filters.get('query', {}), 'words': bulk.pk})}",
    }
    return render(request, "casework/bulk/look_over.html", context, status=422 if form else 200)


@desk("text_many")
@require_POST
def send(request: DeskRequest, bulk_id: UUID) -> HttpResponse:
    bulk = _known(request, bulk_id)
    if bulk.state != BulkState.PREPARED or bulk_finding.finding(bulk):
        return redirect("desk:bulk", bulk.pk)
    texts, _ = bulk_texts.waiting(bulk)
    form = TypedForm(request.POST, texts=texts)
    if form.is_valid():
        try:
            bulk_texts.confirm(
                bulk=bulk, typed=form.cleaned_data["typed"], actor=request.user, now=timezone.now()
            )
        except CannotTextMany as error:
            form.add_error("typed", str(error))
        else:
            return redirect("desk:bulk", bulk.pk)
    return _look_over(request, bulk, form)


def _results(request: DeskRequest, bulk: BulkText) -> HttpResponse:
    everybody = request.GET.get("show") == "all"
    failed = Q(state=BulkItemState.REFUSED) | Q(contact__delivery__status__in=NOT_REACHED)
    rows = bulk.items.all() if everybody else bulk.items.filter(failed)
    context = {
        "nav": "queue",
        "bulk": bulk,
        "who": bulk.filters.get("words", []),
        "left_out": show.left_out({**bulk.filters, "later": 0}),
        "progress": _progress(bulk),
        "everybody": everybody,
        "list": _items(request, bulk, rows),
    }
    return render(request, "casework/bulk/results.html", context)


def _progress(bulk: BulkText) -> Any:
    return show.progress(
        bulk, bulk_texts.tally(bulk), office=Office.current(), may_stop=bulk_texts.may_stop(bulk)
    )


def _items(request: DeskRequest, bulk: BulkText, rows: QuerySet[BulkTextItem]) -> dict[str, Any]:
    """A page of those about cases that the reader sees."""
    seen = rows.filter(case__in=visible_cases(request.user).values("pk"))
    found = page(
        seen.select_related("bulk", "case", "person", "contact_point", "contact__delivery"),
        order=NUMBERS,
        cursor=request.GET.get("at", ""),
        size=PAGE_SIZE,
    )
    return {
        "rows": [show.item(row) for row in found.rows],
        "newer": _page_url(request, found.newer),
        "older": _page_url(request, found.older),
    }


def _page_url(request: DeskRequest, cursor: str) -> str:
    return f"?{urlencode({**request.GET.dict(), 'at': cursor})}" if cursor else ""


@desk("text_many")
@require_safe
def progress(request: DeskRequest, bulk_id: UUID) -> HttpResponse:
    """What the page asks for by itself; once nothing will change, the page is shown anew with its lists."""
    bulk = _known(request, bulk_id)
    if not request.htmx:
        return redirect("desk:bulk", bulk.pk)
    if bulk.state == BulkState.PREPARED:
        return _finding(request, bulk) if bulk_finding.finding(bulk) else HttpResponseClientRefresh()
    found = _progress(bulk)
    if not found.every:
        return HttpResponseClientRefresh()
    return render(request, "casework/bulk/_progress.html", {"progress": found})


@desk("text_many")
@require_POST
def stop(request: DeskRequest, bulk_id: UUID) -> HttpResponse:
    bulk = _known(request, bulk_id)
    return saying_refusals(
        request,
        lambda: bulk_texts.stop(bulk=bulk, actor=request.user, now=timezone.now()),
        done=gettext("It is stopped. What waits to be sent is taken back."),
        to=reverse("desk:bulk", args=[bulk.pk]),
    )


@desk("text_many")
@require_safe
def past(request: DeskRequest) -> HttpResponse:
    went = Q(items__contact__delivery__status__in=[DeliveryStatus.SENT, DeliveryStatus.DELIVERED])
    found = page(
        bulk_texts.known(actor=request.user), order=LATEST, cursor=request.GET.get("at", ""), size=PAGE_SIZE
    )
    counts = {
        row["pk"]: row
        for row in BulkText.objects.filter(pk__in=[bulk.pk for bulk in found.rows])
        .order_by()
        .values("pk")
        .annotate(texts=Count("items"), sent=Count("items", filter=went))
    }
    context = {
        "nav": "queue",
        "rows": [
            show.past(bulk, texts=counts[bulk.pk]["texts"], sent=counts[bulk.pk]["sent"])
            for bulk in found.rows
        ],
        "newer": _page_url(request, found.newer),
        "older": _page_url(request, found.older),
    }
    return render(request, "casework/bulk/past.html", context)
