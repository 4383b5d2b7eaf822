"""What happens once a rule has found its case, or found that there is none to find."""

from casework.filing import words
from casework.filing.courtesy import is_courtesy
from casework.filing.decision import Decision
from casework.filing.facts import CaseFact, Facts, when_closed
from casework.references import without_references


def on_case(facts: Facts, case: CaseFact, *, rule: str, reason: str) -> Decision:
    """On the case; a closed one is reopened up to and including the last moment of the reopen window.

    Later than that a new case follows the closed one. Thanks alone are put on the case and change nothing about it.
    """
    thanks = only_thanks(facts)
    party = case.parties[0] if len(case.parties) == 1 else None
    if case.is_open or thanks:
        why = f"{reason}; only thanks, so nothing else changes" if thanks else reason
        return Decision(rule=rule, result="case", case=case.key, party=party, courtesy=thanks, reason=why)
    closed = f"closed {words.ago(then=when_closed(case), now=facts.contact.at)}"
    if facts.may_reopen(case):
        return Decision(
            rule=rule,
            result="reopen",
            case=case.key,
            party=party,
            reason=f"{reason}; {closed}, so it is reopened",
        )
    window = words.whole(facts.settings.reopen_window)
    why = f"{reason}; {closed}, which is more than {window}: a new case that follows it"
    return Decision(rule=rule, result="new_linked", case=case.key, party=party, reason=why)


def hold(facts: Facts, *, rule: str, reason: str, first: tuple[CaseFact, ...] = ()) -> Decision:
    """A person must choose: among `first`, then the sender's other open cases."""
    keys = dict.fromkeys(case.key for case in (*first, *facts.own_open()))
    return Decision(rule=rule, result="hold", choices=tuple(keys), reason=reason)


def without_case(*, why: str) -> Decision:
    return Decision(rule="courtesy", result="none", courtesy=True, reason=f"only thanks: {why}")


def only_thanks(facts: Facts) -> bool:
    """The sender's own words are only thanks or acknowledgement. The reference they give with it adds nothing."""
    contact = facts.contact
    if not contact.in_their_words:
        return False
    named = frozenset(facts.named)
    return is_courtesy(without_references(contact.text, named) if named else contact.text)
