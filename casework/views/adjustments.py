"""What somebody needs: noted, changed, ended; how old they are; and for leads, what to review and what was honoured."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from casework import presenters_adjustments as show
from casework import selectors_adjustments
from casework.errors import REFUSALS
from casework.forms.adjustments import BornForm, ChangeForm, EndForm, NoteForm
from casework.models import Adjustment, Person
from casework.permissions import NotAllowed, may
from casework.presenters import plainly
from casework.services import adjustments as service
from casework.services import birth
from casework.services.meanwhile import ChangedMeanwhile
from casework.views import meanwhile
from casework.views.base import DeskRequest, desk
from casework.views.people import visible_person

NOBODYS = "There is no such adjustment."


@desk("note_adjustment")
def of_person(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """All that they need and needed, and a form for one thing more."""
    found = visible_person(request, person_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        noted = _tried(
            form,
            lambda: service.note(
                person=found, words=data["words"], declined=data["declined"], since=data["since"],
                review_on=data["review_on"], actor=request.user, now=timezone.now(),
            ),
        )  # fmt: skip
        if noted:
            messages.success(request, gettext("Noted. It is shown wherever somebody deals with them."))
            return redirect("desk:adjustments_of", found.pk)
    running, past = selectors_adjustments.of_person(found)
    today = timezone.localdate()
    context = {
        **_who(found),
        "form": form,
        "running": [show.line(each, today=today) for each in running],
        "past": [show.past(each) for each in past],
        "reports": may(request.user, "end_adjustment"),
    }
    return render(request, "casework/adjustments/person.html", context, status=_status(form))


@desk("note_adjustment")
def one(request: DeskRequest, adjustment_id: UUID) -> HttpResponse:
    """Change one, or end it. Whoever may not end it is refused when they try, and the attempt is on record."""
    found = selectors_adjustments.adjustment(staff=request.user, adjustment_id=adjustment_id)
    if found is None:
        raise Http404(NOBODYS)
    do = request.POST.get("do", "change") if request.method == "POST" else ""
    change = ChangeForm(request.POST if do == "change" else None, initial=_at_present(found))
    end = EndForm(request.POST if do == "end" else None, initial=_at_present(found), auto_id="end-%s")
    sent: Any = {"change": change, "end": end}.get(do)
    if sent is not None and sent.is_valid():
        act = _change if do == "change" else _end
        try:
            done = _tried(sent, lambda: act(request, found, sent))
        except ChangedMeanwhile as error:
            return _second(request, found, sent, error)
        except service.MayNotWeaken as error:
            sent.add_error(None, str(error))
            return _one_page(request, found, change, end, status=403)
        if done:
            messages.success(
                request, gettext("Saved.") if do == "change" else gettext("Ended. It stays on record.")
            )
            return redirect("desk:adjustments_of", found.person_id)
    return _one_page(request, found, change, end, status=422 if sent is not None else 200)


def _change(request: DeskRequest, found: Adjustment, form: Any) -> None:
    data = form.cleaned_data
    service.change(
        adjustment=found, words=data["words"], review_on=data["review_on"], seen=data["seen"],
        actor=request.user, now=timezone.now(),
    )  # fmt: skip


def _end(request: DeskRequest, found: Adjustment, form: Any) -> None:
    data = form.cleaned_data
    service.end(
        adjustment=found, because=data["because"], seen=data["seen"], actor=request.user, now=timezone.now()
    )


def _at_present(found: Adjustment) -> dict[str, Any]:
    return {"words": found.words, "review_on": found.review_on, "seen": service.seen(found)}


def _one_page(
    request: DeskRequest, found: Adjustment, change: ChangeForm, end: EndForm, *, status: int
) -> HttpResponse:
    ended = found.ended_at is not None
    context = {
        **_who(found.person),
        "line": show.past(found) if ended or found.declined else show.line(found, today=timezone.localdate()),
        "over": ended,
        "declined": found.declined,
        "form": change,
        "end_form": end,
        "may_end": may(request.user, "end_adjustment"),
    }
    return render(request, "casework/adjustments/one.html", context, status=status)


def _second(request: DeskRequest, found: Adjustment, form: Any, error: ChangedMeanwhile) -> HttpResponse:
    data = form.cleaned_data
    return meanwhile.page(
        request,
        error,
        title=gettext("Somebody changed this adjustment meanwhile"),
        back=reverse("desk:adjustments_of", args=[found.person_id]),
        typed=[
            (gettext("What they need"), data.get("words", "")),
            (gettext("Review on"), show.said(data["review_on"]) if data.get("review_on") else ""),
            (gettext("Why it is not needed any more"), data.get("because", "")),
        ],
        button=gettext("Save mine") if "words" in data else gettext("End it all the same"),
    )


@desk("change_person")
def born(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """The day on which they were born, where it is known and needed."""
    found = visible_person(request, person_id)
    form = BornForm(request.POST if request.method == "POST" else None, initial={"born_on": found.born_on})
    if request.method == "POST" and form.is_valid():
        saved = _tried(
            form,
            lambda: birth.change(
                person=found, born_on=form.cleaned_data["born_on"], actor=request.user, now=timezone.now()
            ),
        )
        if saved:
            messages.success(request, gettext("The date of birth is saved."))
            return redirect(reverse("desk:person", args=[found.pk]))
    context = {**_who(found), "form": form}
    return render(request, "casework/adjustments/born.html", context, status=_status(form))


@desk("end_adjustment")
@require_safe
def adjustments(request: DeskRequest) -> HttpResponse:
    """For leads: what to review, and how often it was honoured in the last 90 days."""
    now = timezone.now()
    today = timezone.localdate(now)
    due = selectors_adjustments.reviews(staff=request.user, today=today)
    by_words = selectors_adjustments.honoured_by_words(staff=request.user, now=now)
    by_team = selectors_adjustments.honoured_by_team(staff=request.user, now=now)
    context = {
        "nav": "",
        "reviews": [show.due(each, today=today) for each in due],
        "tables": [
            {
                "title": gettext("By what they need"),
                "key": gettext("What they need"),
                "rows": _rows(by_words, gettext("Not said")),
            },
            {
                "title": gettext("By team"),
                "key": gettext("Team"),
                "rows": _rows(by_team, gettext("Without a case")),
            },
        ],
    }
    return render(request, "casework/adjustments/adjustments.html", context)


def _rows(counted: list[dict[str, Any]], nameless: str) -> list[Any]:
    return [show.report_row(each["name"] or nameless, each["kept"], each["not_kept"]) for each in counted]


def _who(person: Person) -> dict[str, Any]:
    return {"nav": "", "person": person, "name": plainly(str(person))}


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200


def _tried(form: Any, act: Callable[[], Any]) -> bool:
    """One change; its refusal stands above the form."""
    try:
        act()
    except (ChangedMeanwhile, service.MayNotWeaken):
        raise
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except REFUSALS as error:
        form.add_error(None, str(error))
        return False
    return True
