"""The ten commonest tasks of the desk, each by mouse alone and by keyboard alone: Tab, arrows, Space, Enter and letters, no
single keys. Where one of them can no longer be done in one of the two ways, this fails.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from casework.models import Case, Contact, Delivery, Note, Staff
from tests import factories as make
from tests.journeys import steps
from tests.journeys.steps import Desk, open_case, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@dataclass
class Hands:
    """Somebody at the desk who has only the one or only the other."""

    page: Page
    mouse: bool

    def press(self, wanted: Locator) -> None:
        if self.mouse:
            wanted.click()
        else:
            steps.press(self.page, wanted)

    def write(self, wanted: Locator, words: str) -> None:
        if self.mouse:
            wanted.click()
        else:
            steps.tab_to(self.page, wanted)
        self.page.keyboard.type(words)

    def choose(self, wanted: Locator) -> None:
        if self.mouse:
            wanted.click()
        else:
            steps.choose(self.page, wanted)

    def select(self, wanted: Locator, words: str) -> None:
        """From a drop-down: the browser's own list takes the first letters of what is meant."""
        if self.mouse:
            wanted.select_option(label=words)
        else:
            steps.tab_to(self.page, wanted)
            self.page.keyboard.type(words)
            expect(wanted.locator("option:checked")).to_have_text(words)


@pytest.fixture(params=["mouse", "keyboard"])
def hands(request: pytest.FixtureRequest, desk: Desk) -> Hands:
    """A caseworker's, at the queue, in which a text of Amina Khan waits."""
    make.text("No heating since Friday", at=timezone.now(), person_name="Amina Khan")
    return Hands(desk.logged_in("caseworker"), mouse=request.param == "mouse")


@pytest.fixture
def case() -> Case:
    return Case.objects.get()


def test_1_open_what_presses_most(hands: Hands, case: Case) -> None:
    hands.press(hands.page.get_by_role("link", name="Amina Khan"))
    expect(hands.page.get_by_role("heading", level=1)).to_contain_text(case.reference)
    expect(timeline(hands.page)).to_contain_text("No heating since Friday")


def test_2_take_a_case(hands: Hands, case: Case) -> None:
    open_case(hands.page, case)
    hands.press(hands.page.get_by_role("button", name="Take this case"))
    expect(hands.page.get_by_role("button", name="Take this case")).to_have_count(0)
    assert str(Case.objects.get().assignee) == "Caseworker Example"


def test_3_answer_by_text(hands: Hands, case: Case) -> None:
    open_case(hands.page, case)
    before = Delivery.objects.count()
    hands.write(hands.page.locator("#reply-body"), "We come on Monday")
    hands.press(hands.page.locator("form[action$='/reply/'] [data-send]"))
    expect(timeline(hands.page)).to_contain_text("We come on Monday")
    assert Delivery.objects.count() == before + 1


def test_4_write_a_note(hands: Hands, case: Case) -> None:
    open_case(hands.page, case)
    note = hands.page.locator("form[action$='/note/']")
    if not note.is_visible():
        hands.press(hands.page.locator("#note > summary"))
    hands.write(note.locator("textarea"), "Rang the landlord")
    hands.press(note.get_by_role("button"))
    expect(timeline(hands.page)).to_contain_text("Rang the landlord")
    assert Note.objects.get().body == "Rang the landlord"


def test_5_give_it_to_a_colleague(hands: Hands, case: Case) -> None:
    open_case(hands.page, case)
    hands.select(hands.page.locator("[data-key=assign]"), "Lead Example")
    hands.press(hands.page.get_by_role("button", name="Assign", exact=True))
    expect(hands.page.locator(".oq-identity")).to_contain_text("Lead Example")
    assert str(Case.objects.get().assignee) == "Lead Example"


def test_6_end_it_with_an_outcome(hands: Hands, case: Case) -> None:
    open_case(hands.page, case)
    hands.select(hands.page.locator("[data-key=status]"), "Closed")
    hands.write(hands.page.get_by_label("Outcome"), "Heating mended")
    hands.press(hands.page.get_by_role("button", name="Change status"))
    expect(hands.page.locator(".oq-identity")).to_contain_text("Closed")
    assert Case.objects.get().outcome == "Heating mended"


def test_7_put_it_aside_for_later(hands: Hands, case: Case) -> None:
    make.opening_hours()
    open_case(hands.page, case)
    hands.press(hands.page.get_by_role("link", name="Put aside for later"))
    expect(hands.page.get_by_role("heading", name="aside for later")).to_be_visible()
    hands.choose(hands.page.locator("input[name=until]").first)
    hands.press(hands.page.get_by_role("button", name="Put it aside"))
    expect(hands.page.get_by_role("region", name="Put aside for later")).to_be_visible()
    assert Case.objects.get().snoozed_until is not None


def test_8_find_somebody_by_their_number(hands: Hands, case: Case) -> None:
    box = hands.page.get_by_role("searchbox").first
    hands.write(box, "900101")
    hands.page.keyboard.press("Enter")  # as with a mouse, after typing
    expect(hands.page.get_by_role("heading", name="Search", level=1)).to_be_visible()
    hands.press(hands.page.locator("main").get_by_role("link", name=case.reference).first)
    expect(hands.page.get_by_role("heading", level=1)).to_contain_text(case.reference)


def test_9_log_a_call(hands: Hands) -> None:
    hands.press(hands.page.get_by_role("navigation").get_by_role("link", name="Log a call"))
    expect(hands.page.get_by_role("heading", name="Log a call", level=1)).to_be_visible()
    hands.write(hands.page.get_by_label("Number, name, reference or postcode"), make.BEN)
    hands.write(hands.page.locator("#id_words"), "His bin was missed again")
    hands.choose(hands.page.locator("input[name=outcome]").first)
    hands.press(hands.page.get_by_role("button", name="Log the call"))
    expect(hands.page.get_by_role("heading", name="Logged")).to_be_visible()
    assert Contact.objects.get(channel="phone").body == "His bin was missed again"


def test_10_file_a_text_that_fits_two_cases(hands: Hands) -> None:
    handler, now = Staff.objects.get(username="handler"), timezone.now()
    missed, boiler = (
        make.call(words, by=handler, sender=make.BEN, at=now - timedelta(days=days), staff_choice="new").case
        for words, days in (("The bin was missed", 8), ("Boiler broken", 6))
    )
    text = make.text("Any news?", sender=make.BEN, at=now - timedelta(hours=30)).contact
    assert missed is not None and boiler is not None and text.filing == "held"
    hands.press(hands.page.get_by_role("link", name="Needs filing"))
    expect(hands.page.locator("main")).to_contain_text("Any news?")
    hands.press(hands.page.get_by_role("button", name=f"File here on {missed.reference}"))
    expect(hands.page.locator("main")).to_contain_text("Nothing needs filing")
    assert Contact.objects.get(pk=text.pk).case == missed
