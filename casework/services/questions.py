"""Asking by text which case is meant, and what the answer does with all that waited for it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from casework.filing.facts import NEW
from casework.filing.list_words import Choice, question_text
from casework.models import Case, Contact, ContactPoint, FilingQuestion, Office
from casework.models.contact import Filing
from casework.models.delivery import Purpose
from casework.ports import sending
from casework.services import events, outbound, send_guard

JOB = "filing question"


def ask(
    *,
    contact: Contact,
    point: ContactPoint,
    choices: tuple[str, ...],
    cases: dict[str, Case],
    now: datetime,
) -> str:
    """Text the list, once while it waits; the contact is tied to the question. Returns why not, "" when it is asked.

    The caller holds the lock of the contact point and saves the contact.
    """
    office = Office.current()
    waiting = FilingQuestion.objects.filter(contact_point=point, closed_at=None).first()
    if waiting is not None and now - waiting.asked_at <= office.question_window:
        contact.question = waiting
        return ""
    refused = _refusal(contact=contact, point=point, office=office, now=now)
    if refused:
        return refused
    contact.question = _ask(
        contact=contact, point=point, office=office, choices=choices, cases=cases, now=now
    )
    if waiting is not None:
        # Whoever answers this list answers for what still waits from the earlier one as well.
        Contact.objects.filter(question=waiting, filing=Filing.HELD).update(question=contact.question)
    return ""


def _refusal(*, contact: Contact, point: ContactPoint, office: Office, now: datetime) -> str | None:
    if now - contact.took_place_at > office.question_window:
        return "It came too long ago to ask by text which one is meant."
    if not sending().can_send(contact.channel):
        return "Texting is not set up, so nobody was asked which one is meant."
    return send_guard.refusal(
        contact_point=point, channel=contact.channel, now=now, purpose=Purpose.FILING_QUESTION
    )


def _ask(
    *,
    contact: Contact,
    point: ContactPoint,
    office: Office,
    choices: tuple[str, ...],
    cases: dict[str, Case],
    now: datetime,
) -> FilingQuestion:
    FilingQuestion.objects.filter(contact_point=point, closed_at=None).update(closed_at=now)
    offered = [cases[key] for key in choices if key != NEW]
    unnamed = point.say_who_we_are is False
    text = outbound.write(
        case=None,
        channel=contact.channel,
        point=point,
        person=None,
        body=question_text(
            office="" if unnamed else office.name,
            choices=[_choice(case, unnamed=unnamed) for case in offered],
            today=timezone.localtime(now).date(),
        ),
        now=now,
        automatic=True,
        reason="asks which case a text is about",
        purpose=Purpose.FILING_QUESTION,
    )
    # Whoever may not see a restricted case of the list does not see the list.
    text.candidates = [case.reference for case in offered]
    text.save(update_fields=["candidates"])
    events.record(
        verb="asked_which_case",
        words="Asked by text which case is meant",
        contact=text,
        job=JOB,
        now=now,
        after={"choices": list(choices)},
    )
    return FilingQuestion.objects.create(
        contact_point=point, contact=text, choices=list(choices), asked_at=now
    )


def _choice(case: Case, *, unnamed: bool) -> Choice:
    """Whoever holds the telephone reads this, so what a restricted case is about is not said.

    `unnamed`: nor is anything that tells who writes.
    """
    began = timezone.localtime(case.opened_at)
    private = unnamed or case.restricted or case.service is None or case.service.restricted
    return Choice(
        began=began.date(),
        clock=f"{began:%H:%M}",
        service="" if private or case.service is None else case.service.name,
    )


def still_waiting(question: FilingQuestion) -> list[Contact]:
    """What the answer decides about, oldest first, locked."""
    held = question.waiting.filter(filing=Filing.HELD).order_by("took_place_at", "id")
    return list(held.select_for_update(of=("self",)).select_related("contact_point", "service"))


def close(*, question: FilingQuestion, answer: Contact, case: Case | None, now: datetime) -> None:
    """It is answered. The list itself goes onto the chosen case, so that what they text next is about that case."""
    with transaction.atomic():
        FilingQuestion.objects.filter(pk=question.pk).update(answer=answer, closed_at=now)
        if case is not None:
            Contact.objects.filter(pk=question.contact_id, case=None).update(case=case, filing=Filing.FILED)
            events.record(
                verb="question_answered",
                words="They answered by text which case they meant",
                case=case,
                contact=answer,
                job=JOB,
                now=now,
            )


def tell_overruled(*, question: FilingQuestion, chosen: Case, now: datetime) -> None:
    """Staff were quicker and filed elsewhere what the answer is about: their case is told, nothing is moved."""
    elsewhere = question.waiting.filter(filing=Filing.FILED).exclude(case=chosen).select_related("case")
    for contact in elsewhere:
        events.record(
            verb="answered_otherwise",
            words=f"They answered by text that it is about {chosen.reference}. Staff had filed it here.",
            case=contact.case,
            contact=contact,
            job=JOB,
            now=now,
        )
