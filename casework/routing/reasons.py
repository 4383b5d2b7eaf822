"""What was decided about a case, in words."""

from casework.routing.facts import View
from casework.routing.matching import narrowed, test_of
from casework.routing.rules import Conditions, Names, Rule
from casework.routing.sentences import say_condition, team_words


def held(conditions: Conditions, view: View, names: Names) -> tuple[str, ...]:
    """The conditions that held, in words, narrowed to what fitted them."""
    some = (condition for condition in conditions.any if test_of(condition)(view))
    positive = [*conditions.all, *some]
    said = [say_condition(narrowed(condition, view), names) for condition in positive]
    return (
        *said,
        *(f"it is not so that {say_condition(condition, names)}" for condition in conditions.none),
    )


def reason(
    deciding: Rule | None,
    held: tuple[str, ...],
    others: list[Rule],
    triage_team: str,
    names: Names,
) -> str:
    if deciding is None:
        first = (
            f"No rule names a team for this, so it goes to {team_words(triage_team, names)} for a first look."
        )
    else:
        because = f": {', and '.join(held)}" if held else ": it always does"
        first = f"Rule “{deciding.name}” gives it to {team_words(deciding.team, names)}{because}."
    return " ".join([first, *(said for said in map(_also, others) if said)])


def _also(rule: Rule) -> str:
    did = [f"tagged it {' and '.join(rule.tags)}"] if rule.tags else []
    if rule.restricted:
        did.append("restricted it")
    if rule.priority:
        did.append(f"asked for {rule.priority} priority")
    return f"Rule “{rule.name}” {' and '.join(did)}." if did else ""
