"""Somebody of the demo office at a browser of a given size, by day or by night."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from looks.chromium import QUIET, chromium

PASSWORD: Final = "onequeue-demo"  # noqa: S105  (the welcome of every demo prints it)
PATIENCE: Final = 90_000  # milliseconds, on a machine that is busy with other things
HEIGHT: Final = {320: 720, 1280: 900, 1600: 1000}


def log_in(page: Page, who: str) -> None:
    page.goto("/desk/start/")
    page.locator("input[name=username]").fill(who)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/desk/**")


@dataclass
class Visitors:
    browser: Browser
    url: str
    _logged_in: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def page(self, who: str, *, width: int, dark: bool = False) -> Iterator[Page]:
        """A page of its own; `who` may be empty for somebody who is not staff."""
        context = self._context(width, dark, self.state(who) if who else None)
        try:
            yield context.new_page()
        finally:
            context.close()

    def state(self, who: str) -> Any:
        """Cookies of a log-in, made once for each name."""
        if who not in self._logged_in:
            context = self._context(1280, False, None)
            page = context.new_page()
            log_in(page, who)
            self._logged_in[who] = context.storage_state()
            context.close()
        return self._logged_in[who]

    def _context(self, width: int, dark: bool, state: Any) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": HEIGHT[width]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            storage_state=state,
        )
        context.set_default_timeout(PATIENCE)
        return context


@contextmanager
def visitors(url: str) -> Iterator[Visitors]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        try:
            yield Visitors(browser=browser, url=url)
        finally:
            browser.close()
