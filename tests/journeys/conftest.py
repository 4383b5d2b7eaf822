"""A real browser against a real server. Each journey also fails on a console error, a script error, a dialog or a
request to another host; `accessible` and `accessible_by_day_and_night` are the steps that look at a page with axe.
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from looks.chromium import QUIET
from tests import factories as make
from tests.journeys.steps import Check, Desk, OpenPage

# Playwright runs its own event loop in this thread; the database is still used by one thread at a time.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

SIZES = {"phone": {"width": 320, "height": 720}, "desk": {"width": 1280, "height": 900}}
PATIENCE = 15_000
ROLES = ("handler", "caseworker", "lead", "manager", "administrator")


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium_path, args=list(QUIET))
        yield found
        found.close()


@pytest.fixture
def new_page(browser: Browser, live_server: Any) -> Iterator[OpenPage]:
    """Opens pages of their own (a person each); checks at the end what they complained about."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(size: str = "desk", *, dark: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=SIZES[size],  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        _listen(page, live_server.url, complaints)
        return page

    yield open_page
    # What closing a page breaks off (a look-up under way) is not the page's complaint.
    said = list(complaints)
    for context in contexts:
        context.close()
    _let_the_server_finish()
    assert not said, said


def _let_the_server_finish() -> None:
    """What a page sends while it closes is still written; emptying the tables meanwhile can end in a deadlock."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
    until, quiet = time.monotonic() + 10, 0
    while quiet < 2 and time.monotonic() < until:
        time.sleep(0.05)
        with connection.cursor() as cursor:
            cursor.execute(asked)
            quiet = 0 if cursor.fetchone()[0] else quiet + 1


def _listen(page: Page, home: str, complaints: list[str]) -> None:
    page.on("console", lambda message: _complain(message, complaints))
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("request", lambda request: _stays(request.url, home, complaints))
    page.on("dialog", lambda dialog: _no_dialog(dialog, complaints))


def _complain(message: Any, complaints: list[str]) -> None:
    # The browser itself logs an answer of 4xx; the journeys assert those where they matter. A look-up that a newer one
    # takes the place of (hx-sync) is broken off on purpose; one that fails says sendError or responseError as well.
    on_purpose = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")
    if message.type == "error" and not any(words in message.text for words in on_purpose):
        complaints.append(f"console: {message.text}")


def _stays(url: str, home: str, complaints: list[str]) -> None:
    if urlsplit(url).scheme.startswith("http") and not url.startswith(home):
        complaints.append(f"request to another host: {url}")


def _no_dialog(dialog: Any, complaints: list[str]) -> None:
    complaints.append(f"dialog: {dialog.message}")
    dialog.dismiss()


@pytest.fixture(scope="session")
def accessible() -> Check:
    """A step of a journey: axe finds nothing on this page, and nothing scrolls sideways."""
    axe = Axe()

    def check(page: Page) -> None:
        _ask(axe, page, {})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} scrolls sideways by {wide} pixels"
        assert page.locator("h1").count() == 1, f"{page.url} needs exactly one h1"
        assert page.title().strip(" –"), f"{page.url} needs a title"

    return check


@pytest.fixture(scope="session")
def accessible_by_day_and_night(accessible: Check) -> Check:
    """The same, then in the dark. Only colours differ there, so only the rule about contrast is asked again."""
    axe = Axe()

    def check(page: Page) -> None:
        accessible(page)
        page.emulate_media(color_scheme="dark")
        _ask(axe, page, {"runOnly": ["color-contrast"]})
        page.emulate_media(color_scheme="light")

    return check


def _ask(axe: Axe, page: Page, options: dict[str, Any]) -> None:
    page.wait_for_load_state()  # a link that was clicked has left a document without an element until its page comes
    found = axe.run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    assert not found, (page.url, [_told(each) for each in found])


def _told(violation: dict[str, Any]) -> tuple[str, str, list[str]]:
    return violation["id"], violation["help"], [node["html"][:200] for node in violation["nodes"][:3]]


@pytest.fixture
def desk(transactional_db: None, new_page: Callable[..., Page]) -> Desk:
    """An office with staff of each role."""
    make.office()
    for role in ROLES:
        make.staff(role, role=role, lead=role == "lead")
    return Desk(new_page=new_page)
