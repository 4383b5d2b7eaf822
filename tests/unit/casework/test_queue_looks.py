"""Which columns a list shows, and how its rows are gathered."""

import pytest

from casework import queue_columns, queue_groups
from casework.queue_groups import Row


@pytest.mark.parametrize(
    ("codes", "known"),
    [
        (["team", "who"], ("who", "team")),
        (["who", "who"], ("who",)),
        (["gone", "", None, 7, "status"], ("status",)),
        ([], ()),
    ],
    ids=["order of the table", "once", "what is not known", "none"],
)
def test_columns_are_read(codes: list[object], known: tuple[str, ...]) -> None:
    assert queue_columns.known(codes) == known


@pytest.mark.parametrize(
    ("of_view", "of_person", "shown"),
    [
        (["team"], ["who"], ("team",)),
        ([], ["who"], ("who",)),
        (["gone"], ["who"], ("who",)),
        ([], [], queue_columns.AS_IT_COMES),
    ],
    ids=["the view's", "the person's", "a view of columns that are gone", "as it comes"],
)
def test_whose_columns_show(of_view: list[str], of_person: list[str], shown: tuple[str, ...]) -> None:
    assert queue_columns.shown(of_view=of_view, of_person=of_person) == shown


@pytest.mark.parametrize(
    ("columns", "headings"),
    [
        (queue_columns.AS_IT_COMES, ["Why here", "Last contact", "Status", "With"]),
        (tuple(queue_columns.COLUMNS), ["Why here", "Last contact", "Opened", "Status", "With"]),
        (("who", "summary"), []),
        (("follow_up", "channel", "priority", "team"), ["Promised", "Channel", "Priority", "Team"]),
        (("assignee",), ["Assigned to"]),
    ],
    ids=["as it comes", "all", "only the case", "second ones alone", "who has it"],
)
def test_the_headings_say_what_shows(columns: tuple[str, ...], headings: list[str]) -> None:
    assert [cell.heading for cell in queue_columns.cells(columns)] == headings


def test_every_column_has_a_place() -> None:
    first = {"who", "service", "summary"}
    placed = {part for cell in queue_columns.cells(queue_columns.COLUMNS) for part in cell.columns}
    assert placed == set(queue_columns.COLUMNS) - first


ROWS = [
    Row("b", 1, "Bins", 1),
    Row("a", 1, "Arrears", 2),
    Row(None, 0, "Nobody yet", 3),
    Row("b", 1, "Bins", 4),
]


def test_groups_by_rank_and_name_keep_the_order_of_their_rows() -> None:
    found = queue_groups.gather(ROWS, as_they_come=False)
    assert [(group.label, group.items) for group in found] == [
        ("Nobody yet", [3]),
        ("Arrears", [2]),
        ("Bins", [1, 4]),
    ]
    assert found[2].words == "2 on this page"


def test_groups_as_they_come() -> None:
    found = queue_groups.gather(ROWS, as_they_come=True)
    assert [group.label for group in found] == ["Bins", "Arrears", "Nobody yet"]


@pytest.mark.parametrize("value", ["team", "channel"])
def test_what_to_group_by_is_read(value: str) -> None:
    assert queue_groups.read(value) == value


@pytest.mark.parametrize("value", ["", "password", "team\x00", "TEAM"])
def test_what_nobody_offered_groups_by_nothing(value: str) -> None:
    assert queue_groups.read(value) == ""


def test_the_page_says_whether_a_group_goes_on() -> None:
    assert "goes on" in queue_groups.words("team", across=True)
    assert "can come again" in queue_groups.words("service", across=False)
    assert queue_groups.words("", across=False) == ""
