"""Rule documents made fit to be kept: storable text, every key, an id each. What cannot be read is told in words."""

import json
from typing import Any, Final, NamedTuple
from uuid import UUID

from casework import routing
from casework.ids import uuid7
from casework.routing.documents import from_document, to_document
from casework.routing.rules import LONGEST_NAME
from casework.text import clean

MOST_RULES: Final = 500
# As JSON, in characters: a rule with forty examples fits, a book does not.
LONGEST_RULE: Final = 60_000
LONGEST_SET: Final = 2_000_000
MOST_TAGS: Final = 20
MOST_EXAMPLES: Final = 50

Document = dict[str, Any]


class Problem(NamedTuple):
    """Why a set cannot be put in force. A problem of the set as a whole has no rule."""

    rule_id: str
    rule_name: str
    words: str

    def __str__(self) -> str:
        return f"“{self.rule_name}”: {self.words}" if self.rule_name else self.words


def read(item: object, *, number: int = 1) -> Document:
    """The whole document with its id. Raises routing.RuleError where the rule could not be used."""
    if len(json.dumps(item, default=str)) > LONGEST_RULE:
        raise routing.RuleError("It is too long. Make several rules of it.")
    rule = from_document(storable(item), number=number)
    routing.check_rule(rule)
    routing.parse_conditions(rule.conditions)
    _check_lengths(rule)
    name = " ".join(rule.name.split())
    return {**to_document(rule), "name": name, "id": rule.id if is_id(rule.id) else str(uuid7())}


def _check_lengths(rule: routing.Rule) -> None:
    limits = (
        (len(rule.tags), MOST_TAGS, "A rule may give {} tags."),
        (len(rule.examples), MOST_EXAMPLES, "A rule may have {} examples."),
    )
    for found, most, words in limits:
        if found > most:
            raise routing.RuleError(words.format(most))


def whole(items: list[Any]) -> list[Document]:
    """Documents of a set that is kept already: every key, an id each; one that cannot be read stays as it is."""
    return [_or_as_it_is(item) for item in items]


def _or_as_it_is(item: Any) -> Document:
    try:
        return read(item)
    except routing.RuleError:
        kept = item if isinstance(item, dict) else {}
        return {**kept, "id": kept["id"] if is_id(kept.get("id")) else str(uuid7())}


def storable(value: Any) -> Any:
    """Texts as the database takes them, however deep they lie."""
    if isinstance(value, str):
        return clean(value).text
    if isinstance(value, dict):
        return {storable(str(key)): storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [storable(each) for each in value]
    return value


def is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def id_of(item: object) -> str:
    return str(item.get("id", ""))[:60] if isinstance(item, dict) else ""


def name_of(item: object) -> str:
    return clean(str(item.get("name", ""))[:LONGEST_NAME]).text if isinstance(item, dict) else ""
