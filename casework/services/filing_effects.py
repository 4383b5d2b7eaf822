"""Carrying out what filing decided: onto a case, into a new one, held, or on record without one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework import filing
from casework.models import Case, Contact, FilingQuestion, Person, Staff
from casework.models.case import PRIORITY_RANK, Priority
from casework.models.contact import Filing
from casework.services import (
    acknowledgement,
    case_activity,
    closing_questions,
    contact_points,
    dialogue_answers,
    dialogues,
    events,
    files,
    help_texts,
    live,
    name_given,
    on_behalf,
    opening,
    people,
    questions,
)
from casework.services.arrivals import Arrival, as_it_arrived
from casework.services.filing_facts import Gathered

ANSWERS_A_QUESTION = "6"
ANSWERS_THE_SERVICE = "6a"
SAYS_IF_SORTED = "6b"
_NOT_WRITTEN_TO = "It was put on record by another program, which answers for itself."


@dataclass(frozen=True, kw_only=True)
class Carrying:
    """One contact on its way to where the decision says."""

    contact: Contact
    arrival: Arrival
    decision: filing.Decision
    gathered: Gathered
    actor: Staff | None
    job: str
    now: datetime

    @property
    def case(self) -> Case | None:
        return self.gathered.cases.get(self.decision.case or "")


def carry_out(carrying: Carrying) -> Case | None:
    contact, decision = carrying.contact, carrying.decision
    contact.rule, contact.reason = decision.rule, decision.reason
    contact.courtesy, contact.keyword = decision.courtesy, decision.keyword
    question = carrying.gathered.question if decision.rule == ANSWERS_A_QUESTION else None
    opened = _answered(carrying, question) if question is not None else _placed(carrying)
    files.keep(contact=contact, incoming=carrying.arrival.files)
    _answers(carrying)
    _keyword(carrying)
    if opened is not None and carrying.arrival.acknowledge:
        acknowledgement.send(case=opened, contact=contact, now=carrying.now)
    live.changed(case=contact.case)
    return contact.case


def _placed(carrying: Carrying) -> Case | None:
    """Puts the contact where it belongs; returns the case that was opened for it, if one was."""
    decision = carrying.decision
    if decision.result in ("new", "new_linked") and carrying.arrival.staff_choice != "none":
        return _opened(carrying)
    if decision.result in ("case", "reopen") and carrying.case is not None:
        _join(carrying, carrying.case)
    else:
        _without_case(carrying)
    return None


def _opened(carrying: Carrying) -> Case:
    decision = carrying.decision
    return opening.open_case(
        arrival=carrying.arrival,
        contact=carrying.contact,
        actor=carrying.actor,
        job=carrying.job,
        now=carrying.now,
        follows=carrying.case if decision.result == "new_linked" else None,
        possible_duplicate_of=carrying.gathered.cases.get(decision.possible_duplicate_of or ""),
    )


def _join(carrying: Carrying, case: Case) -> None:
    contact, decision = carrying.contact, carrying.decision
    contact.person_id = people.known_as(carrying.arrival.person_id)
    if contact.person_id is None:
        _name(carrying, case)
    if contact.person_id is None and on_behalf.is_for_another(carrying.arrival):
        # Whoever speaks for somebody else is somebody too, also where they have no part in the case yet.
        contact.person = people.sender(
            point=contact.contact_point,
            person_id=None,
            name=carrying.arrival.person_name,
            now=carrying.now,
            actor=carrying.actor,
            job=carrying.job,
        )
    if decision.result == "reopen":
        case_activity.reopen(case=case, actor=carrying.actor, job=_reopening_job(carrying), now=carrying.now)
        closing_questions.take_back(case=case, actor=carrying.actor, job=carrying.job, now=carrying.now)
    contact.subject = _subject(carrying, case)
    _put(carrying, contact=contact, case=case)
    on_behalf.put_on_case(
        case=case,
        contact=contact,
        arrival=carrying.arrival,
        actor=carrying.actor,
        job=carrying.job,
        now=carrying.now,
    )


def _name(carrying: Carrying, case: Case) -> None:
    contact = carrying.contact
    found = name_given.speaker(
        case=case,
        point=contact.contact_point,
        name=carrying.arrival.person_name,
        party=_uuid(carrying.decision.party),
        actor=carrying.actor,
        now=carrying.now,
    )
    contact.person_id, contact.reason = found.person_id, contact.reason + found.said


def _subject(carrying: Carrying, case: Case | None) -> Person | None:
    return on_behalf.subject(
        arrival=carrying.arrival, case=case, actor=carrying.actor, job=carrying.job, now=carrying.now
    )


def _reopening_job(carrying: Carrying) -> str:
    return closing_questions.JOB if carrying.decision.rule == SAYS_IF_SORTED else carrying.job


def _uuid(party: str | None) -> UUID | None:
    return UUID(party) if party else None


def _put(carrying: Carrying, *, contact: Contact, case: Case) -> None:
    """The contact is on the case, and the case has heard of it."""
    contact.case, contact.filing, contact.candidates = case, Filing.FILED, []
    contact.service = case.service
    contact.save(force_insert=contact._state.adding)
    case_activity.came_in(case=case, contact=contact, now=carrying.now)
    events.record(
        verb="contact_filed",
        words=f"Filed here: {contact.reason}",
        case=case,
        contact=contact,
        actor=carrying.actor,
        job=carrying.job,
        now=carrying.now,
        after={"rule": contact.rule},
    )


def _answered(carrying: Carrying, question: FilingQuestion) -> Case | None:
    """Rule 6: what waited for the answer goes where the answer says, then the answer itself."""
    waiting = questions.still_waiting(question)
    opens = carrying.decision.result in ("new", "new_linked")
    if opens and not waiting:
        _nothing_left_to_open(carrying, question)
        questions.close(question=question, answer=carrying.contact, case=None, now=carrying.now)
        return None
    case = _opened_for_waiting(carrying, waiting) if opens else carrying.case
    if case is None:  # the choice is no case of theirs now
        _without_case(carrying)
        return None
    if not opens:
        _bring_all(carrying, waiting, case)
    carrying.contact.person_id = _uuid(carrying.decision.party)
    _put(carrying, contact=carrying.contact, case=case)
    questions.close(question=question, answer=carrying.contact, case=case, now=carrying.now)
    questions.tell_overruled(question=question, chosen=case, now=carrying.now)
    return case if opens else None


def _bring_all(carrying: Carrying, waiting: list[Contact], case: Case) -> None:
    if carrying.decision.result == "reopen":
        case_activity.reopen(case=case, actor=carrying.actor, job=carrying.job, now=carrying.now)
    for contact in waiting:
        _bring(carrying, contact=contact, case=case)


def _opened_for_waiting(carrying: Carrying, waiting: list[Contact]) -> Case:
    """A new case is about what they wrote first; what they wrote since is routed and filed with it."""
    first, *rest = waiting
    first.rule, first.reason, first.candidates = ANSWERS_A_QUESTION, carrying.decision.reason, []
    case = opening.open_case(
        arrival=as_it_arrived(first),
        contact=first,
        actor=carrying.actor,
        job=carrying.job,
        now=carrying.now,
        follows=carrying.case if carrying.decision.result == "new_linked" else None,
        words="\n".join(contact.body for contact in waiting),
    )
    for contact in rest:
        _bring(carrying, contact=contact, case=case)
    return case


def _bring(carrying: Carrying, *, contact: Contact, case: Case) -> None:
    contact.rule, contact.reason = (
        ANSWERS_A_QUESTION,
        f"waited for an answer, which {carrying.decision.reason}",
    )
    contact.person_id = _uuid(carrying.decision.party)
    _put(carrying, contact=contact, case=case)


def _nothing_left_to_open(carrying: Carrying, question: FilingQuestion) -> None:
    """They say it is something new, but staff have filed what it was about: a person looks at it once more."""
    carrying.contact.reason = f"{carrying.decision.reason}, but staff had filed their text already"
    chosen = Contact.objects.filter(question=question, filing=Filing.FILED).select_related("case")
    references = [contact.case.reference for contact in chosen if contact.case]
    _hold(carrying, candidates=list(dict.fromkeys(references)))


def _without_case(carrying: Carrying) -> None:
    decision, contact = carrying.decision, carrying.contact
    if decision.result in ("hold", "ask"):
        if decision.result == "ask":
            _ask(carrying)
        _hold(carrying, candidates=[key for key in decision.choices if key != filing.facts.NEW])
        return
    contact.filing = Filing.NONE
    contact.service = opening.service(code=carrying.arrival.service_code)
    contact.person = people.sender(
        point=contact.contact_point,
        person_id=carrying.arrival.person_id,
        name=carrying.arrival.person_name,
        now=carrying.now,
        actor=carrying.actor,
        job=carrying.job,
    )
    contact.subject = _subject(carrying, None)
    contact.save(force_insert=True)
    _recorded(carrying, verb="contact_recorded")


def _ask(carrying: Carrying) -> None:
    contact = carrying.contact
    if contact.contact_point is None:
        return
    refused = _NOT_WRITTEN_TO
    if carrying.arrival.acknowledge:
        refused = questions.ask(
            contact=contact,
            point=contact.contact_point,
            choices=carrying.decision.choices,
            cases=carrying.gathered.cases,
            now=carrying.now,
        )
    asked = "we asked by text which one" if not refused else f"nobody was asked by text. {refused}"
    contact.reason = f"{contact.reason}; {asked}"


def _hold(carrying: Carrying, *, candidates: list[str]) -> None:
    """In the lane "needs filing", as pressing as the rules find it, until somebody decides."""
    contact, arrival = carrying.contact, carrying.arrival
    contact.filing, contact.candidates = Filing.HELD, candidates
    contact.service = opening.service(code=arrival.service_code)
    pressing = opening.pressing(arrival=arrival, words=contact.body)
    contact.priority_rank = PRIORITY_RANK[Priority(pressing or Priority.NORMAL)]
    contact.save(force_insert=True)
    _recorded(carrying, verb="contact_held")


def _recorded(carrying: Carrying, *, verb: str) -> None:
    contact = carrying.contact
    events.record(
        verb=verb,
        words=contact.reason,
        contact=contact,
        actor=carrying.actor,
        job=carrying.job,
        now=carrying.now,
        after={"rule": contact.rule, "candidates": contact.candidates},
    )


def _answers(carrying: Carrying) -> None:
    """What was asked by text goes on, or gives way: to a person, or to another matter that the text was about."""
    gathered, contact = carrying.gathered, carrying.contact
    rule, waiting = carrying.decision.rule, gathered.waiting
    if rule == ANSWERS_THE_SERVICE and waiting is not None and carrying.case is not None:
        dialogue_answers.took(waiting=waiting, contact=contact, case=carrying.case, now=carrying.now)
    elif waiting is not None and waiting.step.does == "danger":
        dialogue_answers.danger(waiting=waiting, now=carrying.now)
    if rule == SAYS_IF_SORTED and gathered.closing is not None and carrying.case is not None:
        closing_questions.keep(found=gathered.closing, contact=contact, case=carrying.case, now=carrying.now)


def _keyword(carrying: Carrying) -> None:
    """STOP and START take effect in the transaction that records them, and HELP is answered in it.

    What the phone company took for STOP is one, whatever we read in it: it lets none of our texts through any more.
    """
    contact, network = carrying.contact, carrying.arrival.network
    point, meant = contact.contact_point, contact.keyword or network
    if point is None:
        return
    if meant == "help" and carrying.arrival.acknowledge:
        help_texts.answer(contact=contact, network=network, now=carrying.now)
    change = {"stop": contact_points.opt_out, "start": contact_points.opt_in}.get(meant)
    if change is None:
        return
    how = _how(contact, meant)
    change(contact_point=point, how=how, now=carrying.now, job=carrying.job, actor=carrying.actor)
    point.refresh_from_db(fields=["opted_out_at", "opted_out_how"])
    if meant == "stop":
        dialogues.opted_out(contact_point=point, now=carrying.now)


def _how(contact: Contact, meant: str) -> str:
    """By what word; and where it was not one of ours, that it was not we who took it so."""
    word = contact.body.strip()[:20]
    return (
        f"They texted {word}" if contact.keyword else f"The phone company took “{word}” for {meant.upper()}"
    )
