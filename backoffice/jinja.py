"""Jinja for what a page repeats, and for the page of a case: its templates are compiled to Python, Django's are walked node by node.

The rows of the queue, what a search found, the fields of forms and all that every case shows need it (docs/adr/0030). It has
the same words and parts as Django's templates, from the same functions. A file with one macro `draw` is called from Django's
templates by the tag `jinja`; components that both need are such files, and stand in Django's as a line that calls them.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext
from jinja2 import Environment
from markupsafe import escape


def _words(message: str) -> str:
    return _words_in(message, get_language())


@lru_cache(maxsize=2000)  # Django looks through the catalogues of six languages, each time
def _words_in(message: str, language: str | None) -> str:
    return gettext(message)


class Cells:
    """Cells of a list that say nothing of anybody who asks for help, each kept as it was drawn for what it shows."""

    def __init__(self, templates: Environment) -> None:
        self._templates = templates
        self.drawn = lru_cache(maxsize=20_000)(self._draw)

    def __call__(self) -> Callable[..., str]:
        """What draws them on this page, in its language."""
        return partial(self.drawn, get_language())

    def _draw(self, language: str | None, macro: str, *facts: Any) -> str:
        found: str = getattr(self._templates.get_template("cells.html").module, macro)(*facts)
        return found


def star_words(back: str) -> SimpleNamespace:
    """What all stars of a page say, and where each leads without scripts."""
    from casework.templatetags.oq import icon

    return SimpleNamespace(
        on=_words("On your shortlist"), off=_words("Put it on your shortlist"), star=_words("Star"),
        icon=icon("star"), way_back=escape(urlencode({"back": back})),
    )  # fmt: skip


def environment(**options: Any) -> Environment:
    from casework.templatetags import oq

    made = Environment(**{**options, "trim_blocks": True, "lstrip_blocks": True})  # noqa: S701  (Django asks for autoescape)
    made.globals.update(
        {
            "_": _words,
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
