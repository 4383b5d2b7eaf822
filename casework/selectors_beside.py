"""What there is beside the story of a case: asked together with the case, so that a panel with nothing in it asks nothing.

Most cases have no drafts, links, followers or photographs; each of these would be a statement of its own that finds
nothing. A case that was read in another way has no such marks, and whatever is shown of it is asked for.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.models import (
    Case,
    CaseLink,
    Checklist,
    Draft,
    Event,
    Follower,
    FollowUp,
    Merge,
    Move,
    Note,
    Question,
    Staff,
    Task,
    TextDialogue,
    TextTemplate,
    UploadLink,
)
from casework.models.text_dialogue import DialogueState

ASKED_BY_TEXT: Final = "something_is_asked_by_text"
CHECKLISTS: Final = "there_are_checklists"
DIALOGUES: Final = "there_are_dialogues"
DRAFTS: Final = "there_are_drafts"
FOLLOWERS: Final = "there_are_followers"
FOLLOW_UPS: Final = "there_are_follow_ups"
MERGES: Final = "there_are_merges"
MOVES: Final = "there_are_moves"
NOTES: Final = "there_are_notes"
QUESTIONS_BY_TEXT: Final = "there_are_questions_by_text"
RELATED: Final = "there_are_related"
SAID_OF_TARGETS: Final = "there_are_words_on_targets"
TASKS: Final = "there_are_tasks"
TEMPLATES: Final = "there_are_templates"
UPLOAD_LINKS: Final = "there_are_upload_links"
_MERGED_HERE: Final = "merged_here"


def marks(*, staff: Staff, undo_since: datetime, said_of_targets: Iterable[str]) -> dict[str, Any]:
    """To annotate cases with, for the page of this reader.

    `undo_since`: what was moved or merged from then on can be undone. `said_of_targets`: verbs of events about promises.
    """
    case, ours = OuterRef("pk"), Q(service=None) | Q(service=OuterRef("service"))
    undone = {"undone_at": None, "at__gte": undo_since}
    wanted: dict[str, QuerySet[Any]] = {
        CHECKLISTS: Checklist.objects.filter(ours, active=True),
        DIALOGUES: TextDialogue.objects.filter(case__in=_family()),
        DRAFTS: Draft.objects.filter(case__in=_family(), author=staff),
        FOLLOWERS: Follower.objects.filter(case__in=_family()),
        FOLLOW_UPS: FollowUp.objects.filter(case=case),
        MERGES: Merge.objects.filter(survivor=case, **undone),
        MOVES: Move.objects.filter(to=case, **undone),
        NOTES: Note.objects.filter(case=case),
        QUESTIONS_BY_TEXT: Question.objects.filter(service=OuterRef("service"), by_text=True),
        SAID_OF_TARGETS: Event.objects.filter(case=case, verb__in=list(said_of_targets)),
        TASKS: Task.objects.filter(case__in=_family()),
        TEMPLATES: TextTemplate.objects.filter(ours, active=True),
        UPLOAD_LINKS: UploadLink.objects.filter(case=case),
    }
    links = Exists(CaseLink.objects.filter(Q(case=case) | Q(other=case)))
    following = Exists(Case.objects.filter(follows=case))
    return {
        **{name: Exists(rows) for name, rows in wanted.items()},
        RELATED: links | following | Q(follows__isnull=False),
        _MERGED_HERE: ArraySubquery(Case.objects.filter(merged_into=case).order_by().values("pk")),
    }


# Of a case that somebody is about to write to: whom or what that concerns, which is mostly nobody.
CONCERNED: Final = (FOLLOWERS, ASKED_BY_TEXT)


def concerned() -> dict[str, Any]:
    """To annotate a case with what is CONCERNED."""
    asking = TextDialogue.objects.filter(case__in=_family(), state=DialogueState.ASKING)
    return {
        FOLLOWERS: Exists(Follower.objects.filter(case__in=_family())),
        ASKED_BY_TEXT: Exists(asking),
    }


def _family() -> QuerySet[Any, Any]:
    """Keys of the case of the outer query and of those that became part of it: few, by their indexes."""
    case = OuterRef(OuterRef("pk"))
    return Case.objects.filter(Q(pk=case) | Q(merged_into=case)).order_by().values("pk")


def may_have(case: Case, what: str) -> bool:
    """False only where it was read with the case that there is nothing of this."""
    return bool(getattr(case, what, True))


def family(case: Case) -> list[UUID] | QuerySet[Any, Any]:
    """Keys of this case and of those that became part of it, for `case__in`: no statement of its own."""
    known: list[UUID] | None = getattr(case, _MERGED_HERE, None)
    if known is not None:
        return [case.pk, *known]
    return Case.objects.filter(Q(pk=case.pk) | Q(merged_into=case.pk)).order_by().values("pk")
