"""The words of the journeys: what people do, in their terms."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from casework.models import Case, Staff

Check = Callable[[Page], None]
OpenPage = Callable[..., Page]

PASSWORD = "onequeue-demo"  # the factories' staff
LIVE_POLL = 11_000  # milliseconds: a little more than an open page waits between two looks


@dataclass
class Desk:
    new_page: OpenPage

    def logged_in(
        self, username: str, size: str = "desk", *, dark: bool = False, javascript: bool = True
    ) -> Page:
        """A page of somebody who has logged in before, at the queue."""
        page = self.new_page(size, dark=dark, javascript=javascript)
        client = Client()
        client.force_login(Staff.objects.get(username=username))
        page.goto("/livez")
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": page.url,
                }
            ]
        )
        page.goto("/desk/")
        return page


def log_in(page: Page, username: str) -> None:
    page.goto("/desk/")
    page.locator("input[name=username]").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Queue", level=1)).to_be_visible()


def open_case(page: Page, case: Case) -> None:
    page.goto(f"/desk/cases/{case.reference}/")


def reply(page: Page, words: str) -> None:
    form = page.locator("form[action$='/reply/']")
    form.locator("textarea").fill(words)
    form.get_by_role("button").click()


def note(page: Page, words: str) -> None:
    """Opens the note's pad where it is folded."""
    form = page.locator("form[action$='/note/']")
    if not form.is_visible():
        page.locator("#note > summary").click()
    form.locator("textarea").fill(words)
    form.get_by_role("button").click()


def timeline(page: Page) -> Locator:
    return page.locator("#timeline")


def tab_to(page: Page, wanted: Locator, *, most: int = 150) -> None:
    """By keyboard alone, from wherever the focus is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of Tab do not reach {wanted}")
