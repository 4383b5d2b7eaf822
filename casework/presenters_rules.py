"""Versions of the rules, what differs between them and what is odd about them, as pages show it."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from casework import routing
from casework.models import RuleSetVersion
from casework.routing.comparing import Change, Conflict
from casework.selectors_versions import rules
from casework.text import show_bidi_controls as plainly

if TYPE_CHECKING:
    from casework.routing import warnings

# A word for each kind of change, and the tone of its tag. The word alone says it.
_CHANGES: Final = {
    "added": (gettext_noop("Added"), "green"),
    "removed": (gettext_noop("Removed"), "red"),
    "changed": (gettext_noop("Changed"), "blue"),
    "moved": (gettext_noop("Moved"), "purple"),
    "switched": (gettext_noop("Switched"), "yellow"),
}
_ORDER: Final = list(_CHANGES)
_UNSAID: Final = gettext_noop("Its sentence stays the same. Its examples or its words to the person differ.")
_WARNINGS: Final = {
    "broken": gettext_noop("Cannot be used"),
    "never": gettext_noop("Never fits"),
    "shadowed": gettext_noop("Never decides"),
    "unknown": gettext_noop("Names what is gone"),
    "everything": gettext_noop("Fits everything"),
    "unused": gettext_noop("Not used"),
}


def change(found: Change) -> SimpleNamespace:
    """A rule whose sentence stays the same differs in what no sentence says: its examples, its words to the person."""
    label, tone = _CHANGES.get(found.kind, (found.kind.capitalize(), "grey"))
    unsaid = found.before == found.after
    return SimpleNamespace(
        label=gettext(label),
        tone=tone,
        name=plainly(found.name),
        before=plainly(found.before),
        after=gettext(_UNSAID) if unsaid else plainly(found.after),
        both=bool(found.before and found.after) and not unsaid,
    )


def changes(found: list[Change]) -> list[SimpleNamespace]:
    """What was added first, then what is gone, then the rest; rules in their order within each."""
    ranked = sorted(found, key=lambda each: _ORDER.index(each.kind) if each.kind in _ORDER else len(_ORDER))
    return [change(each) for each in ranked]


def changes_in_words(found: list[Change]) -> str:
    """Such as "1 rule added, 2 changed"; "" where nothing differs."""
    counts = {kind: sum(each.kind == kind for each in found) for kind in _CHANGES}
    first, *others = [kind for kind, count in counts.items() if count] or [""]
    if not first:
        return ""
    return ", ".join([_first(first, counts[first]), *(_further(kind, counts[kind]) for kind in others)])


def _first(kind: str, count: int) -> str:
    words = {
        "added": ngettext("%(count)s rule added", "%(count)s rules added", count),
        "removed": ngettext("%(count)s rule removed", "%(count)s rules removed", count),
        "changed": ngettext("%(count)s rule changed", "%(count)s rules changed", count),
        "moved": ngettext("%(count)s rule moved", "%(count)s rules moved", count),
        "switched": ngettext("%(count)s rule switched", "%(count)s rules switched", count),
    }
    return words[kind] % {"count": count}


def _further(kind: str, count: int) -> str:
    words = {
        "added": gettext("%(count)s added"),
        "removed": gettext("%(count)s removed"),
        "changed": gettext("%(count)s changed"),
        "moved": gettext("%(count)s moved"),
        "switched": gettext("%(count)s switched"),
    }
    return words[kind] % {"count": count}


def warning(found: "warnings.Warning") -> SimpleNamespace:
    return SimpleNamespace(
        label=gettext(_WARNINGS.get(found.kind, gettext_noop("Look at this"))),
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
        title=gettext("Version %(number)s") % {"number": each.number},
        who=who(each),
        at=each.at,
        reason=plainly(each.reason),
        rules=ngettext("%(count)s rule", "%(count)s rules", count) % {"count": count},
        back=gettext("With the rules of version %(number)s") % {"number": back.number} if back else "",
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
        return gettext("The rule is removed.")
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
        examples=ngettext("%(count)s example", "%(count)s examples", count) % {"count": count}
        if count
        else "",
        first=found.position == 1,
        last=found.position == last,
        searched=f"{found.name} {sentence}".casefold(),
        url=reverse("desk:rule", args=[document["id"]]),
    )
