"""What the public pages say of things that are kept in English, in the language of the page.

A file's refusal, the question that we add ourselves and "not known" are stored and read by colleagues, so they are kept in
one language; here they are said in the reader's.
"""

import re
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop

from channels.web import asked as questions
from channels.web import uploads
from channels.web.asked import IN_OWN_WORDS, NOT_KNOWN, Asked

WELSH: Final = "cy"

# The constants themselves stand where they are decided; a test looks that each of them is listed here.
KEPT_IN_ENGLISH: Final = frozenset(
    [
        gettext_noop("It is empty."),
        gettext_noop("It is larger than 10 MB."),
        gettext_noop("The picture is damaged or far too large."),
        gettext_noop("We cannot take out of this kind of photograph where it was taken. Send it as JPEG."),
        gettext_noop("It is not a photograph that we can show. Send a photograph as JPEG or PNG."),
        gettext_noop("Send a photograph (JPEG or PNG), a PDF, or a Word, Excel or OpenDocument file."),
        gettext_noop("We do not take this kind of file."),
        gettext_noop("We cannot tell what is in it."),
        gettext_noop("It has macros in it, which could do harm. Save it as PDF and send that."),
        gettext_noop(
            "Files of this older kind can do harm. Save it as PDF or in the new format and send that."
        ),
        gettext_noop("Only 10 files are kept."),
        gettext_noop("It was lost before the form was sent. Ask for it again."),
        gettext_noop("Not known, or no fixed address"),
        gettext_noop("Anything else, in your own words"),
        gettext_noop("As much or as little as you like, in any language."),
    ]
)
_ENDING: Final = re.compile(r"Its name ends in (?P<ending>.+), which is not what is in it\.", re.DOTALL)


def why_not_kept(words: str) -> str:
    """A file's refusal in the language of the page."""
    if wrong := _ENDING.fullmatch(words):
        return gettext("Its name ends in %(ending)s, which is not what is in it.") % wrong.groupdict()
    if words.endswith(f" {uploads.ALLOWED}"):
        return f"{_ours(words.removesuffix(f' {uploads.ALLOWED}'))} {_ours(uploads.ALLOWED)}"
    return _ours(words)


def of_question(asked: Asked) -> tuple[str, str]:
    """Label and hint: the office's own words as they are, those of the question that we add in the page's language."""
    return (_ours(asked.label), _ours(asked.hint)) if is_ours(asked) else (asked.label, asked.hint)


def is_ours(asked: Asked) -> bool:
    return asked.code == IN_OWN_WORDS


def answer(asked: Asked, value: Any) -> str:
    """As somebody reads their own answer before it is sent."""
    if asked.kind == "date":
        try:
            return date_format(date.fromisoformat(str(value)), "j F Y")
        except ValueError:
            return str(value)
    return gettext(NOT_KNOWN) if value == NOT_KNOWN else questions.in_words(asked, value)


def chosen() -> str:
    """The language that somebody chose for the form, as it goes on record: only a choice says anything."""
    return WELSH if get_language() == WELSH else ""


def _ours(words: str) -> str:
    return gettext(words) if words in KEPT_IN_ENGLISH else words
