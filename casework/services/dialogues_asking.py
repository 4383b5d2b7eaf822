"""The next question goes out, or the questions end: what both staff and the texts themselves bring about.

Whoever calls holds the lock on the case, and where there is one already on the dialogue's row.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from casework.dialogue import Asked, Where, words
from casework.dialogue.asked import NOT_BY_TEXT
from casework.models import Case, Contact, ContactPoint, Office, Party, Person, Question, Staff, TextDialogue
from casework.models.delivery import Purpose
from casework.models.follow_up import FollowUpKind
from casework.models.text_dialogue import DialogueState
from casework.ports import sending
from casework.services import (
    case_activity,
    events,
    follow_ups,
    live,
    outbound,
    rerouting,
    send_guard,
    withdrawing,
)

JOB: Final = "questions by text"
CHANNEL: Final = "sms"


def asked_of(question: Question) -> Asked:
    """In the short words for texts, where the service has some."""
    return Asked(
        code=question.code,
        label=question.text_label or question.label,
        kind=question.kind,
        choices=tuple((str(each["value"]), str(each["label"])) for each in question.choices),
        required=question.required,
    )


def by_text(questions: list[Question]) -> list[Question]:
    return [each for each in questions if each.by_text and each.kind not in NOT_BY_TEXT]


def where(dialogue: TextDialogue, case: Case) -> Where:
    """Where the questions stand: as they are in the service now, in the order in which they began. 1 statement."""
    there = {each.code: asked_of(each) for each in by_text(list(dialogue.service.questions.all()))}
    return Where(
        questions=tuple(there.get(code) for code in dialogue.questions),
        position=dialogue.position,
        misses=dialogue.misses,
        answered=frozenset(case.answers),
    )


def refusal(*, case: Case, point: ContactPoint, now: datetime) -> str | None:
    """Why nothing may be asked at this number by text, and what to do instead."""
    return refusals(case=case, points=[point], now=now)[point.pk]


def refusals(*, case: Case, points: list[ContactPoint], now: datetime) -> dict[UUID, str | None]:
    """For several numbers, with as many statements as for one."""
    verdicts = send_guard.verdicts_of(points=points, channel=CHANNEL, now=now, purpose=Purpose.DIALOGUE)
    guarded = {key: each.words if each.outcome == "refuse" else None for key, each in verdicts.items()}
    return {point.pk: _objection(case, point) or guarded[point.pk] for point in points}


def _objection(case: Case, point: ContactPoint) -> str:
    """What questions show is more than a reply shows: whoever reads them learns what the case is about."""
    if not sending().can_send(CHANNEL):
        return "Texting is not set up in this office. Ring and ask."
    if point.say_who_we_are is False:
        return "Questions would show on this phone what it is about. Ring and ask."
    service = case.service
    private = case.restricted or (service is not None and (service.sensitive or service.restricted))
    if private and point.text_ok is not True:
        return "What this case is about is private. Ask first whether texts to this number are safe, and note it."
    return ""


def ask(
    *,
    dialogue: TextDialogue,
    case: Case,
    at: Where,
    now: datetime,
    actor: Staff | None = None,
    before: str = "",
) -> bool:
    """Sends the question that waits. False where the number may not be texted now: then a person goes on.

    `before`: what was wrong with the answer. With an actor it is the first one, which staff send.
    """
    asked, point = at.waits, dialogue.contact_point
    if asked is None:
        return False
    body = _body(case, asked, at, actor, before)
    too_long = (
        "This question is too long for a text. Ring and ask."
        if len(body) > sending().longest(CHANNEL)
        else ""
    )
    refused = refusal(case=case, point=point, now=now) or too_long
    if refused:
        end(
            dialogue=dialogue, case=case, state=DialogueState.TAKEN_OVER, now=now, said="The questions by text stopped",
            todo=f"The questions by text stopped. {refused}",
        )  # fmt: skip
        return False
    text = _write(dialogue=dialogue, case=case, body=body, now=now, actor=actor)
    events.record(
        verb="asked_by_text",
        words=f"Asked by text: question {at.number} of {at.count}",
        case=case,
        contact=text,
        actor=actor,
        job="" if actor else JOB,
        now=now,
        after={"question": asked.code},
    )
    dialogue.asked, dialogue.asked_at = text, now
    dialogue.save(update_fields=["asked", "asked_at"])
    return True


def _body(case: Case, asked: Asked, at: Where, actor: Staff | None, before: str) -> str:
    place = {"number": at.number, "count": at.count}
    if actor is not None:
        return words.opening(asked, office=Office.current().name, reference=case.reference, **place)
    return words.again(before, asked, **place) if before else words.question(asked, **place)


def _write(
    *, dialogue: TextDialogue, case: Case, body: str, now: datetime, actor: Staff | None = None
) -> Contact:
    text = outbound.write(
        case=case,
        channel=CHANNEL,
        point=dialogue.contact_point,
        person=_person(case, dialogue.contact_point),
        body=body,
        now=now,
        actor=actor,
        automatic=actor is None,
        reason="asks what the service needs to know",
        purpose=Purpose.DIALOGUE,
    )
    case_activity.went_out(case=case, contact=text, now=now)
    live.changed(case=case)
    return text


def _person(case: Case, point: ContactPoint) -> Person | None:
    """The one person of the case at this number; None says "somebody at this number"."""
    people = point.people.values("pk")
    parties = Party.objects.filter(case=case, person__in=people).select_related("person")
    found = {party.person_id: party.person for party in parties}
    return found.popitem()[1] if len(found) == 1 else None


def say(*, dialogue: TextDialogue, case: Case, body: str, now: datetime) -> None:
    """A last word, where the number may be texted."""
    if refusal(case=case, point=dialogue.contact_point, now=now) is None:
        text = _write(dialogue=dialogue, case=case, body=body, now=now)
        events.record(
            verb="asked_by_text",
            words="Thanked by text for the answers",
            case=case,
            contact=text,
            job=JOB,
            now=now,
        )


def end(
    *,
    dialogue: TextDialogue,
    case: Case,
    state: str,
    now: datetime,
    said: str,
    todo: str = "",
    actor: Staff | None = None,
) -> None:
    """`said` is its line of history; `todo` what somebody must do now, as a follow-up of the case."""
    dialogue.state, dialogue.ended_at, dialogue.ended_by = state, now, actor
    dialogue.save(update_fields=["state", "ended_at", "ended_by", "position", "misses"])
    events.record(
        verb="questions_ended",
        words=said,
        case=case,
        actor=actor,
        job="" if actor else JOB,
        now=now,
        after={"dialogue": str(dialogue.pk), "state": state, "position": dialogue.position},
    )
    withdrawing.withdraw(
        contact=dialogue.asked,
        words="The question is not sent: the questions ended",
        now=now,
        actor=actor,
        job=JOB,
    )
    if todo and case.is_open:
        follow_ups.make(
            case=case,
            kind=FollowUpKind.REMINDER,
            words=todo,
            due_at=follow_ups.working_moment(team=case.team, at=now),
            owner=case.assignee,
            job=JOB,
            once=f"questions:{dialogue.pk}",
            now=now,
        )
    if case.is_open and set(dialogue.questions) & set(case.answers):
        rerouting.unasked(case=case, now=now)
    live.changed(case=case)


def today(moment: datetime) -> date:
    """The day at the office."""
    return timezone.localtime(moment).date()
