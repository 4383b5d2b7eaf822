"""What was typed into the search box, as it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import near_words, search_words
from casework.search_words import Settled, read


def office(name: str, value: str) -> Settled | None:
    known = {
        ("team", "housing"): "Team: Housing",
        ("who", "ben"): "With: Ben",
        ("service", "missed-bin"): "Service: Bin",
    }
    words = known.get((name, value.casefold()))
    return Settled("assignee" if name == "who" else name, value.casefold(), words) if words else None


TABLE = [
    ("nothing", "", []),
    ("spaces", "   ", []),
    ("one_word", "boiler", [("word", "boiler")]),
    ("two_words", "no  heating", [("word", "no"), ("word", "heating")]),
    ("phrase", '"no hot water"', [("phrase", "no hot water")]),
    ("curly_quotes", "“no hot water”", [("phrase", "no hot water")]),
    ("open_quote", 'cold "no hot', [("word", "cold"), ("phrase", "no hot")]),
    ("empty_quotes", '""', []),
    ("without", "damp -bathroom", [("word", "damp"), ("without", "bathroom")]),
    ("without_phrase", 'damp -"front room"', [("word", "damp"), ("without", "front room")]),
    ("dash_alone", "damp - bathroom", [("word", "damp"), ("word", "-"), ("word", "bathroom")]),
    ("dash_inside", "anti-social", [("word", "anti-social")]),
    ("minus_number", "01632 -960001", [("word", "01632"), ("word", "960001")]),
    ("number", "+44 7700 900123", [("word", "+44"), ("word", "7700"), ("word", "900123")]),
    ("reference", "7k4m 9qxd", [("word", "7k4m 9qxd")]),
    ("team", "team:housing", [("filter", "team housing")]),
    ("team_shouted", "TEAM:Housing", [("filter", "team Housing")]),
    ("team_unknown", "team:nowhere", [("word", "team:nowhere")]),
    ("status", "status:open", [("filter", "status open")]),
    ("status_spelled", "status:waiting-for-person", [("filter", "status waiting-for-person")]),
    ("status_unknown", "status:lost", [("word", "status:lost")]),
    ("who_me", "who:me", [("filter", "who me")]),
    ("who_ben", "who:ben", [("filter", "who ben")]),
    ("channel", "channel:sms", [("filter", "channel sms")]),
    ("channel_in_words", "channel:visit", [("filter", "channel visit")]),
    ("tag", "tag:damp", [("filter", "tag damp")]),
    ("tag_in_quotes", 'tag:"very damp"', [("filter", "tag very damp")]),
    ("before", "before:2026-01-31", [("filter", "before 2026-01-31")]),
    ("before_ours", "before:31/1/2026", [("filter", "before 31/1/2026")]),
    ("before_no_day", "before:2026-02-31", [("word", "before:2026-02-31")]),
    ("before_nonsense", "before:yesterday", [("word", "before:yesterday")]),
    ("before_end_of_time", "before:9999-12-31", [("word", "before:9999-12-31")]),
    ("after", "after:2026-01-31", [("filter", "after 2026-01-31")]),
    ("overdue", "is:overdue", [("filter", "is overdue")]),
    ("is_unknown", "is:nice", [("word", "is:nice")]),
    ("file", "has:file", [("filter", "has file")]),
    ("no_value", "team: housing", [("word", "team:"), ("word", "housing")]),
    ("no_filter", "re:boiler", [("word", "re:boiler")]),
    ("a_link", "https://example.org", [("word", "https://example.org")]),
    ("filter_without", "-team:housing", [("without", "team:housing")]),
    ("later_counts", "status:open status:closed", [("filter", "status closed")]),
    ("tags_add_up", "tag:damp tag:mould", [("filter", "tag damp"), ("filter", "tag mould")]),
    ("two_ways_one_field", "is:urgent priority:low", [("filter", "priority low")]),
    ("nul", "a\x00b", [("word", "a"), ("word", "b")]),
    ("mixed", 'khan team:housing "no heat" -bath', [("word", "khan"), ("filter", "team housing"), ("phrase", "no heat"), ("without", "bath")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "parts"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)  # fmt: skip
def test_what_is_typed_is_read(typed: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.kind, part.text) for part in read(typed, office).parts] == parts


def test_a_whole_reference_is_one_word() -> None:
    from casework.references import new_reference

    reference = new_reference().replace("-", " - ")
    assert [part.text for part in read(f" {reference.lower()} ").parts] == [reference.lower()]


def test_filters_come_to_the_fields_of_the_queue() -> None:
    asked = read("team:housing who:ben is:overdue channel:text before:31/1/2026 tag:damp has:photo", office)
    assert asked.filters == {
        "team": "housing", "assignee": "ben", "overdue": "true", "channel": "sms", "before": "2026-01-31", "file": "true",
    }  # fmt: skip
    assert asked.tags == ["damp"] and asked.words == "" and asked.plain == ""


def test_words_keep_their_marks_and_lose_them_for_names() -> None:
    asked = read('khan team:housing "no heat" -bath', office)
    assert asked.words == 'khan "no heat" -bath'
    assert asked.plain == "khan no heat"


def test_a_part_is_taken_away_or_replaced() -> None:
    asked = read('boilre team:housing "no heat"', office)
    assert asked.leaving_out(asked.parts[1]) == 'boilre "no heat"'
    assert asked.with_instead(asked.parts[0], "boiler") == 'boiler team:housing "no heat"'


def test_beside_the_filters_of_a_panel_all_is_words() -> None:
    asked = search_words.words_only("status:open damp")
    assert [(part.kind, part.text) for part in asked.parts] == [("word", "status open"), ("word", "damp")]


ODD = st.text(max_size=400) | st.lists(
    st.sampled_from(['"', "-", ":", " ", "team:", "before:", "is:overdue", "2026-01-31", "“", "\x00", "a", "é", "\\", "\u202e"])
).map("".join)  # fmt: skip


@given(ODD)
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    asked = read(typed, office)
    assert len(asked.parts) <= search_words.MOST_PARTS and len(asked.text) <= search_words.LONGEST
    for part in asked.parts:
        assert part.text.strip() and 0 <= part.start < part.end <= len(asked.text)
        assert len(asked.leaving_out(part)) <= len(asked.text)
    assert all(read(words, office).of("filter") == [] for words in [asked.plain] if ":" not in words)


NEAR = [
    ("swapped", "boilre", ["boiler"]),
    ("wrong_letter", "heeting", ["heating"]),
    ("accent", "Jose", ["José"]),
    ("right", "boiler", []),
    ("right_but_loud", "BOILER", []),
    ("short_name", "Alverez", ["Álvarez"]),
    ("neighbours", "onht", []),
    ("letters_swapped", "otu", ["out"]),
    ("nothing_near", "xyzzy", []),
    ("too_short", "bo", []),
    ("empty", "", []),
]


@pytest.mark.parametrize(("typed", "found"), [row[1:] for row in NEAR], ids=[row[0] for row in NEAR])
def test_words_near_a_mistyped_one(typed: str, found: list[str]) -> None:
    assert near_words.near(typed, ["The boiler is out", "No heating since Monday", "José Álvarez"]) == found


@given(st.text(max_size=30), st.lists(st.text(max_size=60), max_size=5))
def test_near_words_come_from_what_was_told(typed: str, told: list[str]) -> None:
    for word in near_words.near(typed, told):
        assert any(word in each for each in told)
