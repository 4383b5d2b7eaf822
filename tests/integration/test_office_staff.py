"""Log-ins: made without a password, changed within limits, ended with every session, and never the last one."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils import timezone

from casework.models import Case, Event, Session, Staff
from casework.permissions import NotAllowed
from casework.services import duty, leaving, staff_accounts, staff_kept
from casework.services.staff_accounts import CannotBeStaff, Wanted
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

LIST = "/desk/settings/staff/"
LIST_STATEMENTS = 3
PAGE_STATEMENTS = 6
GOOD = "three plain words together"


@pytest.fixture
def manager() -> Staff:
    return make.staff("manager", role="manager")


@pytest.fixture
def desk(manager: Staff) -> Client:
    client = Client()
    client.force_login(manager)
    return client


def url(staff: Staff, page: str = "") -> str:
    return f"{LIST}{staff.pk}/{page}"


def typed(**fields: Any) -> dict[str, Any]:
    return {"full_name": "Amina Yusuf", "email": "amina@example.org", "role": "caseworker", **fields}


def wanted(**fields: Any) -> Wanted:
    values: dict[str, Any] = {
        "full_name": "Amina Yusuf", "email": "", "role": "caseworker", "is_safeguarding": False, "teams": (), "leads": (),
    }  # fmt: skip
    return Wanted(**{**values, **fields})


def logged_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def is_in(client: Client) -> bool:
    return client.get("/desk/settings/").status_code != 302


def made_link(desk: Client, staff: Staff) -> str:
    page = desk.post(url(staff, "link/"))
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    found = re.search(r"https://requests\.example\.org(/set-password/[^\s<]+)", page.content.decode())
    assert found
    return found[1]


def choose(address: str, password: str = GOOD, again: str = "") -> Any:
    """As a browser does: the address, the form it leads to, and the answer."""
    client = Client()
    form = client.get(address)
    if form.status_code != 302:
        return form
    return client.post(form["Location"], {"new_password1": password, "new_password2": again or password})


# Made


def test_somebody_gets_a_log_in_without_a_password(desk: Client, manager: Staff) -> None:
    team, led = make.team("housing"), make.team("money")
    data = typed(username="amina", teams=[str(team.pk)], leads=[str(led.pk)], is_safeguarding="on")
    page = Page(desk.post(f"{LIST}new/", data, follow=True))
    staff = Staff.objects.get(username="amina")
    assert "Amina Yusuf has a log-in." in page.words and "They have none yet." in page.words
    assert not staff.has_usable_password() and staff.is_safeguarding and staff.role == "caseworker"
    assert set(staff.memberships.values_list("team__code", "is_lead")) == {
        ("housing", False),
        ("money", True),
    }
    event = Event.objects.get(verb="staff_added")
    assert (
        event.actor == manager
        and event.after["staff"] == str(staff.pk)
        and event.after["role"] == "caseworker"
    )
    assert "No password yet" in Page(desk.get(LIST)).words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"username": ""}, "Write a log-in name"),
        ({"username": "manager"}, "Somebody has this log-in name already."),
        ({"username": "a b"}, "Enter a valid username"),
        ({"username": "x" * 151}, "Shorten it to 150"),
        ({"full_name": "\u200b"}, "Write their name"),
        ({"email": "nowhere"}, "Write a whole e-mail address"),
        ({"role": "administrator"}, "Choose one of the roles on this page."),
        ({"role": ""}, "Choose a role."),
        ({"teams": ["\x00"]}, "Choose from the teams on this page."),
        ({"leads": ["nonsense"]}, "Choose from the teams on this page."),
    ],
    ids=[
        "no log-in",
        "taken",
        "a space",
        "long",
        "no name",
        "e-mail",
        "more powerful",
        "no role",
        "NUL",
        "no such team",
    ],
)
def test_a_log_in_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    fields: dict[str, Any], words: str, desk: Client
) -> None:
    answer = desk.post(f"{LIST}new/", typed(**{"username": "amina", **fields}))
    page = Page(answer)
    assert answer.status_code == 422 and words in page.words and page.dangers == []
    assert page.values["email"] == fields.get("email", "amina@example.org")
    assert Staff.objects.count() == 1


# A password that only they know


def test_a_link_is_shown_once_and_lets_them_choose_a_password_once(desk: Client, manager: Staff) -> None:
    staff = staff_accounts.add(username="amina", wanted=wanted(), actor=manager, now=make.NOW)
    address = made_link(desk, staff)
    assert address not in desk.get(url(staff)).content.decode()
    assert choose(address)["Location"] == "/log-in/"
    staff.refresh_from_db()
    assert staff.check_password(GOOD) and Event.objects.get(verb="password_set").actor == staff
    assert "This link is no good" in Page(choose(address, "another set of words")).words
    staff.refresh_from_db()
    assert staff.check_password(GOOD)
    assert Client().login(username="amina", password=GOOD)


def test_the_page_of_the_link_keeps_the_token_out_of_its_address(desk: Client) -> None:
    address = made_link(desk, make.staff("amina"))
    client = Client()
    form = client.get(address)
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert form.status_code == 302 and token not in form["Location"]
    page = client.get(form["Location"])
    assert token not in page.content.decode() and "Choose a password" in Page(page).words
    assert page["Cache-Control"] and page["Referrer-Policy"] == "same-origin"


def test_no_event_and_no_version_holds_a_link_or_a_password(desk: Client) -> None:
    staff = make.staff("amina")
    address = made_link(desk, staff)
    choose(address)
    token = address.rstrip("/").rsplit("/", 1)[1]
    said = " ".join(str(each) for each in Event.objects.values_list("words", "before", "after"))
    assert token not in said and GOOD not in said
    assert not hasattr(staff.versions.first(), "password")  # type: ignore[attr-defined]


def test_a_newer_link_of_a_new_log_in_ends_the_older_one(desk: Client, manager: Staff) -> None:
    staff = staff_accounts.add(username="amina", wanted=wanted(), actor=manager, now=make.NOW)
    older, newer = made_link(desk, staff), made_link(desk, staff)
    assert choose(older).status_code == 404
    assert choose(newer).status_code == 302


def test_until_they_choose_another_the_old_password_works(desk: Client) -> None:
    staff = make.staff("amina")
    browser, address = logged_in(staff), made_link(desk, staff)
    staff.refresh_from_db()
    assert is_in(browser) and staff.check_password("onequeue-demo")
    choose(address)
    assert not is_in(browser) and not Client().login(username="amina", password="onequeue-demo")


def test_whoever_is_logged_in_as_themselves_can_use_their_link(desk: Client) -> None:
    staff = make.staff("amina")
    browser, address = logged_in(staff), made_link(desk, staff)
    form = browser.get(address)
    page = browser.post(form["Location"], {"new_password1": GOOD, "new_password2": GOOD}, follow=True)
    assert page.status_code == 200 and "Your password is set. Log in as amina." in Page(page).words
    assert not is_in(browser) and is_in(desk)


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "", "at least 12 characters"),
        (GOOD, "another one altogether", "The two passwords differ."),
        ("password1234", "", "too common"),
        ("aminayusufexample1", "", "too similar"),
        ("", "", "Choose a password."),
        ("\x00" * 12, "", "Null characters"),
        ("x" * 1_001, "", "Use 1,000 characters or fewer."),
    ],
    ids=["short", "two different", "common", "the name", "empty", "NUL", "very long"],
)
def test_a_bad_password_is_refused_in_words(password: str, again: str, words: str, desk: Client) -> None:
    staff = make.staff("aminayusufexample")
    answer = choose(made_link(desk, staff), password, again)
    assert answer.status_code == 422 and words in Page(answer).words
    staff.refresh_from_db()
    assert staff.check_password("onequeue-demo")


@pytest.mark.parametrize("gone", ["used", "old", "out of use", "machine", "changed", "nobody"])
def test_a_link_that_is_no_good_says_so_and_no_more(
    gone: str, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = make.staff("amina")
    address = made_link(desk, staff)
    if gone == "used":
        choose(address)
    elif gone == "old":
        later = timezone.now() + timedelta(days=4)
        monkeypatch.setattr(default_token_generator, "_now", lambda: later.replace(tzinfo=None))
    elif gone == "out of use":
        Staff.objects.filter(pk=staff.pk).update(is_active=False)
    elif gone == "machine":
        Staff.objects.filter(pk=staff.pk).update(is_machine=True)
    elif gone == "changed":
        address = address[:-3] + "aa/"
    else:
        address = "/set-password/%00/x/"
    page = Client().get(address)
    assert page.status_code == 404
    words = Page(page).words
    assert "This link is no good" in words and "Amina" not in words


def test_nobody_makes_a_link_for_somebody_out_of_use(desk: Client) -> None:
    staff = make.staff("amina", is_active=False)
    page = Page(desk.post(url(staff, "link/"), follow=True))
    assert "Amina Example is out of use. Put them back in use first." in page.words
    assert not Event.objects.filter(verb="password_link").exists()


# Changed


def test_a_change_is_on_record_with_before_and_after(desk: Client, manager: Staff) -> None:
    staff, team = make.staff("amina", teams=("housing", "triage")), make.team("money")
    page = desk.post(url(staff), typed(role="lead", teams=[str(team.pk)]), follow=True)
    assert "Saved." in Page(page).words
    staff.refresh_from_db()
    assert (staff.full_name, staff.role, staff.email) == ("Amina Yusuf", "lead", "amina@example.org")
    assert [each.code for each in staff.teams.all()] == ["money"]
    event = Event.objects.get(verb="staff_changed")
    assert event.actor == manager and event.words == "Changed Amina Yusuf: name, e-mail address, role"
    assert event.before == {"full_name": "Amina Example", "email": "", "role": "caseworker"}
    said = Event.objects.filter(verb="team_members").values_list("words", flat=True)
    assert set(said) == {"Amina Yusuf left Housing", "Amina Yusuf left Triage", "Amina Yusuf is in Money"}


def test_a_team_out_of_use_is_left_as_it_was(desk: Client) -> None:
    staff = make.staff("amina", teams=("housing",))
    make.team("housing").__class__.objects.filter(code="housing").update(active=False)
    desk.post(url(staff), typed())
    assert [each.code for each in staff.teams.all()] == ["housing"]


def test_another_role_logs_them_out_everywhere_and_nobody_else(desk: Client, manager: Staff) -> None:
    staff, other = make.staff("amina"), make.staff("ben")
    browsers, others = [logged_in(staff), logged_in(staff)], logged_in(other)
    desk.post(url(staff), typed(role="caseworker"))
    assert all(map(is_in, browsers))  # a name alone ends nothing
    desk.post(url(staff), typed(role="handler"))
    assert not any(map(is_in, browsers)) and is_in(others) and is_in(desk)
    assert Session.objects.count() == 2


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_nobody_changes_their_own_role_or_safeguarding_or_ends_their_own_log_in(role: str) -> None:
    actor = make.staff("actor", role=role)
    make.staff("other", role="administrator")
    desk = logged_in(actor)
    desk.post(url(actor), typed(role="handler", is_safeguarding="on"))
    actor.refresh_from_db()
    assert actor.role == role and not actor.is_safeguarding and actor.full_name == "Amina Yusuf"
    for changed in ({"role": "handler"}, {"is_safeguarding": True}):
        with pytest.raises(CannotBeStaff, match="Nobody changes"):
            staff_accounts.change(
                staff=actor, wanted=wanted(**{"role": role, **changed}), actor=actor, now=make.NOW
            )
    page = Page(desk.post(url(actor, "use/"), {"do": "out"}, follow=True))
    assert "Nobody puts themselves out of use." in page.words
    actor.refresh_from_db()
    assert actor.is_active


def test_a_manager_changes_no_administrator_and_makes_none(desk: Client, manager: Staff) -> None:
    admin, staff = make.staff("admin", role="administrator"), make.staff("amina")
    page = Page(desk.get(url(admin)))
    assert "Only an administrator changes an administrator." in page.words and "Make a link" not in page.words
    desk.post(url(admin), typed(role="handler"))
    desk.post(url(admin, "link/"))
    desk.post(url(admin, "use/"), {"do": "out"})
    desk.post(url(staff), typed(role="administrator"))
    admin.refresh_from_db()
    staff.refresh_from_db()
    assert (admin.role, admin.is_active, staff.role) == ("administrator", True, "caseworker")
    with pytest.raises(CannotBeStaff, match="You cannot give this role"):
        staff_accounts.change(staff=staff, wanted=wanted(role="administrator"), actor=manager, now=make.NOW)
    assert not Event.objects.exists()


def test_an_administrator_makes_a_manager() -> None:
    desk = logged_in(make.staff("admin", role="administrator"))
    desk.post(f"{LIST}new/", typed(username="amina", role="manager"))
    assert Staff.objects.get(username="amina").role == "manager"


@pytest.mark.parametrize("other", ["nobody", "out of use", "machine", "no password"])
def test_the_last_one_who_may_change_staff_stays(other: str) -> None:
    last, lead = make.staff("admin", role="administrator"), make.staff("lead", role="lead", lead=True)
    changes: dict[str, dict[str, Any]] = {
        "nobody": {"role": "lead"}, "out of use": {"is_active": False}, "machine": {"is_machine": True}, "no password": {},
    }  # fmt: skip
    second = make.staff("second", role="manager")
    Staff.objects.filter(pk=second.pk).update(**changes[other] or {"password": "!none"})
    assert staff_kept.why_kept(last)
    with pytest.raises(duty.CannotBeSet, match="Nobody else could change staff"):
        leaving.switch_off(staff=last, actor=lead, now=make.NOW)
    admin = make.staff("third", role="administrator")
    Staff.objects.filter(pk=admin.pk).update(
        is_active=False
    )  # put out of use by somebody else this very moment
    with pytest.raises(CannotBeStaff, match="Nobody else could change staff"):
        staff_accounts.change(staff=last, wanted=wanted(role="lead"), actor=admin, now=make.NOW)
    last.refresh_from_db()
    assert last.is_active and last.role == "administrator"


# Out of use


def test_out_of_use_keeps_the_history_and_ends_every_session(desk: Client, manager: Staff) -> None:
    staff = make.staff("amina")
    browser = logged_in(staff)
    page = Page(desk.post(url(staff, "use/"), {"do": "out"}, follow=True))
    assert "Amina Example is out of use and logged out everywhere." in page.words
    staff.refresh_from_db()
    assert not staff.is_active and not is_in(browser)
    assert Event.objects.get(verb="left").actor == manager
    assert "Amina Example" in Page(desk.get(f"{LIST}?show=left")).words
    assert "Amina Example" not in Page(desk.get(LIST)).words
    desk.post(url(staff, "use/"), {"do": "back"})
    staff.refresh_from_db()
    assert staff.is_active and not is_in(browser)
    assert Event.objects.get(verb="staff_back").before == {"is_active": False}


def test_whoever_has_open_cases_hands_them_over_first(desk: Client) -> None:
    staff, case = make.staff("amina"), make.case()
    Case.objects.filter(pk=case.pk).update(assignee=staff)
    page = desk.get(url(staff))
    assert f"/desk/settings/duty/{staff.pk}/leaving/" in page.content.decode()
    assert "They still have open cases (Triage: 1)." in Page(page).words
    refused = Page(desk.post(url(staff, "use/"), {"do": "out"}, follow=True))
    assert "still has open cases or follow-ups. Hand them over first." in refused.words
    staff.refresh_from_db()
    assert staff.is_active


def test_leaving_by_the_page_of_work_logs_out_too(manager: Staff) -> None:
    staff = make.staff("amina")
    browser = logged_in(staff)
    leaving.leave(staff=staff, to={}, actor=manager, now=make.NOW)
    assert not is_in(browser) and not Session.objects.exists()


# Seen


def test_machines_stand_apart_and_have_no_page(desk: Client) -> None:
    machine = make.staff("robot", is_machine=True)
    assert "Robot" not in Page(desk.get(LIST)).words
    page = desk.get(f"{LIST}?show=machines")
    assert "Robot Example" in Page(page).words and str(machine.pk) not in page.content.decode()
    for address in ("", "link/", "use/", "changes/"):
        assert desk.post(url(machine, address), typed()).status_code in (404, 405)


@pytest.mark.parametrize("query", ["?q=amina", "?q=YUSUF+amina", "?q=amina@", "?show=nonsense&q=amina"])
def test_the_search_finds_by_name_log_in_and_address(query: str, desk: Client) -> None:
    make.staff("amina", email="amina@example.org")
    Staff.objects.filter(username="amina").update(full_name="Amina Yusuf")
    words = Page(desk.get(LIST + query)).words
    assert (
        "Amina Yusuf" in words
        and "Manager Example" not in words.split("Add somebody")[0].split("Machines")[-1]
    )


@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=nobody", "?from=nonsense", "?show=%00&from=%ff", "?q=" + "x" * 3000]
)
def test_an_odd_search_is_answered(query: str, desk: Client) -> None:
    answer = desk.get(LIST + query)
    assert answer.status_code == 200 and Page(answer).dangers == []


def test_page_two_begins_where_page_one_ended(desk: Client) -> None:
    for number in range(60):
        make.staff(f"staff-{number:02}", teams=())
    first = desk.get(LIST)
    older = re.search(r'href="(\?[^"]+)" rel="next"', first.content.decode())
    assert older
    second = desk.get(LIST + older[1].replace("&amp;", "&")).content.decode()
    assert "Staff-59" in second and "Staff-01 " not in second and "Staff-01" in first.content.decode()


@pytest.mark.parametrize("role", ["handler", "caseworker", "lead"])
def test_only_managers_and_administrators_may(role: str) -> None:
    actor, staff = make.staff("somebody", role=role, lead=True), make.staff("amina")
    for act in (
        lambda: staff_accounts.add(username="x", wanted=wanted(), actor=actor, now=make.NOW),
        lambda: staff_accounts.change(staff=staff, wanted=wanted(), actor=actor, now=make.NOW),
        lambda: staff_accounts.link(staff=staff, actor=actor, now=make.NOW),
        lambda: staff_accounts.put_out_of_use(staff=staff, actor=actor, now=make.NOW),
        lambda: staff_accounts.put_in_use(staff=staff, actor=actor, now=make.NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Event.objects.exists()


def test_the_changes_say_who_changed_what(desk: Client) -> None:
    staff = make.staff("amina")
    desk.post(url(staff), typed(role="lead"))
    made_link(desk, staff)
    words = Page(desk.get(url(staff, "changes/"))).words
    assert "Role: Caseworker, now Team lead" in words and "Name: “Amina Example”, now “Amina Yusuf”" in words
    assert "Made a link for Amina Yusuf to choose a password" in words and "Manager Example" in words


@pytest.mark.parametrize("more", [0, 12], ids=["few", "many"])
def test_the_pages_cost_the_same_however_many_there_are(
    more: int, desk: Client, django_assert_num_queries: Any
) -> None:
    staff = make.staff("amina")
    for number in range(more):
        make.staff(f"staff-{number}", teams=("triage", f"team-{number}"))
    with django_assert_num_queries(LIST_STATEMENTS):
        desk.get(LIST)
    with django_assert_num_queries(PAGE_STATEMENTS):
        desk.get(url(staff))
