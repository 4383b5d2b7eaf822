"""The Welsh catalogue against what the pages say: what is marked for translation, what is missing, what does not fit.

Templates are read by Django's own reader of its translation tags and Python by its syntax tree, so that no GNU gettext
has to be on the machine. Babel, for developers only, reads and writes the catalogue (docs/adr/0029).
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation.template import templatize

from backoffice import catalogue_domain
from casework.templatetags._said import ALL
from casework.templatetags._said_sentences import CONTEXT
from casework.templatetags._script_words import ALL as SCRIPTS

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDERS: Final = ("backoffice", "casework", "channels", "api")
PO: Final = ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
MO: Final = PO.with_suffix(".mo")
_SINGLE: Final = frozenset(["gettext", "gettext_lazy", "gettext_noop", "_"])
_PLURAL: Final = frozenset(["ngettext", "ngettext_lazy"])
_CALL: Final = re.compile(
    r"\b(?:n?gettext|_)\((?P<inside>(?:[^()'\"]|u?'(?:\\.|[^'\\])*'|u?\"(?:\\.|[^\"\\])*\")*)\)"
)
_NAMED: Final = re.compile(r"%\((\w+)\)[sd]|%[sd]")
_PLACE: Final = re.compile(r"%\(\w+\)s")
_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_QUIET: Final = re.compile(
    r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(script|style|svg)\b.*?</\1>|<[^>]*>|&\w+;", re.DOTALL
)
_TRANSLATED: Final = re.compile(
    r"\{%\s*block main_class\s*%\}.*?\{%\s*endblock\s*%\}|"
    r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}",
    re.DOTALL,
)


@dataclass(frozen=True, order=True, kw_only=True)
class Message:
    words: str
    plural: str = ""
    context: str = ""


def marked(root: Path = ROOT) -> dict[Message, list[str]]:
    """Every message of templates, Python, scripts, the tables of the pure modules and the domain's sentences, with the files
    that say it.
    """
    found: dict[Message, list[str]] = {}
    for path in _files(root):
        where = str(path.relative_to(root))
        for message in messages_of(path.read_text(encoding="utf-8"), template=path.suffix == ".html"):
            _add(found, message, where)
    for words in sorted(ALL):
        _add(found, Message(words=words), "casework/templatetags/_said.py")
    for words in SCRIPTS:
        _add(found, Message(words=words), "casework/templatetags/_script_words.py")
    for words, path in catalogue_domain.of_domain(root):
        _add(found, sentence(words), str(path.relative_to(root)))
    return found


def sentence(words: str) -> Message:
    """With something filled in it has a context of its own, by which a page finds it again."""
    return Message(words=words, context=CONTEXT if _PLACE.search(words) else "")


def _add(found: dict[Message, list[str]], message: Message, where: str) -> None:
    if where not in found.setdefault(message, []):
        found[message].append(where)


def messages_of(source: str, *, template: bool) -> Iterator[Message]:
    if template:
        yield from _of_template(source)
    elif "gettext" in source:  # most modules say nothing, and to parse them all takes seconds
        yield from _of_python(ast.parse(source))


def unwrapped(root: Path = ROOT) -> dict[str, int]:
    """Templates that still say words in English only, with how many stretches of words."""
    counted = {
        str(path.relative_to(root)): words_left(path.read_text(encoding="utf-8"))
        for path in _files(root)
        if path.suffix == ".html"
    }
    return {name: number for name, number in counted.items() if number}


def words_left(source: str) -> int:
    """How many stretches of plain words stand between the tags of a template."""
    bare = _QUIET.sub("\0", _TRANSLATED.sub("\0", source))
    return sum(1 for stretch in bare.split("\0") if _WORD.search(stretch))


def placeholders(words: str) -> tuple[str, ...]:
    """What is filled in, in no order: a translation must have the very same."""
    return tuple(sorted(match.group(0) for match in _NAMED.finditer(words.replace("%%", ""))))


def tags(words: str) -> tuple[str, ...]:
    """The elements of HTML in a message: a translation must open and close the very same."""
    return tuple(sorted(re.findall(r"</?[a-z][^>]*>", words)))


def _files(root: Path) -> Iterable[Path]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".html") and not {"static", "migrations", "node_modules"} & set(
                path.parts
            ):
                yield path


def _of_template(source: str) -> Iterator[Message]:
    for call in _CALL.finditer(templatize(source)):
        texts = [text for text in _texts(call["inside"]) if text]
        if texts:
            yield Message(words=texts[0], plural=texts[1] if len(texts) > 1 else "")


def _texts(inside: str) -> list[str]:
    """The string arguments of a call that the reader of templates wrote."""
    try:
        call = ast.parse(f"f({inside})", mode="eval").body
    except SyntaxError:
        return []
    return [each.value for each in getattr(call, "args", []) if _is_text(each)]


def _of_python(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [each.value for each in node.args if isinstance(each, ast.Constant) and _is_text(each)]
        if node.func.id in _SINGLE and texts:
            yield Message(words=str(texts[0]))
        elif node.func.id in _PLURAL and len(texts) > 1:
            yield Message(words=str(texts[0]), plural=str(texts[1]))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
