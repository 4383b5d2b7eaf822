"""One stream a page: what comes into the page while it is open replaces it, ends what was before, and misses nothing.

The streams are the test's own, which opens and breaks them; the page, its scripts and what they ask are real.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories as make
from tests.journeys.steps import Desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

STREAMS = """
window.streams = [];
window.EventSource = class extends EventTarget {
  static CONNECTING = 0; static OPEN = 1; static CLOSED = 2;
  readyState = 0;
  constructor(url) { super(); this.url = new URL(url, location.href); window.streams.push(this); }
  close() { this.readyState = 2; }
  follow() {
    this.readyState = 1;
    const all = [...this.url.searchParams.getAll("token").keys()].join(" ");
    this.dispatchEvent(new MessageEvent("follows", { data: all }));
  }
  breakOff(forGood) { this.readyState = forGood ? 2 : 0; this.onerror(); }
};
window.come = (id) => {
  const part = Object.assign(document.createElement("div"), { id });
  part.dataset.liveUrl = `/desk/live/?token=${id}`;
  document.querySelector("main").append(part);
  htmx.trigger(part, "htmx:load");
};
"""


@pytest.fixture
def page(desk: Desk) -> Page:
    """The queue, with what it asks by itself answered."""
    make.case("My tap drips")
    found = desk.logged_in("caseworker")
    found.add_init_script(STREAMS)
    found.goto("/desk/")
    expect(found.locator("[hx-trigger^='load']")).to_have_count(0)
    found.wait_for_timeout(200)  # and with the scripts that its answers start
    return found


def states(page: Page) -> list[int]:
    return list(page.evaluate("streams.map((each) => each.readyState)"))


def reads(page: Page, act: str) -> int:
    """How often the queue is read again after this."""
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request) if request.url.endswith("/desk/") else None)
    page.evaluate(act)
    page.wait_for_timeout(500)
    return len(asked)


def test_what_comes_before_a_stream_follows_leaves_one_and_reads_nothing_again(page: Page) -> None:
    # Given a stream that follows, and two parts that come one right after the other
    assert reads(page, "streams.at(-1).follow()") == 0
    page.evaluate("come('one')")
    page.evaluate("come('two')")
    assert states(page)[-3:] == [1, 0, 0], "the one that works goes on until another does"
    # When the last of the streams follows
    assert reads(page, "streams.at(-1).follow()") == 0
    # Then it is the only one
    assert states(page)[-1] == 1 and set(states(page)[:-1]) == {2}


def test_what_a_broken_stream_missed_is_read_once_by_whichever_follows(page: Page) -> None:
    # Given a stream that followed and broke, and parts that come while the browser tries again
    page.evaluate("streams.at(-1).follow()")
    page.evaluate("streams.at(-1).breakOff(false)")
    page.evaluate("come('one')")
    page.evaluate("come('two')")
    # When one follows, then what was missed is read, once
    assert reads(page, "streams.at(-1).follow()") == 1
    assert states(page)[-1] == 1 and set(states(page)[:-1]) == {2}


def test_a_stream_that_is_refused_does_not_end_the_one_after_it(page: Page) -> None:
    page.evaluate("streams.at(-1).follow()")
    page.evaluate("come('one')")
    page.evaluate("come('two')")
    page.evaluate("streams.at(-2).breakOff(true)")
    assert states(page)[-3:] == [1, 2, 0]
    page.evaluate("streams.at(-1).follow()")
    assert states(page)[-3:] == [2, 2, 1]
