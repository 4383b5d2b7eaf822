"""The steps of a macro: what each needs, and which go together. Pure.

A step is a document {"do": verb, …}. Documents that are kept have passed `check`; a mistake is told in words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from casework.text import is_blank
from casework.workflow import NEEDS_OUTCOME, STATUS_LABELS

Step = Mapping[str, Any]

MOST_STEPS: Final = 12
MOST_DAYS: Final = 90
# Longest words of each kind, as the services that keep them have it.
LONGEST: Final = {"note": 4_000, "outcome": 200, "tag": 40, "follow_up": 300, "snooze": 200}
KINDS: Final = {"callback": "Callback", "promise": "Promise", "reminder": "Reminder"}
# Beside the log-in of somebody.
WHO: Final = ("me", "nobody")

LABELS: Final = {
    "reply": "Reply with a template",
    "note": "Write a note",
    "status": "Change the status",
    "assign": "Give it to somebody",
    "tag": "Add a tag",
    "follow_up": "Make a follow-up",
    "snooze": "Put it aside for later",
    "team": "Send it to another team",
}
KEYS: Final = {
    "reply": ("template",),
    "note": ("words",),
    "status": ("to", "outcome"),
    "assign": ("to",),
    "tag": ("tag",),
    "follow_up": ("kind", "days", "words"),
    "snooze": ("days", "reason"),
    "team": ("team",),
}
# More than one of these would undo or repeat the first.
ONCE: Final = ("reply", "status", "assign", "snooze", "team")


@dataclass(frozen=True)
class Mistake:
    """`number` counts from 1; 0 where it is about the steps as a whole."""

    number: int
    words: str

    def __str__(self) -> str:
        return f"Step {self.number}: {self.words}" if self.number else self.words


def check(steps: object) -> list[Mistake]:
    """Every mistake, in the order of the steps. None: a macro may have these."""
    if not isinstance(steps, list):
        return [Mistake(0, "The steps must be a list.")]
    if len(steps) > MOST_STEPS:
        return [Mistake(0, f"A macro may have {MOST_STEPS} steps. Remove one first.")]
    wrong = [
        Mistake(number, words) for number, step in enumerate(steps, start=1) if (words := check_step(step))
    ]
    return wrong or _together(steps)


def check_step(step: object) -> str:
    """What is wrong with one step, in words; "" where nothing is."""
    if not isinstance(step, Mapping) or not isinstance(step.get("do"), str) or step["do"] not in KEYS:
        return f"There is no such step. A macro can: {', '.join(LABELS.values()).lower()}."
    surplus = sorted(str(key) for key in step if key != "do" and key not in KEYS[step["do"]])
    if surplus:
        return f"“{surplus[0][:40]}” is not understood here."
    return _CHECKS[step["do"]](step)


def _together(steps: Sequence[Step]) -> list[Mistake]:
    wrong = []
    seen: dict[str, int] = {}
    for number, step in enumerate(steps, start=1):
        do = step["do"]
        if do in ONCE and do in seen:
            wrong.append(
                Mistake(number, f"“{LABELS[do]}” stands at step {seen[do]} already. Remove one of the two.")
            )
        elif "team" in seen:
            wrong.append(
                Mistake(number, "Sending it to another team comes last: you may not see it any more.")
            )
        elif do == "snooze" and any(each["do"] == "status" and each["to"] in NEEDS_OUTCOME for each in steps):
            wrong.append(Mistake(number, "A case that has ended cannot be put aside."))
        seen.setdefault(do, number)
    return wrong


def _text(step: Step, key: str, *, most: int, missing: str) -> str:
    value = step.get(key)
    if not isinstance(value, str) or is_blank(value):
        return missing
    return f"Shorten it to {most:,} characters or fewer." if len(value) > most else ""


def _reply(step: Step) -> str:
    return _text(step, "template", most=50, missing="Choose a template.")


def _note(step: Step) -> str:
    return _text(step, "words", most=LONGEST["note"], missing="Write the words of the note.")


def _status(step: Step) -> str:
    to, outcome = step.get("to"), step.get("outcome", "")
    if to not in STATUS_LABELS or to == "new":
        return "Choose a status."
    if not isinstance(outcome, str) or len(outcome) > LONGEST["outcome"]:
        return f"Shorten the outcome to {LONGEST['outcome']} characters or fewer."
    if to in NEEDS_OUTCOME and is_blank(outcome):
        return "Say how the case ends: write an outcome."
    return (
        ""
        if to in NEEDS_OUTCOME or is_blank(outcome)
        else "Only a case that ends has an outcome. Leave it empty."
    )


def _assign(step: Step) -> str:
    return _text(step, "to", most=150, missing="Choose who gets it.")


def _tag(step: Step) -> str:
    if isinstance(step.get("tag"), str) and "," in step["tag"]:
        return "Write one tag, without commas."
    return _text(step, "tag", most=LONGEST["tag"], missing="Write the tag.")


def _days(step: Step) -> str:
    days = step.get("days")
    right = isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= MOST_DAYS
    return "" if right else f"Write a number of working days from 1 to {MOST_DAYS}."


def _follow_up(step: Step) -> str:
    if step.get("kind") not in KINDS:
        return "Choose what kind of follow-up it is."
    return _days(step) or _text(step, "words", most=LONGEST["follow_up"], missing="Say what is to be done.")


def _snooze(step: Step) -> str:
    reason = step.get("reason", "")
    if not isinstance(reason, str) or len(reason) > LONGEST["snooze"]:
        return f"Shorten the reason to {LONGEST['snooze']} characters or fewer."
    return _days(step)


def _team(step: Step) -> str:
    return _text(step, "team", most=50, missing="Choose a team.")


_CHECKS: Final[Mapping[str, Callable[[Step], str]]] = {
    "reply": _reply,
    "note": _note,
    "status": _status,
    "assign": _assign,
    "tag": _tag,
    "follow_up": _follow_up,
    "snooze": _snooze,
    "team": _team,
}
