"""Examples in the editor: made from a case, and tried against the rules with this one in them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from casework import references, routing
from casework.forms.rules_editor import Editor
from casework.forms.rules_examples import ExampleForm, ExampleRow
from casework.models import Team
from casework.permissions import visible_cases
from casework.routing.documents import from_document
from casework.routing.examples import differences_of
from casework.routing.rules import Example
from casework.selectors_rules import Shown
from casework.services import routing_facts
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest

LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Tried:
    """An example and how it comes out; `state` is empty where there is nothing to try yet."""

    form: ExampleForm
    state: str
    tone: str
    differences: list[str]

    @property
    def name(self) -> str:
        return plainly(self.form.row.name) or gettext("Example %(number)s") % {
            "number": self.form.row.number + 1
        }


def shown(found: Shown, editor: Editor) -> list[Tried]:
    """One statement where there are examples."""
    if not editor.examples:
        return []
    rules, triage = whole_set(found, editor), Team.triage().code
    return [_tried(form, rules, triage) for form in editor.examples]


def _tried(form: ExampleForm, rules: routing.RuleSet, triage: str) -> Tried:
    if not form.row.expect:
        return Tried(form, "", "", [])
    differences = differences_of(Example(**form.row.document()), rules, triage_team=triage)
    words = [plainly(each) for each in differences]
    return (
        Tried(form, gettext("Fails"), "red", words) if words else Tried(form, gettext("Passes"), "green", [])
    )


def whole_set(found: Shown, editor: Editor) -> routing.RuleSet:
    """The draft with this rule as it stands in the editor: in its place, or at the end."""
    now = editor.document()
    here = editor.before.get("id")
    documents: list[Any] = [now if each["id"] == here else each for each in found.documents]
    if here is None:
        documents.append({**now, "name": now["name"] or "This rule"})
    return routing.compile_rules([each for each in map(_readable, documents) if each is not None])


def _readable(document: dict[str, Any]) -> routing.Rule | None:
    try:
        return from_document(document)
    except routing.RuleError:
        return None


def from_case(request: DeskRequest, found: Shown, editor: Editor) -> str:
    """Adds an example with the facts of a case and what the rules make of them. Returns why not, or ""."""
    reference = references.normalise(request.POST.get("case", ""))
    case = visible_cases(request.user).filter(reference=reference).first() if reference else None
    if case is None:
        return gettext("There is no case with this reference.")
    if case.restricted:
        return gettext(
            "This case is restricted, and everybody who edits rules would read its words. Write the example yourself."
        )
    decision = case.decisions.select_related("contact").order_by("at", "id").first()
    if decision is None or not decision.facts:
        return gettext("Nothing is on record of how this case was routed. Write the example yourself.")
    words = decision.contact.body if decision.contact else ""
    facts = routing_facts.restored(decision.facts, words=words)
    routed = routing.route(whole_set(found, editor.make()), facts, triage_team=Team.triage().code)
    editor.add_example(ExampleRow(0, f"Like {case.reference}", _facts(facts), _expect(routed)))
    return ""


def _facts(facts: routing.RouteFacts) -> dict[str, str]:
    """As columns of a sheet; what the case does not have is left out."""
    said = {
        "text": facts.text[:LONGEST_TEXT],
        "service": facts.service,
        "channel": facts.channel,
        "postcode": facts.postcode,
        "language": facts.language,
        "partner": facts.partner,
        "area": "|".join(facts.areas),
        **{f"answers.{code}": _answer(given) for code, given in facts.answers.items()},
    }
    return {key: value for key, value in said.items() if value.strip()}


def _answer(given: object) -> str:
    if isinstance(given, bool):
        return "yes" if given else "no"
    many = given if isinstance(given, list | tuple) else [given]
    return " ".join("|".join(str(each) for each in many if each is not None).split())


def _expect(routed: routing.Routing) -> dict[str, str]:
    return {
        "team": routed.team,
        "priority": routed.priority or "normal",
        "tags": " ".join(routed.tags) or "none",
    }
