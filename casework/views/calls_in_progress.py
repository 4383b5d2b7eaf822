"""Calls half done: kept while somebody types, listed, handed to a colleague, dropped. Another's answers 404."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from casework import presenters_log
from casework.models import CallInProgress, Staff
from casework.services import calls_in_progress as services
from casework.services.calls_in_progress import CannotBeKept, NotTheirs
from casework.views.base import DeskRequest, desk

# What a page sends beside what was typed.
NOT_TYPED = frozenset(
    ("csrfmiddlewaretoken", "author", "do", "find", "ask", "choose", "find_about", "hinted", "warned")
)

ANOTHER = gettext_lazy(
    "Somebody else is logged in here now. Log in as yourself in another window, then go on."
)


def typed_in(posted: QueryDict) -> dict[str, list[str]]:
    return {name: posted.getlist(name) for name in posted if name not in NOT_TYPED}


def keep_posted(request: DeskRequest, going: UUID, *, channel: str = services.PHONE) -> CallInProgress | None:
    """What a page sends of a call in progress. Raises NotTheirs and CannotBeKept."""
    posted = request.POST
    return services.keep(
        going=going,
        author=request.user,
        channel=channel,
        typed=typed_in(posted),
        call=presenters_log.as_uuid(posted.get("call", "")),
        began=services.read_moment(posted.get("began", "")),
        tab=posted.get("tab", "")[:40],
        now=timezone.now(),
    )


def typed_by_another(request: DeskRequest) -> bool:
    """Whether somebody else logged in at this computer since the page was opened: their name is not put to it."""
    return request.POST.get("author", "") not in ("", str(request.user.pk))


@desk("log_contact")
@require_POST
def keep(request: DeskRequest, going: UUID) -> HttpResponse:
    """The page saves by itself while somebody types; nothing comes back but whether it is kept."""
    if typed_by_another(request):
        return HttpResponse(ANOTHER, status=403, content_type="text/plain")
    try:
        keep_posted(request, going)
    except NotTheirs as error:
        raise Http404("There is no such call.") from error
    except CannotBeKept as error:
        return HttpResponse(str(error), status=409, content_type="text/plain")
    return HttpResponse(status=204)


@desk("log_contact")
def going(request: DeskRequest) -> HttpResponse:
    """For the page head: how many calls are half done, and which. Empty where none is."""
    rows = presenters_log.going(request.user)
    if not rows:
        return HttpResponse(status=204)
    return render(
        request, "casework/log/_going.html", {"going": rows, "counted": presenters_log.counted(len(rows))}
    )


def mine(request: DeskRequest, going: UUID) -> CallInProgress:
    try:
        return services.theirs(going=going, author=request.user)
    except NotTheirs as error:
        raise Http404("There is no such call.") from error


@desk("log_contact")
def drop(request: DeskRequest, going: UUID) -> HttpResponse:
    """Asks first: what was typed is then gone."""
    row = mine(request, going)
    if request.method != "POST":
        return render(request, "casework/log/drop.html", _shown(row))
    services.drop(going=row.pk, author=request.user)
    messages.success(request, gettext("Dropped. Nothing of it is on record."))
    return redirect("desk:log_phone")


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        label=gettext_lazy("To whom?"), queryset=Staff.objects.none(), to_field_name="username", empty_label=gettext_lazy("Choose a colleague"),
        error_messages={"required": gettext_lazy("Choose a colleague."), "invalid_choice": gettext_lazy("Choose a colleague who logs calls here.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, staff: Staff) -> None:
        super().__init__(data)
        self.fields["to"].queryset = services.may_take(staff)  # type: ignore[attr-defined]


@desk("hand_over_call")
def hand_over(request: DeskRequest, going: UUID) -> HttpResponse:
    row = mine(request, going)
    form = HandOverForm(request.POST if request.method == "POST" else None, staff=request.user)
    if form.is_valid():
        to = form.cleaned_data["to"]
        try:
            services.hand_over(going=row.pk, to=to, actor=request.user, now=timezone.now())
        except CannotBeKept as error:
            form.add_error("to", str(error))
        except NotTheirs as error:
            raise Http404("There is no such call.") from error
        else:
            messages.success(
                request, gettext("Handed to %(name)s. It is with their calls half done.") % {"name": to}
            )
            return redirect("desk:log_phone")
    context = {**_shown(row), "form": form}
    return render(request, "casework/log/hand_over.html", context, status=422 if form.is_bound else 200)


def _shown(row: CallInProgress) -> dict[str, Any]:
    return {"nav": "log_phone", "call": presenters_log.one_going(row)}
