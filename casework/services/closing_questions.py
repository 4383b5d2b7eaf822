""" "Reply 1 if it is sorted, 2 if it is not": asked once for each time a case ends, and what the answer does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from casework import asked_ahead
from casework.dialogue.closing import NOT_SORTED, SORTED, closing_answer, closing_question
from casework.kept_sql import Kept
from casework.models import Case, ClosingQuestion, Contact, ContactPoint, Office, Person, Staff
from casework.models.contact import Direction
from casework.models.delivery import Purpose
from casework.models.follow_up import FollowUpKind
from casework.ports import sending
from casework.services import case_activity, events, follow_ups, live, outbound, send_guard, withdrawing

JOB: Final = "closing question"
CHANNEL: Final = "sms"
# So long a bare 1 or 2 means this question.
WINDOW: Final = timedelta(days=7)
# Whoever ended the wrong case opens it again before anybody is asked.
HOLD: Final = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A text that answers the question after a case has ended."""

    question: ClosingQuestion
    case: Case
    answer: str

    @property
    def why(self) -> str:
        said = "it is sorted" if self.answer == SORTED else "it is not sorted"
        return f"answers our question after the case ended: {said}"


def ask(*, case: Case, now: datetime) -> ClosingQuestion | None:
    """Where the office wants it and it endangers nobody. The caller has ended the case and holds its lock.

    The question goes to the number that texted last, if it is still of somebody on the case. A merged case is never
    asked about: it has not ended, it is part of another one.
    """
    if not _is_wanted(case) or case.closed_at is None or not sending().can_send(CHANNEL):
        return None
    point, person = _who_texted(case)
    if point is None or ClosingQuestion.objects.filter(case=case, closed_at=case.closed_at).exists():
        return None
    if send_guard.refusal(contact_point=point, channel=CHANNEL, now=now, purpose=Purpose.CLOSING):
        return None
    text = outbound.write(
        case=case,
        channel=CHANNEL,
        point=point,
        person=person,
        body=_body(case=case, point=point),
        now=now,
        automatic=True,
        reason="asks whether it is sorted",
        purpose=Purpose.CLOSING,
        hold=HOLD,
    )
    case_activity.went_out(case=case, contact=text, now=now)
    events.record(
        verb="asked_if_sorted",
        words="Asked by text whether it is sorted",
        case=case,
        contact=text,
        job=JOB,
        now=now,
    )
    return ClosingQuestion.objects.create(
        case=case, contact_point=point, asked=text, asked_at=now, closed_at=case.closed_at
    )


def _is_wanted(case: Case) -> bool:
    service = case.service
    if service is None or case.merged_into_id is not None or case.restricted:
        return False
    return service.ask_when_closed and not service.sensitive and not service.restricted


def _who_texted(case: Case) -> tuple[ContactPoint | None, Person | None]:
    texts = Contact.objects.filter(
        case=case, channel=CHANNEL, direction=Direction.IN, contact_point__isnull=False
    )
    last = texts.select_related("contact_point", "person").order_by("-took_place_at", "-id").first()
    if last is None or last.contact_point is None:
        return None, None
    theirs = Case.objects.of_point(last.contact_point).filter(pk=case.pk).exists()
    return (last.contact_point, last.person) if theirs else (None, None)


def _body(*, case: Case, point: ContactPoint) -> str:
    office = "" if point.say_who_we_are is False else Office.current().name
    return closing_question(office=office, reference=case.reference)


def unanswered(case: Any) -> QuerySet[ClosingQuestion]:
    """Of a case, or of that of an outer query."""
    return ClosingQuestion.objects.filter(case=case, answer="").select_related("asked__case")


_UNANSWERED: Final = Kept(unanswered)


def know_of_none(case: Case) -> None:
    """None waits, as was read with the case under its lock."""
    asked_ahead.know(_UNANSWERED.question(case=case.pk), [])


def take_back(*, case: Case, actor: Staff | None, now: datetime, job: str = JOB) -> None:
    """The case is open again: a question that still waits is not sent."""
    for question in _UNANSWERED.rows(case=case.pk):
        withdrawing.withdraw(
            contact=question.asked, words="Nobody is asked whether it is sorted: the case is open again",
            now=now, actor=actor, job=job,
        )  # fmt: skip


def answered(*, latest: Contact | None, body: str, at: datetime) -> Answered | None:
    """Whether this text answers the question, which must be our latest text to the number. No statement.

    `latest` comes with its `closing_question`, that question's case and the text's delivery.
    """
    question: ClosingQuestion | None = getattr(latest, "closing_question", None)
    if latest is None or question is None or question.answer:
        return None
    sent = latest.delivery.sent_at
    if sent is None or not timedelta(0) <= at - sent <= WINDOW:
        return None
    case, answer = question.case, closing_answer(body)
    # Opened and ended again since: it asked about another end.
    if (
        answer is None
        or case.is_open
        or case.closed_at != question.closed_at
        or case.merged_into_id is not None
    ):
        return None
    return Answered(question=question, case=case, answer=answer)


def keep(*, found: Answered, contact: Contact, case: Case, now: datetime) -> None:
    """The answer is on record; what is not sorted is somebody's to do. The case is locked, and open again by now."""
    question = found.question
    question.answer, question.answered_by, question.answered_at = found.answer, contact, now
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    said = "They say it is sorted" if found.answer == SORTED else "They say it is not sorted"
    events.record(
        verb="said_if_sorted",
        words=said,
        case=case,
        contact=contact,
        job=JOB,
        now=now,
        after={"answer": found.answer},
    )
    if found.answer == NOT_SORTED:
        owner = case.assignee if case.assignee and case.assignee.is_active else None
        follow_ups.make(
            case=case,
            kind=FollowUpKind.REMINDER,
            words="They said it is not sorted. Ask what is missing.",
            due_at=follow_ups.working_moment(team=case.team, at=now),
            owner=owner,
            job=JOB,
            once=f"closing:{question.pk}",
            now=now,
        )
    live.changed(case=case)
