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
    form.locator("[data-send]").click()


def note(page: Page, words: str) -> None:
    """Opens the note's pad where it is folded."""
    form = page.locator("form[action$='/note/']")
    if not form.is_visible():
        page.locator("#note > summary").click()
    form.locator("textarea").fill(words)
    form.get_by_role("button").click()


def timeline(page: Page) -> Locator:
    return page.locator("#timeline")


def tab_to(page: Page, wanted: Locator, *, most: int = 150, any_of: bool = False) -> None:
    """By keyboard alone, from wherever the focus is. `any_of`: one of several that the locator finds will do."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if any_of:
            reached = wanted.evaluate_all("all => all.includes(document.activeElement)")
        else:
            reached = wanted.evaluate("element => element === document.activeElement")
        if reached:
            return
    raise AssertionError(f"{most} presses of Tab do not reach {wanted}")


def press(page: Page, wanted: Locator) -> None:
    """Reached and pressed by keyboard alone."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def keys(page: Page, *pressed: str) -> None:
    """Single keys and those of the palette: a page that is only just there does not answer to them yet."""
    for started in ("#oq-keys[data-keys-started]", "#oq-palette[data-palette-started]"):
        expect(page.locator(started)).to_be_attached()
    for key in pressed:
        page.keyboard.press(key)


def type_into(page: Page, wanted: Locator, words: str) -> None:
    tab_to(page, wanted)
    page.keyboard.type(words)


def choose(page: Page, wanted: Locator) -> None:
    """A radio or a box, by keyboard alone: into its group by Tab, along it by arrows."""
    group = wanted.get_attribute("name")
    kind = wanted.get_attribute("type")
    tab_to(page, wanted if kind == "checkbox" else page.locator(f"input[name='{group}']"), any_of=True)
    for _ in range(20):
        if wanted.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    if not wanted.is_checked():
        page.keyboard.press("Space")


def unfold(page: Page, name: str) -> None:
    """Opens by keyboard what folds above the queue on a telephone: its views, its filter, or what is done with the list."""
    folded = page.locator(f".oq-fold--{name}:not([open]) > summary")
    if folded.is_visible():
        press(page, folded)


def views_of_the_queue(page: Page) -> Locator:
    """The tabs, opened where they are folded: on a telephone they would be all that is seen."""
    unfold(page, "views")
    return page.get_by_role("navigation", name="Views of the queue")


def main_menu(page: Page) -> Locator:
    """The main navigation, opened by keyboard where it is folded; what is one's own (the name, log out) opens with it."""
    folded = page.locator(".oq-menu:not([open]) > summary")
    if folded.is_visible():
        press(page, folded)
    return page.get_by_role("navigation", name="Main")
