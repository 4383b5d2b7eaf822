"""May these rules be put in force? Everything that speaks against it at once, each in words for who writes rules."""

import json
from collections.abc import Iterable
from typing import Any, Final

from casework import routing
from casework.models import Staff, Target, Team
from casework.routing import examples
from casework.routing.documents import from_documents
from casework.services import rule_documents, rule_set
from casework.services.rule_documents import Document, Problem

_MOST_PROBLEMS: Final = 50


def checked(documents: Iterable[Any]) -> tuple[list[Document], list[Problem]]:
    """The documents as they would be kept, and the problems. Examples are tried only where nothing else is wrong."""
    read, problems = readable(documents)
    problems += _missing(read)
    return read, (problems or _examples(read))[:_MOST_PROBLEMS]


def readable(documents: Iterable[Any]) -> tuple[list[Document], list[Problem]]:
    """The same without asking whether what they name exists and whether their examples hold: enough to try them."""
    given = list(documents)
    if problem := _too_much(given):
        return [], [problem]
    read, problems = _read(given)
    return read, [*problems, *_twice(read)]


def _too_much(given: list[Any]) -> Problem | None:
    most = rule_documents.MOST_RULES
    if len(given) > most:
        return Problem("", "", f"These are {len(given)} rules. A set may have {most}.")
    if len(json.dumps(given, default=str)) > rule_documents.LONGEST_SET:
        return Problem("", "", "The rules are too long together. Leave out some of their examples.")
    return None


def _read(given: list[Any]) -> tuple[list[Document], list[Problem]]:
    read: list[Document] = []
    problems: list[Problem] = []
    for number, item in enumerate(given, start=1):
        try:
            read.append(rule_documents.read(item, number=number))
        except routing.RuleError as error:
            problems.append(Problem(rule_documents.id_of(item), rule_documents.name_of(item), str(error)))
    return read, problems


def _twice(read: list[Document]) -> list[Problem]:
    """Every rule after the first with a name or an id that another has."""
    names: set[str] = set()
    ids: set[str] = set()
    problems = []
    for each in read:
        name = each["name"].casefold()
        if name in names:
            problems.append(_problem(each, "Another rule has this name. Give it one of its own."))
        if each["id"] in ids:
            problems.append(_problem(each, "Another rule has the same id. A new rule is sent without one."))
        names.add(name)
        ids.add(each["id"])
    return problems


def _problem(document: Document, words: str) -> Problem:
    return Problem(document["id"], document["name"], words)


def _missing(read: list[Document]) -> list[Problem]:
    """Codes of what does not exist (any more). A rule that is switched off may name what is gone."""
    known = _known()
    return [
        _problem(each, words.format(each[key][:60]))
        for each in read
        if each["active"]
        for key, (codes, words) in known.items()
        if each[key] and each[key] not in codes
    ]


def _known() -> dict[str, tuple[frozenset[str], str]]:
    """By the key of a rule: the codes that there are, and what is said of another."""
    return {
        "team": (
            frozenset(Team.objects.filter(active=True).values_list("code", flat=True)),
            "There is no team “{}” that cases can be sent to: it was switched off or never was. Name another.",
        ),
        "assignee": (
            frozenset(Staff.objects.people().values_list("username", flat=True)),
            "Nobody who can be given work has the log-in name “{}”. Name somebody else.",
        ),
        "target": (
            frozenset(Target.objects.filter(active=True).values_list("code", flat=True)),
            "There is no target “{}” in use. Name another, or none.",
        ),
    }


def _examples(read: list[Document]) -> list[Problem]:
    if not any(each["examples"] for each in read):
        return []
    broken = examples.failing(from_documents(read), triage_team=Team.triage().code, names=rule_set.names())
    return [Problem(each.rule_id, each.rule_name, _told(each)) for each in broken]


def _told(broken: Any) -> str:
    name = f" “{broken.example}”" if broken.example else ""
    return f"Its example{name} no longer comes out as expected: {'; '.join(broken.differences)}."
