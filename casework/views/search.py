"""Search: people, and cases with the words that were found."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework import (
    presenters_search,
    references,
    search_words,
    selectors,
    selectors_excerpts,
    selectors_queue,
    selectors_search,
)
from casework.counts import MOST_COUNTED
from casework.filters import ALL
from casework.keyset import ACTIVITY, page
from casework.search import matching, often
from casework.search_words import Asked
from casework.selectors_search import First
from casework.views.base import DeskRequest, desk

PAGE_SIZE = 20


@desk("search")
@require_safe
def search(request: DeskRequest) -> HttpResponse:
    asked = search_words.read(request.GET.get("q", ""), selectors_search.Office())
    context: dict[str, Any] = {
        "nav": "search",
        "search_words": asked.text.strip(),
        "tags": presenters_search.tags(asked),
        "examples": search_words.EXAMPLES,
    }
    if asked.parts:
        context |= _found(request, asked)
    return render(request, "casework/search/search.html", context)


def _found(request: DeskRequest, asked: Asked) -> dict[str, Any]:
    rows, many, anybody = _cases(request, asked)
    first = not rows.newer
    people = selectors_search.people(staff=request.user, asked=asked) if first and anybody else []
    nothing = not many and not people
    near = selectors_search.nothing_by(staff=request.user, asked=asked) if nothing else []
    shown = people[: selectors_search.MOST_PEOPLE]
    return {
        "people": [presenters_search.person(each) for each in shown],
        "more_people": len(people) > len(shown),
        "cases": _rows(request, asked, rows.rows),
        "count": presenters_search.count(many, "case", "cases"),
        "nothing": nothing,
        "near": presenters_search.near(asked, near),
        "newer": _page_url(asked, rows.newer),
        "older": _page_url(asked, rows.older),
        "first": first,
    }


def _cases(request: DeskRequest, asked: Asked) -> First:
    """A page of what was found."""
    cursor, words = request.GET.get("at", ""), asked.words
    narrowed = asked.filters or asked.tags or not words or references.normalise(words)
    if not (cursor or narrowed):
        return selectors_search.first_cases(staff=request.user, words=words, size=PAGE_SIZE)
    cases, many = _of_them(request, asked)
    rows = page(selectors_search.shown(cases), order=ACTIVITY, cursor=cursor, size=PAGE_SIZE)
    return First(rows, many, anybody=True)


def _of_them(request: DeskRequest, asked: Asked) -> tuple[Any, int]:
    known = _narrowed(request, asked)
    if not asked.words:
        return known, selectors.count_up_to(known)
    if often(known, asked.words):
        return matching(known, asked.words, walking=True), MOST_COUNTED + 1
    cases = matching(known, asked.words)
    return cases, selectors.count_up_to(cases)


def _narrowed(request: DeskRequest, asked: Asked) -> Any:
    """A search looks everywhere unless told otherwise. By the queue's own filters, then by those that it does not have."""
    data = {"status": ALL, "snoozed": "shown", **asked.filters}
    filtered = selectors_queue.filtered(staff=request.user, sent=data)
    return selectors_search.narrowed(filtered.qs if filtered.is_valid() else filtered.queryset.none(), asked)


def _rows(request: DeskRequest, asked: Asked, cases: list[Any]) -> list[Any]:
    mark, keys = presenters_search.MARK, [each.id for each in cases]
    found = selectors_excerpts.excerpts(staff=request.user, cases=keys, asked=asked, mark=mark)
    return presenters_search.cases(cases, found, mark=mark)


def _page_url(asked: Asked, cursor: str) -> str:
    return f"{presenters_search.address(asked.text)}&at={cursor}" if cursor else ""
