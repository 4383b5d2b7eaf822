"""The filing rules, in their order. The first that decides, decides.

Every window includes its last moment. Rules see no merged case: `decide` has replaced each by its survivor.
"""

from collections.abc import Callable
from typing import Final

from casework.filing import words
from casework.filing.answers import answer_in
from casework.filing.decision import Decision, Result
from casework.filing.facts import NEW, NO_CASE, AnsweringFact, CaseFact, Facts
from casework.filing.keywords import KEYWORDS, OPTIONAL_STOP_WORDS, keyword_in
from casework.filing.merges import follow
from casework.filing.reached import hold, on_case, only_thanks, without_case

Rule = Callable[[Facts], Decision | None]

MOST_CHOICES: Final = 5


def decide(facts: Facts) -> Decision:
    """The one decision about a contact. Raises nothing for any text; the last rule always decides."""
    plain_facts = follow(facts)
    return next(decision for rule in RULES if (decision := rule(plain_facts)) is not None)


def already_here(facts: Facts) -> Decision | None:
    """Rule 1: the same channel and provider id."""
    if not facts.contact.seen_before:
        return None
    return Decision(rule="1", result="same", reason="the same message is already on record")


def keyword_alone(facts: Facts) -> Decision | None:
    """Rule 2: a text that is one keyword, unless a question of ours waits that offers that very word."""
    word = keyword_in(facts.contact.text) if facts.contact.is_text else ""
    asked = facts.waiting_question()
    if not word or (asked and word in (choice.casefold() for choice in asked.choices)):
        return None
    if word in OPTIONAL_STOP_WORDS - facts.settings.optional_stop_words:
        return None
    return Decision(
        rule="2",
        result="none",
        keyword=KEYWORDS[word],
        reason=f"the whole text is the keyword {word.upper()}",
    )


def chosen_by_staff(facts: Facts) -> Decision | None:
    """Rule 3: what staff chose. Their choice of a closed case puts the contact on it and leaves it closed."""
    choice = facts.contact.staff_choice
    if not choice:
        return None
    if choice == NEW:
        return Decision(rule="3", result="new", reason="staff chose a new case")
    if choice == NO_CASE:
        return Decision(rule="3", result="none", reason="staff chose to record it without a case")
    case = facts.case(choice)
    if case is None:
        return hold(facts, rule="3", reason="the case that staff chose cannot be found")
    return Decision(
        rule="3",
        result="case",
        case=case.key,
        party=_only(case.parties),
        reason=f"staff chose {words.name(case)}{'' if case.is_open else ', which stays closed'}",
    )


def carries_link(facts: Facts) -> Decision | None:
    """Rule 4: a case link or reply token, whoever sends it. One that leads nowhere says nothing."""
    case = facts.case(facts.contact.link)
    if case is None:
        return None
    return on_case(facts, case, rule="4", reason=f"came with the link of {words.name(case)}")


def names_reference(facts: Facts) -> Decision | None:
    """Rule 5: the one case of the sender's that the text names. Other people's references beside it change nothing.

    Only other people's, or several of the sender's own: a person decides.
    """
    if not facts.named:
        return None
    cases = tuple(case for key in dict.fromkeys(facts.named.values()) if (case := facts.case(key)))
    own = tuple(case for case in cases if case.sender_is_party)
    if len(own) == 1:
        return on_case(facts, own[0], rule="5", reason=f"names {words.name(own[0])}")
    if own:
        return hold(
            facts, rule="5", first=own, reason=f"names several cases of this number: {words.names(own)}"
        )
    them = ", ".join(facts.named)
    it = "it" if len(facts.named) == 1 else "them"
    return hold(facts, rule="5", first=cases, reason=f"names {them}, but this number is not a party to {it}")


def answers_question(facts: Facts) -> Decision | None:
    """Rule 6: the text answers something that we asked. The list "which case is meant" goes before all else we asked."""
    return _answers_the_list(facts) or _answers_the_service(facts) or _says_if_it_is_sorted(facts)


def _answers_the_list(facts: Facts) -> Decision | None:
    """The whole text answers our waiting question. Any other text leaves the question open."""
    asked = facts.waiting_question() if facts.contact.is_text else None
    choice = answer_in(facts.contact.text, asked.choices) if asked else None
    if asked is None or choice is None:
        return None
    why = f"answers our question of {words.ago(then=asked.asked_at, now=facts.contact.at)}"
    if choice == NEW:
        return Decision(rule="6", result="new", reason=f"{why}: a new request")
    case = facts.case(choice)
    if case is None or not case.sender_is_party:
        return hold(facts, rule="6", reason=f"{why}, but the choice is no case of this number now")
    return on_case(facts, case, rule="6", reason=f"{why}: {words.name(case)}")


def _answers_the_service(facts: Facts) -> Decision | None:
    """6a: an answer to a question of the case's service, or to the office's steering words between them."""
    answering, case = _answered(facts, "questions")
    if answering is None or case is None or not case.is_open:
        return None
    return _on_asking_case(case, answering, rule="6a", result="case")


def _says_if_it_is_sorted(facts: Facts) -> Decision | None:
    """6b: an answer to "is it sorted" keeps an ended case ended, or opens it again, whatever the reopen window."""
    answering, case = _answered(facts, "closing")
    if answering is None or case is None or case.is_open:
        return None
    return _on_asking_case(case, answering, rule="6b", result="reopen" if answering.reopens else "case")


