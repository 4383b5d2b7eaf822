"""Letters that were posted, and printing one of them again."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework import presenters_letters
from casework.forms.letters import AgainForm
from casework.models import Contact, Office
from casework.send_rules import LETTER
from casework.services import letters_again, send_guard
from casework.services.letters import LetterRefused
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk

MOST_LISTED: Final = 100


@desk("post_letters")
@require_safe
def posted(request: DeskRequest) -> HttpResponse:
    found = list(letters_again.posted(request.user)[: MOST_LISTED + 1])
    context = {
        "nav": "letters",
        "rows": [presenters_letters.posted(each) for each in found[:MOST_LISTED]],
        "more": len(found) > MOST_LISTED,
    }
    return render(request, "casework/letters/posted.html", context)


@desk("post_letters")
def again(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    """Why it is printed once more; then its sheet."""
    letter = _letter(request, contact_id)
    form = AgainForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        because = form.cleaned_data["because"]
        try:
            letters_again.print_again(letter=letter, because=because, actor=request.user, now=timezone.now())
        except LetterRefused as error:
            form.add_error("because", plainly(str(error)))
        else:
            return redirect("desk:letter_sheet", contact_id=letter.pk)
    context = {"nav": "letters", "form": form, "letter": presenters_letters.posted(letter)}
    return render(request, "casework/letters/again.html", context, status=422 if form.is_bound else 200)


@desk("post_letters")
@require_safe
def sheet(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    """The sheet of paper, for whoever has said why. What must not go to its address any more is not shown."""
    letter, now = _letter(request, contact_id), timezone.now()
    refused = send_guard.refusal(contact_point=letter.contact_point, channel=LETTER, now=now)
    if refused or not letters_again.may_print(letter=letter, actor=request.user, now=now):
        return redirect("desk:letter_again", contact_id=letter.pk)
    sheets = [presenters_letters.sheet(letter, office=Office.current())]
    context = {"nav": "letters", "sheets": sheets, "again": True}
    return render(request, "casework/letters/print.html", context)


def _letter(request: DeskRequest, contact_id: UUID) -> Contact:
    """404 alike for a letter of a hidden case, for one that waits, and for none."""
    return get_object_or_404(letters_again.posted(request.user), pk=contact_id)
