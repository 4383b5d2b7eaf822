"""Every page of the desk: narrow and wide, by day and by night, without scripts, with hostile words."""

import pytest
from playwright.sync_api import expect

from casework.models import Case
from tests import factories as make
from tests.journeys.steps import Check, Desk, note, open_case, reply, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ATTACK = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "</textarea><svg onload=alert(1)> {{7*7}} javascript:alert(1) \u202egnp.exe"
)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_desk_page_is_accessible(size: str, desk: Desk, accessible_by_day_and_night: Check) -> None:
    case = make.case("A long word " + "x" * 300 + " and an answer\n" * 5, person_name="Y" * 80)
    make.form("bin", at=make.later(minutes=1))
    make.form("spam " + "z" * 200, quarantine="Filled in faster than anybody types")
    held = make.text("which one?", at=make.later(days=4)).contact
    page = desk.logged_in("lead", size)
    for path in (
        "/desk/",
        "/desk/?q=answer",
        "/desk/?q=zzzz",
        "/desk/?channel=web&who=mine",
        f"/desk/cases/{case.reference}/",
        "/desk/filing/",
        f"/desk/contacts/{held.pk}/move/",
        "/desk/set-aside/",
        "/desk/log/phone/",
        "/desk/log/in-person/",
    ):
        page.goto(path)
        accessible_by_day_and_night(page)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_page_about_routing_and_work_holds_long_names(
    size: str, desk: Desk, accessible_by_day_and_night: Check
) -> None:
    long = "Getting a home put right after water came in from above " * 2
    make.service("long", name=long[:110])
    make.team("long-team", name=f"{long[:60]}{'w' * 38}")
    make.rules({"name": long[:118], "team": "long-team", "tags": ["t" * 40], "acknowledgement": "a" * 200})
    case = make.case("Water came in", service_code="long")
    person = make.staff("colleague", teams=("triage", "housing", "long-team"), cap=3)
    Case.objects.filter(pk=case.pk).update(team=make.team("housing"), assignee=person)
    page = desk.logged_in("lead", size)
    make.staff("lead2", role="lead", teams=("long-team",))
    for path in (
        *(
            f"cases/{case.reference}/{part}/"
            for part in ("why", "service", "hand-over", "conflict", "target")
        ),
        f"cases/{case.reference}/follow-ups/new/",
        "next/",
        *(f"settings/{part}" for part in ("", "rules/", "rules/new/", "rules/save/", "rules/versions/")),
        *(
            f"settings/{part}"
            for part in ("rules/versions/1/", "areas/", "areas/new/", "hours/", "hours/office/")
        ),
        *(f"settings/{part}" for part in ("targets/", "targets/new/", "duty/", f"duty/{person.pk}/")),
        f"settings/duty/{person.pk}/leaving/",
    ):
        answer = page.goto(f"/desk/{path}")
        assert answer is not None and answer.status == 200, path
        accessible_by_day_and_night(page)


def test_every_error_on_the_desk_is_accessible(desk: Desk, accessible_by_day_and_night: Check) -> None:
    case = make.case()
    contact = case.contacts.get(direction="in")
    page = desk.logged_in("lead", "phone")
    open_case(page, case)
    reply(page, "  ")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    accessible_by_day_and_night(page)
    open_case(page, case)
    note(page, "  ")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    accessible_by_day_and_night(page)
    for path, button in (
        (f"/desk/contacts/{contact.pk}/move/", "Move it"),
        ("/desk/log/phone/", "Log the call"),
        ("/desk/log/in-person/", "Log the visit"),
    ):
        page.goto(path)
        page.get_by_role("button", name=button).click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        accessible_by_day_and_night(page)
    page.goto("/desk/cases/0000-0000/")
    accessible_by_day_and_night(page)


def test_the_desk_works_without_javascript(desk: Desk) -> None:
    case = make.case()
    page = desk.logged_in("caseworker", javascript=False)
    page.get_by_role("link", name=case.reference).click()
    reply(page, "No script needed")
    expect(timeline(page).get_by_text("No script needed")).to_be_visible()
    note(page, "Nor for a note")
    expect(timeline(page).get_by_text("Nor for a note")).to_be_visible()
    page.get_by_label("Give it to").select_option("lead")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("Given to Lead Example.")).to_be_visible()
    case = Case.objects.get(pk=case.pk)
    assert case.waiting_for == "person" and str(case.assignee) == "Lead Example"


def test_nothing_a_person_sends_runs_in_our_pages(desk: Desk, accessible: Check) -> None:
    # Given a person whose every word is an attack
    case = make.case(ATTACK, person_name=ATTACK[:90])
    make.form(ATTACK, at=make.later(minutes=1), answers={"<b>where</b>": ATTACK})
    held = make.text(ATTACK, at=make.later(days=4)).contact
    page = desk.logged_in("caseworker")
    # When staff open every page that shows them
    for path in (
        "/desk/",
        f"/desk/cases/{case.reference}/",
        "/desk/filing/",
        f"/desk/contacts/{held.pk}/move/",
        "/desk/?q=%3Cscript%3Edocument.title%3D%27owned%27%3C%2Fscript%3E",
    ):
        page.goto(path, wait_until="networkidle")
        # Then the words are there as words, and nothing of them became part of the page
        assert page.title() != "owned"
        assert page.locator("img[src='x'], svg[onload], main script").count() == 0
    open_case(page, case)
    expect(timeline(page).get_by_text("<script>").first).to_be_visible()
    accessible(page)
    # And a reply that quotes them is words, too
    reply(page, f"You wrote: {ATTACK}")
    expect(timeline(page).get_by_text("You wrote: <script>")).to_be_visible()
