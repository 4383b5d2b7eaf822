"""Which screens are pictured: whose, how wide, by day or by night, and what one sees there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

Way = Callable[[Page], None]


@dataclass(frozen=True)
class Shot:
    """`words` are the alternative text. `go` opens the page by what stands on others, as ids differ in every demo."""

    name: str
    who: str
    words: str
    path: str = "/desk/"
    go: Way | None = None
    width: int = 1280
    dark: bool = False
    whole: bool = False  # the whole page rather than what a screen holds


def case_of(words: str) -> Way:
    """The case whose words these are."""

    def go(page: Page) -> None:
        page.goto(f"/desk/search/?q={words.replace(' ', '+')}")
        page.locator("main a[href*='/desk/cases/']").first.click()
        page.wait_for_load_state()

    return go


def long_case(page: Page) -> None:
    case_of("ceiling came down")(page)


def short_case(page: Page) -> None:
    case_of("Lamp post number 41")(page)


def many_ticked(page: Page) -> None:
    """Three cases of the queue ticked, a tag chosen for them."""
    page.goto("/desk/")
    boxes = page.locator("main tbody input[type=checkbox]")
    for number in range(3):
        boxes.nth(number).check()
    page.get_by_role("button", name="Change the chosen cases").click()
    page.get_by_label("Add a tag").check()
    page.get_by_label("Tag to add").or_(page.locator("input[name=tag]")).first.fill("cold-weather")
    page.get_by_role("button", name="Look at it first").click()
    page.wait_for_load_state()


def safety(page: Page) -> None:
    long_case(page)
    page.locator("main a[href*='/desk/people/']").first.click()
    page.locator("main a[href*='/safe'], main a:has-text('Safe contact')").first.click()
    page.wait_for_load_state()


def call_screen(page: Page) -> None:
    page.goto("/desk/log/phone/")


def first_rule(page: Page) -> None:
    page.goto("/desk/settings/rules/")
    page.locator("main h2 bdi").filter(has_text="Nowhere to sleep tonight").click()
    page.wait_for_load_state()


def put_aside(page: Page) -> None:
    short_case(page)
    page.locator("main a[href*='/aside/']").first.click()
    page.wait_for_load_state()


QUEUE: Final = (
    "The queue: open cases of every channel, most pressing first, with why each stands where it does"
)
CASE: Final = "A case: texts, calls and visits on one timeline, with the reply and the internal note"

SHOTS: Final = (
    Shot("start-lead", "lead", "The start page of a team lead: what is late, who has how much, what was promised", "/desk/start/"),
    Shot("start-caseworker", "caseworker", "The start page of a caseworker: their own cases and promises", "/desk/start/"),
    Shot("start-caseworker-320", "caseworker", "The same start page on a telephone", "/desk/start/", width=320),
    Shot("queue", "lead", QUEUE),
    Shot("queue-dark", "lead", "The queue by night", dark=True),
    Shot("queue-1600", "lead", "The queue on a wide screen", width=1600),
    Shot("queue-320", "lead", "The queue on a telephone: a card for each case", width=320),
    Shot("case", "caseworker", CASE, go=long_case),
    Shot("case-whole", "caseworker", "The same case from top to bottom", go=long_case, whole=True),
    Shot("case-dark", "caseworker", "The same case by night", go=long_case, dark=True),
    Shot("case-1600", "caseworker", "The same case on a wide screen", go=long_case, width=1600),
    Shot("case-320", "caseworker", "The same case on a telephone", go=long_case, width=320),
    Shot("case-short", "caseworker", "A case with a single contact", go=short_case),
    Shot("search", "caseworker", "A search for a word: cases with the place where it stands, marked", "/desk/search/?q=boiler"),
    Shot("search-320", "caseworker", "The same search on a telephone", "/desk/search/?q=boiler", width=320),
    Shot("change-many", "lead", "Several cases changed at once: what would change is shown before it does", go=many_ticked),
    Shot("put-aside", "caseworker", "Putting a case aside until a day", go=put_aside),
    Shot("call", "handler", "The call screen: who rings, what they need, what was agreed", go=call_screen),
    Shot("call-320", "handler", "The call screen on a telephone", go=call_screen, width=320),
    Shot("public-form", "", "The public form's first page: what somebody can ask for", "/"),
    Shot("public-form-320", "", "The same page on a telephone", "/", width=320),
    Shot("public-form-dark", "", "The same page by night", "/", dark=True),
    Shot("safe-contact", "caseworker", "How a number may be used without harm to whoever has it", go=safety),
    Shot("rules", "manager", "The rules that give new cases to teams, in their order", "/desk/settings/rules/"),
    Shot("rule-editor", "manager", "The editor of a rule: conditions, what it does, and what it means in words", go=first_rule),
    Shot("settings", "manager", "All settings on one page", "/desk/settings/"),
    Shot("settings-dark", "manager", "All settings by night", "/desk/settings/", dark=True),
    Shot("settings-320", "manager", "All settings on a telephone", "/desk/settings/", width=320),
)  # fmt: skip
