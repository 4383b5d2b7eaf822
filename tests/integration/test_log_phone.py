"""Logging a call: the caller is found while typing, the reference is there to read out."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import lookup
from casework.models import Case, Contact, ContactPoint, Event, Person, PersonContactPoint, Staff
from tests import factories as make
from tests.text_battery import TEXTS

pytestmark = pytest.mark.django_db

PAGE = "/desk/log/phone/"
LOOK_UP = "/desk/log/phone/look-up/"


@pytest.fixture
def handler() -> Staff:
    return make.staff("handler", role="handler")


@pytest.fixture
def desk(handler: Staff) -> Client:
    client = Client()
    client.force_login(handler)
    return client


def asked(**more: Any) -> dict[str, Any]:
    return {
        "once": uuid4().hex,
        "number": make.AMINA,
        "words": "Rang about the boiler",
        "outcome": "passed_on",
        **more,
    }


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def log(desk: Client, **more: Any) -> Any:
    return desk.post(PAGE, asked(**more), follow=True)


def recent(body: str = "My boiler is broken", **fields: Any) -> Case:
    """A case of a few days ago: calls are logged at the time of the machine's clock."""
    return make.case(body, at=timezone.now() - timedelta(days=fields.pop("days", 4)), **fields)


# Who may


def test_strangers_log_in_and_administrators_may_not() -> None:
    make.office()
    assert Client().get(PAGE).status_code == 302
    admin = Client()
    admin.force_login(make.staff("admin", role="administrator", teams=()))
    assert admin.get(PAGE).status_code == 403
    assert admin.get(LOOK_UP, {"number": "900101"}).status_code == 403
    assert admin.post(PAGE, asked()).status_code == 403


# Look-up


@pytest.mark.parametrize("typed", ["07700 900101", "+44 7700 900101", "900101", "0770090010"])
def test_a_caller_is_found_by_any_part_of_the_number(desk: Client, typed: str) -> None:
    case = recent(person_name="Amina Yusuf")
    page = said(desk.get(LOOK_UP, {"number": typed}))
    assert "Amina Yusuf" in page and case.reference in page and "07700 900101" in page


def test_a_caller_is_found_by_name_and_by_reference(desk: Client) -> None:
    case = recent(person_name="Krzysztof Wójcik")
    assert case.reference in said(desk.get(LOOK_UP, {"name": "wójcik krz"}))
    spoken = case.reference.replace("-", " ").lower()
    page = said(desk.get(LOOK_UP, {"reference": spoken}))
    assert case.reference in page and "Krzysztof" in page


def test_nothing_typed_and_nobody_found_both_leave_a_choice(desk: Client) -> None:
    assert "A new case" in said(desk.get(LOOK_UP))
    page = said(desk.get(LOOK_UP, {"number": "07700 900999"}))
    assert "No people and no open cases found" in page and "A new case" in page


def test_what_to_heed_is_shown_before_anybody_speaks(desk: Client) -> None:
    recent(person_name="Amina Yusuf")
    Person.objects.update(language="so", adjustments="No calls before noon")
    ContactPoint.objects.update(voicemail_ok=False, say_who_we_are=False, safe_hours="10 to 2")
    page = said(desk.get(LOOK_UP, {"number": "900101"}))
    for words in (
        "Leave no message on",
        "Do not say who we are",
        "10 to 2",
        "No calls before noon",
        "Language: Somali",
    ):
        assert words in page


def test_a_shared_number_says_so_and_names_everybody(desk: Client) -> None:
    recent(person_name="Amina Yusuf")
    other = Person.objects.create(name="Yusuf Ali")
    PersonContactPoint.objects.create(person=other, contact_point=ContactPoint.objects.get(), label="shared")
    page = said(desk.get(LOOK_UP, {"number": "900101"}))
    assert "Shared number" in page and "Amina Yusuf" in page and "Yusuf Ali" in page


