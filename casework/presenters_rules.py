"""Versions of the rules, what differs between them and what is odd about them, as pages show it."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse

from casework import routing
from casework.models import RuleSetVersion
from casework.routing.comparing import Change, Conflict
from casework.selectors_versions import rules
from casework.text import show_bidi_controls as plainly

if TYPE_CHECKING:
    from casework.routing import warnings

# A word for each kind of change, and the tone of its tag. The word alone says it.
_CHANGES: Final = {
    "added": ("Added", "green"),
    "removed": ("Removed", "red"),
    "changed": ("Changed", "blue"),
    "moved": ("Moved", "purple"),
    "switched": ("Switched", "yellow"),
}
_ORDER: Final = list(_CHANGES)
_UNSAID: Final = "Its sentence stays the same. Its examples or its words to the person differ."
_WARNINGS: Final = {
    "broken": "Cannot be used",
    "never": "Never fits",
    "shadowed": "Never decides",
    "unknown": "Names what is gone",
    "everything": "Fits everything",
    "unused": "Not used",
}


def change(found: Change) -> SimpleNamespace:
    """A rule whose sentence stays the same differs in what no sentence says: its examples, its words to the person."""
    label, tone = _CHANGES.get(found.kind, (found.kind.capitalize(), "grey"))
    unsaid = found.before == found.after
    return SimpleNamespace(
        label=label,
        tone=tone,
        name=plainly(found.name),
        before=plainly(found.before),
        after=_UNSAID if unsaid else plainly(found.after),
        both=bool(found.before and found.after) and not unsaid,
    )


def changes(found: list[Change]) -> list[SimpleNamespace]:
    """What was added first, then what is gone, then the rest; rules in their order within each."""
    ranked = sorted(found, key=lambda each: _ORDER.index(each.kind) if each.kind in _ORDER else len(_ORDER))
    return [change(each) for each in ranked]


def changes_in_words(found: list[Change]) -> str:
    """Such as "1 rule added, 2 changed"; "" where nothing differs."""
    counts = [
        (sum(each.kind == kind for each in found), label.lower()) for kind, (label, _) in _CHANGES.items()
    ]
    parts = [f"{count} {label}" for count, label in counts if count]
    if not parts:
        return ""
    first, *others = parts
    count, label = first.split(" ", 1)
    return ", ".join([f"{count} {'rule' if count == '1' else 'rules'} {label}", *others])


def warning(found: "warnings.Warning") -> SimpleNamespace:
    return SimpleNamespace(
        label=_WARNINGS.get(found.kind, "Look at this"),
        name=plainly(found.rule_name),
        text=plainly(found.words),
    )


def who(version: RuleSetVersion) -> str:
    return plainly(str(version.author)) if version.author else version.job.replace("_", " ")


def version(each: RuleSetVersion, *, in_force: int | None) -> SimpleNamespace:
    """`in_force` is the number of the set in force. `size` stands on versions of a list."""
    size = getattr(each, "size", None)
    count = len(each.rules) if size is None else size
    back = each.went_back_to
    return SimpleNamespace(
        number=each.number,
        title=f"Version {each.number}",
        who=who(each),
        at=each.at,
        reason=plainly(each.reason),
        rules="1 rule" if count == 1 else f"{count} rules",
        back=f"With the rules of version {back.number}" if back else "",
        in_force=each.number == in_force,
        url=reverse("desk:rules_version", args=[each.number]),
        back_url=reverse("desk:rules_go_back", args=[each.number]),
        with_before=compare_url(each.number - 1, each.number) if each.number > 1 else "",
        with_in_force=compare_url(each.number, in_force) if in_force and in_force != each.number else "",
    )


def compare_url(before: int, after: int) -> str:
    return f"{reverse('desk:rules_compare')}?before={before}&after={after}"


def sentences(documents: list[Any], names: routing.Names) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            name=plainly(rule.name), sentence=plainly(routing.say(rule, names)), off=not rule.active
        )
        for rule in rules(documents)
    ]


def conflict(found: Conflict, names: routing.Names) -> tuple[str, str, str, str]:
    """Its rule's id and name, and what it says in theirs and in mine."""
    return found.rule_id, plainly(found.name), _side(found.theirs, names), _side(found.mine, names)


def _side(document: dict[str, Any] | None, names: routing.Names) -> str:
    if document is None:
        return "The rule is removed."
    (rule,) = rules([document])
    return plainly(routing.say(rule, names))


def rule(
    found: routing.Rule,
    document: dict[str, Any],
    names: routing.Names,
    warned: Sequence["warnings.Warning"],
    *,
    last: int,
) -> SimpleNamespace:
    """One line of the list of rules. `searched` is what its filter looks at."""
    name, sentence = plainly(found.name), plainly(routing.say(found, names))
    count = len(found.examples)
    return SimpleNamespace(
        id=document["id"],
        name=name,
        position=found.position,
        sentence=sentence,
        off=not document.get("active", True),
        warnings=[warning(each) for each in warned],
        examples="" if not count else "1 example" if count == 1 else f"{count} examples",
        first=found.position == 1,
        last=found.position == last,
        searched=f"{found.name} {sentence}".casefold(),
        url=reverse("desk:rule", args=[document["id"]]),
    )
