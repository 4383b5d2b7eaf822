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
from casework.models import Case, Contact, ContactPoint, Event, FollowUp, Person, PersonContactPoint, Staff
from casework.services import adjustments
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


# The one box


@pytest.mark.parametrize(
    "typed", ["07700 900101", "900101", "amina yus", "LS1 4DY", "ls14dy", "Amina Yusuf 07700 900101"]
)
def test_one_box_finds_by_number_name_and_postcode(desk: Client, typed: str) -> None:
    case = recent(person_name="Amina Yusuf", postcode="LS1 4DY")
    page = said(desk.get(LOOK_UP, {"who": typed}))
    assert "Amina Yusuf" in page and case.reference in page


def test_one_box_finds_by_reference_and_chooses_that_case(desk: Client) -> None:
    case = recent(person_name="Amina Yusuf")
    other = recent("The damp", sender=make.BEN)
    page = said(desk.get(LOOK_UP, {"who": case.reference.lower()}))
    assert f'value="{case.reference}" aria-describedby="case-1-hint" checked' in page
    log(desk, who=case.reference, number="")
    assert Contact.objects.get(channel="phone").case == case != other


def test_a_reference_that_may_not_be_seen_chooses_nothing(desk: Client) -> None:
    case = recent()
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"), restricted=True)
    assert said(desk.get(LOOK_UP, {"who": case.reference})) == said(desk.get(LOOK_UP, {"who": "7K4M-9QXD"}))
    log(desk, who=case.reference, number="")
    assert Contact.objects.get(channel="phone").case != case


def test_somebody_at_an_address_is_found_by_its_postcode(desk: Client) -> None:
    person = Person.objects.create(name="Ada Ode")
    point = ContactPoint.objects.create(kind="address", value="3 Mill Lane, Leeds LS1 4DY")
    PersonContactPoint.objects.create(person=person, contact_point=point)
    assert "Ada Ode" in said(desk.get(LOOK_UP, {"who": "ls1 4dy"}))


def test_a_postcode_finds_nobody_through_a_case_of_others(desk: Client) -> None:
    case = recent(person_name="Amina Yusuf", postcode="LS1 4DY")
    Case.objects.filter(pk=case.pk).update(restricted=True, team=make.team("far-away"))
    assert said(desk.get(LOOK_UP, {"who": "LS1 4DY"})) == said(desk.get(LOOK_UP, {"who": "LS1 4DZ"}))


@pytest.mark.parametrize(
    ("typed", "sender", "name", "place"),
    [
        ("07700 900102", "07700 900102", "", ""),
        ("withheld", "withheld", "", ""),
        ("Ada Ode", "", "Ada Ode", ""),
        ("Ada Ode 07700 900102", "07700 900102", "Ada Ode", ""),
        ("LS1 4DY", "", "", "LS1 4DY"),
        ("900199", "900199", "", ""),
        ("tel:\t07700\u00a0900102", "tel: 07700 900102", "", ""),
    ],
)
def test_what_is_in_the_box_goes_where_it_belongs(
    desk: Client, typed: str, sender: str, name: str, place: str
) -> None:
    make.office()
    log(desk, number="", who=typed)
    contact = Contact.objects.get()
    assert contact.sender_as_typed == sender
    assert (contact.person.name if contact.person else "") == name
    assert contact.case is not None and contact.case.postcode == place


def test_fields_of_their_own_count_more_than_the_box(desk: Client) -> None:
    make.office()
    log(desk, who="Somebody 07700 900199", number="07700 900102", name="Ada Ode", location="LS1 4DY")
    contact = Contact.objects.get()
    assert str(contact.contact_point) == "07700 900102" and str(contact.person) == "Ada Ode"


def test_digits_of_several_numbers_are_asked_about_where_they_were_typed(desk: Client) -> None:
    recent(sender="07700 900101")
    recent(sender="07700 900102")
    page = desk.post(PAGE, asked(number="", who="90010"))
    assert page.status_code == 422 and 'href="#id_who"' in said(page)


def test_a_number_with_an_extension_is_kept_whole_and_is_shared(desk: Client) -> None:
    make.office()
    log(desk, number="01632 960001 ext 12", name="Ada Ode")
    contact = Contact.objects.get()
    assert contact.sender_as_typed == "01632 960001 ext 12"
    assert PersonContactPoint.objects.get().label == "shared"
    assert Event.objects.get(verb="point_relabelled").after["label"] == "shared"


