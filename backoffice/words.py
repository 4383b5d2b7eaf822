"""Each look-up of words once a process.

Django looks for words in one catalogue after the other, six for English, which has none of them, and stops at none. A page
of a case asks a hundred times, and all pages ask for the same.
"""

from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.utils.translation import trans_real

MOST: Final = 20_000
"""Of each language. There are some 6,000 in its catalogue."""


class Speaking:
    """The language of a page, where Django keeps it in a store of asgiref's: a lock, a copy of a dictionary and a comparison of
    threads, 260 times for the page of a case. Each request has a context of its own, so a variable of the context is the same.
    """

    _value: ContextVar[Any] = ContextVar("speaking", default=None)

    @property
    def value(self) -> Any:
        found = self._value.get()
        if found is None:
            raise AttributeError("no language was chosen")
        return found

    @value.setter
    def value(self, chosen: Any) -> None:
        self._value.set(chosen)

    @value.deleter
    def value(self) -> None:
        self._value.set(None)


def remember() -> None:
    """Needs all applications, since each may bring a catalogue."""
    trans_real._active = Speaking()  # type: ignore[attr-defined]
    for code, _ in settings.LANGUAGES:
        catalogue = trans_real.translation(code)
        catalogue.gettext = lru_cache(maxsize=MOST)(catalogue.gettext)  # type: ignore[method-assign]
