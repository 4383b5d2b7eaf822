"""The hint "may be the same": while logging and on new cases, only among open cases that one may see."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import alike, selectors
from casework.alike import Sought, hints
from casework.forms.log import read_place
from casework.models import Case, CaseLink, Contact, Party, Staff
from tests import factories as make
from tests.text_battery import SENDABLE

pytestmark = pytest.mark.django_db

PART = "/desk/log/alike/"
LAMP = "Street light broken outside 14 Mill Lane"
CHARLIE, DORA = "07700 900103", "07700 900104"


@pytest.fixture
def staff() -> Staff:
    return make.staff("caseworker")


@pytest.fixture
def desk(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def reported(body: str = LAMP, *, days: float = 3, **fields: Any) -> Case:
    """An open case by web form of some days ago; where it lies and what it is about as given."""
    fields.setdefault("service_code", "street-light")
    if fields["service_code"]:
        make.service(fields["service_code"])
    make.office()
    taken = make.form(body, at=timezone.now() - timedelta(days=days), **fields)
    assert taken.case is not None
    return Case.objects.get(pk=taken.case.pk)


def hidden(case: Case, *, restricted: bool = True) -> Case:
    Case.objects.filter(pk=case.pk).update(restricted=restricted, team=make.team("far-away"))
    return case


def references(found: Any) -> list[str]:
    return [hint.reference for hint in found]


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def of_case(staff: Staff, case: Case) -> tuple[alike.Hint, ...]:
    read = selectors.case_page(staff=staff, reference=case.reference)
    return alike.of_case(staff=staff, case=read, now=timezone.now())


# What is alike


def test_the_same_number_and_service(staff: Staff) -> None:
    case = reported("Lamp post", sender=make.AMINA)
    found = hints(staff=staff, sought=Sought(service="street-light", numbers=frozenset(["+447700900101"])))
    assert references(found) == [case.reference]
    assert found[0].reasons == ("The same person or number, and the same service",)
    assert not hints(staff=staff, sought=Sought(service="other", numbers=frozenset(["+447700900101"])))


def test_the_same_person_at_another_number(staff: Staff) -> None:
    case = reported("Lamp post", person_name="Amina Yusuf")
    person = Party.objects.get(case=case).person
    assert person is not None
    assert hints(staff=staff, sought=Sought(service="street-light", people=frozenset([person.pk])))


def test_somebody_at_the_number_counts_as_the_number(staff: Staff) -> None:
    case = reported("Lamp post", sender=make.BEN)
    Party.objects.filter(case=case).update(person=None)
    sought = Sought(service="street-light", numbers=frozenset(["+447700900102"]))
    assert references(hints(staff=staff, sought=sought)) == [case.reference]


def test_the_same_postcode_and_service(staff: Staff) -> None:
    case = reported("Lamp post", postcode="ls14dy")
    reported("Lamp post", postcode="LS1 4DZ", sender=make.BEN)
    reported("Lamp post", postcode="LS1 4DY", service_code="missed-bin", sender=CHARLIE)
    found = hints(staff=staff, sought=Sought(service="street-light", postcode="LS1 4DY"))
    assert references(found) == [case.reference]
    assert found[0].reasons == ("The same postcode and the same service",)


def test_within_300_metres_for_the_same_service_with_the_distance(staff: Staff) -> None:
    near = reported("Lamp post", latitude=53.801079, longitude=-1.55)
    reported("Lamp post", latitude=53.8030, longitude=-1.55, sender=make.BEN)
    here = Sought(service="street-light", spot=(53.8, -1.55))
    found = hints(staff=staff, sought=here)
    assert references(found) == [near.reference]
    assert found[0].reasons == ("About 120 metres away, for the same service",)


def test_similar_words_whatever_the_service(staff: Staff) -> None:
    case = reported("The street light is out again", service_code="")
    reported("The brown bin was missed", service_code="", sender=make.BEN)
    found = hints(
        staff=staff, sought=Sought(words="Rang about a street light that flickers", service="roads")
    )
    assert references(found) == [case.reference]
    assert found[0].reasons == ("Similar words: street, light",)


def test_the_same_place_with_similar_words_while_the_service_is_not_known(staff: Staff) -> None:
    case = reported(postcode="LS1 4DY")
    found = hints(staff=staff, sought=Sought(words="light off", postcode="LS1 4DY"))
    assert references(found) == [case.reference]
    assert found[0].reasons == ("The same postcode", "Similar words: light")
    assert not hints(staff=staff, sought=Sought(words="noise", postcode="LS1 4DY"))


def test_a_hint_shows_enough_to_decide(staff: Staff) -> None:
    case = reported(person_name="Amina Yusuf", postcode="LS1 4DY")
    (hint,) = hints(staff=staff, sought=Sought(service="street-light", postcode="LS1 4DY", words=LAMP))
    assert (hint.reference, hint.service, hint.who) == (case.reference, "Street light", ("Amina Yusuf",))
    assert hint.summary == LAMP and hint.status_label == "New" and hint.opened_at == case.opened_at
    assert len(hint.reasons) == 2


def test_at_most_five_each_once_the_likeliest_first(staff: Staff) -> None:
    for number in range(7):
        reported(postcode="LS1 4DY", sender=f"07700 90020{number}")
    best = reported(postcode="LS1 4DY", sender=make.AMINA)
    sought = Sought(
        words=LAMP, service="street-light", postcode="LS1 4DY", numbers=frozenset(["+447700900101"])
    )
    found = references(hints(staff=staff, sought=sought))
    assert len(found) == len(set(found)) == 5 and found[0] == best.reference


# What is not shown


@pytest.mark.parametrize("restricted", [True, False])
def test_a_case_that_one_may_not_see_gives_no_hint(staff: Staff, desk: Client, restricted: bool) -> None:
    hidden(reported(postcode="LS1 4DY", latitude=53.8, longitude=-1.55), restricted=restricted)
    everything = Sought(
        words=LAMP,
        service="street-light",
        postcode="LS1 4DY",
        numbers=frozenset(["+447700900101"]),
        spot=(53.8, -1.55),
    )
    assert hints(staff=staff, sought=everything) == ()
    typed = {"words": LAMP, "service": "street-light", "location": "LS1 4DY", "number": make.AMINA}
    never = said(desk.post(PART, {"words": "zebra ostrich", "number": CHARLIE}))
    assert said(desk.post(PART, typed)) == never
    lead = make.staff("lead", role="lead", teams=("far-away",), lead=True)
    assert len(hints(staff=lead, sought=everything)) == 1


def test_closed_and_merged_cases_are_never_hinted(staff: Staff) -> None:
    closed, other = reported(), reported(sender=make.BEN)
    ended = {"status": "closed", "is_open": False, "closed_at": timezone.now()}
    Case.objects.filter(pk=closed.pk).update(**ended)
    Case.objects.filter(pk=other.pk).update(**ended, merged_into=closed)
    assert hints(staff=staff, sought=Sought(words=LAMP, service="street-light")) == ()


def test_nothing_known_asks_nothing(staff: Staff, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert hints(staff=staff, sought=Sought()) == ()
        assert hints(staff=staff, sought=Sought(words="hello, please help")) == ()


def test_an_administrator_gets_none() -> None:
    reported()
    admin = make.staff("admin", role="administrator", teams=())
    assert hints(staff=admin, sought=Sought(words=LAMP)) == ()


def test_two_statements_however_many_cases_there_are(staff: Staff) -> None:
    sought = Sought(
        words=LAMP,
        service="street-light",
        postcode="LS1 4DY",
        numbers=frozenset(["+447700900101"]),
        spot=(53.8, -1.55),
    )

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert hints(staff=staff, sought=sought)
        return len(caught)

    reported(postcode="LS1 4DY", latitude=53.8, longitude=-1.55)
    one = statements()
    for number in range(12):
        reported(postcode="LS1 4DY", latitude=53.8, longitude=-1.55, sender=f"07700 9002{number:02}")
    assert statements() == one == 2


# On new cases


def test_a_new_case_shows_what_it_may_repeat_with_the_way_to_compare(desk: Client) -> None:
    first = reported(postcode="LS1 4DY", person_name="Amina Yusuf")
    second = reported("Lamp post dark", postcode="LS1 4DY", sender=make.BEN, days=1)
    page = said(desk.get(f"/desk/cases/{second.reference}/"))
    assert "May be the same" in page and first.reference in page and "opened <time" in page
    assert f"/desk/cases/{second.reference}/merge/?with={first.reference}" in page
    handler = Client()
    handler.force_login(make.staff("handler", role="handler"))
    page = said(handler.get(f"/desk/cases/{second.reference}/"))
    assert first.reference in page and "/merge/" not in page


def test_a_case_that_repeats_nothing_shows_no_such_part(desk: Client) -> None:
    page = said(desk.get(f"/desk/cases/{reported().reference}/"))
    assert "May be the same" not in page


def test_only_for_fourteen_days_and_while_it_is_open(staff: Staff) -> None:
    reported(postcode="LS1 4DY", days=60)
    fresh = reported(postcode="LS1 4DY", sender=make.BEN, days=13)
    old = reported(postcode="LS1 4DY", sender=CHARLIE, days=15)
    assert of_case(staff, fresh) and not of_case(staff, old)
    Case.objects.filter(pk=fresh.pk).update(status="closed", is_open=False, closed_at=timezone.now())
    assert not of_case(staff, fresh)


def test_cases_of_one_number_and_of_one_spot_are_hinted_on_a_case(staff: Staff) -> None:
    same_number = reported("Lamp post", sender=make.AMINA)
    near = reported("Dark here", sender=make.BEN, latitude=53.801079, longitude=-1.55)
    case = reported("It flickers", sender=make.AMINA, latitude=53.8, longitude=-1.55)
    assert references(of_case(staff, case)) == [same_number.reference, near.reference]


@pytest.mark.parametrize("way", ["follows", "followed", "linked", "linked back"])
def test_a_case_known_to_belong_to_it_is_not_hinted_again(staff: Staff, way: str) -> None:
    other, case = reported(postcode="LS1 4DY"), reported(postcode="LS1 4DY", sender=make.BEN)
    assert references(of_case(staff, case)) == [other.reference]
    if way == "follows":
        Case.objects.filter(pk=case.pk).update(follows=other)
    elif way == "followed":
        Case.objects.filter(pk=other.pk).update(follows=case)
    else:
        pair = (case, other) if way == "linked" else (other, case)
        CaseLink.objects.create(case=pair[0], other=pair[1], kind="related", created_at=timezone.now())
    assert of_case(staff, case) == ()


# While logging


def asked(**more: Any) -> dict[str, Any]:
    return {"once": uuid4().hex, "number": DORA, "words": LAMP, "outcome": "passed_on", **more}


def test_the_part_shows_the_hint_with_a_button_and_says_so(desk: Client) -> None:
    case = reported(postcode="LS1 4DY", person_name="Amina Yusuf")
    page = said(desk.post(PART, {"words": "street light dark", "location": "LS1 4DY"}))
    assert 'data-announce="1 case may be the same"' in page and "Amina Yusuf" in page
    assert f'name="choose" value="{case.reference}"' in page and 'aria-pressed="false"' in page


def test_the_same_hints_are_not_announced_again(desk: Client) -> None:
    case = reported()
    typed = {"words": "street light dark"}
    assert "data-announce" not in said(desk.post(PART, typed | {"hinted": case.reference}))
    gone = said(desk.post(PART, {"words": "", "hinted": case.reference}))
    assert "No case seems to be the same" in gone


def test_the_button_chooses_the_case_and_lets_go_of_it(desk: Client) -> None:
    case = reported()
    page = said(desk.post(PART, {"words": LAMP, "choose": case.reference}))
    assert 'aria-pressed="true"' in page and f"{case.reference} is chosen" in page
    found = page[page.index('id="found"') :]
    assert f'value="{case.reference}" aria-describedby="case-1-hint" checked' in found
    page = said(desk.post(PART, {"words": LAMP, "case": case.reference, "choose": ""}))
    assert 'aria-pressed="false"' in page and "No case is chosen" in page


def test_words_are_never_in_an_address(desk: Client) -> None:
    assert desk.get(PART, {"words": LAMP}).status_code == 405


@pytest.mark.parametrize("address", ["/desk/log/phone/", "/desk/log/in-person/"])
def test_without_script_find_shows_it_and_the_button_chooses(desk: Client, address: str) -> None:
    case = reported(postcode="LS1 4DY")
    assert "may be the same" not in said(desk.get(address))
    page = said(desk.post(address, asked(find="1", location="LS1 4DY")))
    assert "1 case may be the same" in page and 'value="LS1 4DY"' in page
    page = said(desk.post(address, asked(choose=case.reference)))
    assert f'value="{case.reference}" aria-describedby="case-1-hint" checked' in page
    assert not Contact.objects.filter(logged_by__isnull=False).exists()


def test_it_never_blocks(desk: Client) -> None:
    reported(postcode="LS1 4DY", sender=make.AMINA)
    page = desk.post("/desk/log/phone/", asked(case="new", location="LS1 4DY", service="street-light"))
    assert page.status_code == 302 and Case.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "postcode", "location"),
    [
        ("ls14dy", "LS1 4DY", ""),
        ("Corner of Mill Lane", "", "Corner of Mill Lane"),
        ("14 Mill Lane, LS1 4DY", "LS1 4DY", "14 Mill Lane"),
        ("14 Mill Lane LS14DY", "LS1 4DY", "14 Mill Lane"),
        ("LS1", "", "LS1"),
    ],
)
def test_where_it_is_lands_on_the_case(desk: Client, typed: str, postcode: str, location: str) -> None:
    assert read_place(typed) == (postcode, location)
    make.office()
    desk.post("/desk/log/phone/", asked(location=typed))
    case = Case.objects.get()
    assert (case.postcode, case.location) == (postcode, location)
    assert f"{location}{postcode}".replace(", ", "") in said(
        desk.get(f"/desk/cases/{case.reference}/")
    ).replace(", ", "")


def test_where_it_is_stays_with_the_call_when_the_case_has_a_place_already(desk: Client) -> None:
    case = reported(postcode="LS1 4DY")
    desk.post("/desk/log/in-person/", asked(case=case.reference, place="desk", location="LS1 4DZ"))
    case.refresh_from_db()
    assert case.postcode == "LS1 4DY"
    page = said(desk.get(f"/desk/cases/{case.reference}/"))
    assert "Where is it" in page and "LS1 4DZ" in page


def test_odd_words_harm_nothing(desk: Client) -> None:
    reported()
    odd = [*SENDABLE.values(), "🙂" * 200, "a\x00b c\x00d", "", "street light " * 800, "x" * 10_000]
    for text in odd:
        for name in ("words", "service", "location", "person", "number", "case", "choose", "hinted"):
            answer = desk.post(PART, {name: text})
            assert answer.status_code == 200
            assert "<script>alert" not in said(answer) and "<img src=x" not in said(answer)


def test_a_summary_with_code_in_it_is_shown_as_text(desk: Client) -> None:
    reported("street light <img src=x onerror=alert(1)> \u202egnp")
    page = said(desk.post(PART, {"words": "street light"}))
    assert "&lt;img" in page and "<img" not in page and "\u202e" not in page
