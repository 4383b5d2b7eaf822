"""Jinja for what a page repeats, and for the page of a case: its templates are compiled to Python, Django's are walked node by node.

The rows of the queue, what a search found, the fields of forms and all that every case shows need it (docs/adr/0030). It has
the same words and parts as Django's templates, from the same functions. A file with one macro `draw` is called from Django's
templates by the tag `jinja`; components that both need are such files, and stand in Django's as a line that calls them.
"""

import html
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override
from jinja2 import Environment
from jinja2.compiler import CodeGenerator
from jinja2.ext import Extension
from jinja2.lexer import Token
from markupsafe import Markup, escape

_MARKED: Final = [("name", "_"), ("lparen", "("), ("string", None), ("rparen", ")")]


class Printing(CodeGenerator):
    """Values are printed by `printed`, functions called by `called`. Jinja's own way makes a piece of markup of each value, to
    join them all to one, and asks each function whether it wants to know the context: an eighth of what drawing a case costs.

    Of Jinja 3.1: https://jinja.palletsprojects.com/en/stable/api/#jinja2.Environment.code_generator_class
    """

    def visit_Call(self, node: Any, frame: Any, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.called(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.printed(")
        else:
            super()._output_child_pre(node, frame, finalize)


def printed(value: Any) -> str:
    """A value as it stands in HTML: a text escaped as Django does it, what is markup as it is."""
    kind = type(value)
    if kind is str:
        return html.escape(value)
    return value if kind is SafeString or kind is Markup else escape(value)


def called(function: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
    """None of ours wants the context (`pass_context`), and a macro knows its own."""
    return function(*given, **named)


class Templates(Environment):
    """`in_language` gives the environment whose compiled templates have the words of that language in them.

    The page of a case says a hundred, and Django looks for each in the catalogues of six languages.
    """

    code_generator_class = Printing
    printed, called = staticmethod(printed), staticmethod(called)
    language: str | None = None

    def in_language(self, language: str | None) -> "Templates":
        known: dict[str | None, Templates] = self.__dict__.setdefault("languages", {})
        if language not in known:
            known[language] = made = self.overlay()
            made.language = language
            made.drawing = {}
            made.globals = {**self.globals, **_parts_in(made)}
        return known[language]

    def macros(self, name: str) -> Any:
        """The macros of a file, which are called as functions are: without a context of their own."""
        if self.auto_reload:
            return self.get_template(name).module
        if name not in self.drawing:
            self.drawing[name] = self.get_template(name).module
        return self.drawing[name]

    drawing: dict[str, Any]


def _parts_in(templates: Templates) -> dict[str, Any]:
    """Parts that would else ask for the language each time."""
    from casework.templatetags import oq

    language = templates.language
    return {
        "at": partial(oq.at_in, language),
        "channel_icon": partial(oq.channel_icon_in, language),
        "field": partial(oq.field_by, templates),
        "said": partial(oq.said_in, language),
    }


class Words(Extension):
    """`_("words")` becomes the words themselves where a template is compiled for a language."""

    environment: Templates

    def filter_stream(self, stream: Any) -> Iterator[Token]:
        tokens, at = list(stream), 0
        while at < len(tokens):
            if self.environment.language is not None and _marks(tokens[at : at + len(_MARKED)]):
                with override(self.environment.language):
                    yield tokens[at + 2]._replace(value=gettext(tokens[at + 2].value))
                at += len(_MARKED)
            else:
                yield tokens[at]
                at += 1


def _marks(tokens: list[Token]) -> bool:
    return len(tokens) == len(_MARKED) and all(
        token.type == kind and value in (None, token.value)
        for token, (kind, value) in zip(tokens, _MARKED, strict=True)
    )


class Cells:
    """Cells of a list that say nothing of anybody who asks for help, each kept as it was drawn for what it shows."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self.drawn = lru_cache(maxsize=20_000)(self._draw)

    def __call__(self) -> Callable[..., str]:
        """What draws them on this page, in its language."""
        return partial(self.drawn, get_language())

    def _draw(self, language: str | None, macro: str, *facts: Any) -> str:
        cells = self._templates.in_language(language).macros("cells.html")
        found: str = getattr(cells, macro)(*facts)
        return found


def star_words(back: str) -> SimpleNamespace:
    """What all stars of a page say, and where each leads without scripts."""
    from casework.templatetags.oq import icon

    return SimpleNamespace(
        on=gettext("On your shortlist"), off=gettext("Put it on your shortlist"), star=gettext("Star"),
        icon=icon("star"), way_back=escape(urlencode({"back": back})),
    )  # fmt: skip


def environment(**options: Any) -> Templates:
    from casework.templatetags import oq

    made = Templates(**{**options, "trim_blocks": True, "lstrip_blocks": True, "extensions": [Words]})
    made.globals.update(
        {
            "_": gettext,
            "cells": Cells(made),
            "star_words": star_words,
            "url": reverse,
            **{
                part.__name__: part
                for part in (
                    oq.ago,
                    oq.at,
                    oq.attachments,
                    oq.channel_icon,
                    oq.due,
                    oq.field,
                    oq.icon,
                    oq.page_language,
                    oq.page_of,
                    oq.safe_text,
                    oq.said,
                    oq.text_with_names,
                )
            },
        }
    )
    return made
