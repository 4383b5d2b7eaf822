"""An outreach worker goes where there is no network, writes three visits down, and hands them in when back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from playwright.sync_api import BrowserContext, Error, Page, expect

from backoffice.middleware import PrivatePages
from casework.models import Contact, Staff
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, press, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PAGE = "/desk/outreach/"
PASSPHRASE = "otter lamp violin"
SLOW = 45_000  # milliseconds: a key is made slowly on purpose
VISITS = [
    ("07700 900201", "Hana Kowalska", "Sleeps in the car park, wants a bed"),
    ("07700 900202", "أمينة يوسف", "Needs a letter for the council"),
    ("", "", "Asked where the food bank is"),
]
# Everything that lies in the page's database and caches, as one text.
RAW = """async () => {
  const bytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder("latin1").decode(value) : value && typeof value === "object"
    ? Object.entries(value).map(([name, each]) => name + ":" + bytes(each)).join(" ") : String(value);
  const open = await new Promise((resolve) => {
    const asked = indexedDB.open("onequeue-outreach");
    asked.onsuccess = () => resolve(asked.result);
  });
  let all = "";
  for (const store of open.objectStoreNames) {
    const rows = await new Promise((resolve) => {
      const asked = open.transaction(store).objectStore(store).getAll();
      asked.onsuccess = () => resolve(asked.result);
    });
    all += rows.map(bytes).join("\\n");
  }
  open.close();
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) all += request.url + await (await cache.match(request)).text();
  }
  return all + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage });
}"""
LEFT = """async () => ({
  databases: (await indexedDB.databases()).map((each) => each.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: localStorage.length,
})"""


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    expect.set_options(timeout=SLOW)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The browser's own switch does not reach a service worker, so the office answers nothing useful either."""
    answers, gone_now = PrivatePages.__call__, [False]

    def answer(self: PrivatePages, request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=503) if gone_now[0] else answers(self, request)

    def switch(context: BrowserContext, *, gone: bool = True) -> None:
        gone_now[0] = gone
        context.set_offline(gone)

    monkeypatch.setattr(PrivatePages, "__call__", answer)
    return switch


def ready(page: Page) -> None:
    page.context.set_default_navigation_timeout(SLOW)
    page.goto(PAGE)
    expect(page.get_by_role("heading", name="Get this device ready")).to_be_visible()
    page.locator("#outreach-choose").fill(PASSPHRASE)
    page.get_by_role("button", name="Get ready").click()
    settled(page)
    counted(page, "No visits wait")


def settled(page: Page) -> None:
    """What was pressed is done."""
    expect(page.locator("#outreach[aria-busy='true']")).to_have_count(0)


def logged_out(page: Page) -> None:
    expect(page.get_by_role("heading", name="Log in to Riverbank Help")).to_be_visible()


def again(context: BrowserContext, page: Page) -> Page:
    """The page is closed and opened anew."""
    page.close()
    anew = context.new_page()
    anew.goto(PAGE)
    return anew


def unlock(page: Page, secret: str = PASSPHRASE) -> None:
    page.locator("#outreach-unlock").fill(secret)
    page.get_by_role("button", name="Unlock").click()
    settled(page)


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Hand in", exact=True).click()
    settled(page)


def write(page: Page, words: str, **more: str) -> None:
    for label, typed in more.items():
        page.get_by_label(
            {"number": "Their phone number", "name": "Their name", "clock": "Time"}[label]
        ).fill(typed)
    page.get_by_label("What was it about?").fill(words)
    page.get_by_label("Answered on the spot").check()
    page.get_by_role("button", name="Keep this visit").click()
    settled(page)


def counted(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()


def test_three_visits_without_a_network_are_handed_in_once_each(
    desk: Desk, accessible: Check, no_network: Callable[..., None]
) -> None:
    # Given an office with a service that asks something, and a worker who makes the device ready
    make.question(make.service(), "rough", label="Where do they sleep?")
    page = desk.logged_in("handler")
    ready(page)
    accessible(page)
    # When the network is gone and the page is loaded again, it is there, locked
    context = page.context
    no_network(context)
    page.reload()
    expect(page.get_by_text("Kept on this device, to work without a network.")).to_be_visible()
    expect(page.get_by_text("0 visits wait on this device, sealed.")).to_be_visible()
    expect(page.get_by_text("No network", exact=True)).to_be_visible()
    unlock(page)
    # And three visits are written down by keyboard alone
    for number, name, words in VISITS:
        if number:
            if not page.get_by_label("Their phone number").evaluate(
                "each => each === document.activeElement"
            ):
                type_into(page, page.get_by_label("Their phone number"), number)
            else:
                page.keyboard.type(number)
        if name:
            type_into(page, page.get_by_label("Their name"), name)
        type_into(page, page.get_by_label("What was it about?"), words)
        choose(page, page.get_by_label("Answered on the spot"))
        press(page, page.get_by_role("button", name="Keep this visit"))
        expect(page.get_by_label("What was it about?")).to_have_value("")
    counted(page, "3 visits wait to be handed in")
    # Then nothing of them can be read on the device
    raw = page.evaluate(RAW)
    assert "Get this device ready" in raw, "the kept page must be in what was read"
    for private in (*VISITS[0], *VISITS[1], VISITS[2][2], PASSPHRASE, "900201"):
        assert private not in raw
        assert private.encode().decode("latin1") not in raw
    # When the page is closed and opened again, a wrong passphrase shows nothing
    page = again(context, page)
    unlock(page, "otter lamp violet")
    expect(page.get_by_text("This is not the passphrase of this device")).to_be_visible()
    assert "Kowalska" not in page.content()
    # And the right one shows all three
    unlock(page)
    for _number, _name, words in VISITS:
        expect(page.get_by_text(words)).to_be_visible()
    # When handed in without a network, nothing is lost
    hand_in(page)
    expect(page.locator("[data-notice]")).to_contain_text(
        "There is no network. Everything stays on this device"
    )
    assert not Contact.objects.exists()
    # When there is a network again and they are handed in, twice
    no_network(context, gone=False)
    expect(page.get_by_text("With a network", exact=True)).to_be_visible()
    page.get_by_role("button", name="Hand in", exact=True).dblclick()
    settled(page)
    counted(page, "No visits wait")
    expect(page.get_by_text("Handed in", exact=True)).to_have_count(3)
    accessible(page)
    hand_in(page)
    # Then each is one contact, with its own number and words
    assert Contact.objects.filter(channel="in_person").count() == 3
    kept = Contact.objects.filter(channel="in_person").values_list("sender_as_typed", "body")
    assert set(kept) == {(number, words) for number, _, words in VISITS}
    # And logging out leaves nothing on the device
    page.reload()
    page.get_by_role("button", name="Log out").click()
    logged_out(page)
    assert page.evaluate(LEFT) == {"databases": [], "caches": [], "workers": 0, "local": 0}


def test_an_answer_that_is_lost_on_the_way_and_a_second_tab_give_one_contact(desk: Desk) -> None:
    # Given a visit whose answer never arrives, though the office took it
    page = desk.logged_in("handler")
    ready(page)
    write(page, "Wants a bed", number="07700 900201")
    counted(page, "1 visit waits to be handed in")

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.context.route("**/hand-in/", lose)
    hand_in(page)
    expect(page.locator("[data-notice]")).to_contain_text("There is no network. Everything stays")
    assert Contact.objects.count() == 1
    page.context.unroute("**/hand-in/")
    # When a second tab hands it in as well
    second = page.context.new_page()
    second.goto(PAGE)
    unlock(second)
    counted(second, "1 visit waits to be handed in")
    hand_in(second)
    expect(second.get_by_text("Handed in", exact=True)).to_be_visible()
    hand_in(page)
    expect(page.get_by_text("Handed in", exact=True)).to_be_visible()
    # Then it is one contact
    assert Contact.objects.count() == 1


def test_a_conflict_is_shown_and_chosen_and_a_mistake_put_right(desk: Desk, accessible: Check) -> None:
    # Given somebody with two open cases, and a visit that could be about either
    first = make.form("Bin", sender="07700 900201").case
    second = make.form("Damp", sender="07700 900201", at=make.later(minutes=1)).case
    assert first and second
    page = desk.logged_in("lead", "phone")
    ready(page)
    write(page, "Any news?", number="07700 900201", name="Hana")
    # When it is handed in
    hand_in(page)
    # Then both are shown, and it stays until one is chosen
    expect(page.get_by_text("They have more than one case")).to_be_visible()
    counted(page, "1 visit waits to be handed in")
    accessible(page)
    assert not Contact.objects.filter(channel="in_person").exists()
    page.get_by_label(second.reference).check()
    page.get_by_role("button", name="Hand in with this choice").click()
    expect(page.get_by_text(f"It is on case {second.reference}.")).to_be_visible()
    assert Contact.objects.get(channel="in_person").case == second


def test_what_is_half_written_survives_and_mistakes_are_said_offline(desk: Desk, accessible: Check) -> None:
    # Given a device without a network
    page = desk.logged_in("handler", "phone")
    ready(page)
    page.context.set_offline(True)
    page.reload()
    unlock(page)
    # When a visit is kept with nothing in it, and a time that is none
    page.get_by_label("Time", exact=True).fill("25:99")
    page.get_by_role("button", name="Keep this visit").click()
    # Then what is wrong is said at the top and at each field
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    accessible(page)
    # When half of it is written, the page is locked, and unlocked again
    page.get_by_label("Time", exact=True).fill("")
    page.get_by_label("What was it about?").fill("Half a senten")
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_role("heading", name="Unlock")).to_be_visible()
    assert "Half a senten" not in page.content()
    assert page.evaluate("document.querySelector('#id_words').value") == ""
    unlock(page)
    # Then it is still there, and can be finished, changed and deleted
    expect(page.get_by_label("What was it about?")).to_have_value("Half a senten")
    write(page, "Half a sentence, finished")
    counted(page, "1 visit waits to be handed in")
    page.get_by_role("button", name="Change").click()
    write(page, "Changed")
    expect(page.locator("[data-list]").get_by_text("Changed")).to_be_visible()
    counted(page, "1 visit waits to be handed in")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete for good").click()
    counted(page, "No visits wait")


def test_logging_out_asks_before_it_deletes(desk: Desk, accessible: Check) -> None:
    # Given a visit that waits
    page = desk.logged_in("handler")
    ready(page)
    write(page, "Wants a bed")
    counted(page, "1 visit waits to be handed in")
    # When the worker logs out from another page of the desk
    page.goto("/desk/")
    page.get_by_role("button", name="Log out").click()
    # Then nothing is deleted yet
    expect(page.get_by_role("heading", name="Before you log out")).to_be_visible()
    expect(page.get_by_text("1 visit written on the outreach page")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Hand in first").click()
    expect(page.get_by_text("1 visit waits on this device, sealed.")).to_be_visible()
    # When they decide against it
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="Delete them for good and log out").click()
    # Then nothing is left, and nothing was handed in
    logged_out(page)
    assert page.evaluate(LEFT) == {"databases": [], "caches": [], "workers": 0, "local": 0}
    assert not Contact.objects.exists()


def test_a_colleague_on_the_same_device_hands_nothing_in_and_leaves_it_there(desk: Desk) -> None:
    # Given a visit of one worker, whose session is over
    page = desk.logged_in("handler")
    ready(page)
    write(page, "Wants a bed")
    counted(page, "1 visit waits to be handed in")
    page.context.clear_cookies()
    hand_in(page)
    expect(page.locator("[data-notice]")).to_contain_text("Your log-in has ended.")
    # When a colleague logs in on the device and, somehow, knows the passphrase
    page.goto("/log-in/")
    page.locator("input[name=username]").fill("caseworker")
    page.get_by_label("Password", exact=True).fill("onequeue-demo")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Start", level=1)).to_be_visible()
    page.goto(PAGE)
    expect(page.locator("[data-notice]")).to_contain_text("These visits are Handler Example's")
    unlock(page)
    hand_in(page)
    expect(page.locator("[data-notice]")).to_contain_text("These visits are Handler Example's")
    assert not Contact.objects.exists()
    # And the colleague's log-out leaves them, sealed
    page.get_by_role("button", name="Log out").click()
    logged_out(page)
    assert page.evaluate(LEFT)["databases"] == ["onequeue-outreach"]
    assert "Wants a bed" not in page.evaluate(RAW)
    # When the one who wrote them logs in again, they are handed in
    page.locator("input[name=username]").fill("handler")
    page.get_by_label("Password", exact=True).fill("onequeue-demo")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Start", level=1)).to_be_visible()
    page.goto(PAGE)
    unlock(page)
    hand_in(page)
    expect(page.get_by_text("Handed in", exact=True)).to_be_visible()
    assert Contact.objects.get().logged_by == Staff.objects.get(username="handler")


def test_wrong_passphrases_make_the_page_wait_and_delete_nothing(desk: Desk) -> None:
    page = desk.logged_in("handler")
    ready(page)
    write(page, "Wants a bed")
    counted(page, "1 visit waits to be handed in")
    page.reload()
    for _ in range(5):
        unlock(page, "not this one at all")
        expect(page.get_by_text("This is not the passphrase of this device")).to_be_visible()
    unlock(page)
    expect(page.get_by_text("Too many wrong tries. Wait")).to_be_visible()
    assert "Wants a bed" not in page.content()
    # Closing the page does not undo the wait; when it is over, everything is there
    page.reload()
    unlock(page)
    expect(page.get_by_text("Too many wrong tries. Wait")).to_be_visible()
    page.clock.set_fixed_time(page.evaluate("Date.now() + 31000"))
    unlock(page)
    expect(page.locator("[data-list]").get_by_text("Wants a bed")).to_be_visible()


def test_the_worker_serves_nothing_but_the_outreach_page(desk: Desk) -> None:
    page = desk.logged_in("handler")
    ready(page)
    page.context.set_offline(True)
    for path in ("/desk/", "/desk/log/in-person/", "/desk/outreach/leave/"):
        other = page.context.new_page()
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
            other.goto(path)
        other.close()
    page.goto(PAGE)
    expect(page.get_by_role("heading", name="Unlock")).to_be_visible()
    kept = page.evaluate(
        "async () => (await (await caches.open((await caches.keys())[0])).keys()).map(each => each.url)"
    )
    assert all("/static/onequeue/" in each or each.endswith("/desk/outreach/shell/") for each in kept)


def test_it_looks_right_by_day_and_night(desk: Desk, accessible_by_day_and_night: Check) -> None:
    page = desk.logged_in("handler", "phone")
    ready(page)
    write(page, "Wants a bed", name="Hana")
    accessible_by_day_and_night(page)
    page.get_by_role("button", name="Lock", exact=True).click()
    accessible_by_day_and_night(page)
    page.goto("/desk/outreach/leave/")
    accessible_by_day_and_night(page)


def test_without_scripts_the_ordinary_form_is_offered(desk: Desk) -> None:
    page = desk.logged_in("handler", javascript=False)
    page.goto(PAGE)
    page.get_by_role("link", name="log a visit on the ordinary form").click()
    expect(page.get_by_role("heading", name="Log a visit")).to_be_visible()
