"""What somebody typed while they rang, where the page has no place for it any more: kept for them as a note."""

from typing import Final

from django.http import Http404, HttpResponse, QueryDict

from casework import outcomes, references
from casework.text import is_blank
from casework.views import held_notes
from casework.views.base import DeskRequest

# What a note is named by where the follow-up had no case.
A_FOLLOW_UP: Final = "a follow-up"
LEFT_SIGHT: Final = "What you rang about left your sight while you wrote. It was given to somebody else or restricted, or it ended."
NO_NUMBER: Final = "Their number was taken off the record while you wrote, so the call cannot be noted here."


def left_sight(request: DeskRequest, reference: str) -> HttpResponse:
    """The answer where the case or the follow-up is not in sight, hidden or never there. Raises Http404 where nothing
    was typed.
    """
    if request.method != "POST":
        raise Http404("There is no such page.")
    about = references.normalise(reference)
    if about:
        return held_notes.kept_words(request, about, typed(request.POST))
    return held_notes.kept_words(request, A_FOLLOW_UP, typed(request.POST), because=LEFT_SIGHT)


def no_number(request: DeskRequest, reference: str) -> HttpResponse:
    """The same where nobody is left to ring."""
    return held_notes.kept_words(request, reference or A_FOLLOW_UP, typed(request.POST), because=NO_NUMBER)


def typed(given: QueryDict) -> str:
    """How it ended, what was said and what was agreed, as one text; "" where neither of the last two was typed."""
    said, agreed = str(given.get("words", "")), str(given.get("agreed", ""))
    if is_blank(said) and is_blank(agreed):
        return ""
    code = str(given.get("outcome", ""))
    ended = outcomes.words(code) if code in outcomes.OUTCOMES else ""
    parts = (ended, said, f"Agreed: {agreed}" if not is_blank(agreed) else "")
    return "\n".join(part for part in parts if not is_blank(part))