def test_a_person_known_only_through_hidden_restricted_cases_is_not_found(desk: Client) -> None:
    case = recent(person_name="Amina Yusuf")
    Case.objects.filter(pk=case.pk).update(restricted=True, team=make.team("far-away"))
    known = said(desk.get(LOOK_UP, {"number": "900101"}))
    never = said(desk.get(LOOK_UP, {"number": "900999"}))
    assert known == never
    assert said(desk.get(LOOK_UP, {"reference": case.reference})) == said(
        desk.get(LOOK_UP, {"reference": "7K4M-9QXD"})
    )


def test_a_case_of_another_team_is_not_offered(desk: Client) -> None:
    case = recent(person_name="Amina Yusuf")
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"))
    page = said(desk.get(LOOK_UP, {"number": "900101"}))
    assert "Amina Yusuf" in page and case.reference not in page


def test_odd_words_in_the_look_up_harm_nothing(desk: Client) -> None:
    for text in TEXTS.values():
        typed = text.encode("utf-8", "replace").decode()[:2000]
        for name in ("number", "name", "reference", "person", "case"):
            assert desk.get(LOOK_UP, {name: typed}).status_code == 200


def test_at_most_eight_people_with_a_fixed_number_of_statements(handler: Staff) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            found = lookup.callers(staff=handler, number="900", name="Someone", reference="")
        assert 1 <= len(found.people) <= 8
        return len(caught)

    recent(person_name="Someone 0", sender="07700 900200")
    one = statements()
    for number in range(1, 12):
        recent(person_name=f"Someone {number}", sender=f"07700 9002{number:02}")
    assert statements() == one <= 5


# On record


def test_a_call_opens_a_case_and_shows_the_reference(desk: Client, handler: Staff) -> None:
    page = log(desk, name="Amina Yusuf", minutes="4")
    case, contact = Case.objects.get(), Contact.objects.get()
    assert case.reference in said(page) and "How to say it" in said(page)
    assert f"/desk/cases/{case.reference}/" in said(page) and "Log another" in said(page)
    assert (contact.channel, contact.outcome, contact.duration_seconds) == ("phone", "passed_on", 240)
    assert (contact.logged_by, contact.direction, case.origin) == (handler, "in", "phone")
    assert handler.full_name == "Handler Example" and Person.objects.get().name == "Amina Yusuf"


def test_a_double_click_is_one_contact(desk: Client) -> None:
    data = asked()
    first, second = desk.post(PAGE, data), desk.post(PAGE, data)
    assert Contact.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_a_corrected_text_sent_from_the_same_page_is_not_lost(desk: Client) -> None:
    data = asked()
    desk.post(PAGE, data)
    desk.post(PAGE, data | {"words": "Rang about the boiler, and the damp"})
    assert Contact.objects.count() == 2 and Case.objects.count() == 1


def test_the_rules_put_a_call_on_the_only_open_case(desk: Client) -> None:
    case = recent()
    page = log(desk)
    assert case.reference in said(page)
    assert Contact.objects.get(channel="phone").case == case


def test_staff_choose_the_case_or_a_new_one_or_none(desk: Client) -> None:
    case = recent()
    log(desk, case=case.reference)
    log(desk, case="new", words="Something else")
    log(desk, case="none", words="Asked for opening hours", outcome="answered")
    filed = [contact.case_id for contact in Contact.objects.filter(channel="phone").order_by("pk")]
    assert filed[0] == case.pk and filed[1] not in (None, case.pk) and filed[2] is None


def test_several_open_cases_are_shown_to_choose_from_and_nothing_is_written(desk: Client) -> None:
    make.office()
    at = timezone.now() - timedelta(days=4)
    one = make.form("Bin", at=at).case
    two = make.form("Damp", at=at + timedelta(minutes=1)).case
    assert one and two
    before = (Contact.objects.count(), Event.objects.count())
    data = asked(words="Any news?")
    page = desk.post(PAGE, data)
    assert page.status_code == 422 and "more than one case" in said(page) and "Any news?" in said(page)
    assert one.reference in said(page) and two.reference in said(page)
    assert (Contact.objects.count(), Event.objects.count()) == before
    desk.post(PAGE, data | {"case": two.reference})
    assert Contact.objects.get(channel="phone").case == two


