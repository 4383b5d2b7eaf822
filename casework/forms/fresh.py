"""Forms as a page offers them, before anybody filled them in: made and drawn once for all pages that offer the same.

Django copies each field for each form, and a page of a case has seven forms of which mostly none is sent. What a form
offers is read for each page, and is what it is known by here; whatever was typed has a form of its own.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Final

from django import forms

# A team's colleagues, the teams beside it and what a status may become: a few of each.
MOST: Final = 300


@lru_cache(maxsize=MOST)
def fresh(kind: Callable[..., forms.Form], **given: Hashable) -> Any:
    """`given`: what it is made with. Nothing of anybody who asks for help: it stays in the process, and so does its drawing."""
    made: Any = kind(**given)
    made.is_fresh = True
    return made


def is_fresh(form: forms.BaseForm) -> bool:
    return getattr(form, "is_fresh", False)
