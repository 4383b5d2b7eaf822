"""The facts the filing engine needs about one arrival, read from the database.

A constant number of statements, whatever the person's history: cases and their parties come in one go, and of what we
sent only the latest text is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from casework import filing, references
from casework.dialogue.closing import NOT_SORTED
from casework.filing.keywords import OPTIONAL_STOP_WORDS
from casework.kept_sql import Kept
from casework.models import Case, Contact, ContactPoint, FilingQuestion, Office, Party, Person, Staff
from casework.models.delivery import DeliveryStatus
from casework.permissions import visible_cases
from casework.services import closing_questions, dialogue_answers
from casework.services.arrivals import Arrival
from casework.services.closing_questions import Answered
from casework.services.dialogue_answers import Waiting

# More cases than this at one number (a hostel's desk, a call box) are a person's choice anyway.
MOST_CASES = 200
TEXTS = ("sms", "whatsapp")
NEVER_SENT = (DeliveryStatus.REFUSED, DeliveryStatus.FAILED, DeliveryStatus.WITHDRAWN)
NO_CASE = ("", filing.facts.NEW, filing.facts.NO_CASE)


@dataclass(frozen=True, kw_only=True)
class Gathered:
    facts: filing.Facts
    cases: dict[str, Case]  # by reference, which is the engine's key
    question: FilingQuestion | None
    waiting: Waiting | None = None
    """Questions of a service that are asked at this number, and what the text does to them."""
    closing: Answered | None = None


@dataclass(frozen=True, kw_only=True)
class _Sender:
    """Whose contact it is, as far as the database knows."""

    point: ContactPoint | None
    holders: frozenset[UUID]
    """The people who share the contact point."""
    person: UUID | None

    def plays_a_part(self, party: Party) -> bool:
        return (
            party.person_id in self.holders
            or (self.person is not None and party.person_id == self.person)
            or (self.point is not None and party.contact_point_id == self.point.pk)
        )


def gather(*, arrival: Arrival, body: str, point: ContactPoint | None, actor: Staff | None) -> Gathered:
    office = Office.current()
    sender = _Sender(point=point, holders=_holders(point), person=arrival.person_id)
    outbound = _latest_text(point=point, at=arrival.took_place_at)
    question = _question(point)
    waiting = _waiting(arrival=arrival, body=body, point=point, office=office)
    closing = (
        closing_questions.answered(latest=outbound, body=body, at=arrival.took_place_at)
        if arrival.channel in TEXTS and waiting is None
        else None
    )
    mentioned = references.find_references(body)
    wanted = [*mentioned, arrival.link, arrival.staff_choice, *(question.choices if question else ())]
    wanted += [waiting.case.reference] if waiting else []
    wanted = [key for key in wanted if key not in NO_CASE]
    own = _own_cases(
        arrival=arrival, sender=sender, actor=actor, office=office, outbound=outbound, wanted=wanted
    )
    cases = own | _other_cases(wanted=set(wanted) - set(own))
    facts = filing.Facts(
        contact=filing.ContactFact(
            channel=arrival.channel,
            text=body,
            at=arrival.took_place_at,
            staff_choice=arrival.staff_choice or None,
            link=arrival.link if arrival.link in cases else None,
            service=arrival.service_code or None,
        ),
        cases=tuple(
            _fact(case=case, sender=sender, known=key in own or actor is None) for key, case in cases.items()
        ),
        named={reference: reference for reference in mentioned if reference in cases},
        outbound=_outbound(outbound),
        question=_asked(question),
        answering=_answering(waiting, closing),
        opted_out=bool(point and point.opted_out_at),
        settings=filing.Settings(
            reply_window=timedelta(hours=office.reply_window_hours),
            question_window=office.question_window,
            reopen_window=office.reopen_window,
            optional_stop_words=OPTIONAL_STOP_WORDS.intersection(office.stop_words),
        ),
    )
    return Gathered(facts=facts, cases=cases, question=question, waiting=waiting, closing=closing)


def _holders(point: ContactPoint | None) -> frozenset[UUID]:
    return frozenset(pk for (pk,) in _HOLDERS.rows(point=point.pk)) if point else frozenset()


_HOLDERS: Final = Kept(lambda point: Person.objects.filter(points__contact_point=point).values_list("pk"))


def _question(point: ContactPoint | None) -> FilingQuestion | None:
    found: FilingQuestion | None = _OPEN_QUESTION.first(point=point.pk) if point else None
    return found


_OPEN_QUESTION: Final = Kept(
    lambda point: FilingQuestion.objects.filter(contact_point=point, closed_at=None)[:1]
)


def _asked(question: FilingQuestion | None) -> filing.QuestionFact | None:
    return (
        filing.QuestionFact(asked_at=question.asked_at, choices=tuple(question.choices)) if question else None
    )


def _waiting(*, arrival: Arrival, body: str, point: ContactPoint | None, office: Office) -> Waiting | None:
    if point is None or arrival.channel not in TEXTS:
        return None
    return dialogue_answers.waiting(point=point, body=body, at=arrival.took_place_at, office=office)


def _answering(waiting: Waiting | None, closing: Answered | None) -> filing.AnsweringFact | None:
    if waiting is not None and waiting.step.is_answer:
        return filing.AnsweringFact(
            case=waiting.case.reference, what="questions", why=waiting.why, quiet=waiting.quiet
        )
    if closing is None:
        return None
    reopens = closing.answer == NOT_SORTED
    return filing.AnsweringFact(
        case=closing.case.reference, what="closing", why=closing.why, quiet=not reopens, reopens=reopens
    )


def _latest_text(*, point: ContactPoint | None, at: datetime) -> Contact | None:
    """Our last text about a case that went out. A call or a text that was never sent is not what they answer."""
    found: Contact | None = _LATEST_TEXT.first(point=point.pk, at=at) if point else None
    return found


_LATEST_TEXT: Final = Kept(
    lambda point, at: (
        Contact.objects.filter(
            contact_point=point, channel__in=TEXTS, direction="out", case__isnull=False, took_place_at__lte=at
        )
        .exclude(delivery__status__in=NEVER_SENT)
        .select_related("case", "delivery", "closing_question__case")
        .order_by("-took_place_at", "-id")[:1]
    )
)


def _outbound(latest: Contact | None) -> tuple[filing.OutboundFact, ...]:
    if latest is None or latest.case is None:
        return ()
    about = latest.case.reference
    return (filing.OutboundFact(case=about, channel=latest.channel, at=latest.took_place_at),)


def _own_cases(
    *,
    arrival: Arrival,
    sender: _Sender,
    actor: Staff | None,
    office: Office,
    outbound: Contact | None,
    wanted: list[str],
) -> dict[str, Case]:
    """The sender's cases that a rule could still reach.

    For a contact that staff log, restricted cases they may not see are left out: the caller's record must look
    ordinary to them, and a new case that looks ordinary is what they get.
    """
    if sender.point is None and sender.person is None:
        return {}
    parties = Q(person__in={*sender.holders, sender.person} - {None})
    if sender.point is not None:
        parties |= Q(contact_point=sender.point)
    reachable = Q(is_open=True) | Q(closed_at__gte=arrival.took_place_at - office.reopen_window)
    if outbound is not None:
        reachable |= Q(pk=outbound.case_id)
    if wanted:
        merged = Case.objects.filter(reference__in=wanted, merged_into__isnull=False)
        reachable |= Q(reference__in=wanted) | Q(pk__in=merged.values("merged_into"))
    theirs = Party.objects.filter(parties).values("case_id")
    cases = Case.objects.filter(reachable, pk__in=theirs, merged_into=None)
    if actor is not None:
        cases = cases.filter(Q(restricted=False) | Q(pk__in=visible_cases(actor).values("pk")))
    return _by_reference(cases.order_by("-is_open", "-last_activity_at", "-id")[:MOST_CASES])


def _other_cases(*, wanted: Iterable[str]) -> dict[str, Case]:
    """Cases that the contact leads to beside the sender's own. What was merged brings the case it became part of."""
    if not wanted:
        return {}
    found = _by_reference(Case.objects.filter(reference__in=wanted))
    survivors = {case.merged_into_id for case in found.values() if case.merged_into_id}
    return found | (_by_reference(Case.objects.filter(pk__in=survivors)) if survivors else {})


