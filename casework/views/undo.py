"""Undo: a moment later beside the message that says what was done, and for thirty days on the case."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import presenters
from casework.models import Case, Merge, Move
from casework.permissions import visible_cases
from casework.services import filing_moves, merges
from casework.views.base import DeskRequest, desk, saying_refusals

UNDO_TAG = "undo:"


def done_with_undo(request: DeskRequest, words: str, what: Move | Merge) -> None:
    """A message with a button that takes it back."""
    address = reverse("desk:undo_move" if isinstance(what, Move) else "desk:undo_merge", args=[what.pk])
    messages.success(request, words, extra_tags=f"{UNDO_TAG}{address}")


def _seen_or_404(request: DeskRequest, *cases: Case | None) -> None:
    wanted = {case.pk for case in cases if case is not None}
    if visible_cases(request.user).filter(pk__in=wanted).count() != len(wanted):
        raise Http404("There is nothing to undo.")


@desk("move_contact")
@require_POST
def undo_move(request: DeskRequest, move_id: UUID) -> HttpResponse:
    """By whoever moved it, or by anybody who sees all cases that it touched."""
    move = get_object_or_404(Move.objects.select_related("to"), pk=move_id)
    lefts = [row.left for row in move.moved.select_related("left")]
    if move.actor_id != request.user.pk:
        _seen_or_404(request, move.to, *lefts)
    back = next((left for left in lefts if left is not None), None)
    visible = back is not None and visible_cases(request.user).filter(pk=back.pk).exists()
    return saying_refusals(
        request,
        lambda: filing_moves.undo_move(move=move, actor=request.user, now=timezone.now()),
        done=gettext("Undone. Everything is where it was."),
        to=presenters.case_url(back) if back is not None and visible else reverse("desk:filing"),
    )


@desk("merge_cases")
@require_POST
def undo_merge(request: DeskRequest, merge_id: UUID) -> HttpResponse:
    row = get_object_or_404(Merge.objects.select_related("merged", "survivor"), pk=merge_id)
    _seen_or_404(request, row.merged, row.survivor)
    return saying_refusals(
        request,
        lambda: merges.unmerge(row=row, actor=request.user, now=timezone.now()),
        done=gettext("%(reference)s is a case of its own again.") % {"reference": row.merged.reference},
        to=presenters.case_url(row.merged),
    )
