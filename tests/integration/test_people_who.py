"""A contact on the wrong person goes to the right one, and nothing of it stays with the first."""

from typing import Any

import pytest
from django.test import Client

from casework.models import Case, Contact, ContactPoint, Event, Party, Person, PersonContactPoint, Staff
from casework.permissions import NotAllowed
from casework.services import parties, people, who
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def desk(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def at_home(name: str, *, number: str = "+447700900101") -> Person:
    """Somebody of the household that shares a phone."""
    point, _ = ContactPoint.objects.get_or_create(
        kind="phone", value=number, defaults={"confirmed_at": make.NOW}
    )
    return people.create(name=name, point=point, now=make.NOW, actor=None, job="test")


def text_put_on(wrong: Person, body: str = "My boiler is broken", **fields: Any) -> Contact:
    """A text from the shared number, whose case names the wrong person."""
    make.office(acknowledge_texts=False)
    taken = make.text(body, **fields)
    assert taken.case is not None
    Contact.objects.filter(case=taken.case).update(person=wrong)
    Party.objects.filter(case=taken.case).update(person=wrong)
    return Contact.objects.get(pk=taken.contact.pk)


def put_right(contact: Contact, person: Person | None, actor: Staff, **more: Any) -> Contact:
    return who.correct(contact=contact, person=person, actor=actor, now=make.later(hours=1), **more)


def remains(person: Person) -> dict[str, int]:
    """Everything on record that names this person beside a contact."""
    return {
        "contacts": Contact.objects.filter(person=person).count(),
        "places": Party.objects.filter(person=person).count(),
        "events": Event.objects.filter(person=person).exclude(contact=None).count(),
    }


NOTHING = {"contacts": 0, "places": 0, "events": 0}


def test_nothing_of_it_remains_with_the_first_person(worker: Staff) -> None:
    ben, amina = at_home("Ben Ali"), at_home("Amina Yusuf")
    contact = text_put_on(ben)
    assert Contact.objects.filter(person=ben).count() == 1
    put_right(contact, amina, worker)
    assert remains(ben) == NOTHING
    place = Party.objects.get()
    assert (place.person, place.role, place.reply_to) == (amina, "subject", True)
    assert Contact.objects.get(pk=contact.pk).person == amina


def test_what_we_sent_in_answer_goes_along(worker: Staff) -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    contact = text_put_on(ben)
    _answer(contact)
    put_right(contact, amina, worker)
    assert set(Contact.objects.values_list("person", flat=True)) == {amina.pk}
    assert remains(ben) == NOTHING


def _answer(contact: Contact) -> Contact:
    return Contact.objects.create(
        case=contact.case, channel="sms", direction="out", filing="filed", automatic=True, body="We have it",
        contact_point=contact.contact_point, person=contact.person, took_place_at=make.NOW, logged_at=make.NOW,
    )  # fmt: skip


def test_whoever_wrote_something_else_on_the_case_keeps_their_place(worker: Staff) -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    first = text_put_on(ben)
    second = make.text("And the window", at=make.later(minutes=1)).contact
    Contact.objects.filter(pk=second.pk).update(person=ben)
    answer = _answer(first)
    put_right(first, amina, worker)
    assert {(each.person, each.role, each.reply_to) for each in Party.objects.all()} == {
        (ben, "subject", True),
        (amina, "caller", False),
    }
    answer.refresh_from_db()
    assert answer.person == ben, "it may answer what he wrote besides"
    put_right(Contact.objects.get(pk=second.pk), amina, worker)
    assert remains(ben) == NOTHING
    assert {(each.person, each.role, each.reply_to) for each in Party.objects.all()} == {
        (amina, "subject", True),
        (amina, "caller", False),
    }


def test_everything_of_the_number_on_the_case_can_go_along(worker: Staff) -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    first = text_put_on(ben)
    for minute in range(3):
        more = make.text("And", at=make.later(minutes=minute + 1)).contact
        Contact.objects.filter(pk=more.pk).update(person=ben)
    put_right(first, amina, worker, along=True)
    assert remains(ben) == NOTHING and Contact.objects.filter(person=amina).count() == 4


def test_a_place_that_the_right_person_has_already_is_not_doubled(worker: Staff) -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    contact = text_put_on(ben)
    Party.objects.create(case=contact.case, person=amina, role="subject")
    put_right(contact, amina, worker)
    place = Party.objects.get()
    assert (place.person, place.reply_to) == (amina, True)


def test_an_authority_does_not_change_hands(worker: Staff) -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    contact = text_put_on(ben)
    Party.objects.update(role="representative", authority_basis="Lasting power", authority_until="2027-01-01")
    put_right(contact, amina, worker)
    place = Party.objects.get()
    assert (place.person, place.role) == (amina, "representative")
    assert (place.authority_basis, place.authority_until) == ("", None)


def test_whom_staff_put_on_the_case_stays_there(worker: Staff) -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    contact = text_put_on(ben)
    carer = parties.add(case=contact.case, person=ben, role="supporter", actor=worker, now=make.NOW)
    put_right(contact, amina, worker)
    assert {(each.person, each.role) for each in Party.objects.all()} == {
        (amina, "subject"),
        (ben, "supporter"),
    }
    assert Party.objects.get(pk=carer.pk).person == ben


def test_the_event_names_both_by_id_and_belongs_to_the_right_one(worker: Staff) -> None:
    ben, amina = at_home("Ben Ali"), at_home("Amina Yusuf")
    contact = text_put_on(ben)
    put_right(contact, amina, worker)
    event = Event.objects.get(verb="person_corrected")
    assert (event.person, event.contact, event.case, event.actor) == (amina, contact, contact.case, worker)
    assert event.before == {"person": str(ben.pk)}
    assert event.after["person"] == str(amina.pk)
    assert "Ben" not in event.words and "Amina" not in event.words


def test_choosing_again_undoes_it(worker: Staff) -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    contact = text_put_on(ben)
    put_right(contact, amina, worker)
    put_right(Contact.objects.get(pk=contact.pk), ben, worker)
    assert remains(amina) == NOTHING | {"events": 1}, "history is not rewritten; it names ids only"
    assert Party.objects.get().person == ben and Contact.objects.get().person == ben


def test_a_number_that_is_not_theirs_is_taken_off(worker: Staff) -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    contact = text_put_on(ben)
    other = make.form("Ben's own case", at=make.later(minutes=5)).case
    assert other is not None
    Party.objects.filter(case=other).update(person=ben)
    put_right(contact, amina, worker, not_theirs=True)
    held = PersonContactPoint.objects.get()
    assert (held.person, held.label) == (amina, "own")
    assert Party.objects.get(case=other).contact_point is None, "nothing about Ben goes to it any more"


def test_a_shared_number_stays_shared(worker: Staff) -> None:
    ben, amina = at_home("Ben"), people.create(name="Amina", point=None, now=make.NOW, actor=None, job="test")
    put_right(text_put_on(ben), amina, worker)
    assert set(PersonContactPoint.objects.values_list("person", "label")) == {
        (ben.pk, "shared"), (amina.pk, "shared"),
    }  # fmt: skip


def test_somebody_at_this_number_gets_a_person(worker: Staff) -> None:
    at_home("Ben")
    amina = at_home("Amina")
    make.office()
    taken = make.text()
    assert taken.contact.person is None and Party.objects.get().person is None
    put_right(taken.contact, amina, worker)
    place = Party.objects.get()
    assert (place.person, place.role, place.reply_to) == (amina, "subject", True)


def test_nobody_known_says_somebody_at_this_number(worker: Staff) -> None:
    ben = at_home("Ben")
    contact = text_put_on(ben)
    put_right(contact, None, worker)
    place = Party.objects.get()
    assert remains(ben) == NOTHING
    assert place.person is None and place.contact_point == contact.contact_point and place.reply_to


def test_nobody_known_without_a_number_leaves_no_place(worker: Staff) -> None:
    make.office()
    taken = make.call(by=worker, sender="", person_name="Ben")
    ben = Person.objects.get()
    put_right(taken.contact, None, worker)
    assert remains(ben) == NOTHING and not Party.objects.exists()


def test_a_contact_without_a_case_is_put_right_too(worker: Staff) -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    make.office()
    taken = make.text("STOP")
    Contact.objects.update(person=ben)
    put_right(Contact.objects.get(pk=taken.contact.pk), amina, worker)
    assert remains(ben) == NOTHING and Contact.objects.get().person == amina


def test_a_merged_record_stands_for_whoever_it_became(worker: Staff) -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    old = Person.objects.create(name="Amina", merged_into=amina)
    put_right(text_put_on(ben), old, worker)
    assert Contact.objects.get().person == amina


def test_the_same_person_again_is_refused(worker: Staff) -> None:
    ben = at_home("Ben")
    with pytest.raises(who.CannotBeCorrected, match="already"):
        put_right(text_put_on(ben), ben, worker)


def test_a_contact_that_was_moved_meanwhile_is_refused(worker: Staff) -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    contact = text_put_on(ben)
    Contact.objects.filter(pk=contact.pk).update(person=amina)
    with pytest.raises(who.CannotBeCorrected, match="meanwhile"):
        put_right(contact, amina, worker)


def test_a_handler_may_not() -> None:
    ben, amina = at_home("Ben"), at_home("Amina")
    contact = text_put_on(ben)
    with pytest.raises(NotAllowed):
        put_right(contact, amina, make.staff("handler", role="handler"))


# The page


def url(contact: Contact) -> str:
    return f"/desk/contacts/{contact.pk}/person/"


def test_the_page_offers_who_shares_the_number_and_the_parties(desk: Client) -> None:
    ben = at_home("Ben Ali")
    at_home("Amina Yusuf")
    contact = text_put_on(ben)
    carer = Person.objects.create(name="Cara Carer")
    Party.objects.create(case=contact.case, person=carer, role="supporter")
    page = desk.get(url(contact)).content.decode()
    assert "Amina Yusuf" in page and "Cara Carer" in page and "supporter" in page
    assert f'value="{ben.pk}"' not in page, "it says so already"


def test_somebody_else_is_found_or_put_on_record(desk: Client) -> None:
    ben = at_home("Ben Ali")
    contact = text_put_on(ben)
    done = desk.post(url(contact), {"who": "other", "name": "Dora Diaz"})
    assert done.status_code == 302
    assert str(Contact.objects.get(pk=contact.pk).person) == "Dora Diaz"
    elsewhere = Person.objects.create(name="Edith Evans")
    found = desk.post(url(contact), {"who": "other", "name": "edith"})
    assert found.status_code == 422 and "Edith Evans" in found.content.decode()
    assert "Somebody new called edith" in found.content.decode()
    desk.post(url(contact), {"who": str(elsewhere.pk), "name": "edith"})
    assert Contact.objects.get(pk=contact.pk).person == elsewhere
    desk.post(url(contact), {"who": "new", "name": "Edith Evans"})
    assert Contact.objects.get(pk=contact.pk).person not in (elsewhere, None)


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({}, "Choose who it was"),
        ({"who": "other"}, "Write the name"),
        ({"who": "new"}, "Choose who it was"),
        ({"who": "nonsense"}, "Choose who it was"),
        ({"who": "00000000-0000-0000-0000-000000000000"}, "Choose who it was"),
    ],
)
def test_what_is_missing_is_said(desk: Client, posted: dict[str, str], words: str) -> None:
    contact = text_put_on(at_home("Ben Ali"))
    page = desk.post(url(contact), posted)
    assert page.status_code == 422 and words in page.content.decode()
    assert not Event.objects.filter(verb="person_corrected").exists()


