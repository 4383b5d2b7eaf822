"""Jinja for what a page repeats, and for the page of a case: its templates are compiled to Python, Django's are walked node by node.

The rows of the queue, what a search found, the fields of forms and all that every case shows need it (docs/adr/0030). It has
the same words and parts as Django's templates, from the same functions. A file with one macro `draw` is called from Django's
templates by the tag `jinja`; components that both need are such files, and stand in Django's as a line that calls them.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token
from markupsafe import escape

_MARKED: Final = [("name", "_"), ("lparen", "("), ("string", None), ("rparen", ")")]


class Templates(Environment):
    """`in_language` gives the environment whose compiled templates have the words of that language in them.

    The page of a case says a hundred, and Django looks for each in the catalogues of six languages.
    """

    language: str | None = None

    def in_language(self, language: str | None) -> "Templates":
        known: dict[str | None, Templates] = self.__dict__.setdefault("languages", {})
        if language not in known:
            known[language] = made = self.overlay()
            made.language = language
        return known[language]


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
        cells = self._templates.in_language(language).get_template("cells.html").module
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