def test_a_shared_phone_is_marked_by_whoever_answers(desk: Client) -> None:
    recent(person_name="Amina Yusuf")
    log(desk, shared="on")
    assert PersonContactPoint.objects.get().label == "shared"
    assert "Shared phone" in said(desk.get(LOOK_UP, {"who": "900101"}))


# What to heed


def test_whoever_is_chosen_stays_with_what_to_heed(desk: Client) -> None:
    recent(person_name="Amina Yusuf")
    person = Person.objects.get()
    Person.objects.update(language="so")
    given = {"person": person, "job": "test", "now": timezone.now()}
    adjustments.put(words="No calls before noon", review_on=timezone.localdate(), **given)
    adjustments.put(words="Large print", review_on=timezone.localdate() + timedelta(days=40), **given)
    page = said(desk.get(LOOK_UP, {"who": "zzzz", "person": str(person.pk)}))
    heed = page[page.index("oq-heed") : page.index("Who was it?")]
    assert "Amina Yusuf" in heed and "No calls before noon" in heed and "Somali" in heed
    assert heed.count("Review due") == 1 and heed.count("Review by") == 2
    assert f'value="{person.pk}"' in page and "checked" in page
    part = said(desk.get("/desk/log/heed/", {"who": "zzzz", "person": str(person.pk)}))
    assert "No calls before noon" in part and "Who was it?" not in part


def test_of_several_nobody_is_heeded_until_one_is_chosen(desk: Client) -> None:
    recent(person_name="Amina Yusuf")
    recent(person_name="Amina Bell", sender=make.BEN)
    page = said(desk.get(LOOK_UP, {"who": "Amina"}))
    assert "Amina Bell" in page and "oq-heed" not in page
    assert "oq-heed" not in said(desk.get("/desk/log/heed/", {"who": "900101", "person": "other"}))


def test_what_was_promised_is_told_at_one_glance(desk: Client, handler: Staff) -> None:
    make.office()
    log(desk, name="Amina Yusuf", outcome="callback", callback_when="tomorrow 2pm to 4pm")
    page = said(desk.get(LOOK_UP, {"who": "900101"}))
    assert "<strong>Promised:</strong>" in page and "14:00" in page


def test_a_hidden_person_that_is_chosen_is_like_one_who_is_gone(desk: Client) -> None:
    case = recent(person_name="Amina Yusuf")
    Case.objects.filter(pk=case.pk).update(restricted=True, team=make.team("far-away"))
    hidden = str(Person.objects.get().pk)
    for address in (LOOK_UP, "/desk/log/heed/"):
        assert said(desk.get(address, {"person": hidden})) == said(
            desk.get(address, {"person": "019391a0-0000-7000-8000-000000000000"})
        ).replace("019391a0-0000-7000-8000-000000000000", hidden)


