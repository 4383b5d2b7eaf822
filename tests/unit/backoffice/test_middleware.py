"""What stands around every page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from backoffice.middleware import ContentPolicy, Messages

View = Callable[[HttpRequest], HttpResponse]
POLICY = "Content-Security-Policy"


def policy(view: View) -> set[str]:
    answer = ContentPolicy(view)(RequestFactory().get("/"))
    return set(answer.headers.get(POLICY, "").split("; "))


def test_a_page_may_load_what_the_settings_say() -> None:
    assert policy(lambda _request: HttpResponse()) == {
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }


def test_a_view_with_a_policy_of_its_own_keeps_it() -> None:
    assert policy(lambda _request: HttpResponse(headers={POLICY: "sandbox"})) == {"sandbox"}


@pytest.mark.parametrize(("status", "bare"), [(200, False), (404, True), (500, True)])
def test_pages_for_developers_load_what_they_like(settings: Any, status: int, bare: bool) -> None:
    settings.DEBUG = True
    assert (policy(lambda _request: HttpResponse(status=status)) == {""}) is bare


def said(view: View, **cookies: str) -> HttpResponse:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    request.COOKIES.update(cookies)
    return Messages(view)(request)  # type: ignore[return-value]


def test_words_for_the_next_page_are_kept_until_one_shows_them() -> None:
    def says(request: HttpRequest) -> HttpResponse:
        messages.success(request, "The case is closed.")
        return HttpResponse()

    def shows(request: HttpRequest) -> HttpResponse:
        return HttpResponse(" ".join(message.message for message in messages.get_messages(request)))

    kept = said(says).cookies["messages"].value
    assert not said(lambda _request: HttpResponse(), messages=kept).cookies
    shown = said(shows, messages=kept)
    assert shown.content == b"The case is closed."
    assert shown.cookies["messages"]["max-age"] == 0


def test_nothing_is_made_ready_where_nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backoffice.middleware.default_storage", lambda _request: pytest.fail("made ready"))
    assert said(lambda _request: HttpResponse()).status_code == 200
