"""Changing rules before they are in force: one draft for each member of staff, kept safe from their own other tabs."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from casework import routing
from casework.models import RuleDraft, RuleSetVersion, Staff
from casework.permissions import NotAllowed
from casework.services import rule_drafts, rule_sets
from casework.services.rule_sets import NothingHasChanged, RulesRefused, SomebodyWasFirst
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.NOW


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def three(lead: Staff) -> RuleSetVersion:
    documents = [{"name": name, "team": "housing"} for name in ("First", "Second", "Third")]
    return rule_sets.publish(documents=documents, base=None, reason="Begin", actor=lead, now=NOW)


def names(of: Staff) -> list[str]:
    return [each["name"] for each in RuleDraft.objects.get(owner=of).rules]


def rule(version: RuleSetVersion, name: str) -> dict[str, Any]:
    return next(dict(each) for each in version.rules if each["name"] == name)


def test_a_draft_begins_with_the_rules_in_force(lead: Staff, three: RuleSetVersion) -> None:
    assert rule_drafts.of(actor=lead) is None
    draft = rule_drafts.begin(actor=lead, now=NOW)
    assert draft.base == three and draft.rules == three.rules
    assert rule_drafts.begin(actor=lead, now=NOW) == draft == rule_drafts.of(actor=lead)


def test_where_there_are_no_rules_a_draft_begins_empty(lead: Staff) -> None:
    draft = rule_drafts.begin(actor=lead, now=NOW)
    assert draft.base is None and draft.rules == []


def test_a_new_rule_comes_last_and_gets_an_id(lead: Staff, three: RuleSetVersion) -> None:
    kept = rule_drafts.put(actor=lead, document={"name": "Fourth"}, now=NOW)
    assert names(lead) == ["First", "Second", "Third", "Fourth"]
    assert len(kept["id"]) == 36 and kept["conditions"] == {}


def test_a_rule_with_a_known_id_is_replaced_where_it_stands(lead: Staff, three: RuleSetVersion) -> None:
    changed = {**rule(three, "Second"), "name": "Second, changed", "priority": "high"}
    rule_drafts.put(actor=lead, document=changed, now=NOW)
    assert names(lead) == ["First", "Second, changed", "Third"]


def test_a_draft_routes_nothing(lead: Staff, three: RuleSetVersion) -> None:
    rule_drafts.remove(actor=lead, rule_id=three.rules[0]["id"], now=NOW)
    assert make.case().routed_version == three
    assert RuleSetVersion.objects.live() == three


@pytest.mark.parametrize(
    "document",
    [
        None, [], "a text", {}, {"name": ""}, {"name": "x" * 121}, {"name": "Odd", "conditions": []}, {"name": "first"},
        {"name": "Odd", "conditions": {"all": [{"fact": "words", "op": "pattern", "value": "("}]}}, {"name": "Odd", "id": 7},
        {"name": "Odd", "follow_up": {"words": "x", "amount": -1}}, {"name": "Odd", "priority": "loud"},
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_used_changes_nothing(
    lead: Staff, three: RuleSetVersion, document: Any
) -> None:
    with pytest.raises(routing.RuleError):
        rule_drafts.put(actor=lead, document=document, now=NOW)
    assert not RuleDraft.objects.exists() or names(lead) == ["First", "Second", "Third"]


@pytest.mark.parametrize(
    ("name", "position", "order"),
    [
        ("First", 2, ["Second", "First", "Third"]), ("First", 3, ["Second", "Third", "First"]), ("Third", 1, ["Third", "First", "Second"]),
        ("Third", -5, ["Third", "First", "Second"]), ("First", 99, ["Second", "Third", "First"]), ("Second", 2, ["First", "Second", "Third"]),
    ],
)  # fmt: skip
def test_a_rule_is_placed_from_one_on(
    lead: Staff, three: RuleSetVersion, name: str, position: int, order: list[str]
) -> None:
    rule_drafts.place(actor=lead, rule_id=rule(three, name)["id"], position=position, now=NOW)
    assert names(lead) == order


def test_a_rule_is_switched_off_and_removed(lead: Staff, three: RuleSetVersion) -> None:
    draft = rule_drafts.switch(actor=lead, rule_id=three.rules[0]["id"], active=False, now=NOW)
    assert [each["active"] for each in draft.rules] == [False, True, True]
    rule_drafts.remove(actor=lead, rule_id=three.rules[1]["id"], now=NOW)
    assert names(lead) == ["First", "Third"]


def test_a_rule_that_is_gone_can_be_moved_switched_and_removed_without_harm(
    lead: Staff, three: RuleSetVersion
) -> None:
    gone = str(uuid4())
    rule_drafts.place(actor=lead, rule_id=gone, position=1, now=NOW)
    rule_drafts.switch(actor=lead, rule_id=gone, active=False, now=NOW)
    rule_drafts.remove(actor=lead, rule_id=gone, now=NOW)
    assert RuleDraft.objects.get(owner=lead).rules == three.rules


def test_two_people_have_drafts_of_their_own(lead: Staff, three: RuleSetVersion) -> None:
    maya = make.staff("maya", role="manager")
    rule_drafts.put(actor=lead, document={"name": "Lead's"}, now=NOW)
    rule_drafts.put(actor=maya, document={"name": "Maya's"}, now=NOW)
    assert names(lead)[-1] == "Lead's" and names(maya)[-1] == "Maya's"
    rule_drafts.discard(actor=lead)
    assert RuleDraft.objects.get().owner == maya
    rule_drafts.discard(actor=lead)


@pytest.mark.parametrize(
    "verb",
    ["begin", "put", "remove", "place", "switch", "discard", "publish", "of", "bring_up_to_date", "choose"],
)
def test_who_may_not_edit_rules_has_no_draft(verb: str) -> None:
    worker = make.staff("worker")
    more: dict[str, Any] = {
        "put": {"document": {"name": "x"}}, "remove": {"rule_id": "x"}, "place": {"rule_id": "x", "position": 1},
        "switch": {"rule_id": "x", "active": True}, "publish": {"reason": "x"}, "choose": {"rule_id": "x", "keep": "mine"},
    }.get(verb, {})  # fmt: skip
    if verb not in ("of", "discard"):
        more["now"] = NOW
    with pytest.raises(NotAllowed):
        getattr(rule_drafts, verb)(actor=worker, **more)
    assert not RuleDraft.objects.exists()


def test_publishing_puts_the_draft_in_force_and_ends_it(lead: Staff, three: RuleSetVersion) -> None:
    rule_drafts.put(actor=lead, document={"name": "Fourth"}, now=NOW)
    version = rule_drafts.publish(actor=lead, reason="One more", now=NOW)
    assert version.number == 2 and [each["name"] for each in version.rules][-1] == "Fourth"
    assert not RuleDraft.objects.exists()


def test_a_draft_that_changes_nothing_publishes_nothing(lead: Staff, three: RuleSetVersion) -> None:
    rule_drafts.begin(actor=lead, now=NOW)
    with pytest.raises(NothingHasChanged, match="Nothing has changed"):
        rule_drafts.publish(actor=lead, reason="Nothing", now=NOW)
    assert RuleDraft.objects.exists() and RuleSetVersion.objects.count() == 1


def test_a_draft_that_is_refused_stays(lead: Staff, three: RuleSetVersion) -> None:
    rule_drafts.put(actor=lead, document={"name": "Odd", "team": "nowhere"}, now=NOW)
    with pytest.raises(RulesRefused):
        rule_drafts.publish(actor=lead, reason="Try", now=NOW)
    assert names(lead)[-1] == "Odd"


def test_a_draft_holds_five_hundred_rules(lead: Staff, three: RuleSetVersion) -> None:
    draft = rule_drafts.begin(actor=lead, now=NOW)
    draft.rules = [{"id": str(uuid4()), "name": f"Rule {number}"} for number in range(500)]
    draft.save()
    with pytest.raises(routing.RuleError, match="500"):
        rule_drafts.put(actor=lead, document={"name": "One more"}, now=NOW)
    rule_drafts.put(actor=lead, document={**draft.rules[7], "name": "Changed"}, now=NOW)
    assert names(lead)[7] == "Changed"


@pytest.mark.django_db(transaction=True)
def test_two_tabs_of_one_person_lose_no_rule_of_each_other(lead: Staff) -> None:
    ready = threading.Barrier(4)

    def tab(number: int) -> None:
        actor = Staff.objects.get(username="lead")
        ready.wait(10)
        for count in range(5):
            rule_drafts.put(actor=actor, document={"name": f"Tab {number}, rule {count}"}, now=NOW)
        connections.close_all()

    tabs = [threading.Thread(target=tab, args=[number]) for number in range(4)]
    [each.start() for each in tabs]
    [each.join(30) for each in tabs]
    assert sorted(names(lead)) == sorted(
        f"Tab {number}, rule {count}" for number in range(4) for count in range(5)
    )


# Somebody else was first


def newer(three: RuleSetVersion, *documents: dict[str, Any]) -> RuleSetVersion:
    maya = make.staff("maya", role="manager")
    return rule_sets.publish(documents=documents, base=three, reason="First", actor=maya, now=NOW)


def test_a_draft_from_an_older_set_is_not_put_in_force(lead: Staff, three: RuleSetVersion) -> None:
    rule_drafts.put(actor=lead, document={"name": "Mine"}, now=NOW)
    newer(three, *three.rules, {"name": "Theirs"})
    with pytest.raises(SomebodyWasFirst, match="Maya"):
        rule_drafts.publish(actor=lead, reason="Late", now=NOW)
    assert names(lead)[-1] == "Mine"


def test_a_draft_brought_up_to_date_has_the_changes_of_both(lead: Staff, three: RuleSetVersion) -> None:
    rule_drafts.put(actor=lead, document={"name": "Mine"}, now=NOW)
    rule_drafts.put(actor=lead, document={**rule(three, "First"), "priority": "low"}, now=NOW)
    theirs = newer(three, *three.rules[:2], {**rule(three, "Third"), "priority": "high"}, {"name": "Theirs"})
    assert rule_drafts.bring_up_to_date(actor=lead, now=NOW) == []
    draft = RuleDraft.objects.get(owner=lead)
    found = {each["name"]: each["priority"] for each in draft.rules}
    assert found == {"First": "low", "Second": "", "Third": "high", "Theirs": "", "Mine": ""}
    assert draft.base == theirs
    assert rule_drafts.publish(actor=lead, reason="Both", now=NOW).number == 3


def test_a_draft_that_is_up_to_date_stays_as_it_is(lead: Staff, three: RuleSetVersion) -> None:
    rule_drafts.put(actor=lead, document={"name": "Mine"}, now=NOW)
    assert rule_drafts.bring_up_to_date(actor=lead, now=NOW) == []
    assert names(lead)[-1] == "Mine"


@pytest.mark.parametrize(("keep", "priority"), [("mine", "low"), ("theirs", "urgent")])
def test_of_a_rule_that_both_changed_a_person_chooses(
    lead: Staff, three: RuleSetVersion, keep: str, priority: str
) -> None:
    first = rule(three, "First")
    rule_drafts.put(actor=lead, document={**first, "priority": "low"}, now=NOW)
    newer(three, {**first, "priority": "urgent"}, *three.rules[1:])
    conflicts = rule_drafts.bring_up_to_date(actor=lead, now=NOW)
    assert [each.rule_id for each in conflicts] == [first["id"]]
    assert RuleDraft.objects.get().rules[0]["priority"] == "low"
    draft = rule_drafts.choose(actor=lead, rule_id=first["id"], keep=keep, now=NOW)
    assert [each["name"] for each in draft.rules] == ["First", "Second", "Third"]
    assert RuleDraft.objects.get().rules[0]["priority"] == priority


@pytest.mark.parametrize(
    ("keep", "left"), [("mine", ["First", "Third"]), ("theirs", ["First", "Second", "Third"])]
)
def test_of_a_rule_that_i_removed_and_they_changed_a_person_chooses(
    lead: Staff, three: RuleSetVersion, keep: str, left: list[str]
) -> None:
    second = rule(three, "Second")
    rule_drafts.remove(actor=lead, rule_id=second["id"], now=NOW)
    newer(three, three.rules[0], {**second, "priority": "urgent"}, three.rules[2])
    assert len(rule_drafts.bring_up_to_date(actor=lead, now=NOW)) == 1
    rule_drafts.choose(actor=lead, rule_id=second["id"], keep=keep, now=NOW)
    assert names(lead) == left


@pytest.mark.parametrize(
    ("keep", "left"), [("mine", ["First", "Second", "Third"]), ("theirs", ["First", "Third"])]
)
def test_of_a_rule_that_i_changed_and_they_removed_a_person_chooses(
    lead: Staff, three: RuleSetVersion, keep: str, left: list[str]
) -> None:
    second = rule(three, "Second")
    rule_drafts.put(actor=lead, document={**second, "priority": "high"}, now=NOW)
    newer(three, three.rules[0], three.rules[2])
    assert len(rule_drafts.bring_up_to_date(actor=lead, now=NOW)) == 1
    rule_drafts.choose(actor=lead, rule_id=second["id"], keep=keep, now=NOW)
    assert sorted(names(lead)) == left
