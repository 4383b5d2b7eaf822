"""Somebody rings for somebody else: whom it is about, who spoke for them and who gets the answers are three things."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from casework.authority import Authority
from casework.models import Case, Contact, Event, Party, Person, PersonContactPoint, Staff
from casework.models.case import PartyRole
from casework.services.arrivals import Arrival, Taken
from casework.services.logged import log_contact
from casework.services.people import NoSuchPerson
from tests import factories as make
from tests.filled import Filled

pytestmark = pytest.mark.django_db

PAGE = "/desk/log/phone/"


@pytest.fixture
def handler() -> Staff:
    return make.staff("handler", role="handler")


@pytest.fixture
def desk(handler: Staff) -> Client:
    client = Client()
    client.force_login(handler)
    return client


def rang(handler: Staff, **fields: Any) -> Taken:
    given: dict[str, Any] = {
        "channel": "phone",
        "body": "Rings about his mother's boiler",
        "sender": make.BEN,
        "person_name": "Ben Ode",
        "outcome": "passed_on",
        "took_place_at": make.NOW,
        "account": handler.pk.hex,
        "external_id": uuid4().hex,
    }
    return log_contact(arrival=Arrival(**{**given, **fields}), actor=handler, now=make.NOW)


def parts(case: Case | None) -> dict[str, tuple[str, bool]]:
    assert case is not None
    return {
        str(party.person): (party.role, party.reply_to) for party in case.parties.select_related("person")
    }


# A new case


def test_a_new_case_has_whom_it_is_about_and_who_rang(handler: Staff) -> None:
    taken = rang(handler, subject_name="Ada Ode")
    assert parts(taken.case) == {"Ada Ode": ("subject", False), "Ben Ode": ("caller", True)}
    assert str(taken.contact.person) == "Ben Ode" and str(taken.contact.subject) == "Ada Ode"


def test_the_story_of_the_case_says_whom_it_is_about(handler: Staff, desk: Client) -> None:
    taken = rang(handler, subject_name="Ada \u202eOde")
    assert taken.case is not None
    page = desk.get(f"/desk/cases/{taken.case.reference}/").content.decode()
    assert "About: Ada ⟦RLO⟧Ode" in page


def test_answers_go_to_whom_it_is_about_where_they_said_so(handler: Staff) -> None:
    taken = rang(handler, subject_name="Ada Ode", answers_to="subject")
    assert parts(taken.case) == {"Ada Ode": ("subject", True), "Ben Ode": ("caller", False)}


def test_authority_makes_the_caller_a_representative_and_is_on_the_party(handler: Staff) -> None:
    authority = Authority(basis="power_of_attorney", scope="this repair only")
    taken = rang(handler, subject_name="Ada Ode", authority=authority)
    assert parts(taken.case)["Ben Ode"] == (PartyRole.REPRESENTATIVE, True)
    assert taken.case is not None
    party = taken.case.parties.get(role=PartyRole.REPRESENTATIVE)
    assert (party.authority_basis, party.authority_scope) == ("power_of_attorney", "this repair only")


def test_a_person_on_record_is_whom_it_is_about_and_nobody_new_is_made(handler: Staff) -> None:
    ada = Person.objects.create(name="Ada Ode")
    taken = rang(handler, subject_id=ada.pk)
    assert taken.contact.subject == ada and Person.objects.filter(name="Ada Ode").count() == 1
    assert parts(taken.case)["Ada Ode"] == ("subject", False)


def test_somebody_who_was_merged_is_whom_they_became(handler: Staff) -> None:
    right = Person.objects.create(name="Ada Ode")
    wrong = Person.objects.create(name="A Ode", merged_into=right)
    assert rang(handler, subject_id=wrong.pk).contact.subject == right


def test_somebody_who_is_gone_is_said_and_nothing_is_written(handler: Staff) -> None:
    with pytest.raises(NoSuchPerson, match="Whom it is about"):
        rang(handler, subject_id=uuid4())
    assert not Contact.objects.exists() and not Case.objects.exists()


def test_an_anonymous_caller_leaves_the_answers_with_whom_it_is_about(handler: Staff) -> None:
    taken = rang(handler, sender="", person_name="", subject_name="Ada Ode")
    assert parts(taken.case) == {"Ada Ode": ("subject", True)}


def test_nobody_gets_answers_until_they_are_asked(handler: Staff) -> None:
    taken = rang(handler, subject_name="Ada Ode", answers_to="nobody")
    assert parts(taken.case) == {"Ada Ode": ("subject", False), "Ben Ode": ("caller", False)}


@pytest.mark.parametrize(
    ("age", "basis", "gets"),
    [
        (15, "parental", False),
        (15, "", False),
        (15, "professional", True),
        (12, "parental", True),
        (18, "", True),
    ],
)
def test_nobody_asked_and_a_young_person_is_not_answered_through_a_parent(
    handler: Staff, age: int, basis: str, gets: bool
) -> None:
    teen = Person.objects.create(name="Tia Ode", born_on=make.NOW.date().replace(year=make.NOW.year - age))
    taken = rang(handler, subject_id=teen.pk, authority=Authority(basis=basis))
    assert parts(taken.case)["Ben Ode"][1] is gets and not parts(taken.case)["Tia Ode"][1]


# A case that is there


def test_on_a_case_that_is_there_the_new_ones_are_added_and_answers_stay(handler: Staff) -> None:
    case = make.case(person_name="Ada Ode")
    taken = rang(handler, subject_id=case.parties.get().person_id, staff_choice=case.reference)
    assert taken.case is None or taken.case == case
    assert parts(case) == {"Ada Ode": ("subject", True), "Ben Ode": ("caller", False)}
    told = Event.objects.get(verb="spoke_for_another")
    assert told.case == case and told.after["answers_to_subject"] is False


def test_of_one_name_on_the_case_it_is_that_person(handler: Staff) -> None:
    case = make.case(person_name="Ada Ode")
    taken = rang(handler, subject_name="ada  ODE", staff_choice=case.reference)
    assert taken.contact.subject == case.parties.get(role="subject").person
    assert Person.objects.filter(name__iexact="ada ode").count() == 1


def test_of_two_of_the_same_name_on_the_case_nobody_is_guessed(handler: Staff) -> None:
    case = make.case(person_name="Ada Ode")
    other = Person.objects.create(name="Ada Ode")
    Party.objects.create(case=case, person=other, role=PartyRole.SUPPORTER)
    taken = rang(handler, subject_name="Ada Ode", staff_choice=case.reference)
    assert taken.contact.subject is not None
    assert taken.contact.subject not in (other, case.parties.get(role="subject", reply_to=True).person)
    assert Person.objects.filter(name="Ada Ode").count() == 3


def test_answers_change_only_where_staff_said_so(handler: Staff) -> None:
    case = make.case(person_name="Ada Ode")
    rang(handler, subject_name="Cy Ode", staff_choice=case.reference)
    assert parts(case)["Ada Ode"][1] and not parts(case)["Cy Ode"][1]
    rang(handler, subject_name="Cy Ode", staff_choice=case.reference, answers_to="subject", body="Again")
    assert parts(case)["Cy Ode"][1] and not parts(case)["Ada Ode"][1]
    assert case.parties.filter(reply_to=True).count() == 1


def test_on_a_case_that_is_there_nobody_takes_the_answers_from_the_caller_alone(handler: Staff) -> None:
    case = make.case(person_name="Ada Ode")
    ada = case.parties.get().person_id
    rang(handler, person_id=ada, subject_name="Cy Ode", staff_choice=case.reference, answers_to="nobody")
    assert parts(case) == {"Ada Ode": ("subject", False), "Cy Ode": ("subject", False)}
    Party.objects.filter(person=ada).update(reply_to=True)
    rang(handler, subject_id=ada, staff_choice=case.reference, answers_to="nobody", body="Again")
    assert parts(case)["Ada Ode"][1] and not parts(case)["Ben Ode"][1]


def test_who_plays_a_part_already_keeps_it(handler: Staff) -> None:
    case = make.case(person_name="Ada Ode")
    ben = Person.objects.create(name="Ben Ode")
    Party.objects.create(case=case, person=ben, role=PartyRole.SUPPORTER)
    rang(handler, person_id=ben.pk, subject_name="Ada Ode", staff_choice=case.reference)
    assert case.parties.get(person=ben).role == PartyRole.SUPPORTER
    assert case.parties.filter(person=ben).count() == 1


# Without a case


def test_without_a_case_the_contact_still_says_whom_it_is_about(handler: Staff) -> None:
    taken = rang(handler, subject_name="Ada Ode", staff_choice="none", outcome="answered")
    contact = Contact.objects.get()
    assert taken.case is None and contact.filing == "none"
    assert str(contact.person) == "Ben Ode" and str(contact.subject) == "Ada Ode"


def test_what_is_said_of_the_other_never_overwrites_the_caller(handler: Staff) -> None:
    make.case(sender=make.BEN, person_name="Ben Ode")
    before = Person.objects.get(name="Ben Ode")
    taken = rang(handler, person_name="", subject_name="Ada Ode", staff_choice="new")
    before.refresh_from_db()
    assert before.name == "Ben Ode" and taken.contact.person == before
    assert not Person.objects.get(name="Ada Ode").points.exists(), "the caller's number is not hers"


# The screen


def asked(**more: Any) -> dict[str, Any]:
    return {
        "once": uuid4().hex,
        "number": make.BEN,
        "name": "Ben Ode",
        "words": "Rings for his mother",
        "outcome": "passed_on",
        "case": "new",
        **more,
    }


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_the_screen_writes_all_three(desk: Client) -> None:
    make.office()
    answer = desk.post(
        PAGE,
        asked(
            about="Ada Ode",
            basis="written",
            scope="Her benefits",
            answers_to="subject",
            until_day="31",
            until_month="3",
            until_year="2031",
        ),
    )
    assert answer.status_code == 302
    case = Case.objects.get()
    assert parts(case) == {"Ada Ode": ("subject", True), "Ben Ode": ("representative", False)}
    party = case.parties.get(role="representative")
    assert (party.authority_basis, party.authority_scope) == ("written", "Her benefits")
    assert party.authority_until == date(2031, 3, 31)


def test_a_person_of_the_name_on_record_is_offered_and_chosen(desk: Client) -> None:
    make.case(person_name="Ada Ode", at=timezone.now() - timedelta(days=3))
    ada = Person.objects.get(name="Ada Ode")
    part = desk.post("/desk/log/about/", {"about": "ada"})
    assert "Ada Ode" in said(part) and str(ada.pk) in said(part)
    desk.post(PAGE, asked(about="ada", subject=str(ada.pk), answers_to="caller"))
    assert Contact.objects.get(channel="phone").subject == ada
    assert Person.objects.filter(name__icontains="ada").count() == 1


def test_without_scripts_the_button_finds_the_name_and_keeps_what_was_typed(desk: Client) -> None:
    make.case(person_name="Ada Ode", at=timezone.now() - timedelta(days=3))
    page = said(desk.post(PAGE, asked(about="ada", find_about="1")))
    assert "On record under this name" in page and "Rings for his mother" in page
    assert not Contact.objects.filter(channel="phone").exists()


def test_a_hidden_person_is_not_offered_as_whom_it_is_about(desk: Client) -> None:
    case = make.case(person_name="Ada Ode")
    Case.objects.filter(pk=case.pk).update(restricted=True, team=make.team("far-away"))
    hidden = desk.post("/desk/log/about/", {"about": "Ada Ode"})
    nobody = desk.post("/desk/log/about/", {"about": "Zed Nobody"})
    assert said(hidden) == said(nobody)
    answer = desk.post(PAGE, asked(subject=str(Person.objects.get(name="Ada Ode").pk)))
    assert answer.status_code == 422 and "not on record any more" in said(answer)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"basis": "verbal"}, "Write who it is about"),
        ({"scope": "everything"}, "Write who it is about"),
        ({"answers_to": "subject"}, "Write who it is about"),
        ({"about": "Ada", "basis": "a spell"}, "Choose one of these"),
        ({"about": "Ada", "answers_to": "everybody"}, "Choose who gets the answers"),
        ({"about": "Ada"}, "Choose who gets the answers"),
        ({"answers_to": "nobody"}, "Write who it is about"),
        ({"until_day": "1", "until_month": "2", "until_year": "2027"}, "Write who it is about"),
        (
            {"about": "Ada", "until_day": "31", "until_month": "2", "until_year": "2027"},
            "must be a real date",
        ),
        ({"subject": "nonsense"}, "not on record any more"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(
    desk: Client, typed: dict[str, str], words: str
) -> None:
    make.office()
    page = desk.post(PAGE, asked(**typed))
    assert page.status_code == 422 and words in said(page) and "Rings for his mother" in said(page)
    assert not Contact.objects.exists()


def test_the_caller_cannot_be_whom_they_speak_for(desk: Client) -> None:
    make.case(sender=make.BEN, person_name="Ben Ode", at=timezone.now() - timedelta(days=3))
    ben = str(Person.objects.get().pk)
    page = desk.post(PAGE, asked(person=ben, subject=ben))
    assert page.status_code == 422 and "This is the caller" in said(page)


def test_nothing_of_the_handler_is_ever_the_callers(desk: Client, handler: Staff) -> None:
    """The browser is told to fill nothing in, and the server takes nothing of theirs."""
    make.office()
    Staff.objects.filter(pk=handler.pk).update(email="handler@example.org")
    typed = Filled(desk.get(PAGE)).values
    assert not {"Handler Example", "handler", "handler@example.org"} & set(typed.values())
    desk.post(PAGE, asked(name="", number=""))
    contact = Contact.objects.get()
    assert contact.person is None and contact.contact_point is None
    handler.refresh_from_db()
    assert handler.full_name == "Handler Example"


def test_who_gets_the_answers_is_chosen_by_nobody_else(desk: Client) -> None:
    fields = desk.get(PAGE).content.decode()
    assert fields.count('name="answers_to"') == 3 and "Nobody, until they are asked" in fields
    assert not re.search(r'name="answers_to"[^>]*checked', fields)


def test_a_parent_is_not_chosen_for_a_young_person_before_they_are_asked(desk: Client) -> None:
    today = timezone.localdate()
    make.case(person_name="Tia Ode", at=timezone.now() - timedelta(days=3))
    teen = Person.objects.get()
    Person.objects.update(born_on=date(today.year - 15, 1, 1))
    assert "never share with a parent by itself" in said(desk.post("/desk/log/about/", {"about": "Tia"}))
    typed = asked(about="Tia", subject=str(teen.pk), basis="parental", answers_to="caller")
    page = desk.post(PAGE, typed)
    assert page.status_code == 422 and "Ask them first who may get the answers" in said(page)
    assert desk.post(PAGE, typed | {"answers_to": "nobody"}).status_code == 302
    assert not parts(Case.objects.get(origin="phone"))["Ben Ode"][1]


# A name on a case that is there


@pytest.mark.parametrize(
    ("typed", "sender", "person", "told"),
    [
        ("Ben Ode", make.BEN, "Ben Ode", ""),
        ("Ben Ode", "", "Ben Ode", ""),
        ("Ben Ode", make.AMINA, "Ben Ode", ""),
        ("amina yusuf", make.BEN, "Amina Yusuf", ""),
        ("amina", make.AMINA, "Amina Yusuf", ""),
        ("yusuf", "", "None", "the name given was “yusuf”"),
        ("🙂🙂", make.BEN, "🙂🙂", ""),
        ("  ", make.BEN, "None", ""),
    ],
    ids=["new", "no number", "at their number", "same name", "part of it", "a search", "emoji", "blank"],
)
def test_the_name_of_a_caller_is_kept_where_staff_choose_a_case(
    handler: Staff, typed: str, sender: str, person: str, told: str
) -> None:
    case = make.case(person_name="Amina Yusuf")
    taken = rang(handler, person_name=typed, sender=sender, staff_choice=case.reference)
    assert (taken.case, str(taken.contact.person)) == (case, person)
    assert told in taken.contact.reason and case.parties.count() == 1
    shared = PersonContactPoint.objects.filter(label="shared").count()
    assert shared == (2 if sender == make.AMINA and person == "Ben Ode" else 0)
