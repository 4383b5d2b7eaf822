"""What the pages about rules read: the rules that somebody looks at, and what a rule can name."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework import routing
from casework.filters import CHANNEL_CHOICES
from casework.languages import LANGUAGES
from casework.models import Area, Question, RuleDraft, RuleSetVersion, Service, Staff, Target, Team
from casework.services import rule_documents, rule_drafts
from casework.services.rule_documents import Document

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Shown:
    """The rules on the page: those of the draft, or those in force where there is no draft."""

    draft: RuleDraft | None
    in_force: RuleSetVersion | None
    documents: list[Document]

    def rule(self, rule_id: object) -> Document | None:
        return next((each for each in self.documents if each["id"] == str(rule_id)), None)


def shown(*, actor: Staff) -> Shown:
    """Two statements."""
    draft = rule_drafts.of(actor=actor)
    in_force = RuleSetVersion.objects.select_related("author").order_by("-number").first()
    kept = draft.rules if draft else in_force.rules if in_force else []
    return Shown(draft, in_force, _with_ids(kept))


def _with_ids(kept: list[Any]) -> list[Document]:
    """Every set that the product wrote has them; only one that came from elsewhere is read anew."""
    ready = all(isinstance(each, dict) and rule_documents.is_id(each.get("id")) for each in kept)
    return kept if ready else rule_documents.whole(kept)


@dataclass(frozen=True)
class Asked:
    """A question that services ask; `choices` is empty where its answer is free text."""

    label: str
    choices: Choices


@dataclass(frozen=True)
class Offered:
    """What can be chosen in a rule, each as (code, name). Six statements."""

    services: Choices
    teams: Choices
    people: Choices
    targets: Choices
    areas: Choices
    questions: Mapping[str, Asked]
    channels: Choices
    languages: Choices

    @property
    def names(self) -> routing.Names:
        return {
            "service": dict(self.services),
            "team": dict(self.teams),
            "assignee": dict(self.people),
            "target": dict(self.targets),
            "area": dict(self.areas),
            "question": {code: each.label for code, each in self.questions.items()},
        }


def offered() -> Offered:
    return Offered(
        services=list(Service.objects.order_by("position", "name").values_list("code", "name")),
        teams=list(Team.objects.filter(active=True).order_by("name").values_list("code", "name")),
        people=list(Staff.objects.people().order_by("full_name").values_list("username", "full_name")),
        targets=list(Target.objects.filter(active=True).order_by("name").values_list("code", "name")),
        areas=list(Area.objects.order_by("name").values_list("code", "name")),
        questions=_questions(),
        channels=list(CHANNEL_CHOICES),
        languages=sorted(LANGUAGES.items(), key=lambda each: each[1]),
    )


def _questions() -> dict[str, Asked]:
    """By code. A code that several services use is one question: a rule cannot tell them apart."""
    labels: dict[str, str] = {}
    services: dict[str, list[str]] = defaultdict(list)
    choices: dict[str, dict[str, str]] = defaultdict(dict)
    for each in Question.objects.select_related("service").order_by("service__position", "position", "code"):
        labels.setdefault(each.code, each.label)
        services[each.code].append(each.service.name)
        choices[each.code].update(dict(map(_choice, each.choices or [])))
    return {
        code: Asked(f"{label} ({_some(services[code])})", list(choices[code].items()))
        for code, label in labels.items()
    }


def _choice(item: Any) -> tuple[str, str]:
    if isinstance(item, dict):
        value = str(item.get("value", ""))
        return value, str(item.get("label", value))
    return str(item), str(item)


def _some(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
