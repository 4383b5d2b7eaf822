"""Notes kept for their author: told at once, listed, copied, dropped."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from casework import references
from casework.models import HeldNote
from casework.services import held_notes as service
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk


@desk("note")
@require_safe
def held_notes(request: DeskRequest) -> HttpResponse:
    found = service.of(request.user)
    context = {"nav": "", "notes": [_shown(each) for each in found]}
    return render(request, "casework/held_notes/list.html", context)


@desk("note")
@require_POST
def drop(request: DeskRequest, note_id: UUID) -> HttpResponse:
    if not service.drop(author=request.user, note_id=note_id):
        raise Http404("There is no such note.")
    messages.success(request, gettext("The note is dropped."))
    return redirect("desk:held_notes")


def kept(request: DeskRequest, reference: str, *, field: str = "body") -> HttpResponse:
    """The answer to words for a case that is not in sight: the same whether it is hidden or was never there.

    Raises Http404 where nothing was typed, and for what is no reference at all.
    """
    return kept_words(request, references.normalise(reference) or "", request.POST.get(field, ""))


def kept_words(
    request: DeskRequest, about: str, body: str, *, because: str = service.BECAUSE
) -> HttpResponse:
    """The same for words that stood in several fields. `about` is what the note is named by; "" keeps nothing."""
    note = (
        service.keep(author=request.user, reference=about, body=body, now=timezone.now(), because=because)
        if about
        else None
    )
    if note is None:
        raise Http404("There is no such case.")
    return render(request, "casework/held_notes/kept.html", {"nav": "", "note": _shown(note)}, status=409)


def _shown(note: HeldNote) -> dict[str, Any]:
    return {
        "id": note.pk,
        "reference": note.reference,
        "body": plainly(note.body),
        "because": note.because,
        "at": note.held_at,
    }
