"""What a text does to the questions that are asked at its number: found before filing, carried out after it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, F, OuterRef

from casework import postcodes
from casework.dialogue import Step, Where, respond, words
from casework.dialogue.reading import NOT_KNOWN
from casework.models import Case, Contact, ContactPoint, Office, TextDialogue
from casework.models.delivery import DeliveryStatus, Purpose
from casework.models.text_dialogue import DialogueState
from casework.services import dialogues, events
from casework.services import dialogues_asking as asking
from casework.text import shorten

# A later text of these kinds is what somebody answers, not the question before it.
SUPERSEDING: Final = (Purpose.REPLY, Purpose.BULK, Purpose.CLOSING)
DID_NOT_ARRIVE: Final = (
    DeliveryStatus.FAILED,
    DeliveryStatus.UNDELIVERED,
    DeliveryStatus.REFUSED,
    DeliveryStatus.WITHDRAWN,
)
PLACES: Final = ("where", "address", "location")
_BY_HAND: Final = "Look at what was answered and ask the rest."


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Questions that wait for this text, and what it does to them."""

    dialogue: TextDialogue
    case: Case
    at: Where
    step: Step

    @property
    def why(self) -> str:
        """Why the text is on the case, in words."""
        number = f"question {self.at.number} of {self.at.count}"
        said = {
            "answered": f"answers {number} by text",
            "skipped": f"leaves out {number} by text",
            "back": f"wants to change the answer before {number}",
            "insisted": f"wants to leave out {number}, which is needed",
            "done": f"wants no more questions by text, at {number}",
        }
        return said.get(self.step.does, f"is no answer to {number} that could be read")

    @property
    def quiet(self) -> bool:
        """Nobody need look at it: the next question goes out by itself."""
        return not self.step.ends


def waiting(*, point: ContactPoint, body: str, at: datetime, office: Office) -> Waiting | None:
    """Questions at this number whose last text went out before this one came. 1 statement where none are asked."""
    dialogue = (
        TextDialogue.objects.filter(contact_point=point, state=DialogueState.ASKING)
        .filter(~Exists(_newer(point)))
        .select_related(
            "case__service", "case__merged_into__service", "service", "contact_point", "asked__delivery"
        )
        .first()
    )
    if dialogue is None or not _was_read(dialogue, at=at, window=office.question_window):
        return None
    case = dialogues.survivor(dialogue)
    where = asking.where(dialogue, case)
    step = respond(where, body, today=asking.today(at))
    if case.service_id != dialogue.service_id and step.is_answer:
        # What it is about was put right meanwhile: those were the wrong questions.
        step = replace(step, does="elsewhere", finished=False)
    return Waiting(dialogue=dialogue, case=case, at=where, step=step)


def _newer(point: ContactPoint) -> Any:
    return Contact.objects.filter(
        contact_point=point,
        direction="out",
        case__isnull=False,
        took_place_at__gt=OuterRef("asked_at"),
        delivery__purpose__in=SUPERSEDING,
    ).exclude(delivery__status__in=DID_NOT_ARRIVE)


def _was_read(dialogue: TextDialogue, *, at: datetime, window: timedelta) -> bool:
    """The question had left us when they wrote. What somebody writes before that answers something else."""
    delivery = dialogue.asked.delivery if dialogue.asked else None
    if delivery is None or delivery.sent_at is None or delivery.status in DID_NOT_ARRIVE:
        return False
    return timedelta(0) <= at - delivery.sent_at <= window


def still(waiting: Waiting) -> bool:
    """Locks the row; whether the questions stand where they stood when the text was read."""
    locked = TextDialogue.objects.select_for_update().get(pk=waiting.dialogue.pk)
    same = ("state", "position", "misses", "asked_id")
    return all(getattr(locked, name) == getattr(waiting.dialogue, name) for name in same)


def took(*, waiting: Waiting, contact: Contact, case: Case, now: datetime) -> None:
    """The text is on its case, which is locked as the dialogue is. Its answer is kept and the next question goes out."""
    step, dialogue = waiting.step, waiting.dialogue
    if step.does == "answered":
        _keep(case=case, code=step.code, value=step.value, waiting=waiting, contact=contact, now=now)
    dialogue.position, dialogue.misses = step.position, step.misses
    dialogue.save(update_fields=["position", "misses"])
    if step.ends:
        _end(waiting, case=case, now=now)
        return
    at = replace(waiting.at, position=step.position, misses=step.misses)
    asking.ask(dialogue=dialogue, case=case, at=at, now=now, before=step.words)


def _keep(*, case: Case, code: str, value: Any, waiting: Waiting, contact: Contact, now: datetime) -> None:
    """As a form would have left it; and the contact says what it answered."""
    contact.answers = {code: value}
    contact.save(update_fields=["answers"])
    case.answers = {**case.answers, code: value}
    case.version = F("version") + 1
    case.save(update_fields=["answers", "version", *_told_about_place(case, waiting, value)])
    case.refresh_from_db(fields=["version"])
    events.record(
        verb="answered_by_text",
        words=f"Answered by text: question {waiting.at.number} of {waiting.at.count}",
        case=case,
        contact=contact,
        job=asking.JOB,
        now=now,
        after={"answers": [code]},
    )


def _told_about_place(case: Case, waiting: Waiting, value: Any) -> list[str]:
    """Postcode, place and language of the case, where it had none: the fields that this answer filled."""
    asked = waiting.at.waits
    if asked is None or not isinstance(value, str):
        return []
    if asked.kind == "postcode" and not case.postcode and value != NOT_KNOWN and postcodes.district(value):
        case.postcode = shorten(value, 10)
        return ["postcode"]
    if asked.is_free and asked.code in PLACES and not case.location:
        case.location = shorten(value, 300)
        return ["location"]
    if asked.code == "language" and not case.language and len(value) <= 20:
        case.language = value
        return ["language"]
    return []


def _end(waiting: Waiting, *, case: Case, now: datetime) -> None:
    number, count = waiting.at.number, waiting.at.count
    ends = {
        "done": (DialogueState.STOPPED, f"They ended the questions by text at question {number} of {count}", "", words.STOPPED),
        "handed_over": (
            DialogueState.TAKEN_OVER,
            f"No answer to question {number} of {count} could be read",
            f"Two texts were no answer to question {number} of {count}. Read them and go on by hand.",
            words.HANDED_OVER,
        ),
    }  # fmt: skip
    finished = (DialogueState.FINISHED, "The questions by text are through", "", words.THANKS)
    state, said, todo, body = ends.get(waiting.step.does, finished)
    asking.end(dialogue=waiting.dialogue, case=case, state=state, now=now, said=said, todo=todo)
    asking.say(dialogue=waiting.dialogue, case=case, body=body, now=now)


def danger(*, waiting: Waiting, now: datetime) -> None:
    """Somebody may need help now. The text was filed as any other; no machine asks them anything more."""
    if not still(waiting):
        return
    asking.end(
        dialogue=waiting.dialogue, case=waiting.case, state=DialogueState.TAKEN_OVER, now=now,
        said="The questions by text ended: a text may be urgent",
        todo=f"Somebody may need help now. Read what they wrote in place of an answer. {_BY_HAND}",
    )  # fmt: skip
