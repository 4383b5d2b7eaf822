"""The page of a person: what it shows to whom, and putting their name and numbers right."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.models import (
    Case,
    Contact,
    ContactPoint,
    Event,
    Party,
    Person,
    PersonContactPoint,
    Staff,
)
from casework.permissions import NotAllowed
from casework.services import adjustments, people, person_points, who
from casework.services.person_points import CannotChangePerson
from tests import factories as make

pytestmark = pytest.mark.django_db

# Session with member of staff and office, the person (and whoever they became), numbers and who shares them, cases and places,
# contacts and their cases, merges, history. Each merge that can be undone adds two, and all of them one.
STATEMENTS = 11


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def desk(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def somebody(name: str = "Amina Yusuf", *points: str, **fields: Any) -> Person:
    person = people.create(name=name, point=None, now=make.NOW, actor=None, job="test")
    if needs := fields.pop("adjustments", ""):
        adjustments.put(person=person, words=needs, job="test", now=make.NOW)
    Person.objects.filter(pk=person.pk).update(**fields)
    for raw in points:
        people.claim_points(person=person, points=(("email" if "@" in raw else "phone", raw),))
    person.refresh_from_db()
    return person


def contacts_of(person: Person, number: int, **fields: Any) -> None:
    Contact.objects.bulk_create(
        Contact(
            channel="sms", person=person, body=f"Message {each}", logged_at=make.NOW,
            took_place_at=make.NOW + timedelta(minutes=each), **fields,
        )
        for each in range(number)
    )  # fmt: skip


def url(person: Person, rest: str = "") -> str:
    return f"/desk/people/{person.pk}/{rest}"


def shown(desk: Client, person: Person, query: str = "") -> str:
    page = desk.get(url(person) + query)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def test_it_shows_who_they_are_and_how_they_are_reached(desk: Client) -> None:
    amina = somebody(
        "Amina Yusuf", "+44 (0)7700 900101", "amina@example.org", language="so", adjustments="Large print"
    )
    ben = somebody("Ben Ali", "07700 900101")
    page = shown(desk, amina)
    for words in ("Amina Yusuf", "Somali", "Large print", "amina@example.org", "Shared household"):
        assert words in page
    assert "<strong>07700 900101</strong>" in page and "Typed as “+44 (0)7700 900101”" in page
    assert "Also used by" in page and url(ben) in page


def test_what_was_typed_is_not_said_twice(desk: Client) -> None:
    assert "Typed as" not in shown(desk, somebody("Amina", "07700900101"))


def test_safe_contact_words_and_opt_out_are_said(desk: Client) -> None:
    amina = somebody("Amina", "07700 900101")
    ContactPoint.objects.update(
        opted_out_at=make.NOW, voicemail_ok=False, say_who_we_are=False, safe_hours="mornings"
    )
    page = shown(desk, amina)
    for words in ("Leave no message", "Do not say who we are", "asked not to be texted", "only: mornings"):
        assert words in page


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("60777", "short code"),
        ("MYBANK", "cannot be answered"),
        ("+353 1 846 0111", "Texts are not sent to this country"),
        ("01632 960001", "landline"),
        ("whatsapp:+447700900101", "another service"),
    ],
)
def test_a_number_that_cannot_be_answered_says_so(desk: Client, number: str, words: str) -> None:
    assert words in shown(desk, somebody("Amina", number))


def test_open_cases_come_first_and_contacts_without_a_case_are_there_too(desk: Client) -> None:
    make.office(acknowledge_texts=False)
    closed = make.case("An old lamp", sender=make.AMINA)
    amina = Person.objects.get()
    Case.objects.filter(pk=closed.pk).update(
        is_open=False, status="closed", closed_at=make.NOW, last_activity_at=make.later(days=9)
    )
    other = make.form("A new bin", at=make.later(days=2)).case
    contacts_of(amina, 1, filing="none")
    page = shown(desk, amina)
    assert other is not None
    assert page.index(other.reference) < page.index(closed.reference)
    assert "Message 0" in page and "Without a case" in page


def test_nothing_on_record_is_said(desk: Client) -> None:
    page = shown(desk, somebody())
    for words in ("No case that you can see", "No contact that you can see", "No number or address"):
        assert words in page


def test_a_restricted_case_and_its_contacts_are_not_there(desk: Client, worker: Staff) -> None:
    make.office(acknowledge_texts=False)
    seen = make.case("An ordinary boiler")
    amina = Person.objects.get()
    hidden = make.form("A secret", at=make.later(days=1)).case
    assert hidden is not None
    Case.objects.filter(pk=hidden.pk).update(restricted=True, team=make.team("far"))
    page = shown(desk, amina)
    assert seen.reference in page and hidden.reference not in page and "A secret" not in page
    Contact.objects.filter(case=hidden).update(logged_by=worker)
    own = shown(desk, amina)
    assert "A secret" in own and hidden.reference not in own, "what one logged stays, its case does not show"


def test_somebody_known_only_from_a_restricted_case_is_missing(desk: Client) -> None:
    make.case()
    amina = Person.objects.get()
    Case.objects.update(restricted=True, team=make.team("far"))
    for rest in ("", "name/", "numbers/", "merge/"):
        assert desk.get(url(amina, rest)).status_code == 404
    ben = somebody("Ben", make.AMINA)
    assert str(amina.pk) not in shown(desk, ben), "nor are they named beside a number they share"


def test_a_merged_person_leads_to_the_survivor(desk: Client) -> None:
    amina = somebody()
    old = Person.objects.create(name="Old", merged_into=amina)
    answer = desk.get(url(old))
    assert answer.status_code == 302 and answer["Location"] == url(amina)


def test_what_still_names_a_merged_record_is_the_survivors(desk: Client, worker: Staff) -> None:
    make.office(acknowledge_texts=False)
    make.case("Late by a second")
    old = Person.objects.get()
    amina = somebody()
    Person.objects.filter(pk=old.pk).update(merged_into=amina)
    page = shown(desk, amina)
    assert page.count("Late by a second") == 2
    contact = Contact.objects.get()
    who.correct(contact=contact, person=amina, actor=worker, now=make.NOW)
    assert Contact.objects.get().person == amina == Party.objects.get().person


def test_a_merged_person_whose_survivor_is_hidden_is_missing(desk: Client) -> None:
    make.case()
    amina = Person.objects.get()
    old = Person.objects.create(name="Old", merged_into=amina)
    Case.objects.update(restricted=True, team=make.team("far"))
    assert desk.get(url(old)).status_code == 404


def test_the_page_takes_11_statements_whatever_is_on_record(desk: Client) -> None:
    make.office(acknowledge_texts=False)
    make.case()
    amina = Person.objects.get()
    desk.get(url(amina))
    assert _statements(desk, amina) == STATEMENTS
    contacts_of(amina, 2000, filing="none")
    for each in range(30):
        case = make.form(f"Bin {each}", sender="", at=make.later(days=each)).case
        Party.objects.create(case=case, person=amina)
        people.claim_points(person=amina, points=(("email", f"a{each}@example.org"),))
        somebody(f"Neighbour {each}", make.AMINA)
    Contact.objects.filter(case=case).update(person=amina)
    assert _statements(desk, amina) == STATEMENTS


def _statements(desk: Client, person: Person) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert desk.get(url(person)).status_code == 200
    return len(asked)


def test_2000_contacts_come_in_pages_and_none_is_lost(desk: Client) -> None:
    amina = somebody()
    contacts_of(amina, 2000, filing="none")
    page = shown(desk, amina)
    assert "Message 1999<" in page and "Message 1979<" not in page
    assert len(page) < 60_000
    seen: set[str] = set()
    query = ""
    for _ in range(100):
        answer = desk.get(url(amina) + query)
        seen |= {str(each.id) for each in answer.context["contacts"]}
        query = answer.context["older"].split("#")[0]
    assert len(seen) == 2000


def test_a_handler_sees_the_page_and_changes_nothing() -> None:
    handler = Client()
    handler.force_login(make.staff("handler", role="handler"))
    amina = somebody("Amina", make.AMINA)
    page = shown(handler, amina)
    for words in ("Change name", "Merge with", "Add a number", "Change or take off", "Wrong person"):
        assert words not in page


def test_the_case_page_links_to_the_person(desk: Client) -> None:
    case = make.case(person_name="Amina Yusuf")
    assert url(Person.objects.get()) in desk.get(f"/desk/cases/{case.reference}/").content.decode()


# What staff put right


def test_a_name_is_changed_and_an_empty_one_refused(desk: Client) -> None:
    amina = somebody("Amina")
    assert "Write their name" in desk.post(url(amina, "name/"), {"name": "  "}).content.decode()
    assert desk.post(url(amina, "name/"), {"name": " Amina  Yusuf "}).status_code == 302
    amina.refresh_from_db()
    assert amina.name == "Amina Yusuf"
    event = Event.objects.get(verb="person_named")
    assert event.person == amina and "Yusuf" not in event.words
    assert "Name changed" in shown(desk, amina)


def test_a_number_is_found_or_made_and_not_confirmed_by_it(desk: Client) -> None:
    make.case()
    ben = somebody("Ben")
    assert desk.post(url(ben, "numbers/"), {"kind": "phone", "value": "07700 900101"}).status_code == 302
    held = PersonContactPoint.objects.get(person=ben)
    assert held.label == "shared" and ContactPoint.objects.count() == 1
    desk.post(url(ben, "numbers/"), {"kind": "email", "value": "Ben@Example.org"})
    mail = ContactPoint.objects.get(kind="email")
    assert (mail.value, mail.as_typed, mail.confirmed_at) == ("ben@example.org", "Ben@Example.org", None)
    assert Event.objects.filter(verb="point_added", person=ben).count() == 2
    again = desk.post(url(ben, "numbers/"), {"kind": "phone", "value": "+447700900101"})
    assert again.status_code == 422 and "already" in again.content.decode()


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({}, "Write the number or address"),
        ({"kind": "phone", "value": "withheld"}, "withheld"),
        ({"kind": "phone", "value": "999"}, "belongs to a service"),
        ({"kind": "phone", "value": "07700 9001"}, "not a complete telephone number"),
        ({"kind": "email", "value": "amina"}, "whole e-mail address"),
        ({"kind": "address", "value": "1 High Street"}, "valid choice"),
    ],
)
def test_what_is_no_number_is_refused_in_words(desk: Client, posted: dict[str, str], words: str) -> None:
    page = desk.post(url(somebody(), "numbers/"), posted)
    assert page.status_code == 422 and words in page.content.decode()
    assert not PersonContactPoint.objects.exists()


def test_a_label_is_changed(desk: Client) -> None:
    amina = somebody("Amina", make.AMINA)
    point = ContactPoint.objects.get()
    assert desk.post(url(amina, f"numbers/{point.pk}/"), {"label": "nonsense"}).status_code == 422
    assert desk.post(url(amina, f"numbers/{point.pk}/"), {"label": "carer"}).status_code == 302
    assert PersonContactPoint.objects.get().label == "carer"
    assert Event.objects.get(verb="point_relabelled").before["label"] == "own"


def test_a_number_is_taken_off_and_the_last_holder_has_it_as_their_own(desk: Client) -> None:
    amina, ben = somebody("Amina", make.AMINA), somebody("Ben", make.AMINA)
    point = ContactPoint.objects.get()
    assert set(PersonContactPoint.objects.values_list("label", flat=True)) == {"shared"}
    assert desk.post(url(ben, f"numbers/{point.pk}/"), {"do": "take_off"}).status_code == 302
    held = PersonContactPoint.objects.get()
    assert (held.person, held.label) == (amina, "own")
    assert desk.get(url(ben, f"numbers/{point.pk}/")).status_code == 404


def test_a_carers_number_stays_a_carers_when_it_is_the_last(worker: Staff) -> None:
    amina, ben = somebody("Amina", make.AMINA), somebody("Ben", make.AMINA)
    point = ContactPoint.objects.get()
    person_points.change_label(person=amina, point=point, label="carer", actor=worker, now=make.NOW)
    person_points.take_off(person=ben, point=point, actor=worker, now=make.NOW)
    assert PersonContactPoint.objects.get().label == "carer"


def test_nothing_about_somebody_goes_to_a_number_that_is_not_theirs(worker: Staff) -> None:
    case = make.case(person_name="Amina")
    amina, point = Person.objects.get(), ContactPoint.objects.get()
    person_points.take_off(person=amina, point=point, actor=worker, now=make.NOW)
    place = Party.objects.get(case=case)
    assert place.person == amina and place.contact_point is None
    assert not Case.objects.all().of_point(point).exists()


def test_a_handler_and_a_merged_record_are_refused(worker: Staff) -> None:
    amina = somebody("Amina")
    with pytest.raises(NotAllowed):
        person_points.change_name(
            person=amina, name="X", actor=make.staff("handler", role="handler"), now=make.NOW
        )
    Person.objects.filter(pk=amina.pk).update(merged_into=somebody("Other"))
    with pytest.raises(people.NoSuchPerson):
        person_points.change_name(person=amina, name="X", actor=worker, now=make.NOW)
    with pytest.raises(CannotChangePerson):
        person_points.change_name(person=amina, name=" ", actor=worker, now=make.NOW)
