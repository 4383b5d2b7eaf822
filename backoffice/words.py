"""Each look-up of words once a process.

Django looks for words in one catalogue after the other, six for English, which has none of them, and stops at none. A page
of a case asks a hundred times, and all pages ask for the same.
"""

from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils.translation import trans_real

MOST: Final = 20_000
"""Of each language. There are some 6,000 in its catalogue."""


def remember() -> None:
    """Needs all applications, since each may bring a catalogue."""
    for code, _ in settings.LANGUAGES:
        catalogue = trans_real.translation(code)
        catalogue.gettext = lru_cache(maxsize=MOST)(catalogue.gettext)  # type: ignore[method-assign]
