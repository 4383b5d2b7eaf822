"""Merged cases: whatever points at one means the case it was merged into."""

from collections.abc import Mapping
from dataclasses import replace

from casework.filing.facts import CaseFact, Facts, QuestionFact


def follow(facts: Facts) -> Facts:
    """The same facts without merged cases: all keys lead to the survivor, which takes over the merged case's parties.

    A case merged into one that is not among the facts leaves nothing behind, and keys to it lead nowhere.
    """
    leads_to = _survivors(facts.cases)
    if not leads_to:
        return facts
    return replace(
        facts,
        contact=replace(
            facts.contact,
            link=_to(leads_to, facts.contact.link),
            staff_choice=_to(leads_to, facts.contact.staff_choice),
        ),
        cases=tuple(
            _with_parties(case, facts.cases, leads_to) for case in facts.cases if not case.merged_into
        ),
        named={reference: leads_to.get(key, key) for reference, key in facts.named.items()},
        outbound=tuple(replace(sent, case=leads_to.get(sent.case, sent.case)) for sent in facts.outbound),
        question=_question(facts.question, leads_to),
        answering=replace(facts.answering, case=leads_to.get(facts.answering.case, facts.answering.case))
        if facts.answering
        else None,
    )


def _survivors(cases: tuple[CaseFact, ...]) -> dict[str, str]:
    """Merged key to surviving key. Two cases merged into each other, which must not happen, lead to one another."""
    into = {case.key: case.merged_into for case in cases if case.merged_into}
    survivors = {}
    for key in into:
        end, steps = key, 0
        while end in into and steps <= len(into):
            end, steps = into[end], steps + 1
        survivors[key] = end
    return survivors


def _with_parties(case: CaseFact, cases: tuple[CaseFact, ...], leads_to: Mapping[str, str]) -> CaseFact:
    merged = [other for other in cases if leads_to.get(other.key) == case.key]
    if not merged:
        return case
    parties = sorted({*case.parties, *(party for other in merged for party in other.parties)})
    is_party = case.sender_is_party or any(other.sender_is_party for other in merged)
    return replace(case, parties=tuple(parties), sender_is_party=is_party)


def _question(question: QuestionFact | None, leads_to: Mapping[str, str]) -> QuestionFact | None:
    if question is None:
        return None
    return replace(question, choices=tuple(leads_to.get(choice, choice) for choice in question.choices))


def _to(leads_to: Mapping[str, str], key: str | None) -> str | None:
    return key if key is None else leads_to.get(key, key)
