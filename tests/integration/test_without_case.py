"""Contacts without a case: found, counted, read, filed with what was promised in them, and back again."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from casework.models import Case, Contact, Event, FollowUp, Move, Party, Person, Staff
from casework.permissions import NotAllowed
from casework.services import filing_moves, follow_ups, without_case
from casework.services.filing_moves import CannotBeMoved
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = "/desk/contacts/"


@pytest.fixture(autouse=True)
def office() -> None:
    make.office(acknowledge_texts=False)


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker", role="caseworker")


def client_of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def call(by: Staff, words: str = "Asked about the bins", **fields: Any) -> Contact:
    """Answered on the spot, without a case."""
    fields.setdefault("outcome", "answered")
    return make.call(words, by=by, staff_choice="none", **fields).contact


def words_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


def bodies(desk: Client, **sought: Any) -> set[str]:
    page = desk.get(LIST, sought)
    assert page.status_code == 200
    return {row.body for row in page.context["rows"]}


def test_they_are_found_by_words_number_name_day_and_channel(worker: Staff) -> None:
    call(worker, "Asked about the bins", sender="07700 900101", person_name="Amina Yusuf")
    call(worker, "Wants a leaflet on damp", sender="07700 900102", person_name="Ben Ali",
         at=make.later(days=-3))  # fmt: skip
    Contact.objects.create(
        channel="in_person", took_place_at=make.NOW, logged_at=make.NOW, body="Stood at the desk"
    )
    desk = client_of(worker)
    bins, damp, desk_visit = "Asked about the bins", "Wants a leaflet on damp", "Stood at the desk"
    assert bodies(desk) == {bins, damp, desk_visit}
    assert bodies(desk, words="BINS asked") == {bins}
    assert bodies(desk, words="bins damp") == set()
    assert bodies(desk, number="900102") == {damp}
    assert bodies(desk, number="no number") == set()
    assert bodies(desk, name="amina") == {bins}
    assert bodies(desk, channel="in_person") == {desk_visit}
    day = {"begins_day": "1", "begins_month": "3", "begins_year": "2026"}
    assert bodies(desk, **day) == {bins, desk_visit}
    until = {"ends_day": "28", "ends_month": "feb", "ends_year": "2026"}
    assert bodies(desk, **until) == {damp}
    assert "3 contacts found" in words_of(desk.get(LIST))
    assert "1 contact found" in words_of(desk.get(LIST, {"words": "bins"}))


@pytest.mark.parametrize(
    ("sought", "words"),
    [
        ({"begins_day": "31", "begins_month": "2", "begins_year": "2026"}, "real date"),
        ({"channel": "smoke"}, "Choose a channel"),
        (
            {
                "begins_day": "2", "begins_month": "3", "begins_year": "2026",
                "ends_day": "1", "ends_month": "3", "ends_year": "2026",
            },
            "must not be before",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_looked_for_says_why(worker: Staff, sought: dict[str, str], words: str) -> None:
    page = client_of(worker).get(LIST, sought)
    assert page.status_code == 422 and words in words_of(page)


@pytest.mark.parametrize("words", ["\x00", "%", "'; --", "\u202e", "x" * 500, "مرحبا"])
def test_odd_words_find_nothing_and_break_nothing(worker: Staff, words: str) -> None:
    call(worker)
    for name in ("words", "name", "number", "at"):
        assert client_of(worker).get(LIST, {name: words}).status_code in (200, 422)


def test_pages_go_by_key_and_states_their_statements(
    worker: Staff, django_assert_max_num_queries: Any
) -> None:
    Contact.objects.bulk_create(
        Contact(
            channel="phone", body=f"Call {number}", logged_at=make.NOW,
            took_place_at=make.NOW + timedelta(minutes=number),
        )
        for number in range(60)
    )  # fmt: skip
    desk = client_of(worker)
    with django_assert_max_num_queries(5):  # the page, the count, office, session and staff
        page = desk.get(LIST)
    seen = [row.body for row in page.context["rows"]]
    assert "60 contacts found" in words_of(page) and len(seen) == 25
    Contact.objects.create(
        channel="phone", body="Late comer", logged_at=make.NOW, took_place_at=make.later(days=9)
    )
    while page.context["older"]:
        page = desk.get(LIST + page.context["older"])
        seen += [row.body for row in page.context["rows"]]
    assert seen == [f"Call {number}" for number in range(59, -1, -1)]


def test_what_may_not_be_seen_is_neither_found_nor_counted(worker: Staff) -> None:
    other = make.staff("other", role="caseworker")
    hidden = make.case("Something secret")
    Case.objects.filter(pk=hidden.pk).update(restricted=True, team=make.team("elsewhere"))
    contact = call(other, "About something secret", sender=make.BEN)
    Contact.objects.filter(pk=contact.pk).update(candidates=[hidden.reference])
    desk = client_of(worker)
    assert "No contact found" in words_of(desk.get(LIST))
    assert desk.get(f"{LIST}{contact.pk}/").status_code == 404
    queue = desk.get("/desk/")
    counts = {item["label"]: item["count"] for item in queue.context["views"]}
    assert counts["Without a case"] == "0"
    assert "About something secret" in bodies(client_of(other))  # whoever logged it


def test_the_queue_leads_there_with_its_count(worker: Staff) -> None:
    call(worker)
    page = client_of(worker).get("/desk/")
    (lane,) = [item for item in page.context["views"] if item["label"] == "Without a case"]
    assert (lane["url"], lane["count"]) == (LIST, "1")


def promised(contact: Contact, by: Staff) -> FollowUp:
    made = follow_ups.make(
        case=None, contact=contact, team=make.team("triage"), kind="callback", words="Ring about the bins",
        due_at=make.later(days=1), actor=by, now=make.NOW,
    )  # fmt: skip
    assert made is not None
    return made


def test_its_page_tells_who_when_what_how_and_what_was_promised(
    worker: Staff, django_assert_max_num_queries: Any
) -> None:
    contact = call(worker, "Asked about <bins>", person_name="Amina Yusuf", duration_seconds=240)
    promised(contact, worker)
    case = make.case("The boiler")
    Party.objects.filter(case=case).update(person=contact.person)
    desk = client_of(worker)
    with django_assert_max_num_queries(
        9
    ):  # contact, its files, promises, cases with parties, services, session, staff
        page = words_of(desk.get(f"{LIST}{contact.pk}/"))
    for words in ("Amina Yusuf", "Asked about &lt;bins&gt;", "2 March 2026, 12:00", "Lasted 4 minutes",
                  "Ring about the bins", "07700 900101", case.reference):  # fmt: skip
        assert words in page


def test_it_is_filed_on_their_case_with_what_was_promised_and_back(worker: Staff) -> None:
    contact = call(worker)
    follow_up = promised(contact, worker)
    case = make.case("The boiler")
    desk = client_of(worker)
    answer = desk.post(f"{LIST}{contact.pk}/", {"choice": case.reference})
    assert answer.status_code == 302 and case.reference in answer["Location"]
    contact.refresh_from_db(), follow_up.refresh_from_db()
    assert (contact.case, contact.filing, follow_up.case) == (case, "filed", case)
    assert Event.objects.filter(verb="contact_filed", case=case, contact=contact).exists()
    assert Event.objects.filter(verb="follow_up_moved", case=case).count() == 1
    # Whoever opens it again is sent to the case
    assert desk.get(f"{LIST}{contact.pk}/")["Location"].startswith(f"/desk/cases/{case.reference}/")
    # And it comes back
    filing_moves.undo_move(move=Move.objects.get(), actor=worker, now=make.later(minutes=1))
    contact.refresh_from_db(), follow_up.refresh_from_db()
    assert (contact.case, contact.filing, follow_up.case) == (None, "none", None)
    assert follow_up.team.code == "triage"  # type: ignore[union-attr]


def test_a_new_case_is_opened_for_it_about_a_service(worker: Staff) -> None:
    make.service("missed-bin")
    contact = call(worker, person_name="Amina Yusuf")
    answer = client_of(worker).post(f"{LIST}{contact.pk}/", {"choice": "new", "service": "missed-bin"})
    assert answer.status_code == 302
    contact.refresh_from_db()
    case = contact.case
    assert case is not None and case.service is not None
    assert (case.service.code, case.origin) == ("missed-bin", "phone")
    assert Person.objects.get(name="Amina Yusuf") in [party.person for party in case.parties.all()]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a case"),
        ({"reference": "nonsense"}, "not a case reference"),
        ({"reference": "7K4M-9QXD"}, "There is no such case"),
    ],
)
def test_what_cannot_be_filed_says_why(worker: Staff, sent: dict[str, str], words: str) -> None:
    contact = call(worker)
    page = client_of(worker).post(f"{LIST}{contact.pk}/", sent)
    assert page.status_code == 422 and words in words_of(page)
    assert not Move.objects.exists()


def test_a_hidden_case_cannot_be_chosen(worker: Staff) -> None:
    contact, hidden = call(worker), make.case("Elsewhere", sender=make.BEN)
    Case.objects.filter(pk=hidden.pk).update(team=make.team("elsewhere"))
    page = client_of(worker).post(f"{LIST}{contact.pk}/", {"reference": hidden.reference})
    assert page.status_code == 422 and "There is no such case" in words_of(page)


def test_somebody_was_quicker_and_what_we_sent_opens_nothing(worker: Staff) -> None:
    contact, case = call(worker), make.case("The boiler", sender=make.BEN)
    seen = Contact.objects.get(pk=contact.pk)
    without_case.file(contact=contact, to=case, actor=worker, now=make.NOW)
    with pytest.raises(CannotBeMoved, match="meanwhile"):
        without_case.file(contact=seen, to=case, actor=worker, now=make.NOW)
    ours = Contact.objects.create(
        channel="sms", direction="out", body="Hello", took_place_at=make.NOW, logged_at=make.NOW
    )
    with pytest.raises(CannotBeMoved, match="something that they said"):
        without_case.file(contact=ours, to=None, actor=worker, now=make.NOW)


def test_a_handler_reads_and_does_not_file(worker: Staff) -> None:
    contact = call(worker)
    handler = make.staff("handler", role="handler")
    page = client_of(handler).get(f"{LIST}{contact.pk}/")
    assert page.status_code == 200 and "File it" not in words_of(page)
    client_of(handler).post(f"{LIST}{contact.pk}/", {"choice": "new"})
    contact.refresh_from_db()
    assert contact.case is None
    with pytest.raises(NotAllowed):
        without_case.file(contact=contact, to=None, actor=handler, now=make.NOW)


def test_what_waits_to_be_filed_is_shown_where_it_waits(worker: Staff) -> None:
    held = Contact.objects.create(
        channel="sms", filing="held", body="Which one", took_place_at=make.NOW, logged_at=make.NOW
    )
    assert client_of(worker).get(f"{LIST}{held.pk}/")["Location"] == "/desk/filing/"
