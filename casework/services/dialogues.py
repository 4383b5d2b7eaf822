"""Staff ask a service's questions by text, and take over; what nobody answers ends by itself."""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q

from casework import selectors_beside as beside
from casework.kept_sql import Kept
from casework.models import Case, ContactPoint, Office, Question, Staff, TextDialogue
from casework.models.delivery import DeliveryStatus
from casework.models.text_dialogue import DialogueState
from casework.permissions import require
from casework.services import dialogues_asking as asking
from casework.services import survivors

MOST_AT_ONCE: Final = 100
_BY_HAND: Final = "Look at what was answered and ask the rest."


class CannotAskByText(Exception):
    """Nothing can be asked by text; the words say why and what to do instead."""


def to_ask(*, case: Case) -> list[Question]:
    """The service's questions for texts that have no answer yet, in their order. 1 statement.

    None where it has none, as far as the case was read with that.
    """
    if case.service is None or not beside.may_have(case, beside.QUESTIONS_BY_TEXT):
        return []
    return [
        each for each in asking.by_text(list(case.service.questions.all())) if each.code not in case.answers
    ]


def latest(*, case: Case) -> TextDialogue | None:
    """The one that runs, or the last that did. 1 statement, none where there are known to be none."""
    if not beside.may_have(case, beside.DIALOGUES):
        return None
    found = TextDialogue.objects.filter(case__in=beside.family(case))
    return found.select_related("contact_point", "started_by", "ended_by").order_by("-started_at").first()


def start(*, case: Case, contact_point: ContactPoint, actor: Staff, now: datetime) -> TextDialogue:
    """Sends the first question. Raises CannotAskByText with what to do."""
    require(actor, "ask_by_text")
    with transaction.atomic():
        locked = survivors.locked(case)
        point = ContactPoint.objects.select_for_update(no_key=True).get(pk=contact_point.pk)
        questions = to_ask(case=locked)
        _check(case=locked, point=point, questions=questions, now=now)
        dialogue = _create(case=locked, point=point, questions=questions, actor=actor, now=now)
        at = asking.where(dialogue, locked)
        if not asking.ask(dialogue=dialogue, case=locked, at=at, now=now, actor=actor):
            raise CannotAskByText("The first question is too long for a text. Ring and ask.")
    return dialogue


def _check(*, case: Case, point: ContactPoint, questions: list[Question], now: datetime) -> None:
    if not case.is_open:
        raise CannotAskByText("This case has ended. Open it again before you ask.")
    if case.service is None:
        raise CannotAskByText("It is not known what this case is about. Choose its service first.")
    if not questions:
        raise CannotAskByText("Every question that can be asked by text is answered.")
    if not Case.objects.of_point(point).filter(pk=case.pk).exists():
        raise CannotAskByText("This number belongs to nobody on this case. Add them to the case first.")
    refused = asking.refusal(case=case, point=point, now=now)
    if refused:
        raise CannotAskByText(refused)


def _create(
    *, case: Case, point: ContactPoint, questions: list[Question], actor: Staff, now: datetime
) -> TextDialogue:
    """Two at once: the constraint lets one through."""
    dialogue = TextDialogue(
        case=case,
        contact_point=point,
        service=case.service,
        questions=[each.code for each in questions],
        asked_at=now,
        started_at=now,
        started_by=actor,
    )
    try:
        with transaction.atomic():
            dialogue.save(force_insert=True)
    except IntegrityError as error:
        raise CannotAskByText(
            "Questions are being asked at this number already. Wait for their end, or take over."
        ) from error
    return dialogue


def take_over(*, case: Case, actor: Staff, now: datetime) -> bool:
    """Staff go on themselves. False where nothing was being asked."""
    require(actor, "ask_by_text")
    with transaction.atomic():
        locked = survivors.locked(case)
        return give_way(case=locked, actor=actor, now=now, because="Took over from the questions by text")


def give_way(*, case: Case, actor: Staff, now: datetime, because: str) -> bool:
    """The questions end because a person acted on the case, which the caller has locked. 1 statement where none runs, and
    none where that is known.
    """
    running = _running(case) if beside.may_have(case, beside.ASKED_BY_TEXT) else []
    for dialogue in running:
        asking.end(
            dialogue=dialogue, case=case, state=DialogueState.TAKEN_OVER, now=now, said=because, actor=actor
        )
    return bool(running)


def _running(case: Case) -> list[TextDialogue]:
    return _RUNNING.rows(case=case.pk)


_RUNNING: Final = Kept(
    lambda case: (
        TextDialogue.objects.filter(
            case__in=Case.objects.filter(Q(pk=case) | Q(merged_into=case)).order_by().values("pk"),
            state=DialogueState.ASKING,
        )
        .select_for_update(of=("self",))
        .select_related("asked__case")
        .order_by("pk")
    )
)


def opted_out(*, contact_point: ContactPoint, now: datetime) -> None:
    """They said STOP: nothing more is asked, and somebody knows that the answers are not whole."""
    rows = TextDialogue.objects.filter(contact_point=contact_point, state=DialogueState.ASKING)
    for dialogue in rows.select_for_update(of=("self",)).select_related("asked__case"):
        asking.end(
            dialogue=dialogue, case=survivor(dialogue), state=DialogueState.STOPPED, now=now,
            said="The questions by text ended: they want no more texts",
            todo=f"They want no more texts, and not everything is answered. {_BY_HAND}",
        )  # fmt: skip


def survivor(dialogue: TextDialogue) -> Case:
    """Its case, or what that was merged into since."""
    return dialogue.case.merged_into or dialogue.case


def expire(*, now: datetime) -> int:
    """Questions that nobody answered in time. What still waits to be sent, as for the morning, has not begun to wait."""
    since = now - timedelta(hours=Office.current().question_window_hours)
    went = Q(asked__delivery__sent_at__isnull=True) | Q(asked__delivery__sent_at__lt=since)
    old = TextDialogue.objects.filter(went, state=DialogueState.ASKING, asked_at__lt=since)
    rows = old.exclude(asked__delivery__status=DeliveryStatus.QUEUED).order_by("asked_at")
    return sum(_expire(dialogue, since=since, now=now) for dialogue in list(rows[:MOST_AT_ONCE]))


def _expire(dialogue: TextDialogue, *, since: datetime, now: datetime) -> bool:
    with transaction.atomic():
        case = survivors.locked(dialogue.case)
        locked = (
            TextDialogue.objects.select_for_update(of=("self",))
            .select_related("asked__case")
            .get(pk=dialogue.pk)
        )
        if locked.state != DialogueState.ASKING or locked.asked_at >= since:
            return False
        at = asking.where(locked, case)
        asking.end(
            dialogue=locked, case=case, state=DialogueState.ENDED, now=now,
            said=f"No answer came to question {at.number} of {at.count}",
            todo=f"No answer by text to question {at.number} of {at.count}. {_BY_HAND}",
        )  # fmt: skip
    return True
