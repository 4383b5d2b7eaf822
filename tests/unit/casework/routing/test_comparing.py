"""Two sets side by side, and two people's changes brought together."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.routing import Rule, to_document
from casework.routing.comparing import compare, rebase
from tests.unit.casework.routing.generating import rule_lists


def rule(key: str, **fields: Any) -> Rule:
    return Rule(f"rule {key}", team="housing", id=key, **fields)


A, B, C, D = (rule(key) for key in "abcd")


def kinds(before: list[Rule], after: list[Rule]) -> list[tuple[str, str]]:
    return [(each.kind, each.rule_id) for each in compare(before, after)]


def test_two_equal_sets_do_not_differ() -> None:
    assert compare([A, B], [A, B]) == []


def test_added_changed_switched_and_removed_rules_are_named() -> None:
    changed, off = replace(A, team="money"), replace(B, active=False)
    differences = compare([A, B, C], [changed, off, D])
    assert [(each.kind, each.rule_id) for each in differences] == [
        ("changed", "a"),
        ("switched", "b"),
        ("added", "d"),
        ("removed", "c"),
    ]
    assert "the housing team" in differences[0].before and "the money team" in differences[0].after
    assert (differences[1].before, differences[1].after) == ("in use", "switched off")


def test_one_rule_that_moved_is_named_and_not_those_it_passed() -> None:
    (moved,) = compare([A, B, C, D], [D, A, B, C])
    assert (moved.kind, moved.rule_id, moved.before, moved.after) == ("moved", "d", "place 4", "place 1")


def documents(*rules: Rule) -> list[dict[str, Any]]:
    return [to_document(each) for each in rules]


def test_changes_to_different_rules_are_both_kept() -> None:
    theirs = documents(replace(A, team="money"), B)
    mine = documents(A, replace(B, priority="urgent"), C)
    merged, conflicts = rebase(documents(A, B), theirs, mine)
    assert merged == documents(replace(A, team="money"), replace(B, priority="urgent"), C) and not conflicts


def test_a_rule_that_both_changed_is_a_conflict_and_theirs_stands() -> None:
    merged, (conflict,) = rebase(
        documents(A, B), documents(replace(A, team="money"), B), documents(replace(A, priority="low"), B)
    )
    assert merged == documents(replace(A, team="money"), B)
    assert (
        conflict.name == "rule a"
        and conflict.mine["priority"] == "low"
        and conflict.theirs["team"] == "money"
    )


def test_one_removed_what_the_other_changed_is_a_conflict() -> None:
    merged, (conflict,) = rebase(documents(A, B), documents(B), documents(replace(A, priority="low"), B))
    assert merged == documents(B) and conflict.theirs is None


def test_a_rule_that_only_one_removed_stays_away() -> None:
    assert rebase(documents(A, B, C), documents(A, C), documents(A, B)).documents == documents(A)


def test_my_order_counts_where_they_left_it_alone() -> None:
    assert rebase(documents(A, B), documents(A, B, C), documents(B, A)).documents == documents(B, C, A)
    assert rebase(documents(A, B), documents(B, A), documents(A, D, B)).documents == documents(B, A, D)


@settings(max_examples=200)
@given(base=rule_lists(), theirs=rule_lists(), mine=rule_lists(), data=st.data())
def test_bringing_together_loses_no_rule_that_nobody_removed(
    base: list[Rule], theirs: list[Rule], mine: list[Rule], data: st.DataObject
) -> None:
    was, now, own = documents(*base), documents(*theirs), documents(*mine)
    merged, conflicts = rebase(was, now, own)
    keys = [each["id"] for each in merged]
    assert len(keys) == len(set(keys))
    in_all = {each["id"] for each in now} & {each["id"] for each in own}
    assert in_all <= set(keys) | {each.rule_id for each in conflicts}
    assert rebase(was, now, was).documents == now
    assert rebase(was, was, own).documents == own
    assert not rebase(was, now, now).conflicts