def test_a_person_known_only_from_a_restricted_case_is_not_offered(desk: Client) -> None:
    ben = at_home("Ben Ali")
    contact = text_put_on(ben)
    hidden = at_home("Hidden Helen")
    case = make.case("safety", sender=make.BEN)
    Party.objects.filter(case=case).update(person=hidden)
    Case.objects.filter(pk=case.pk).update(restricted=True, team=make.team("far"))
    page = desk.get(url(contact)).content.decode()
    assert "Hidden Helen" not in page
    found = desk.post(url(contact), {"who": str(hidden.pk), "name": "Hidden"})
    assert found.status_code == 422 and "Hidden Helen" not in found.content.decode()


def test_a_contact_of_a_hidden_case_answers_like_a_missing_one(desk: Client, worker: Staff) -> None:
    contact = text_put_on(at_home("Ben"))
    Case.objects.update(restricted=True, team=make.team("far"))
    assert desk.get(url(contact)).status_code == 404
    Contact.objects.update(logged_by=worker)
    assert desk.get(url(contact)).status_code == 404


def test_the_case_page_links_to_it(desk: Client) -> None:
    contact = text_put_on(at_home("Ben"))
    _answer(contact)
    page = desk.get(f"/desk/cases/{contact.case}/").content.decode()
    assert url(contact) in page and page.count("Wrong person?") == 2
    Contact.objects.update(person=None)
    assert "Who was it?" in desk.get(f"/desk/cases/{contact.case}/").content.decode()


def test_a_record_without_a_name_leaves_its_number_by_default(desk: Client) -> None:
    make.office()
    contact = make.text().contact
    assert contact.person is not None and contact.person.name == ""
    page = desk.get(url(contact)).content.decode()
    assert 'name="not_theirs" id="id_not_theirs" aria-describedby="id_not_theirs-hint" checked' in page
