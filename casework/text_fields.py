"""Fields in braces, such as {name}, that become words when a text is written. Pure.

A field is known or it is not; a known one may have nothing to put in its place. Neither is ever sent as it stands:
a template with an unknown field cannot be kept, and a text with an empty one cannot be sent.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from casework.text import words


@dataclass(frozen=True)
class Field:
    about: str
    example: str
    """Of a made-up person, for previews."""
    where_empty: str
    """What to do where there is nothing to put in its place."""


FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(
        "The name of whoever gets it", "Amina Yusuf", "nobody's name is on record for this number"
    ),
    "reference": Field("The reference of the case", "7K4M-9QXD", "the message is about no case"),
    "service": Field(
        "What was asked for", "Housing repair",
        "the case has no service yet, or this phone must not show what it is about",
    ),
    "team": Field(
        "The team that has the case", "Housing", "this phone must not show what the case is about"
    ),
    "office": Field(
        "Our name; the neutral one on a phone that must not show whom its owner turned to", "Riverbank Help",
        "the office has no name in the settings",
    ),
    "phone": Field("The number people may ring", "01632 960123", "the office has no number to ring in the settings"),
    "staff": Field("Your name", "Sam Carter", "your name is not on record"),
}  # fmt: skip

EXAMPLES: Final[Mapping[str, str]] = {name: field.example for name, field in FIELDS.items()}
# What tells whoever looks at the phone whom its owner turned to, and why.
TELLING: Final = ("service", "team")

_BRACES: Final = re.compile(r"\{([^{}]*)\}")


def used(body: str) -> list[str]:
    """The known fields in it, each once, in order."""
    return list(dict.fromkeys(name for name in _named(body) if name in FIELDS))


def unknown(body: str) -> list[str]:
    """What stands in braces and is no field, as it was typed; "{" or "}" where one stands alone."""
    found = [typed for typed in _BRACES.findall(body) if _name(typed) not in FIELDS]
    rest = _BRACES.sub("", body)
    alone = [brace for brace in "{}" if brace in rest]
    return list(dict.fromkeys([*(f"{{{typed}}}" for typed in found), *alone]))


def missing(body: str, values: Mapping[str, str]) -> list[str]:
    """Known fields in it for which there is nothing."""
    return [name for name in used(body) if not values.get(name, "").strip()]


def fill(body: str, values: Mapping[str, str]) -> str:
    """With words for every known field that has some; the others stay in their braces, for somebody to see."""
    return _BRACES.sub(lambda found: _value(_name(found[1]), values) or found[0], body)


def _value(name: str, values: Mapping[str, str]) -> str:
    """One line without braces: what somebody calls themselves never becomes a field of its own."""
    said = values.get(name, "") if name in FIELDS else ""
    return " ".join(said.translate(_NO_BRACES).split())


_NO_BRACES: Final = str.maketrans("{}", "()")


def why_empty(names: Iterable[str]) -> str:
    """What to tell whoever wants to send it."""
    said = [f"{{{name}}} would be empty: {FIELDS[name].where_empty}." for name in names]
    return " ".join([*said, "Write the words yourself, or take it out."])


def why_unknown(typed: Iterable[str]) -> str:
    """What to tell whoever wants to keep it as a template."""
    shown = ", ".join(each[:40] for each in typed)
    known = ", ".join(f"{{{name}}}" for name in FIELDS)
    return f"There is no field {shown}. Those there are: {known}."


def says(body: str, name: str) -> bool:
    """Whether the body has this name in it, however it is written: whole words, case and accents aside."""
    wanted, found = words(name), words(body)
    spans = range(len(found) - len(wanted) + 1)
    return bool(wanted) and any(found[at : at + len(wanted)] == wanted for at in spans)


def _named(body: str) -> list[str]:
    return [_name(typed) for typed in _BRACES.findall(body)]


def _name(typed: str) -> str:
    return typed.strip().casefold()
