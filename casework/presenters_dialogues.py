"""A service's questions by text on the page of a case, with finished labels and links."""

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from casework.dialogue import words
from casework.models import Case, ContactPoint, Office, Party, Staff, TextDialogue
from casework.models.text_dialogue import DialogueState
from casework.permissions import may
from casework.services import dialogues, replies
from casework.services import dialogues_asking as asking
from casework.templatetags._said import said
from casework.text import show_bidi_controls as plainly

TONES: Final = {
    DialogueState.ASKING: "blue",
    DialogueState.FINISHED: "green",
    DialogueState.STOPPED: "yellow",
    DialogueState.TAKEN_OVER: "grey",
    DialogueState.ENDED: "yellow",
}


@dataclass(frozen=True)
class Way:
    """A number of somebody on the case, with why it may not be asked by text."""

    party: Party
    point: ContactPoint
    refused: str


def panel(*, case: Case, staff: Staff) -> SimpleNamespace | None:
    """What runs, how the last one ended, and the way to begin; None where the service asks nothing by text.

    3 statements: the dialogue, the questions of its service, and those of the case's.
    """
    last, left = dialogues.latest(case=case), dialogues.to_ask(case=case)
    if last is None and not left:
        return None
    runs = last is not None and last.state == DialogueState.ASKING
    may_ask = may(staff, "ask_by_text") and case.is_open and case.merged_into_id is None
    return SimpleNamespace(
        last=_shown(last, case) if last else None,
        runs=runs,
        left=_count(len(left)),
        ask_url=reverse("desk:dialogue", args=[case.reference]) if may_ask and left and not runs else "",
        take_over_url=reverse("desk:dialogue_take_over", args=[case.reference]) if may_ask and runs else "",
    )


def _count(number: int) -> str:
    return ngettext("%(count)s question", "%(count)s questions", number) % {"count": number}


def _answered(number: int, of: int) -> str:
    words = ngettext(
        "%(number)s of %(count)s question answered", "%(number)s of %(count)s questions answered", of
    )
    return words % {"number": number, "count": of}


def _shown(dialogue: TextDialogue, case: Case) -> SimpleNamespace:
    at = asking.where(dialogue, case)
    waits = at.waits
    answered = len([code for code in dialogue.questions if code in case.answers])
    return SimpleNamespace(
        state=said(DialogueState(dialogue.state).label),
        tone=TONES[DialogueState(dialogue.state)],
        to=plainly(str(dialogue.contact_point)),
        by=str(dialogue.started_by) if dialogue.started_by else "",
        started_at=dialogue.started_at,
        asked_at=dialogue.asked_at,
        ended_at=dialogue.ended_at,
        ended_by=str(dialogue.ended_by) if dialogue.ended_by else "",
        question=plainly(waits.label) if waits else "",
        number=gettext("Question %(number)s of %(count)s") % {"number": at.number, "count": at.count},
        answered=_answered(answered, len(dialogue.questions)),
        misread=bool(dialogue.misses),
    )


def ways(*, case: Case, now: datetime) -> list[Way]:
    """Who on the case could be asked at which number."""
    known = [(party, point) for party, point, _ in replies.ways(case=case, now=now)]
    refused = asking.refusals(case=case, points=[point for _, point in known], now=now)
    return [Way(party, point, refused[point.pk] or "") for party, point in known]


def page(*, case: Case, found: list[Way]) -> SimpleNamespace:
    """What would be asked, and the first text as it would read. 2 statements."""
    asked = [asking.asked_of(each) for each in dialogues.to_ask(case=case)]
    first = asked[0] if asked else None
    can = [way for way in found if not way.refused]
    return SimpleNamespace(
        questions=[
            {
                "label": plainly(each.label),
                "needed": each.required,
                "choices": ", ".join(plainly(label) for _, label in each.choices),
            }
            for each in asked
        ],
        first=words.opening(
            first, office=Office.current().name, reference=case.reference, number=1, count=len(asked)
        )
        if first
        else "",
        to=plainly(str(can[0].point)) if len(can) == 1 else "",
        refused=_refused(case, asked=bool(asked), found=found)
        if not (asked and can and case.is_open)
        else "",
    )


def _refused(case: Case, *, asked: bool, found: list[Way]) -> str:
    if not case.is_open:
        return gettext("This case has ended. Open it again before you ask.")
    if not asked:
        return gettext("Every question that can be asked by text is answered, or the service has none.")
    return found[0].refused if found else gettext("There is no phone number to text. Ask for one.")
