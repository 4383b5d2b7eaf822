"""The sentences that the domain puts on record and refuses with, read from its source.

They are written in English where they are decided and said in Welsh where a page shows them (`casework.templatetags._said`), so
nothing marks them. What counts is how they are written: a text of more than one word that begins with a capital, and whatever a
call gives as `words=`, `reason=` and the like.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from backoffice.catalogue_texts import Reader, is_text

# Where the domain speaks to staff. What is put on record by others is written to people, or to whoever runs the server.
MODULES: Final = (
    "casework/services/*.py", "casework/filing/*.py", "casework/*_rules.py", "casework/macro_steps.py", "casework/next_case.py",
    "casework/permissions.py", "casework/put_right.py", "casework/phone_numbers.py", "casework/reply_warnings.py", "casework/text.py",
    "casework/text_fields.py", "casework/workflow.py", "channels/inbox.py", "channels/web/guard.py", "channels/*/errors.py",
)  # fmt: skip
_TO_OTHERS: Final = frozenset(
    [
        "acknowledgement",
        "books",
        "digests",
        "help_texts",
        "holidays",
        "list_words",
        "sheet",
        "rule_check",
        "text_fields",
    ]
)
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


# Put together by hand from parts that are no texts of their own.
_TOGETHER: Final = {
    "casework/services/events.py": ("%(words)s (macro “%(name)s”)",),
    "casework/services/tasks_of_case.py": ("%(words)s: “%(title)s”",),
    "casework/services/links.py": tuple(
        f"{done} {how}"
        for done in ("Linked", "Unlinked")
        for how in (
            "%(reference)s as part of this case", "this case as part of %(reference)s", "%(reference)s as related",
            "%(reference)s, split off this case", "%(reference)s, which this case was split off",
        )
    ),
    "casework/filing/words.py": (
        "by text", "by WhatsApp", "by web form", "by phone", "in person", "by e-mail", "by letter",
        "%(service)s, opened %(ago)s", "%(service)s, opened %(ago)s %(by)s", "opened %(ago)s %(by)s",
        "opened %(ago)s",
    ),
    "casework/macro_steps.py": ("Step %(number)s: %(words)s",),
    "casework/safety_rules.py": (
        "%(label)s: %(was)s, now %(becomes)s", "Shared", "not asked", "yes", "no", "written", "empty", "any",
    ),
    "casework/services/clocks.py": ("%(label)s by %(when)s",),
    "casework/services/taking_out.py": ("%(number)s entry", "%(number)s entries"),
    "casework/services/changing_many.py": ("%(number)s case", "%(number)s cases"),
    "casework/services/teams.py": (
        "%(number)s open case", "%(number)s open cases", "%(number)s follow-up", "%(number)s follow-ups",
    ),
    "casework/put_right.py": ("a contact", "%(number)s contacts"),
    "casework/text_fields.py": (
        "Write the words yourself, or take it out.", "There is no field %(shown)s. Those there are: %(names)s.",
    ),
    "casework/task_rules.py": ("%(number)s task is", "%(number)s tasks are"),
}  # fmt: skip


def of_domain(root: Path) -> Iterator[tuple[str, Path]]:
    """Every sentence with the file that says it."""
    for path in (path for each in MODULES for path in sorted(root.glob(each))):
        module = import_module(
            ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        )
        given_only = path.stem in _TO_OTHERS
        for words in sentences(path.read_text(encoding="utf-8"), vars(module), given_only=given_only):
            yield words, path
    for name, together in _TOGETHER.items():
        yield from ((words, root / name) for words in together)


def sentences(source: str, known: Mapping[str, Any] | None = None, *, given_only: bool = False) -> list[str]:
    """Each once, in order. `known`: what the names of the module stand for; `given_only`: only what is put on record."""
    tree = ast.parse(source)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    reader = Reader(known=known or {}, functions=functions)
    return list(dict.fromkeys(_below(tree, reader, given_only)))


def _below(node: ast.AST, reader: Reader, given_only: bool) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef():
                yield from _below(child, reader.inside(child), given_only)
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
                yield from (words for words in texts if _is_sentence(words) and not given_only)
            case _:
                yield from _below(child, reader, given_only)


def _is_sentence(words: str) -> bool:
    """Begins as one does and has at least two words, where something is filled in enough letters of ours."""
    ours = _WORD.findall(_PLACE.sub("", words))
    enough = len("".join(ours)) >= _LETTERS if _PLACE.search(words) else bool(ours)
    return bool(_BEGINS.match(words)) and enough and " " in words and not _OTHER.match(words)
