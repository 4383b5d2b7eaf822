"""What a macro may do, and what is said of a mistake."""

from typing import Any

import pytest

from casework import macro_steps
from casework.macro_steps import check, check_step
from casework.presenters_macros import in_words

REPLY = {"do": "reply", "template": "made"}
NOTE = {"do": "note", "words": "Rang twice"}
CLOSE = {"do": "status", "to": "resolved", "outcome": "Sorted"}
ASSIGN = {"do": "assign", "to": "me"}
TAG = {"do": "tag", "tag": "heating"}
CALLBACK = {"do": "follow_up", "kind": "callback", "days": 2, "words": "Ring back"}
SNOOZE = {"do": "snooze", "days": 1}
TEAM = {"do": "team", "team": "housing"}
NAMES = {
    "template": {"made": "Appointment made"},
    "team": {"housing": "Housing"},
    "staff": {"amina": "Amina Yusuf"},
}


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (None, "There is no such step."),
        ("reply", "There is no such step."),
        ({"do": "explode"}, "There is no such step."),
        ({"do": ["reply"]}, "There is no such step."),
        ({"do": "reply"}, "Choose a template."),
        ({"do": "reply", "template": 7}, "Choose a template."),
        ({**REPLY, "body": "x"}, "“body” is not understood here."),
        ({"do": "note", "words": "\u200b"}, "Write the words of the note."),
        ({"do": "note", "words": "x" * 4_001}, "Shorten it to 4,000"),
        ({"do": "status", "to": "new"}, "Choose a status."),
        ({"do": "status", "to": "gone"}, "Choose a status."),
        ({"do": "status", "to": "closed"}, "Say how the case ends"),
        ({"do": "status", "to": "open", "outcome": "Done"}, "Only a case that ends has an outcome."),
        ({"do": "status", "to": "closed", "outcome": "x" * 201}, "Shorten the outcome to 200"),
        ({"do": "assign", "to": ""}, "Choose who gets it."),
        ({"do": "tag", "tag": "a,b"}, "Write one tag, without commas."),
        ({"do": "tag", "tag": "x" * 41}, "Shorten it to 40"),
        ({**CALLBACK, "kind": "party"}, "Choose what kind of follow-up it is."),
        ({**CALLBACK, "days": 0}, "Write a number of working days from 1 to 90."),
        ({**CALLBACK, "days": True}, "Write a number of working days from 1 to 90."),
        ({**CALLBACK, "days": "2"}, "Write a number of working days from 1 to 90."),
        ({**CALLBACK, "words": ""}, "Say what is to be done."),
        ({"do": "snooze", "days": 91}, "Write a number of working days from 1 to 90."),
        ({**SNOOZE, "reason": "x" * 201}, "Shorten the reason to 200"),
        ({"do": "team", "team": " "}, "Choose a team."),
    ],
    ids=[
        "none", "text", "unknown", "list", "no template", "number", "surplus", "blank note", "long note", "new", "no status",
        "no outcome", "outcome of open", "long outcome", "nobody", "two tags", "long tag", "kind", "no days", "yes", "text days",
        "no words", "too late", "long reason", "no team",
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_words(step: Any, words: str) -> None:
    assert words in check_step(step)
    assert [each.number for each in check([TAG, step])] == [2]


@pytest.mark.parametrize(
    "step", [REPLY, NOTE, CLOSE, ASSIGN, TAG, CALLBACK, SNOOZE, TEAM], ids=lambda each: each["do"]
)
def test_each_step_may_stand_alone(step: dict[str, Any]) -> None:
    assert check([step]) == [] and check_step(step) == ""
    assert set(step) - {"do"} <= set(macro_steps.KEYS[step["do"]])


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([REPLY, NOTE, REPLY], "Step 3: “Reply with a template” stands at step 1 already."),
        ([CLOSE, CLOSE], "Step 2: “Change the status” stands at step 1 already."),
        ([TEAM, NOTE], "Step 2: Sending it to another team comes last"),
        ([SNOOZE, CLOSE], "Step 1: A case that has ended cannot be put aside."),
        ([CLOSE, SNOOZE], "Step 2: A case that has ended cannot be put aside."),
        ([TAG] * 13, "A macro may have 12 steps. Remove one first."),
        ({"do": "tag"}, "The steps must be a list."),
    ],
    ids=[
        "two replies",
        "two statuses",
        "after the team",
        "aside then end",
        "end then aside",
        "many",
        "no list",
    ],
)
def test_steps_that_do_not_go_together(steps: Any, words: str) -> None:
    assert words in str(check(steps)[0])


def test_steps_that_go_together() -> None:
    assert check([REPLY, NOTE, NOTE, TAG, TAG, CALLBACK, ASSIGN, CLOSE, TEAM]) == []
    assert check([]) == []


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (REPLY, "Reply with the template “Appointment made”"),
        ({**REPLY, "template": "gone"}, "Reply with the template “gone”"),
        ({"do": "note", "words": "Rang\n" + "x" * 100}, "Write the note “Rang " + "x" * 74 + "…”"),
        (CLOSE, "Change the status to “Resolved”, with the outcome “Sorted”"),
        ({"do": "status", "to": "open", "outcome": ""}, "Change the status to “Open”"),
        (ASSIGN, "Give it to whoever does it"),
        ({"do": "assign", "to": "nobody"}, "Give it to nobody: back to the team"),
        ({"do": "assign", "to": "amina"}, "Give it to Amina Yusuf"),
        (TAG, "Add the tag “heating”"),
        (CALLBACK, "Callback in 2 working days: Ring back"),
        (SNOOZE, "Put it aside for 1 working day"),
        ({**SNOOZE, "reason": "Waits for the landlord"}, "Put it aside for 1 working day: Waits for the landlord"),
        (TEAM, "Send it to the team “Housing”"),
    ],
    ids=[
        "reply", "reply gone", "note", "end", "open", "me", "nobody", "somebody", "tag", "callback", "aside", "aside why", "team",
    ],
)  # fmt: skip
def test_each_step_says_itself(step: dict[str, Any], words: str) -> None:
    assert in_words(step, NAMES) == words
