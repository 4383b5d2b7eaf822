"""What the scripts of the desk's pages say (`translated("…")` in backoffice/assets/js), and how a page brings it along.

A page in English brings nothing, because scripts speak English by themselves. So does the outreach page as a device keeps it,
in one language for whoever works with it; as it comes with a network it brings words of its own.
"""

from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from casework.templatetags import _outreach_words

PLACE: Final = "oq-words"
WORDS: Final = (
    "%(characters)s of %(longest)s characters",
    "%(count)s cases chosen",
    "%(count)s found",
    "%(count)s parts",
    "%(count)s visits",
    ", %(time)s ago",
    "1 case chosen",
    "1 part",
    "1 visit",
    "Choose a template first",
    "It could not look further. Try again.",
    "It could not look further: the connection is gone.",
    "Kept %(clock)s. Only you see it until you save it.",
    "Kept %(clock)s. Only you see it.",
    "Looking…",
    "No case is chosen",
    "Not kept yet. It is tried again while this page is open.",
    "Not kept yet: the connection is gone. It is tried again while this page is open.",
    "Not kept: this call is not yours any more.",
    "Not kept: you are logged out. Log in in another window, then go on here.",
    "Not on this page: %(what)s",
    "Not sent. %(why)s",
    "Nothing found",
    "On this page",
    "Replace %(marks)s with plain ones: saves %(count)s parts",
    "Replace %(marks)s with plain ones: saves 1 part",
    "Replaced with plain ones",
    "Select all on this page",
    "Show all of it",
    "Show less",
    "The template's words are in the reply",
    "There is no list on this page",
    "This is the first row",
    "This is the last row",
    "This sheet is not kept. Copy what you wrote before you leave this page.",
    "This sheet is not kept: the connection is gone.",
    "You are logged out. Log in again, then go on here.",
    "Your draft is not kept. Copy it before you leave this page.",
    "Your draft is not kept: the connection is gone.",
    "Your draft, kept %(clock)s. Only you see it.",
    "a wide space",
    "about %(pence)sp",
    "about £%(pounds)s",
)
# What GOV.UK's count below a text says: one sentence for every number, in words that do not change with it.
COUNTS: Final = {
    "characters-under-limit": "You have %{count} characters remaining",
    "characters-at-limit": "You have 0 characters remaining",
    "characters-over-limit": "You have %{count} characters too many",
    "words-under-limit": "You have %{count} words remaining",
    "words-at-limit": "You have 0 words remaining",
    "words-over-limit": "You have %{count} words too many",
}
ALL: Final = tuple(dict.fromkeys((*WORDS, *_outreach_words.WORDS, *COUNTS.values())))


@lru_cache(maxsize=20)
def block(language: str | None, outreach: bool = False) -> SafeString:
    """Data for words.js; nothing for a page in English."""
    if _is_english(language):
        return SafeString("")
    said = (*WORDS, *_outreach_words.WORDS) if outreach else WORDS
    return json_script({words: gettext(words) for words in said}, PLACE)


def of_counts() -> list[tuple[str, str]]:
    """Which event, and what GOV.UK's script says then; nothing for a page in English."""
    if _is_english(get_language()):
        return []
    return [(event, gettext(words)) for event, words in COUNTS.items()]


def _is_english(language: str | None) -> bool:
    return language in (None, settings.LANGUAGE_CODE)
