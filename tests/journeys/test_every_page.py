"""Every page of the desk and its settings, by the rules of axe, by day and by night, at 1280 and 320 pixels and at 400 %.

Each test run looks at the pages that are used all day. `make sweep` looks at every one; it takes some minutes.
"""

import os
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from casework.models import Staff
from tests import factories as make
from tests.access.test_every_url import ACCESS, world  # noqa: F401  (a fixture)
from tests.journeys.steps import Desk
from tests.journeys.sweeping import Sweep, furnish, pages

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ALL = os.environ.get("ONEQUEUE_SWEEP") == "all"
EVERY_RUN = (
    "desk:queue", "desk:start", "desk:case", "desk:search", "desk:log_phone", "desk:put_aside", "desk:case_macros",
    "desk:settings", "desk:safety", "desk:rule", "web:contact",
)  # fmt: skip
EMPTY = ("desk:queue", "desk:start", "desk:search", "desk:settings", "desk:filing")
# Forms that are sent with nothing in them.
REFUSED = (
    "desk:log_phone", "desk:view_new", "desk:text_template_new", "desk:checklist_new", "desk:macro_new",
    "desk:area_new", "desk:closure_new", "desk:target_new", "desk:office_team_new", "desk:office_person_new",
    "desk:office_service_new", "desk:office_question_new", "desk:follow_up_new", "desk:rule_new",
)  # fmt: skip
SUMMARY = ".govuk-error-summary"
SENDS = "button.govuk-button:not(.govuk-button--secondary, .govuk-button--warning, [type=button]):visible"


# Left in the middle of a picture, the tests' own server does not close its file; the one of an office does.
@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning"
)
def test_pages_of_a_full_office_hold_long_words_everywhere(
    transactional_db: None,
    new_page: Any,
    world: Any,  # noqa: F811
) -> None:
    full = furnish(world)
    page = Desk(new_page=new_page).logged_in("manager")
    sweep = Sweep(page)
    known = dict(pages(full, full["people"]["manager"], ACCESS if ALL else (*EVERY_RUN, *REFUSED[:2])))
    assert len(known) > 100 if ALL else set(EVERY_RUN) <= set(known)
    for name in known if ALL else EVERY_RUN:
        sweep.look(name, known[name])
    _refused(page, sweep, known)
    assert not sweep.found, "\n".join(sweep.found)


def _refused(page: Page, sweep: Sweep, known: dict[str, str]) -> None:
    for name in REFUSED if ALL else REFUSED[:2]:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(known[name])
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        page.locator(f"main form[method=post] {SENDS}").last.click()
        page.wait_for_selector(SUMMARY)
        sweep.stands(f"{name}, refused")


def test_pages_of_an_office_without_anything_in_it(transactional_db: None, new_page: Any) -> None:
    make.office()
    manager: Staff = make.staff("manager", role="manager", teams=())
    sweep = Sweep(Desk(new_page=new_page).logged_in("manager"))
    known = dict(pages({}, manager, ACCESS if ALL else EMPTY))
    assert set(EMPTY) <= set(known)
    for name in known if ALL else EMPTY:
        sweep.look(name, known[name])
    assert not sweep.found, "\n".join(sweep.found)


def test_a_page_whose_log_in_has_ended_stays_as_it_is(desk: Desk) -> None:
    # Given a page that asks for news by itself, and a log-in that has ended since
    page = desk.logged_in("caseworker")
    expect(page.get_by_role("heading", name="Queue", level=1)).to_be_visible()
    page.context.clear_cookies()
    # When it asks again
    with page.expect_response(lambda answer: "/log-in/" in answer.url) as told:
        page.evaluate("htmx.trigger('#notifications-link', 'oq:refresh')")
    told.value.finished()
    expect(page.locator(".htmx-request")).to_have_count(0)
    # Then the page to log in is not put into it
    assert page.locator("h1").count() == 1 and page.locator("input[name=password]").count() == 0
