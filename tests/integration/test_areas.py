"""Areas: parts of the territory under a name, which rules can name."""

from typing import Any

import pytest
from django.test import Client

from casework.models import Area, Staff
from casework.permissions import NotAllowed
from casework.services import areas
from casework.services.areas import AreaInUse, NameTaken, NotAPlace
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

AREAS = "/desk/settings/areas/"


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def desk(lead: Staff) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def rule_naming(code: str, **more: Any) -> dict[str, Any]:
    conditions = {"any": [{"fact": "area", "op": "is_any_of", "value": [code, "elsewhere"]}]}
    return {"name": "Across the river", "conditions": conditions, "team": "housing", **more}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("sw", "SW"), ("SW1A", "SW1A"), ("sw1a1", "SW1A 1"), ("SW1A 1", "SW1A 1"), (" sw1a  1aa ", "SW1A 1AA"),
        ("SW1A1AA", "SW1A 1AA"), ("m1", "M1"), ("ZR4", "ZR4"), ("zr51", "ZR51"), ("ec1a 1bb", "EC1A 1BB"), ("BFPO 801", "BFPO 801"),
    ],
)  # fmt: skip
def test_a_part_is_kept_as_it_is_written(typed: str, read: str) -> None:
    assert areas.read_parts([typed]) == [read]


@pytest.mark.parametrize(
    "typed", ["1", "SW1A 1A", "the river", "SW1A 1AA 2", "ÄB1", "SW1*", "%", "ABC", "x" * 300, "\u202eSW1", "SW1A/1"]
)  # fmt: skip
def test_what_is_no_part_of_a_postcode_is_named(typed: str) -> None:
    with pytest.raises(NotAPlace) as caught:
        areas.read_parts(["SW1A", typed])
    assert "is no part of a postcode" in str(caught.value) and "SW1A 1AA" in str(caught.value)


def test_a_sector_is_told_from_a_district_by_its_gap() -> None:
    assert areas.read_parts(["M1 1", "m11"]) == ["M1 1", "M11"]


def test_a_part_twice_is_kept_once() -> None:
    assert areas.read_parts(["SW1A", "sw1a", "", "  "]) == ["SW1A"]


def test_an_area_has_parts_and_not_too_many() -> None:
    with pytest.raises(NotAPlace, match="at least one"):
        areas.read_parts(["", " "])
    with pytest.raises(NotAPlace, match="500"):
        areas.read_parts([f"AB{number} {digit}AA" for number in range(1, 99) for digit in range(9)])


def test_a_new_area_is_known_to_routing(desk: Client) -> None:
    make.office()
    answer = desk.post(
        f"{AREAS}new/", {"name": "Across the river", "postcodes": "ZE1\nsw1a 1, M1"}, follow=True
    )
    assert "“Across the river” is kept" in Page(answer).words
    area = Area.objects.get()
    assert (area.code, area.postcodes) == ("across-the-river", ["ZE1", "SW1A 1", "M1"])
    make.rules(rule_naming("across-the-river"))
    make.team("housing")
    taken = make.form("The lift is broken", postcode="M1 2AB")
    assert taken.case is not None and taken.case.team.code == "housing"


def test_a_name_in_letters_that_no_address_has_gets_a_code(lead: Staff) -> None:
    assert areas.make(name="الضفة", parts=["M1"], actor=lead).code == "area-1"


def test_two_areas_of_one_name_are_refused(desk: Client, lead: Staff) -> None:
    areas.make(name="The estate", parts=["M1"], actor=lead)
    with pytest.raises(NameTaken):
        areas.make(name="the ESTATE", parts=["M2"], actor=lead)
    with pytest.raises(NameTaken):
        areas.make(name="The, estate", parts=["M2"], actor=lead)
    answer = desk.post(f"{AREAS}new/", {"name": "The estate", "postcodes": "M2"})
    assert answer.status_code == 422 and "has this name already" in Page(answer).words


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Give the area a name."),
        ({"name": "\u200b", "postcodes": "M1"}, "Give the area a name."),
        ({"name": "x" * 101, "postcodes": "M1"}, "Shorten it to 100"),
        ({"name": "A", "postcodes": " \n,\n"}, "at least one part"),
        ({"name": "A", "postcodes": "M1\nnowhere"}, "“nowhere” is no part of a postcode"),
        ({"name": "A", "postcodes": "M1\n" * 4000}, "kept"),
        ({"name": "A", "postcodes": "x" * 20_000}, "too long"),
        ({"name": "A", "postcodes": "\x00M1"}, "no part of a postcode"),
    ],
)
def test_the_form_says_what_to_mend(desk: Client, data: dict[str, str], said: str) -> None:
    answer = desk.post(f"{AREAS}new/", data, follow=True)
    assert said in Page(answer).words


def test_an_area_is_changed_and_keeps_its_code(desk: Client, lead: Staff) -> None:
    area = areas.make(name="The estate", parts=["M1"], actor=lead)
    assert "The estate" in Page(desk.get(AREAS)).words
    assert desk.post(f"{AREAS}{area.pk}/", {"name": "Estate", "postcodes": "M2"}).status_code == 302
    area.refresh_from_db()
    assert (area.code, area.name, area.postcodes) == ("the-estate", "Estate", ["M2"])
    assert list(area.versions.values_list("name", flat=True).order_by("pgh_id")) == ["The estate", "Estate"]


def test_an_area_that_a_rule_in_force_names_stays(desk: Client, lead: Staff) -> None:
    area = areas.make(name="The estate", parts=["M1"], actor=lead)
    make.rules({"name": "Other"}, rule_naming("the-estate"))
    assert "Across the river" in Page(desk.get(f"{AREAS}{area.pk}/")).words
    answer = desk.post(f"{AREAS}{area.pk}/", {"do": "remove"}, follow=True)
    assert "while the rule that names it is in force: “Across the river”" in Page(answer).words
    with pytest.raises(AreaInUse):
        areas.remove(area=area, actor=lead)


def test_an_area_that_no_rule_in_force_names_is_removed(desk: Client, lead: Staff) -> None:
    area = areas.make(name="The estate", parts=["M1"], actor=lead)
    make.rules(rule_naming("the-estate"))
    make.rules({"name": "Newer"}, {"name": "Broken", "conditions": 7})
    answer = desk.post(f"{AREAS}{area.pk}/", {"do": "remove"}, follow=True)
    assert "“The estate” is removed" in Page(answer).words and not Area.objects.exists()
    assert desk.get(f"{AREAS}{area.pk}/").status_code == 404


def test_who_may_not_edit_rules_changes_no_area(lead: Staff) -> None:
    worker = make.staff("worker")
    area = areas.make(name="The estate", parts=["M1"], actor=lead)
    for act in (
        lambda: areas.make(name="B", parts=["M1"], actor=worker),
        lambda: areas.change(area=area, name="B", parts=["M1"], actor=worker),
        lambda: areas.remove(area=area, actor=worker),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_no_areas_says_what_they_are_for(desk: Client) -> None:
    assert "No areas yet" in Page(desk.get(AREAS)).words


def test_the_list_takes_as_many_statements_for_many_areas_as_for_one(
    desk: Client, lead: Staff, django_assert_num_queries: Any
) -> None:
    areas.make(name="The estate", parts=["M1"], actor=lead)
    with django_assert_num_queries(2):
        desk.get(AREAS)
    for number in range(20):
        areas.make(name=f"Area {number}", parts=["M1"], actor=lead)
    with django_assert_num_queries(2):
        desk.get(AREAS)
