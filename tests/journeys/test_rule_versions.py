"""Rules are changed without fear: replayed, held to their examples, compared, gone back from. By keyboard alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.models import RoutingDecision, RuleSetVersion, Staff
from casework.services import rule_drafts, rule_sets
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, press, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

RULES = "/desk/settings/rules/"
SAVE = "/desk/settings/rules/save/"
SIZES = ("desk", "phone")


def boilers(**more: Any) -> dict[str, Any]:
    conditions = {"all": [{"fact": "words", "op": "any_of", "value": ["boiler"]}]}
    return {"name": "Boilers", "conditions": conditions, "team": "housing", **more}


def given_rules(*documents: dict[str, Any], by: str = "manager", reason: str = "As it was") -> RuleSetVersion:
    return rule_sets.publish(
        documents=documents,
        base=RuleSetVersion.objects.live(),
        reason=reason,
        actor=Staff.objects.get(username=by),
        now=timezone.now(),
    )


def given_change(by: str, document: dict[str, Any]) -> None:
    """What the editor does; its own journeys are in test_rules."""
    rule_drafts.put(actor=Staff.objects.get(username=by), document=document, now=timezone.now())


def given_past_cases() -> None:
    for number in range(6):
        case = make.case(f"My boiler is broken since {number} days", sender=f"07700 9001{number:02}")
        RoutingDecision.objects.filter(case=case).update(at=timezone.now() - timedelta(days=1 + number * 4))


def saved(page: Page, reason: str) -> None:
    type_into(page, page.get_by_label("Why do the rules change?"), reason)
    press(page, page.get_by_role("button", name="Save and put in force"))


@pytest.mark.parametrize("size", SIZES)
def test_a_change_is_replayed_read_and_saved(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    """Given rules and past cases / when a rule is switched off and the cases are replayed / then chart and table say what, and it is saved."""
    given_rules(boilers(name="Everything broken", team="triage"), boilers())
    given_past_cases()
    page = desk.logged_in("lead", size)
    page.goto(RULES)
    press(page, page.get_by_role("button", name=re.compile("Switch off.*Everything broken")))
    expect(page.get_by_role("heading", name="Your draft: not in force")).to_be_visible()
    press(page, page.get_by_role("button", name="Check and save"))
    expect(page.get_by_role("heading", name="Check and save", level=1)).to_be_visible()
    expect(page.get_by_text("1 rule switched against version 1")).to_be_visible()
    accessible_by_day_and_night(page)

    choose(page, page.get_by_label("30 days"))
    press(page, page.get_by_role("button", name="Replay"))
    expect(
        page.get_by_role("heading", name="6 of 6 cases would have gone elsewhere", level=1)
    ).to_be_visible()
    table = page.get_by_role("table", name="From which team to which")
    expect(table.get_by_role("row", name="Triage Housing 6")).to_be_visible()
    expect(page.get_by_role("img", name="Housing: cases per week")).to_be_visible()
    press(page, page.locator("summary", has_text="In numbers").first)
    expect(page.get_by_role("table", name="New cases of Housing per week")).to_be_visible()
    accessible_by_day_and_night(page)

    press(page, page.get_by_role("link", name="Back to check and save").last)
    expect(page.get_by_role("heading", name="Check and save", level=1)).to_be_visible()
    saved(page, "Housing has a plumber now")
    expect(page.get_by_text("Version 2 is in force")).to_be_visible()
    assert make.case(sender="07700 900199").team.code == "housing"


def test_a_replay_goes_on_without_javascript(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a browser without scripts / when a replay takes longer than a step / then somebody presses Go on."""
    from casework.services import dry_runs
    from casework.views.rules import dry_run

    monkeypatch.setattr(dry_runs, "BATCH", 2)
    monkeypatch.setattr(dry_run, "SECONDS", 0.0)
    monkeypatch.setattr(dry_run, "SECONDS_PRESSED", 0.0)
    given_past_cases()
    given_change("lead", boilers())
    page = desk.logged_in("lead", javascript=False)
    page.goto(SAVE)
    page.get_by_label("30 days").check()
    page.get_by_role("button", name="Replay").click()
    expect(page.get_by_role("progressbar", name="2 of 6 cases")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("progressbar", name="4 of 6 cases")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on").click()
    expect(
        page.get_by_role("heading", name="6 of 6 cases would have gone elsewhere", level=1)
    ).to_be_visible()


def test_the_bar_moves_by_itself_and_says_how_far(
    desk: Desk, accessible: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a replay of many steps / when it runs / then its page shows words, goes on by itself and shows the result."""
    from casework.services import dry_runs
    from casework.views.rules import dry_run

    monkeypatch.setattr(dry_runs, "BATCH", 1)
    monkeypatch.setattr(dry_run, "SECONDS", 0.0)
    given_past_cases()
    given_change("lead", boilers())
    page = desk.logged_in("lead")
    page.route(
        "**/step/", lambda route: None
    )  # held back until `unroute`, to look at the page between two steps
    page.goto(SAVE)
    choose(page, page.get_by_label("30 days"))
    press(page, page.get_by_role("button", name="Replay"))
    expect(page.get_by_role("progressbar", name="1 of 6 cases")).to_be_visible()
    accessible(page)
    page.unroute("**/step/")
    expect(
        page.get_by_role("heading", name="6 of 6 cases would have gone elsewhere", level=1)
    ).to_be_visible()


def test_an_example_that_breaks_refuses_saving_until_it_is_mended(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    """Given a rule with an example / when a change breaks it / then saving names it, and goes through once mended."""
    example = {"name": "A cold flat", "facts": {"text": "my boiler"}, "expect": {"team": "housing"}}
    given_rules(boilers(examples=[example]), boilers(name="To triage", team="triage"))
    page = desk.logged_in("lead")
    page.goto(RULES)
    press(page, page.get_by_role("button", name=re.compile("Down.*Boilers")))
    expect(page.get_by_role("heading", name="Your draft: not in force")).to_be_visible()
    press(page, page.get_by_role("button", name="Check and save"))
    expect(page.get_by_role("heading", name="What must be mended first")).to_be_visible()
    saved(page, "A mistake")
    expect(page.get_by_role("alert")).to_contain_text("A cold flat")
    expect(page.get_by_role("alert")).to_contain_text("triage")
    accessible_by_day_and_night(page)
    assert RuleSetVersion.objects.count() == 1

    page.goto(RULES)
    press(page, page.get_by_role("button", name=re.compile("Up.*Boilers")))
    expect(page.locator("#rules li h2").first).to_contain_text("Boilers")
    press(page, page.get_by_role("button", name=re.compile("Switch off.*To triage")))
    expect(page.get_by_role("button", name=re.compile("Switch on.*To triage"))).to_be_visible()
    press(page, page.get_by_role("button", name="Check and save"))
    expect(page.get_by_role("heading", name="Check and save", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="What must be mended first")).to_have_count(0)
    saved(page, "Mended")
    expect(page.get_by_text("Version 2 is in force")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_two_versions_are_compared_and_the_old_one_routes_again(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    """Given two versions / when they are compared and the first is gone back to / then it routes the next case."""
    first = given_rules(boilers(), reason="Housing mends boilers")
    given_rules({**first.rules[0], "team": "triage"}, reason="The plumber left")
    assert make.case(sender="07700 900190").team.code == "triage"
    page = desk.logged_in("lead", size)
    page.goto("/desk/settings/rules/versions/")
    expect(page.get_by_role("heading", name="Versions of the rules", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Compare"))
    expect(page.get_by_role("heading", name="From version 1 to version 2", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="1 rule changed")).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("link", name="Go back to version 1"))
    expect(page.get_by_role("heading", name="Go back to version 1", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Go back to version 1"))
    expect(page.get_by_role("alert")).to_contain_text("Say why the rules change.")
    type_into(page, page.get_by_label("Why do you go back?"), "There is a plumber again")
    press(page, page.get_by_role("button", name="Go back to version 1"))
    expect(page.get_by_text("in force again, as version 3")).to_be_visible()
    assert make.case("The boiler again", sender="07700 900191").team.code == "housing"


@pytest.mark.parametrize("size", SIZES)
def test_of_two_who_save_at_once_the_second_chooses(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    """Given two drafts of one rule / when both save / then the second sees both, chooses, looks it over and saves."""
    first = given_rules(boilers())
    given_change("lead", {**first.rules[0], "priority": "urgent"})
    given_change("administrator", {**first.rules[0], "priority": "low"})
    one, two = desk.logged_in("administrator", size), desk.logged_in("lead", size)
    for page in (one, two):
        page.goto(SAVE)
        expect(page.get_by_role("heading", name="Check and save", level=1)).to_be_visible()
    saved(one, "Boilers can wait")
    expect(one.get_by_text("Version 2 is in force")).to_be_visible()

    saved(two, "Boilers cannot wait")
    expect(two.get_by_role("heading", name="Somebody saved meanwhile", level=1)).to_be_visible()
    expect(two.get_by_text("Administrator Example put version 2 in force")).to_be_visible()
    accessible_by_day_and_night(two)
    press(two, two.get_by_role("button", name="Bring my changes up to date"))
    expect(two.get_by_role("alert")).to_contain_text("Choose which one of “Boilers” you want.")
    choose(two, two.get_by_label("Mine"))
    press(two, two.get_by_role("button", name="Bring my changes up to date"))
    expect(two.get_by_text("Your changes are up to date")).to_be_visible()
    saved(two, "Boilers cannot wait")
    expect(two.get_by_text("Version 3 is in force")).to_be_visible()
    assert RuleSetVersion.objects.live().rules[0]["priority"] == "urgent"  # type: ignore[union-attr]


@pytest.mark.parametrize("size", SIZES)
def test_an_area_is_named_changed_and_removed(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    """Given no areas / when one is made with a slip / then the slip is named, and the area can be changed and removed."""
    page = desk.logged_in("administrator", size)
    page.goto("/desk/settings/areas/")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("link", name="Name the first area"))
    expect(page.get_by_role("heading", name="New area", level=1)).to_be_visible()
    type_into(page, page.get_by_label("Name"), "Across the river")
    type_into(page, page.get_by_label("Postcodes"), "ZE1\nthe island")
    press(page, page.get_by_role("button", name="Make the area"))
    expect(page.get_by_role("alert")).to_contain_text("“the island” is no part of a postcode")
    accessible_by_day_and_night(page)
    page.get_by_label("Postcodes").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("ZE1")
    press(page, page.get_by_role("button", name="Make the area"))
    expect(page.get_by_text("“Across the river” is kept")).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("link", name="Across the river"))
    expect(page.get_by_role("heading", name="Change an area", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Remove the area"))
    expect(page.get_by_text("“Across the river” is removed")).to_be_visible()
