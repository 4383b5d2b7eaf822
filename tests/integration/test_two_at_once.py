"""P9: two people decide about one case. Whoever is second sees both, and nothing they typed is lost."""

import re
from typing import Any

import pytest
from django.test import Client

from casework.models import Case, Person, Staff
from casework.services import assignment, meanwhile, notes, person_points, status
from casework.services.meanwhile import ChangedMeanwhile
from tests import factories as make

pytestmark = pytest.mark.django_db
SEEN = re.compile(r'name="seen" value="([^"]+)"')


@pytest.fixture
def case() -> Case:
    make.office(acknowledge_texts=False)
    return make.case("My boiler is broken", person_name="Amina")


@pytest.fixture
def ann(case: Case) -> Staff:
    return make.staff("ann", role="lead", lead=True)


@pytest.fixture
def ben(case: Case) -> Staff:
    return make.staff("ben", role="lead", lead=True)


def client_of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def opened(desk: Client, url: str) -> str:
    """What the page carried."""
    found = SEEN.search(desk.get(url).content.decode())
    assert found is not None
    return found[1]


def page_of(case: Case) -> str:
    return f"/desk/cases/{case.reference}/"


def words_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


def closes(desk: Client, case: Case, seen: str, outcome: str = "Fixed on Monday") -> Any:
    return desk.post(f"{page_of(case)}status/", {"status": "closed", "outcome": outcome, "seen": seen})


def test_a_status_decided_on_what_has_changed_is_compared_first(case: Case, ann: Staff, ben: Staff) -> None:
    desk = client_of(ann)
    seen = opened(desk, page_of(case))
    status.change_status(case=case, to="open", actor=ben, now=make.NOW)
    answer = closes(desk, case, seen)
    told = words_of(answer)
    assert answer.status_code == 409
    for words in ("As you saw it", "As it is now", "New", "Open", "Fixed on Monday", "Closed"):
        assert words in told
    case.refresh_from_db()
    assert case.status == "open"
    # What was typed goes along and is sent again from there
    again = SEEN.search(answer.content.decode())
    assert again is not None and 'name="outcome" value="Fixed on Monday"' in answer.content.decode()
    assert closes(desk, case, again[1]).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("closed", "Fixed on Monday")


def test_a_case_is_not_closed_over_a_message_that_just_came(case: Case, ann: Staff) -> None:
    desk = client_of(ann)
    seen = opened(desk, page_of(case))
    make.text("It is broken again", at=make.later(hours=1))
    answer = closes(desk, case, seen)
    assert answer.status_code == 409 and "They were last in touch" in words_of(answer)


def test_a_colleagues_note_is_no_reason_to_ask(case: Case, ann: Staff, ben: Staff) -> None:
    desk = client_of(ann)
    seen = opened(desk, page_of(case))
    version = case.version
    notes.add_note(case=case, body="Rang the landlord", actor=ben, now=make.NOW)
    case.refresh_from_db()
    assert case.version > version
    assert closes(desk, case, seen).status_code == 302


def test_two_who_give_it_away(case: Case, ann: Staff, ben: Staff) -> None:
    desk, cleo = client_of(ann), make.staff("cleo")
    seen = opened(desk, page_of(case))
    assignment.assign(case=case, to=ben, actor=ben, now=make.NOW)
    answer = desk.post(f"{page_of(case)}assign/", {"assignee": cleo.username, "seen": seen})
    assert (
        answer.status_code == 409 and "Ben Example" in words_of(answer) and "Cleo Example" in words_of(answer)
    )
    case.refresh_from_db()
    assert case.assignee == ben


def test_two_who_send_it_on(case: Case, ann: Staff, ben: Staff) -> None:
    desk = client_of(ann)
    seen = opened(desk, page_of(case))
    assignment.send_to_team(case=case, team=make.team("housing"), actor=ben, now=make.NOW)
    make.team("benefits")
    answer = desk.post(f"{page_of(case)}team/", {"team": "benefits", "seen": seen})
    assert answer.status_code == 409
    case.refresh_from_db()
    assert case.team.code == "housing"


def test_two_who_say_what_it_is_about(case: Case, ann: Staff, ben: Staff) -> None:
    bin_service, lamp = make.service("missed-bin"), make.service("street-lamp")
    make.question(lamp, "where", label="Where is it?")
    desk, url = client_of(ann), f"{page_of(case)}service/"
    seen = opened(desk, f"{url}?service=street-lamp")
    Case.objects.filter(pk=case.pk).update(service=bin_service)
    answer = desk.post(url, {"service": "street-lamp", "answer-where": "Mill Lane", "seen": seen})
    told = words_of(answer)
    assert answer.status_code == 409 and "Mill Lane" in told and str(bin_service) in told
    case.refresh_from_db()
    assert case.service == bin_service


def test_two_who_change_a_name(case: Case, ann: Staff, ben: Staff) -> None:
    amina = Person.objects.get(name="Amina")
    desk, url = client_of(ann), f"/desk/people/{amina.pk}/name/"
    seen = opened(desk, url)
    person_points.change_name(person=amina, name="Amina Yusuf", actor=ben, now=make.NOW)
    answer = desk.post(url, {"name": "Amina Jusuf", "seen": seen})
    told = words_of(answer)
    assert answer.status_code == 409
    for words in ("Amina Yusuf", "Amina Jusuf", "As you saw it"):
        assert words in told
    amina.refresh_from_db()
    assert amina.name == "Amina Yusuf"
    # Both wrote the same: nothing to compare
    assert desk.post(url, {"name": "Amina Yusuf", "seen": seen}).status_code == 302
    again = SEEN.search(answer.content.decode())
    assert again is not None
    assert desk.post(url, {"name": "Amina Jusuf", "seen": again[1]}).status_code == 302
    amina.refresh_from_db()
    assert amina.name == "Amina Jusuf"


@pytest.mark.parametrize("seen", ["", "nonsense", "a.b.c", "x" * 10_000, "\x00"])
def test_what_was_not_signed_holds_nobody_up(case: Case, ann: Staff, seen: str) -> None:
    assert closes(client_of(ann), case, seen).status_code == 302


def test_what_was_seen_of_another_case_tells_nothing_here(case: Case, ann: Staff) -> None:
    other = make.case("The lamp", sender=make.BEN)
    seen = meanwhile.of_case(other)
    status.change_status(case=case, to="open", actor=ann, now=make.NOW, seen=seen)
    case.refresh_from_db()
    assert case.status == "open"


def test_a_service_asked_with_what_was_seen_changes_nothing(case: Case, ann: Staff, ben: Staff) -> None:
    seen = meanwhile.of_case(case)
    status.change_status(case=case, to="open", actor=ben, now=make.NOW)
    with pytest.raises(ChangedMeanwhile) as caught:
        status.change_status(case=case, to="closed", outcome="Done", actor=ann, now=make.NOW, seen=seen)
    differs = {each.label: (each.seen, each.now) for each in caught.value.differences if each.differs}
    assert differs == {"Status": ("New", "Open")}
    case.refresh_from_db()
    assert case.status == "open"
