"""The words of the journeys: what people do, in their terms."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass
class Desk:
    new_page: Callable[..., Page]

    def logged_in(self, username: str, size: str = "desk", *, dark: bool = False, javascript: bool = True) -> Page:
        page = self.new_page(size, dark=dark, javascript=javascript)
        page.goto("/log-in/?next=/desk/")
        page.get_by_label("User name").or_(page.locator("input[name=username]")).first.fill(username)
        page.locator("input[name=password]").fill("onequeue-demo")
        page.locator("main button[type=submit], main form button").first.click()
        page.wait_for_url(lambda url: "/log-in/" not in url)
        return page
