"""The sentences that the domain puts on record and refuses with, read from its source.

They are written in English where they are decided and said in Welsh where a page shows them (`casework.templatetags._said`), so
nothing marks them. What counts is how they are written: a text of more than one word that begins with a capital, and whatever a
call gives as `words=`, `reason=` and the like.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from backoffice.catalogue_texts import Reader, is_text

_PLACE: Final = re.compile(r"%\(\w+\)s")
_LETTERS: Final = 5
_WORD: Final = re.compile(r"[A-Za-z]{2,}|\b[aAI]\b")
_GIVEN_AS: Final = frozenset(["words", "reason", "why", "how", "because"])
# SQL, names of zones, and what a text to people begins with: no words to staff.
_OTHER: Final = re.compile(r"\(?[A-Z]{2,}[ (]|[A-Z]\w+/\w+$|%\(office\)s: ")
_BEGINS: Final = re.compile(r"[“(]?(?:[A-Z]|%\()")
# Marked already, or for those who read a log.
_ELSEWHERE: Final = frozenset(
    ["gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "_", "Anonymous", "ValueError"]
)


def is_sentence(words: str) -> bool:
    """Begins as one does and says something itself; neither SQL nor what is written to people."""
    return bool(_BEGINS.match(words)) and is_part(words) and not _OTHER.match(words)


def is_part(words: str) -> bool:
    """Has at least two words, where something is filled in enough letters of ours."""
    ours = _WORD.findall(_PLACE.sub("", words))
    enough = len("".join(ours)) >= _LETTERS if _PLACE.search(words) else bool(ours)
    return enough and " " in words.strip()


def is_nothing(words: str) -> bool:
    """For modules that write to others: nothing of theirs counts but what is put on record."""
    return False


def sentences(
    source: str, known: Mapping[str, Any] | None = None, *, counts: Callable[[str], bool] = is_sentence
) -> list[str]:
    """Each once, in order. `known`: what the names of the module stand for; `counts`: which texts of it are said."""
    tree = ast.parse(source)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    reader = Reader(known=known or {}, functions=functions)
    return list(dict.fromkeys(_below(tree, reader, counts)))


def _below(node: ast.AST, reader: Reader, counts: Callable[[str], bool]) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef():
                yield from _below(child, reader.inside(child), counts)
            case ast.Expr(value=ast.Constant()):  # what stands there is for who reads the source
                continue
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _ELSEWHERE:
                continue
            case ast.keyword(arg=str(name), value=value) if name in _GIVEN_AS and (
                found := reader.read(value)
            ):
                yield from (words for words in found if _WORD.search(_PLACE.sub("", words)))
            case ast.expr() if is_text(child):
                texts = (words.lstrip(" .,;:") for words in reader.read(child))
                yield from (words for words in texts if counts(words))
            case _:
                yield from _below(child, reader, counts)