def test_several_cases_that_one_may_not_see_are_left_to_a_colleague(desk: Client) -> None:
    make.office()
    at = timezone.now() - timedelta(days=4)
    make.form("Bin", at=at)
    make.form("Damp", at=at + timedelta(minutes=1))
    Case.objects.update(team=make.team("far-away"))
    page = log(desk)
    assert Contact.objects.get(channel="phone").filing == "held"
    assert "A colleague decides" in said(page)


def test_a_case_one_may_not_see_gives_no_reference_away(desk: Client) -> None:
    case = recent()
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"))
    page = log(desk)
    assert Contact.objects.get(channel="phone").case == case
    assert case.reference not in said(page) and "passed to the team" in said(page)


def test_a_hidden_case_cannot_be_chosen_and_answers_like_a_missing_one(desk: Client) -> None:
    case = recent()
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"), restricted=True)
    answers = [
        desk.post(PAGE, asked(case=reference)) for reference in (case.reference, "7K4M-9QXD", "nonsense")
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all("cannot be chosen any more" in said(answer) for answer in answers)
    assert not Contact.objects.filter(channel="phone").exists()


def test_somebody_who_says_nothing_of_themselves_is_a_contact_too(desk: Client) -> None:
    page = log(desk, number="", words="Did not want to say")
    contact = Contact.objects.get()
    assert contact.contact_point is None and contact.case is not None
    assert contact.case.reference in said(page)


def test_a_withheld_number_makes_no_contact_point(desk: Client) -> None:
    log(desk, number="withheld")
    assert not ContactPoint.objects.exists()
    assert Contact.objects.get().sender_as_typed == "withheld"


def test_a_few_digits_that_found_a_person_stand_for_their_number(desk: Client) -> None:
    recent(person_name="Amina Yusuf")
    log(desk, number="900101", person=str(Person.objects.get().pk))
    assert ContactPoint.objects.get().value == "+447700900101"
    assert Contact.objects.get(channel="phone").contact_point is not None


def test_a_few_digits_of_one_number_on_record_are_that_number(desk: Client) -> None:
    case = recent(person_name="Amina Yusuf")
    log(desk, number="900101")
    assert Contact.objects.get(channel="phone").case == case
    assert ContactPoint.objects.get().value == "+447700900101"


def test_digits_of_several_numbers_are_asked_about(desk: Client) -> None:
    recent(sender="07700 900101")
    recent(sender="07700 900102")
    page = desk.post(PAGE, asked(number="90010"))
    assert page.status_code == 422 and "Several numbers have these digits" in said(page)


def test_digits_never_bring_out_a_number_of_somebody_hidden(desk: Client) -> None:
    case = recent(person_name="Amina Yusuf")
    Case.objects.filter(pk=case.pk).update(restricted=True, team=make.team("far-away"))
    log(desk, number="900101")
    assert Contact.objects.get(channel="phone").sender_as_typed == "900101"


def test_somebody_else_at_the_number_needs_a_name_and_becomes_a_person(desk: Client) -> None:
    case = recent(person_name="Amina Yusuf")
    data = asked(person="other", case="new")
    page = desk.post(PAGE, data)
    assert page.status_code == 422 and "whoever it was" in said(page)
    desk.post(PAGE, data | {"name": "Yusuf Ali"})
    contact = Contact.objects.get(channel="phone")
    assert contact.case != case
    assert contact.person is not None and contact.person.name == "Yusuf Ali"
    assert set(PersonContactPoint.objects.values_list("label", flat=True)) == {"shared"}


@pytest.mark.parametrize("person", ["nonsense", "019391a0-0000-7000-8000-000000000000"])
def test_a_person_who_is_not_there_is_said(desk: Client, person: str) -> None:
    page = desk.post(PAGE, asked(person=person))
    assert page.status_code == 422 and "not on record any more" in said(page)


def test_a_number_is_confirmed_only_when_staff_say_so(desk: Client) -> None:
    log(desk)
    assert ContactPoint.objects.get().confirmed_at is None
    log(desk, confirmed="on", words="Rang again")
    assert ContactPoint.objects.get().confirmed_at is not None


def test_what_is_missing_is_said_and_what_was_typed_stays(desk: Client) -> None:
    page = desk.post(PAGE, asked(words="", outcome="", minutes="ten", name="Amina"))
    text = said(page)
    assert page.status_code == 422
    for words in (
        "Write what it was about",
        "Choose how it ended",
        "whole minutes",
        'value="Amina"',
        "<title>Error: ",
    ):
        assert words in text


def test_every_odd_text_is_kept(desk: Client) -> None:
    for name, text in TEXTS.items():
        typed = text.encode("utf-8", "replace").decode()
        answer = desk.post(PAGE, asked(words=typed, name=typed[:200], case="new"))
        assert answer.status_code in (302, 422), name
    assert Contact.objects.count() > 10


def test_find_without_script_shows_people_and_keeps_what_was_typed(desk: Client) -> None:
    case = recent(person_name="Amina Yusuf")
    page = desk.post(
        PAGE,
        asked(number="900101", words="Half a sen", find="1", day_day="1", day_month="2", day_year="2026"),
    )
    assert page.status_code == 200
    for words in ("Amina Yusuf", case.reference, "Half a sen", 'value="2026"'):
        assert words in said(page)
    assert "There is a problem" not in said(page)
    assert not Contact.objects.filter(channel="phone").exists()


def test_the_browser_offers_no_detail_of_the_staff_for_the_caller(desk: Client) -> None:
    page = desk.get(PAGE).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    texts = re.findall(r"<input[^>]*type=\"text\"[^>]*>|<textarea[^>]*>", main)
    assert texts and all('autocomplete="off"' in each or 'inputmode="numeric"' in each for each in texts)


def test_the_done_page_is_for_whoever_logged_it(desk: Client) -> None:
    log(desk)
    contact = Contact.objects.get()
    other = Client()
    other.force_login(make.staff("caseworker"))
    assert desk.get(f"/desk/log/phone/done/{contact.pk}/").status_code == 200
    assert other.get(f"/desk/log/phone/done/{contact.pk}/").status_code == 404


# When


def earlier(**delta: float) -> dict[str, str]:
    at = timezone.localtime(timezone.now() - timedelta(**delta))
    return {
        "day_day": str(at.day),
        "day_month": str(at.month),
        "day_year": str(at.year),
        "clock": f"{at:%H:%M}",
    }


def test_an_earlier_call_keeps_its_time_and_the_reason(desk: Client) -> None:
    page = desk.post(PAGE, asked(**earlier(days=10)))
    assert page.status_code == 422 and "more than a day later" in said(page)
    desk.post(PAGE, asked(**earlier(days=10), late_because="Found on paper"))
    contact = Contact.objects.get()
    assert contact.logged_at - contact.took_place_at > timedelta(days=9)
    assert Event.objects.get(verb="logged_late").after["because"] == "Found on paper"


@pytest.mark.parametrize(
    ("delta", "words"), [({"days": -2}, "in the future"), ({"days": 400}, "more than a year ago")]
)
def test_a_call_in_the_future_or_long_past_is_asked_about(
    desk: Client, delta: dict[str, float], words: str
) -> None:
    page = desk.post(PAGE, asked(**earlier(**delta), late_because="x"))
    assert page.status_code == 422 and words in said(page)
    assert not Contact.objects.exists()


def test_a_date_without_a_time_is_asked_for_one(desk: Client) -> None:
    when = earlier(days=3) | {"clock": ""}
    assert "Write the time too" in said(desk.post(PAGE, asked(**when)))
