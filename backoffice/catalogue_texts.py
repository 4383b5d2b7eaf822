"""What a text in Python can read, from its syntax tree: words of ours as they stand, and places for what is filled in.

`f"Given to {person}"` reads "Given to %(person)s". Where words of ours are chosen from, in the text itself, by a name of the same
function, a constant or a function of the module, each choice is a reading of its own. Not so a whole sentence in a longer one: it
is said by itself, and stands there as a place.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import product
from typing import Any, Final

MOST: Final = 24
"""Readings of one text; where there are more, what is chosen from becomes a place."""
_DEEPEST: Final = 4
# What these make of something is named as that something.
_METHODS: Final = frozenset(["lower", "strip", "rstrip", "capitalize", "casefold"])
_FUNCTIONS: Final = frozenset(["len", "str", "plainly", "shorten", "capfirst", "join", "sorted"])


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Knows what the names mean where a text stands."""

    known: Mapping[str, Any]
    """What the names of the module stand for."""
    functions: Mapping[str, ast.FunctionDef]
    around: ast.FunctionDef | None = None
    depth: int = 0
    asked: str = ""
    """The name that is being looked up: what it is made from itself is no words of ours."""

    def inside(self, function: ast.FunctionDef) -> "Reader":
        return replace(self, around=function)

    def read(self, node: ast.expr) -> list[str]:
        """All it can read; what is not known in words is a place, and each place has a name of its own."""
        return [_numbered(words) for words in self._words(node)]

    def _part(self, node: ast.expr) -> list[str]:
        return self._words(node) or [f"%({place_of(node)})s"]

    def _deeper(self) -> "Reader":
        return replace(self, depth=self.depth + 1)

    def _words(self, node: ast.expr) -> list[str]:
        """As far as there are words of ours in it; else nothing."""
        match node:
            case ast.Constant(value=str(words)):
                return [words.replace("%", "%%")]
            case ast.JoinedStr(values=parts):
                return self._joined(
                    [each.value if isinstance(each, ast.FormattedValue) else each for each in parts]
                )
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return self._joined([left, right]) if is_text(node) else []
            case ast.IfExp(body=one, orelse=other):
                return self._either([one, other])
            case ast.BoolOp(op=ast.Or(), values=values):
                return self._either(values)
        found = self._looked_up(node) if self.depth < _DEEPEST else []
        return found if all(_is_part(words) for words in found) else []

    def _joined(self, parts: list[ast.expr]) -> list[str]:
        readings = [self._part(each) for each in parts]
        while _times(readings) > MOST:
            longest = max(range(len(parts)), key=lambda at: len(readings[at]))
            readings[longest] = [f"%({place_of(parts[longest])})s"]
        return ["".join(each) for each in product(*readings)]

    def _either(self, nodes: list[ast.expr]) -> list[str]:
        if not any(self._words(each) for each in nodes):
            return []
        return [words for each in nodes for words in self._part(each)]

    def _looked_up(self, node: ast.expr) -> list[str]:
        match node:
            case ast.Name(id=name):
                return self._named(name)
            case ast.Subscript(value=ast.Name(id=name)):
                return _values(self.known.get(name))
            case ast.Call(func=ast.Name(id=name)) if name in self.functions:
                function = self.functions[name]
                return self._all(
                    [each.value for each in ast.walk(function) if isinstance(each, ast.Return)], function
                )
            case ast.Call(func=ast.Attribute(value=inner, attr="lower")):
                return [words.lower() for words in self._deeper()._words(inner) if "%(" not in words]
            case ast.Attribute(value=ast.Call(func=ast.Name(id=name)), attr="label"):
                return _labels(self.known.get(name))
        return []

    def _named(self, name: str) -> list[str]:
        if isinstance(words := self.known.get(name), str):
            return [words.replace("%", "%%")]
        if self.around is None or name == self.asked:
            return []
        return replace(self, asked=name)._all(list(_assigned(self.around, name)), self.around)

    def _all(self, nodes: list[ast.expr | None], function: ast.FunctionDef | None) -> list[str]:
        """Of every value, or of none: where one is not in words of ours, the whole is something filled in."""
        reader = replace(self._deeper(), around=function)
        readings = [reader._words(each) if each else [] for each in nodes]
        return [words for each in readings for words in each] if all(readings) else []


def is_text(node: ast.expr) -> bool:
    """Whether words stand in it themselves."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return is_text(left) or is_text(right)
        case ast.IfExp(body=one, orelse=other):
            return is_text(one) or is_text(other)
    return False


def place_of(node: ast.expr) -> str:
    """What is filled in, by the name it has in the source: `case.team` is "case_team"."""
    match node:
        case ast.Name(id=name):
            return name.strip("_").lower()
        case ast.Attribute(value=value, attr=name):
            return f"{place_of(value)}_{name.strip('_')}".removeprefix("self_")
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in _METHODS:
            return place_of(value)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]) if (
            name in _FUNCTIONS
        ):
            return place_of(first)
        case ast.Call(func=function):
            return place_of(function)
        case ast.Subscript(value=value) | ast.BoolOp(values=[value, *_]) | ast.IfExp(body=value):
            return place_of(value)
    return "what"


def _is_part(words: str) -> bool:
    """Of a sentence: what begins as one and has several words is one by itself."""
    return words[:1].islower() or words[:1] in ", (;:" or words.isalpha()


def _numbered(words: str) -> str:
    """The second place of a name is told from the first."""
    seen: dict[str, int] = {}

    def named(match: re.Match[str]) -> str:
        number = seen[match[1]] = seen.get(match[1], 0) + 1
        return match[0] if number == 1 else f"%({match[1]}_{number})s"

    return re.sub(r"%\((\w+)\)s", named, words)


def _times(readings: list[list[str]]) -> int:
    number = 1
    for each in readings:
        number *= len(each)
    return number


def _assigned(function: ast.FunctionDef, name: str) -> Iterator[ast.expr | None]:
    """Every value that a name is given in a function; None where it is one of several, or an argument."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=given)], value=value) if given == name:
                yield value
            case ast.Name(id=given, ctx=ast.Store()) if given == name:
                yield from () if _is_plain(function, node) else (None,)
            case ast.arg(arg=given) if given == name:
                yield None


def _is_plain(function: ast.FunctionDef, name: ast.Name) -> bool:
    return any(isinstance(node, ast.Assign) and node.targets == [name] for node in ast.walk(function))


def _values(table: Any) -> list[str]:
    words = list(table.values()) if isinstance(table, dict) else []
    return [str(each) for each in words] if all(isinstance(each, str) for each in words) else []


def _labels(choices: Any) -> list[str]:
    is_choices = isinstance(choices, type) and issubclass(choices, Enum)
    return (
        [str(each.label) for each in choices]
        if is_choices and all(hasattr(each, "label") for each in choices)
        else []
    )