def test_a_look_up_costs_no_more_for_many_than_for_one(desk: Client) -> None:
    """Session with user, 5 of the look-up, a case that is chosen and not found, the glance, and what they need."""

    def statements(**typed: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(LOOK_UP, typed).status_code == 200
        return len(caught)

    case = recent(person_name="Someone 0", sender="07700 900200", postcode="LS1 4DY")
    someone = Person.objects.get()
    adjustments.put(person=someone, words="Large print", job="test", now=timezone.now())
    typed = {"person": str(someone.pk), "case": case.reference}
    ways = ("Someone", "900", "LS1 4DY", case.reference, "Someone 07700 900200")
    before = {who: statements(**typed, who=who) for who in ways}
    for number in range(1, 12):
        recent(person_name=f"Someone {number}", sender=f"07700 9002{number:02}", postcode="LS1 4DY")
    after = {who: statements(**typed, who=who) for who in ways}
    assert max(*before.values(), *after.values()) <= 9, (before, after)


def test_the_page_costs_a_fixed_number_of_statements(desk: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(PAGE).status_code == 200
        return len(caught)

    make.service("one")
    statements()
    one = statements()
    for number in range(6):
        make.service(f"s-{number}")
        make.staff(f"staff-{number}")
    assert statements() == one <= 6


def test_neither_confirm_nor_deny_stands_on_the_page_always(desk: Client) -> None:
    recent(person_name="Amina Yusuf")
    for page in (desk.get(PAGE), desk.post(PAGE, asked(find="1")), desk.post(PAGE, asked(words=""))):
        assert "neither confirm nor deny" in said(page)


# The script


@pytest.fixture
def repair() -> None:
    service = make.service("housing-repair")
    make.question(service, "what", "choice", label="What is broken?", required=True,
                  choices=[{"value": "boiler", "label": "Boiler"}, {"value": "roof", "label": "Roof"}])  # fmt: skip
    make.question(service, "since", "date", label="Since when?", required=True)
    make.question(service, "rooms", "choices", choices=[{"value": "hall", "label": "Hall"}])
    make.question(service, "where", "text", label="Which address?")
    make.question(service, "postcode", "postcode")
    make.question(service, "photo", "file")


def test_the_questions_of_the_chosen_service_are_the_script(desk: Client, repair: None) -> None:
    page = said(desk.post("/desk/log/script/", {"service": "housing-repair", "q-where": "14 Mill Lane"}))
    for words in ("What is broken?", "Since when?", "Which address?", 'value="14 Mill Lane"', "5 questions"):
        assert words in page
    assert "Photo" not in page
    assert "What is broken?" not in said(desk.post("/desk/log/script/", {"service": "nonsense"}))
    page = said(desk.post(PAGE, asked(service="housing-repair", ask="1")))
    assert "What is broken?" in page and "There is a problem" not in page


def test_nothing_of_it_must_be_answered(desk: Client, repair: None) -> None:
    make.office()
    assert desk.post(PAGE, asked(service="housing-repair")).status_code == 302
    assert Contact.objects.get().answers == {}


def test_answers_are_on_the_contact_and_the_case(desk: Client, repair: None) -> None:
    make.office()
    answers = {
        "q-what": "boiler", "q-since_day": "1", "q-since_month": "march", "q-since_year": "2026",
        "q-rooms": ["hall"], "q-where": "14 Mill Lane", "q-postcode": "ls14dy",
    }  # fmt: skip
    desk.post(PAGE, asked(service="housing-repair", **answers))
    case = Case.objects.get()
    assert case.answers == {
        "what": "boiler", "since": "2026-03-01", "rooms": ["hall"], "where": "14 Mill Lane", "postcode": "LS1 4DY",
    }  # fmt: skip
    assert (case.postcode, case.location) == ("LS1 4DY", "14 Mill Lane")
    page = said(desk.get(f"/desk/cases/{case.reference}/"))
    assert "What is broken?" in page and "1 March 2026" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"q-since_day": "31", "q-since_month": "2", "q-since_year": "2026"}, "Since when: the date must be a real"),
        ({"q-what": "the moon"}, "What is broken: choose one"),
        ({"q-where": "x" * 2_000}, "Shorten it"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_said(desk: Client, repair: None, typed: dict[str, str], words: str) -> None:
    make.office()
    page = desk.post(PAGE, asked(service="housing-repair", **typed))
    assert page.status_code == 422 and words in said(page)
    assert not Contact.objects.exists()


# How it ends


def test_put_through_to_a_colleague_is_an_outcome_and_one_must_be_chosen(desk: Client) -> None:
    make.office()
    assert desk.post(PAGE, asked(outcome="transferred", case="none")).status_code == 302
    assert Contact.objects.get().outcome == "transferred"
    assert "Choose how it ended" in said(desk.post(PAGE, asked(outcome="")))


def test_a_callback_is_a_follow_up_of_the_case(desk: Client, handler: Staff) -> None:
    make.office()
    page = log(
        desk,
        name="Ada Ode",
        outcome="callback",
        callback_when="tomorrow 2pm to 4pm",
        callback_owner="handler",
    )
    promised = FollowUp.objects.get()
    contact = Contact.objects.get()
    assert (promised.case, promised.contact, promised.person) == (contact.case, contact, contact.person)
    assert (promised.contact_point, promised.owner, promised.kind) == (
        contact.contact_point,
        handler,
        "callback",
    )
    begins, ends = timezone.localtime(promised.window_from), timezone.localtime(promised.due_at)
    assert (begins.hour, ends.hour) == (14, 16)
    assert ends.date() == timezone.localdate() + timedelta(days=1)
    assert "Callback promised for tomorrow 14:00 to 16:00" in said(page) and "07700 900101" in said(page)


def test_a_callback_without_a_case_is_a_team_s(desk: Client) -> None:
    make.office()
    log(desk, outcome="callback", case="none", callback_when="tomorrow 9 to 11")
    promised = FollowUp.objects.get()
    assert promised.case is None and promised.contact == Contact.objects.get()
    assert promised.team is not None and promised.team.code == "triage" and promised.owner is None


def test_a_callback_on_another_number_is_theirs_too(desk: Client) -> None:
    make.office()
    log(desk, name="Ada Ode", outcome="callback", callback_number="07700 900155")
    promised = FollowUp.objects.get()
    assert str(promised.contact_point) == "07700 900155"
    assert {str(point) for point in Person.objects.get().contact_points.all()} == {
        "07700 900101",
        "07700 900155",
    }
    assert promised.due_at > timezone.now()


def test_an_owner_who_may_not_see_the_case_does_not_get_its_callback(desk: Client) -> None:
    case = recent()
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"), restricted=False)
    log(desk, outcome="callback", callback_owner="handler", callback_when="tomorrow 9 to 11")
    promised = FollowUp.objects.get()
    assert promised.case == case and promised.owner is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"callback_when": "whenever"}, "no time to ring"),
        ({"callback_when": "1/1/2020"}, "has passed"),
        ({"callback_number": "12"}, "Write the whole number"),
        ({"callback_number": "999"}, "Write the whole number"),
        ({"number": "withheld"}, "Write the number to ring"),
        ({"number": ""}, "Write the number to ring"),
        ({"callback_owner": "nobody"}, "Choose a colleague"),
        ({"outcome": "answered", "callback_when": "2pm"}, "Choose “Callback promised”"),
    ],
)
def test_a_callback_that_cannot_be_kept_is_said(desk: Client, typed: dict[str, str], words: str) -> None:
    make.office()
    page = desk.post(PAGE, asked(**{"outcome": "callback", **typed}))
    assert page.status_code == 422 and words in said(page)
    assert not Contact.objects.exists() and not FollowUp.objects.exists()


