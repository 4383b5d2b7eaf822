"""The forms on the page of a case: one that came back to be put right, in place of a fresh one."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.forms.case import AssignForm, NoteForm, ReplyForm, StatusForm, TeamForm
from casework.forms.follow_ups import ReplyPromiseForm
from casework.forms.fresh import fresh
from casework.forms.takers import Offered
from casework.forms.tasks import TaskForm
from casework.models import Case, Draft, Staff
from casework.services import replies

REPLY_ID = "reply-%s"


def writing(
    came_back: Mapping[str, Any], *, judged: Sequence[replies.Way], draft: Draft | None
) -> dict[str, Any]:
    return {
        "reply": came_back.get("reply") or _reply(judged, draft),
        "promise": came_back.get("promise") or fresh(ReplyPromiseForm),
        "note": came_back.get("note") or fresh(NoteForm, auto_id="note-%s"),
    }


def _reply(judged: Sequence[replies.Way], draft: Draft | None) -> Any:
    """The same for everybody where nothing is put aside, and there is no number to choose: numbers are not kept."""
    if draft is None and sum(way.refused is None for way in judged) <= 1:
        return fresh(ReplyForm, ways=(), auto_id=REPLY_ID)
    return ReplyForm(ways=replies.triples(judged), initial=_begun(draft), auto_id=REPLY_ID)


def _begun(draft: Draft | None) -> dict[str, str]:
    """What the reply begins with: the words of one's draft, and whom they were for."""
    if draft is None:
        return {}
    to = {"to": str(draft.contact_point_id)} if draft.contact_point_id else {}
    return {"body": draft.body, **to}


def working(came_back: Mapping[str, Any], *, case: Case, staff: Staff, offered: Offered) -> dict[str, Any]:
    """Those of somebody who may work on it: 2 statements."""
    chosen = case.assignee.username if case.assignee else ""
    return {
        "status_form": came_back.get("status") or fresh(StatusForm, status=case.status, role=staff.role),
        "assign_form": came_back.get("assign")
        or fresh(AssignForm, offered=offered.colleagues(), chosen=chosen),
        "team_form": came_back.get("team") or fresh(TeamForm, offered=offered.other_teams()),
    }


def task(came_back: Mapping[str, Any], *, offered: Offered) -> Any:
    """1 statement, none after `working`."""
    return came_back.get("task") or fresh(TaskForm, offered=offered.takers(), auto_id="task-%s")
