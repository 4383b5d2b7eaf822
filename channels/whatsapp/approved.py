"""Words that WhatsApp approved beforehand, and whether a message says just that. Pure but for the pattern library.

Outside the 24 hours WhatsApp takes an approved template by its id, with what stands in its fields. Staff write words,
the record keeps words; so the template is found by the words themselves: where they are an approved template with its
fields filled, they go out as that template, at any hour. What is on record is then exactly what was read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import re2

_FIELD: Final = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,40})\s*\}\}")
# WhatsApp takes no line break, no tab and no run of blanks inside a field.
_FILLED: Final = r"([^\n\t]+?)"


class Approved(NamedTuple):
    sid: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class _Template:
    sid: str
    names: tuple[str, ...]
    pattern: Any


def find(body: str, templates: Mapping[str, str]) -> Approved | None:
    """The template these words are, with its fields; None where they are somebody's own words.

    `templates`: the provider's id of each → its approved words with fields such as {{1}}. The first that fits counts.
    """
    for sid, text in templates.items():
        template = _compiled(sid, text)
        fields = _fields(template, body.strip())
        if fields is not None:
            return Approved(sid=template.sid, fields=fields)
    return None


@lru_cache(maxsize=256)
def _compiled(sid: str, text: str) -> _Template:
    names, parts, end = [], [], 0
    for field in _FIELD.finditer(text):
        parts += [re2.escape(text[end : field.start()]), _FILLED]
        names.append(field[1])
        end = field.end()
    parts.append(re2.escape(text[end:]))
    return _Template(sid=sid, names=tuple(names), pattern=re2.compile("".join(parts).strip()))


def _fields(template: _Template, body: str) -> dict[str, str] | None:
    found = template.pattern.fullmatch(body)
    if found is None:
        return None
    fields: dict[str, str] = {}
    for name, value in zip(template.names, found.groups(), strict=True):
        if fields.setdefault(name, value) != value:
            return None  # one field cannot say two things
    return fields