def test_whether_adjustments_were_honoured_is_asked_of_who_has_some(desk: Client) -> None:
    recent(person_name="Amina Yusuf")
    assert "oq-honoured--asked" not in said(desk.post(PAGE, asked(find="1")))
    Person.objects.update(adjustments="Large print")
    assert "oq-honoured--asked" in said(desk.post(PAGE, asked(find="1")))
    log(desk, honoured="no", honoured_words="No interpreter was free")
    log(desk, words="Rang again", honoured="yes")
    log(desk, words="And again")
    told = Contact.objects.filter(channel="phone").order_by("pk").values_list("honoured", "honoured_words")
    assert list(told) == [(False, "No interpreter was free"), (True, ""), (None, "")]


def test_a_confirmation_that_cannot_go_never_loses_the_call(desk: Client) -> None:
    make.office()
    page = said(log(desk, confirm_by="letter"))
    assert Contact.objects.filter(channel="phone").count() == 1
    assert "No confirmation was sent" in page and "address" in page


# Danger


def test_words_of_danger_bring_advice_and_block_nothing(desk: Client) -> None:
    make.office()
    part = desk.post("/desk/log/alike/", {"words": "He is not breathing"})
    assert "ring 999" in said(part) and "data-announce" in said(part)
    again = desk.post("/desk/log/alike/", {"words": "He is not breathing", "warned": "1", "hinted": ""})
    assert "ring 999" in said(again) and said(again).count("ring 999") < said(part).count("ring 999")
    assert "ring 999" not in said(desk.post("/desk/log/alike/", {"words": "The bin"}))
    page = log(desk, words="He is not breathing")
    assert "ring 999" in said(page) and Contact.objects.count() == 1
    assert Contact.objects.get().case is not None


# Pasted


def test_what_is_pasted_from_word_or_an_e_mail_is_plain_text(desk: Client) -> None:
    make.office()
    pasted = "From:\u00a0Amina\r\n\t\u2022\tBoiler\x0bis \u201cbroken\u201d<b>now</b>\u200b"
    log(desk, words=pasted, name="\tAmina\u00a0\nYusuf ", number=" 07700\t900\u00a0101 ")
    contact = Contact.objects.get()
    assert str(contact.person) == "Amina Yusuf" and str(contact.contact_point) == "07700 900101"
    assert "\r" not in contact.body and "<b>now</b>" in contact.body
    page = said(desk.get(f"/desk/cases/{Case.objects.get().reference}/"))
    assert "&lt;b&gt;now&lt;/b&gt;" in page
