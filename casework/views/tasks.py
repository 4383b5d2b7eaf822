"""Tasks: on a case, one of them, and all of somebody."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from casework import keyset, presenters, presenters_tasks, selectors_tasks
from casework.errors import REFUSALS
from casework.forms.tasks import TaskForm
from casework.models import Case, Checklist, Task
from casework.permissions import NotAllowed, may, visible_tasks
from casework.services import checklists, tasks_of_case
from casework.services.survivors import LeftSight
from casework.services.tasks_of_case import CannotBeTask
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk, saying_refusals, visible_case
from casework.views.case import page as case_page
from casework.views.case import whole

PAGE_SIZE: Final = 50
WHOSE: Final = (
    (gettext_lazy("Mine"), selectors_tasks.MINE),
    (gettext_lazy("My teams’"), selectors_tasks.TEAMS),
    (gettext_lazy("Overdue"), selectors_tasks.OVERDUE),
)


@desk("work_tasks")
@require_safe
def tasks(request: DeskRequest) -> HttpResponse:
    """What is not done yet, soonest first: 6 statements, however many there are."""
    today = timezone.localdate()
    whose = request.GET.get("whose", "")
    whose = whose if whose in [code for _, code in WHOSE] else selectors_tasks.MINE
    rows = selectors_tasks.listed(staff=request.user, whose=whose, today=today)
    found = keyset.page(rows, order=selectors_tasks.BY_DAY, cursor=request.GET.get("at", ""), size=PAGE_SIZE)
    context = {
        "nav": "queue",
        "whose": whose,
        "views": [
            {"label": label, "url": f"?{urlencode({'whose': code})}", "current": code == whose}
            for label, code in WHOSE
        ],
        "rows": [presenters_tasks.listed(row, today=today) for row in found.rows],
        "newer": _page_url(whose, found.newer),
        "older": _page_url(whose, found.older),
        "here": request.get_full_path(),
    }
    return render(request, "casework/tasks/list.html", context)


def _page_url(whose: str, cursor: str) -> str:
    return f"?{urlencode({'whose': whose, 'at': cursor})}" if cursor else ""


@desk("work_tasks")
@require_POST
def add(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    form = TaskForm(request.POST, case=found, auto_id="task-%s")
    if form.is_valid() and _kept(form, tasks_of_case.add, case=found, actor=request.user):
        return redirect(f"{presenters.case_url(found)}#tasks")
    return case_page(request, whole(request, found.reference), code=422, task=form)


@desk("work_tasks")
@require_POST
def put(request: DeskRequest, reference: str) -> HttpResponse:
    """A checklist, onto the case."""
    found, now = visible_case(request, reference), timezone.now()
    try:
        row = Checklist.objects.filter(pk=UUID(request.POST.get("checklist", ""))).first()
    except ValueError:
        row = None
    return _done(
        request,
        found,
        lambda: _put(row, found, request, now),
        done=gettext("Its steps are tasks of this case now."),
    )


def _put(row: Checklist | None, found: Case, request: DeskRequest, now: Any) -> None:
    if row is None:
        raise CannotBeTask("Choose a checklist.")
    checklists.put(checklist=row, case=found, actor=request.user, now=now)


@desk("work_tasks")
@require_POST
def tick(request: DeskRequest, task_id: UUID) -> HttpResponse:
    """`done`: 1 to tick it off, 0 to take the tick off."""
    found, done = visible(request, task_id), request.POST.get("done") != "0"
    return _done(
        request,
        found.case,
        lambda: tasks_of_case.tick(task=found, done=done, actor=request.user, now=timezone.now()),
        done=(gettext("Done: %(title)s") if done else gettext("Not done after all: %(title)s"))
        % {"title": plainly(found.title)},
    )


@desk("work_tasks")
@require_POST
def move(request: DeskRequest, task_id: UUID) -> HttpResponse:
    found, up = visible(request, task_id), request.POST.get("to") == "up"
    return _done(
        request,
        found.case,
        lambda: tasks_of_case.move(task=found, up=up, actor=request.user, now=timezone.now()),
        done=(gettext("Moved up: %(title)s") if up else gettext("Moved down: %(title)s"))
        % {"title": plainly(found.title)},
    )


@desk("work_tasks")
@require_POST
def take_away(request: DeskRequest, task_id: UUID) -> HttpResponse:
    found = visible(request, task_id)
    case = _shown_on(request, found)
    return saying_refusals(
        request,
        lambda: tasks_of_case.take_away(task=found, actor=request.user, now=timezone.now()),
        done=gettext("Taken away: %(title)s") % {"title": plainly(found.title)},
        to=f"{presenters.case_url(case)}#tasks",
    )


@desk("work_tasks")
def task(request: DeskRequest, task_id: UUID) -> HttpResponse:
    """Change one."""
    found = visible(request, task_id)
    case = _shown_on(request, found)
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        case=case,
        initial={
            "title": found.title,
            "assignee": found.assignee.username if found.assignee else "",
            "due_on": found.due_on,
        },
    )
    url = f"{presenters.case_url(case)}#tasks"
    if form.is_bound and form.is_valid() and _kept(form, tasks_of_case.change, task=found, actor=request.user):  # fmt: skip
        messages.success(
            request, gettext("Changed: %(title)s") % {"title": plainly(form.cleaned_data["title"])}
        )
        return redirect(url)
    context = {
        "nav": "queue",
        "case": {"reference": case.reference, "url": url},
        "task": {
            "title": plainly(found.title),
            "take_away_url": reverse("desk:task_take_away", args=[found.pk]),
        },
        "form": form,
    }
    return render(request, "casework/tasks/task.html", context, status=422 if form.errors else 200)


def visible(request: DeskRequest, task_id: UUID) -> Task:
    """404 alike for hidden and missing."""
    beside = ("case__team", "case__merged_into__team", "assignee")
    found = visible_tasks(request.user).filter(pk=task_id).select_related(*beside).first()
    if found is None:
        raise Http404("There is no such task.")
    return found


def _shown_on(request: DeskRequest, found: Task) -> Case:
    """Its case; of a merged one the case it became part of."""
    return found.case.merged_into or found.case


def _kept(form: TaskForm, action: Callable[..., Any], **given: Any) -> bool:
    """Runs the verb; what it refuses is said beside what was typed."""
    try:
        action(now=timezone.now(), **given, **form.cleaned_data)
    except LeftSight as error:
        raise Http404(str(error)) from error
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except REFUSALS as error:
        field = "assignee" if isinstance(error, CannotBeTask) and form.cleaned_data["assignee"] else None
        form.add_error(field, plainly(str(error)))
        return False
    return True


def _back(request: DeskRequest, case: Case) -> str:
    """To the list that the button stood in, named by whose it is, else to the case."""
    whose = request.POST.get("back", "")
    if whose in [code for _, code in WHOSE]:
        return f"{reverse('desk:tasks')}?{urlencode({'whose': whose})}"
    return f"{presenters.case_url(case)}#tasks"


def _done(request: DeskRequest, case: Case, action: Callable[[], Any], *, done: str) -> HttpResponse:
    """The list in place for a script, else back to where the button stood."""
    shown_on = case.merged_into or case
    if not request.htmx:
        return saying_refusals(request, action, done=done, to=_back(request, shown_on))
    try:
        action()
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except REFUSALS as error:
        return listed(request, visible_case(request, shown_on.reference), refused=plainly(str(error)))
    return listed(request, visible_case(request, shown_on.reference), said=done)


def listed(request: DeskRequest, case: Case, *, said: str = "", refused: str = "") -> HttpResponse:
    """The tasks of a case alone."""
    panel = presenters_tasks.panel(
        case=case,
        today=timezone.localdate(),
        may_work=may(request.user, "work_tasks") and case.merged_into_id is None,
    )
    return render(request, "casework/tasks/_list.html", {"panel": panel, "said": said, "refused": refused})
