"""Jinja for what a page repeats fifty times: its templates are compiled to Python, Django's are walked node by node.

Only the rows of the queue need it (docs/adr/0030). It has the same words and parts as Django's templates, from the same
functions.
"""

from typing import Any

from django.utils.translation import gettext
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    from casework.templatetags import oq

    made = Environment(**{**options, "trim_blocks": True, "lstrip_blocks": True})  # noqa: S701  (Django asks for autoescape)
    made.globals.update(
        {
            "_": gettext,
            **{part.__name__: part for part in (oq.ago, oq.channel_icon, oq.due, oq.icon, oq.said)},
        }
    )
    return made