def _answered(facts: Facts, what: str) -> tuple[AnsweringFact | None, CaseFact | None]:
    """The case must still be one of the sender's: numbers change hands."""
    answering = facts.answering if facts.contact.is_text else None
    if answering is None or answering.what != what:
        return None, None
    case = facts.case(answering.case)
    return answering, case if case and case.sender_is_party else None


def _on_asking_case(case: CaseFact, answering: AnsweringFact, *, rule: str, result: Result) -> Decision:
    return Decision(
        rule=rule,
        result=result,
        case=case.key,
        party=_only(case.parties),
        courtesy=answering.quiet,
        reason=answering.why,
    )


def replies_to_our_text(facts: Facts) -> Decision | None:
    """Rule 7: a text within the reply window of our latest text to that number about a case.

    When the number is no longer a party to that case, as after a number changed hands, a person decides.
    """
    sent = facts.text_being_answered() if facts.contact.is_text else None
    if sent is None:
        return None
    case, when = facts.case(sent.case), words.ago(then=sent.at, now=facts.contact.at)
    if case is not None and case.sender_is_party:
        return on_case(
            facts, case, rule="7", reason=f"replies to our text about {words.name(case)}, sent {when}"
        )
    if only_thanks(facts):
        return without_case(why="our text to this number was about a case it is not a party to now")
    return hold(
        facts,
        rule="7",
        reason=f"replies to our text of {when}, but this number is not a party to that case now",
    )


def only_open_case(facts: Facts) -> Decision | None:
    """Rule 8: exactly one open case, opened through any channel."""
    own = facts.own_open()
    if len(own) != 1 or facts.contact.asks_for_service:
        return None
    known = words.in_brackets(words.about(own[0], now=facts.contact.at))
    return on_case(
        facts, own[0], rule="8", reason=f"{words.name(own[0])} is the only open case of this number{known}"
    )


def several_open_cases(facts: Facts) -> Decision | None:
    """Rule 9: a text is answered with a numbered list, a form opens its own case, everything else a person sorts."""
    own = facts.own_open()
    if len(own) < 2:
        return None
    why = f"this number has {len(own)} open cases ({words.names(own[:MOST_CHOICES])}{', …' if own[MOST_CHOICES:] else ''})"
    if facts.contact.asks_for_service:
        return _request_beside(facts, own, why)
    if only_thanks(facts):
        return without_case(why=f"{why} and none of them is meant in particular")
    if not facts.contact.is_text:
        return hold(facts, rule="9", reason=f"{why}: somebody must choose")
    if facts.opted_out:
        return hold(
            facts, rule="9", reason=f"{why} and has opted out of texts, so we cannot ask which one is meant"
        )
    return Decision(
        rule="9",
        result="ask",
        choices=(*(case.key for case in own[:MOST_CHOICES]), NEW),
        already_asked=facts.waiting_question() is not None,
        reason=f"{why}: it is not clear which one is meant",
    )


def lately_closed(facts: Facts) -> Decision | None:
    """Rule 10: no open case, and at least one closed within the reopen window: the most recently closed."""
    closed = facts.own_closed_lately()
    if facts.own_open() or not closed or facts.contact.asks_for_service:
        return None
    latest = closed[0]
    return on_case(
        facts, latest, rule="10", reason=f"this number has no open case; {words.name(latest)} was the last"
    )


def nothing_of_this(facts: Facts) -> Decision:
    """Rule 11: a new case. A form's may be a duplicate of an open case of the same person for the same service."""
    if only_thanks(facts) and not facts.contact.asks_for_service:
        return without_case(why="there is no case it could belong to")
    own = facts.own_open()
    same = _same_service(facts, own)
    if same is not None:
        why = f"a form opens a case of its own; {words.name(same)} is open for the same service"
        return Decision(
            rule="11",
            result="new",
            reason=f"{why} and may be the same",
            choices=(same.key,),
            possible_duplicate_of=same.key,
        )
    why = "a form opens a case of its own" if own else "this number has no case it could belong to"
    return Decision(rule="11", result="new", reason=why)


def _request_beside(facts: Facts, own: tuple[CaseFact, ...], why: str) -> Decision:
    alike = _same_service(facts, own) or own[0]
    return Decision(
        rule="9",
        result="new",
        choices=tuple(case.key for case in own),
        possible_duplicate_of=alike.key,
        reason=f"a form opens a case of its own; {why}, so it may be the same as one of them",
    )


def _same_service(facts: Facts, own: tuple[CaseFact, ...]) -> CaseFact | None:
    contact = facts.contact
    if not contact.asks_for_service or not contact.service:
        return None
    theirs = (case for case in own if contact.person is None or contact.person in case.parties)
    return next((case for case in theirs if case.service == contact.service), None)


def _only(parties: tuple[str, ...]) -> str | None:
    return parties[0] if len(parties) == 1 else None


RULES: Final[tuple[Rule, ...]] = (
    already_here,
    keyword_alone,
    chosen_by_staff,
    carries_link,
    names_reference,
    answers_question,
    replies_to_our_text,
    only_open_case,
    several_open_cases,
    lately_closed,
    nothing_of_this,
)
