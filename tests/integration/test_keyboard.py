"""The list of keys, the switch that turns them off, and the palette: for whom, with what, at what cost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework import keyboard
from casework.models import Case, DeskChoices, Event, SavedView, Staff
from casework.permissions import NotAllowed
from casework.services import preferences
from tests import factories as make

pytestmark = pytest.mark.django_db

# Session, user with their choices, and the office.
STATEMENTS_OF_THE_KEYS = 1
# Session with user; cases, their parties, people, saved views.
STATEMENTS_OF_THE_PALETTE = 5
STATEMENTS_WITHOUT_WORDS = 2


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def client(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len([query for query in seen if "SAVEPOINT" not in query["sql"]])


def offered(client: Client, typed: str = "") -> dict[str, list[dict[str, str]]]:
    answer = client.get("/desk/palette/", {"q": typed})
    assert answer.status_code == 200
    return {group["title"]: group["items"] for group in answer.json()["groups"]}


def labels(client: Client, title: str, typed: str = "") -> list[str]:
    return [item["label"] for item in offered(client, typed).get(title, [])]


# The keys


def test_the_page_and_the_list_on_every_page_have_the_same_keys(client: Client) -> None:
    page, queue = client.get("/desk/keys/"), client.get("/desk/")
    for key in (key for group in keyboard.GROUPS for key in group.keys):
        assert key.words in page.content.decode()
        assert f'data-for="{key.code}"' in queue.content.decode()


def test_the_keys_cost_no_statement_of_their_own(client: Client, worker: Staff) -> None:
    assert statements(client, "/desk/keys/") == STATEMENTS_OF_THE_KEYS
    preferences.set_shortcuts(on=False, actor=worker, now=make.NOW)
    assert statements(client, "/desk/keys/") == STATEMENTS_OF_THE_KEYS


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("take", "Take this case"),
        ("reply", "<details"),
        ("note", "<details"),
        ("status", "<select"),
        ("assign", "<select"),
    ],
)
def test_a_case_has_the_controls_that_keys_press(code: str, text: str, client: Client) -> None:
    page = client.get(f"/desk/cases/{make.case().reference}/").content.decode()
    control = next(line for line in page.splitlines() if f'data-key="{code}"' in line)
    assert text in control


# Switched off


def test_switched_off_they_are_off_on_the_next_page_and_it_is_on_record(
    client: Client, worker: Staff
) -> None:
    assert "data-keys>" in client.get("/desk/").content.decode()
    answer = client.post("/desk/preferences/", {"shortcuts": "off"}, follow=True)
    assert "Single keys are off." in answer.content.decode()
    assert "data-keys>" not in answer.content.decode()
    assert "data-keys>" not in client.get("/desk/").content.decode()
    assert "You have switched the single keys off" in client.get("/desk/keys/").content.decode()
    event = Event.objects.get(verb="shortcuts_set")
    assert (
        event.actor == worker and event.before == {"shortcuts": True} and event.after == {"shortcuts": False}
    )
    client.post("/desk/preferences/", {"shortcuts": "on"})
    assert "data-keys>" in client.get("/desk/").content.decode()


def test_the_same_again_leaves_no_second_line(client: Client, worker: Staff) -> None:
    for _ in range(2):
        client.post("/desk/preferences/", {"shortcuts": "off"})
    assert Event.objects.filter(verb="shortcuts_set").count() == 1
    assert DeskChoices.objects.get(staff=worker).shortcuts is False


def test_one_person_s_choice_is_nobody_else_s(client: Client) -> None:
    client.post("/desk/preferences/", {"shortcuts": "off"})
    other = Client()
    other.force_login(make.staff("other"))
    assert "data-keys>" in other.get("/desk/").content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"shortcuts": ""}, {"shortcuts": "maybe"}, {"shortcuts": "\x00"}], ids=repr
)
def test_a_choice_that_is_none_is_refused_in_words(sent: dict[str, str], client: Client) -> None:
    answer = client.post("/desk/preferences/", sent)
    assert answer.status_code == 422 and "There is a problem" in answer.content.decode()
    assert not DeskChoices.objects.exists()


def test_the_form_shows_what_is_chosen(client: Client) -> None:
    assert client.get("/desk/preferences/").context["form"]["shortcuts"].value() == "on"
    client.post("/desk/preferences/", {"shortcuts": "off"})
    assert client.get("/desk/preferences/").context["form"]["shortcuts"].value() == "off"


def test_whoever_has_no_desk_cannot_arrange_it() -> None:
    with pytest.raises(NotAllowed):
        preferences.set_shortcuts(on=False, actor=make.staff("admin", role="administrator"), now=make.NOW)
    assert not DeskChoices.objects.exists()


# The palette


def test_it_offers_cases_and_people(client: Client) -> None:
    case = make.case("The boiler is out", person_name="Amina Khan")
    for typed in ("boiler", "amina", "900101", case.reference.lower().replace("-", "")):
        (found,) = offered(client, typed)["Cases"]
        assert found == {
            "label": f"{case.reference} Amina Khan", "hint": "The boiler is out", "url": f"/desk/cases/{case.reference}/",
        }  # fmt: skip
    (person,) = offered(client, "khan")["People"]
    assert person["label"] == "Amina Khan" and client.get(person["url"]).status_code == 200


def test_what_one_may_not_see_is_not_offered(client: Client) -> None:
    case = make.case("A secret boiler", person_name="Zebedee Quill")
    Case.objects.filter(pk=case.pk).update(team=make.team("legal"), restricted=True)
    for typed in ("secret", "zebedee", "900101", case.reference):
        assert not {"Cases", "People"} & set(offered(client, typed))


def test_one_letter_looks_for_no_case(client: Client) -> None:
    make.case("A boiler", person_name="Amina Khan")
    assert not {"Cases", "People"} & set(offered(client, "a"))


@pytest.mark.parametrize(
    ("role", "has", "lacks"),
    [
        ("handler", "Log a call", "Settings"), ("caseworker", "Needs filing", "Set aside"), ("lead", "Set aside", ""),
        ("lead", "Routing rules", ""), ("manager", "Targets", ""), ("administrator", "Routing rules", "Queue"),
    ],
    ids=["handler", "caseworker", "lead", "lead_settings", "manager", "administrator"],
)  # fmt: skip
def test_places_are_those_that_one_may_see(role: str, has: str, lacks: str) -> None:
    client = Client()
    client.force_login(make.staff("somebody", role=role))
    found = labels(client, "Places")
    assert has in found and lacks not in found
    for item in offered(client)["Places"]:
        assert client.get(item["url"]).status_code == 200, item


def test_an_administrator_finds_places_and_nobody_s_case() -> None:
    make.case("A boiler", person_name="Amina Khan")
    client = Client()
    client.force_login(make.staff("admin", role="administrator"))
    assert set(offered(client, "amina")) == set() and labels(client, "Places", "targets") == ["Targets"]


def test_typed_letters_begin_words_of_a_place(client: Client) -> None:
    assert labels(client, "Places", "log ca") == ["Log a call"]
    assert labels(client, "Places", "my") == ["My cases"]
    assert labels(client, "Places", "zz") == [] and labels(client, "Places", "?!") == []


def test_saved_views_are_one_s_own_those_of_one_s_teams_and_the_office_s(
    client: Client, worker: Staff
) -> None:
    other = make.staff("other")
    common: dict[str, Any] = {"query": "who=mine", "made_by": other, "made_at": make.NOW}
    SavedView.objects.create(name="My damp", owner=worker, **common)
    SavedView.objects.create(name="Housing damp", team=make.team("housing"), **common)
    SavedView.objects.create(name="Everybody's damp", **common)
    SavedView.objects.create(name="Their damp", owner=other, **common)
    SavedView.objects.create(name="Legal damp", team=make.team("legal"), **common)
    found = offered(client, "damp")["Saved views"]
    assert {(item["label"], item["hint"]) for item in found} == {
        ("My damp", "Yours"), ("Housing damp", "Housing"), ("Everybody's damp", "The whole office"),
    }  # fmt: skip
    assert client.get(found[0]["url"], follow=True).status_code == 200


def test_the_palette_needs_the_same_statements_for_one_case_and_for_many(
    client: Client, worker: Staff
) -> None:
    make.case("A boiler", person_name="Amina Boiler")
    few = statements(client, "/desk/palette/?q=boiler")
    for number in range(12):
        make.text(
            "A boiler",
            sender=f"07700 900{number:03}",
            person_name=f"Boiler {number}",
            at=make.later(days=number),
        )
        SavedView.objects.create(name=f"Boiler {number}", owner=worker, made_by=worker, made_at=make.NOW)
    assert few == statements(client, "/desk/palette/?q=boiler") == STATEMENTS_OF_THE_PALETTE
    assert statements(client, "/desk/palette/") == STATEMENTS_WITHOUT_WORDS
    assert len(offered(client, "boiler")["Cases"]) == 6


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff", "q=" + "x" * 5000, "q=a&q=b", "q=%22-", "q=team:", "x=1"]
)
def test_odd_words_are_answered(query: str, client: Client) -> None:
    make.case()
    answer = client.get(f"/desk/palette/?{query}")
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]


def test_words_of_others_are_data_and_never_markup(client: Client) -> None:
    make.case("boiler <script>alert(1)</script> \u202e", person_name="<b>Amina</b>")
    answer = client.get("/desk/palette/?q=boiler")
    assert answer["Content-Type"] == "application/json" and "\u202e" not in answer.content.decode()


def test_a_stranger_logs_in_first() -> None:
    make.office()
    assert Client().get("/desk/palette/?q=boiler").status_code == 302
