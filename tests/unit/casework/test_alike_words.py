"""Which cases sound the same, and why, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.alike_words import NEAR, Facts, away, box, in_common, judge, metres, pairs, telling
from tests.text_battery import TEXTS

MILL_LANE = (53.800000, -1.550000)

SAME = [
    ("The street light outside number 12 is broken", "Street light out on Mill Lane, very dark"),
    ("My boiler is broken and there is no hot water", "Boiler broken, no heating or hot water since Monday"),
    ("My boiler is broken", "The boiler has broken down again"),
    ("Brown bin missed again this week", "Our brown bin was not collected this week"),
    ("Brown bin missed again this week", "Missed brown bin"),
    ("Pothole on Station Road near the school", "Big pothole in Station Rd outside the school"),
    ("Damp and mould in the bedroom, baby is coughing", "Mould in the bedroom and it is damp"),
    ("Fly tipping: a mattress dumped behind the flats", "Somebody dumped a matress behind the flats"),
    ("Rang about the street light, it flickers", "street light flickering outside my bedroom window"),
    ("Łazienka przecieka, proszę pomóc", "lazienka przecieka od rana"),
]
OTHER = [
    ("The bin was missed", "My boiler is broken"),
    ("I need help with my council tax bill", "I need help with my housing benefit form"),
    ("Rang to ask when the engineer comes", "Rang to ask when the office is open"),
    ("Wants an appointment to talk about debts", "Wants an appointment to talk about the tenancy"),
    ("Asked for a blue badge form for her mother", "Asked about a school place for her son"),
    ("My neighbour plays loud music every night", "The light outside is out every night"),
    (
        "Please could you send someone to look at the leak in my kitchen",
        "Please could you send someone to look at the fence in my garden",
    ),
    ("hello", "hello"),
    ("help", "Please help me"),
    ("12", "12"),
]


def by_words(one: str, other: str, **more: bool) -> list[str]:
    shared, share = in_common(telling(one), telling(other))
    found = judge(Facts(shared=shared, share=share, **more))
    return list(found.reasons) if found else []


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_reports_of_one_thing_sound_the_same_either_way_round(one: str, other: str) -> None:
    assert by_words(one, other) and by_words(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_the_same_way_of_saying_something_else_does_not(one: str, other: str) -> None:
    assert not by_words(one, other) and not by_words(other, one)


def test_the_words_in_common_are_said() -> None:
    assert by_words("street lights broken", "The street light is broken, please mend it") == [
        "Similar words: street, lights, broken"
    ]


def test_less_is_enough_where_something_else_points_the_same_way() -> None:
    one, other = "Leak in the kitchen", "Leak in the bathroom ceiling"
    assert not by_words(one, other)
    assert by_words(one, other, same_service=True) == ["Similar words: leak"]
    assert by_words(one, other, known=True) and by_words(one, other, same_postcode=True)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("boiler", "boilr", True),
        ("mattress", "matress", True),
        ("street", "stret", True),
        ("boiler", "bolier", True),
        ("missed", "missing", True),
        ("collected", "collection", True),
        ("house", "horse", False),
        ("light", "night", False),
        ("bin", "bins", True),
        ("cat", "cats", True),
        ("flat", "float", False),
    ],
)
def test_forms_and_slips_of_one_word(one: str, other: str, same: bool) -> None:
    assert bool(in_common((one,), (other,))[0]) is same


def test_person_and_service_together_are_a_reason_and_neither_alone_is() -> None:
    found = judge(Facts(known=True, same_service=True))
    assert found and found.reasons == ("The same person or number, and the same service",)
    assert judge(Facts(known=True, same_service=False)) is None
    assert judge(Facts(known=True)) is None
    assert judge(Facts(same_service=True)) is None


def test_place_and_service_together_are_a_reason_and_neither_alone_is() -> None:
    found = judge(Facts(same_postcode=True, same_service=True))
    assert found and found.reasons == ("The same postcode and the same service",)
    near = judge(Facts(metres=118.0, same_service=True))
    assert near and near.reasons == ("About 120 metres away, for the same service",)
    both = judge(Facts(same_postcode=True, metres=118.0, same_service=True))
    assert both and both.reasons == ("The same postcode and the same service", "About 120 metres away")
    assert judge(Facts(metres=301.0, same_service=True)) is None
    assert judge(Facts(same_postcode=True)) is None
    assert judge(Facts(same_postcode=True, metres=1.0, same_service=False)) is None


def test_a_place_and_similar_words_are_enough_while_nobody_knows_the_service() -> None:
    found = judge(Facts(same_postcode=True, shared=("street", "light"), share=0.7))
    assert found and found.reasons == ("The same postcode", "Similar words: street, light")


def test_the_nearer_and_the_more_alike_comes_first() -> None:
    def score(**facts: object) -> float:
        found = judge(Facts(**facts))  # type: ignore[arg-type]
        assert found
        return found.score

    assert score(metres=10.0, same_service=True) > score(metres=290.0, same_service=True)
    words = {"shared": ("street", "light"), "share": 0.6}
    assert score(**words, same_service=True) > score(**words, same_service=False)
    assert score(**words, known=True) > score(**words)
    assert score(**words, same_postcode=True) > score(**words)
    assert score(same_postcode=True, same_service=True, **words) > score(shared=("a", "b", "c"), share=1.0)


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (MILL_LANE, 0),
        ((53.801079, -1.550000), 120),
        ((53.800000, -1.548178), 120),
        ((53.802698, -1.550000), 300),
    ],
)
def test_metres_as_the_crow_flies(there: tuple[float, float], expected: int) -> None:
    assert metres(MILL_LANE, there) == pytest.approx(expected, abs=1)


def test_metres_between_known_cities_and_across_the_date_line() -> None:
    london, paris = (51.5074, -0.1278), (48.8566, 2.3522)
    assert metres(london, paris) == pytest.approx(343_560, rel=0.002)
    assert metres((0.0, 179.999), (0.0, -179.999)) == pytest.approx(222, abs=2)
    assert metres((90.0, 0.0), (-90.0, 0.0)) == pytest.approx(20_015_000, rel=0.001)


def test_a_distance_in_words() -> None:
    assert away(118.2) == "About 120 metres away"
    assert away(299.9) == "About 300 metres away"
    assert away(3) == "At the same spot"


@given(st.floats(-85, 85), st.floats(-179, 179), st.floats(0, 360), st.floats(0, 0.99))
def test_the_box_holds_everything_within_reach(north: float, east: float, way: float, part: float) -> None:
    import math

    reach = NEAR * part / 6_371_000
    up = north + math.degrees(reach) * math.cos(math.radians(way))
    side = east + math.degrees(reach) * math.sin(math.radians(way)) / math.cos(math.radians(north))
    south_edge, north_edge, west_edge, east_edge = box((north, east))
    assert south_edge <= up <= north_edge and west_edge <= side <= east_edge


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    shared, share = in_common(telling(one), telling(other))
    assert 0 <= share <= 1 and bool(shared) == bool(share)
    assert set(shared) <= set(telling(one))


@pytest.mark.parametrize("name", TEXTS)
def test_odd_texts_give_words_that_a_search_can_take(name: str) -> None:
    for pair in pairs(TEXTS[name]):
        for word in pair:
            assert word and not set(word) & set("'\\\"&|!():*<> \x00")


def test_a_very_long_text_is_read_from_its_beginning() -> None:
    assert telling("street light " + "word " * 10_000)[:2] == ("street", "light")
    assert len(pairs("one two three boiler kitchen leak ceiling bathroom " * 1_000)) <= 6