def _by_reference(cases: QuerySet[Case]) -> dict[str, Case]:
    found = (
        cases.select_related("service", "merged_into")
        .prefetch_related(Prefetch("parties", queryset=Party.objects.all(), to_attr="known_parties"))
        .defer("search", "answers", "merged_into__search", "merged_into__answers")
    )
    return {case.reference: case for case in found}


def _fact(*, case: Case, sender: _Sender, known: bool) -> filing.CaseFact:
    """`known`: whoever puts the contact on record may learn that the sender plays a part in this case.

    The parties of a merged case are those of the case it became part of.
    """
    parties: list[Party] = [] if case.merged_into_id else case.known_parties  # type: ignore[attr-defined]
    parts = [party for party in parties if sender.plays_a_part(party)]
    through = {str(party.person_id) for party in parts if party.person_id} if known else set()
    return filing.CaseFact(
        key=case.reference,
        reference=case.reference,
        service=case.service.code if case.service else "",
        service_name=case.service.name if case.service else "request",
        origin=case.origin,
        is_open=case.is_open,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        last_activity=case.last_activity_at,
        sender_is_party=bool(parts) and known,
        restricted=case.restricted,
        parties=tuple(sorted(through)),
        merged_into=case.merged_into.reference if case.merged_into else None,
    )
