"""Tasks and checklists with finished labels."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from casework import addresses, task_rules
from casework.models import Case, Task
from casework.presenters import case_url, person_name
from casework.selectors_tasks import of_case
from casework.services import checklists
from casework.templatetags._said import said
from casework.text import show_bidi_controls as plainly


def panel(*, case: Case, today: date, may_work: bool) -> SimpleNamespace:
    """The section of the case page: 2 statements, 1 where nobody may work on them."""
    rows = of_case(case=case)
    shown = [_shown(row, today=today, case=case) for row in rows]
    undone = [row for row in shown if not row.done]
    _ends(undone)
    done = len(rows) - len(undone)
    return SimpleNamespace(
        rows=shown,
        open=undone,
        several=len(undone) > 1,
        progress=said(task_rules.progress(done, len(rows))) if rows else "",
        number=len(rows),
        number_done=done,
        hint=said(task_rules.left_open(len(undone))),
        may_work=may_work,
        add_url=addresses.of("desk:task_add", case.reference),
        put_url=addresses.of("desk:checklist_put", case.reference),
        refresh_url=f"{case_url(case)}?part=tasks",
        checklists=[
            {"id": each.pk, "name": plainly(each.name), "steps": _steps(len(each.steps))}
            for each in (checklists.offered(case=case) if may_work else [])
        ],
    )


def _steps(number: int) -> str:
    return ngettext("%(count)s step", "%(count)s steps", number) % {"count": number}


def _ends(rows: list[SimpleNamespace]) -> None:
    """The first goes no higher, the last no lower."""
    for place, row in enumerate(rows):
        row.may_up, row.may_down = place > 0, place < len(rows) - 1


def _shown(row: Task, *, today: date, case: Case | None = None) -> SimpleNamespace:
    late = row.done_at is None and task_rules.late(row.due_on, today=today)
    facts = _facts(row, today=today)
    return SimpleNamespace(
        id=row.pk,
        title=plainly(row.title),
        done=row.done_at is not None,
        done_at=row.done_at,
        done_by=str(row.done_by) if row.done_by_id else "",
        due_on=row.due_on,
        facts=capfirst(facts),
        told=", ".join(part for part in (plainly(row.title), facts) if part),
        late=late,
        url=addresses.of("desk:task", row.pk),
        tick_url=addresses.of("desk:task_tick", row.pk),
        move_url=addresses.of("desk:task_move", row.pk),
        may_up=False,
        may_down=False,
    )


def _facts(row: Task, *, today: date) -> str:
    """Who, and by when: one line, empty where neither was said."""
    who = [str(row.assignee)] if row.assignee else []
    by = [said(task_rules.due(row.due_on, today=today))] if row.due_on else []
    return plainly(", ".join([*who, *by]))


def listed(row: Any, *, today: date) -> SimpleNamespace:
    """A row of the page of tasks, as `selectors_tasks.listed` reads it."""
    case, found = row.case, _shown(row, today=today)
    found.when = capfirst(said(task_rules.due(row.due_on, today=today))) if row.due_on else gettext("No day")
    found.who = str(row.assignee) if row.assignee else gettext("Nobody yet")
    found.reference, found.case_url = case.reference, f"{case_url(case)}#tasks"
    found.person, found.service = person_name(case.known_parties), case.service.name if case.service else ""
    found.team, found.ended = case.team.name, not case.is_open
    return found


def next_of(shown: SimpleNamespace) -> SimpleNamespace | None:
    """What is to be done next of a panel."""
    place = task_rules.next_due([row.due_on for row in shown.open])
    return None if place is None else shown.open[place]
