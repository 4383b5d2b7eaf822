"""The screen of a call in progress: who rings, what it is about, how it ends; kept while it is typed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from casework import presenters_log
from casework.forms.log import LogForm
from casework.models import Call, CallInProgress
from casework.services import calls_in_progress
from casework.services.arrivals import Taken
from casework.services.calls_in_progress import CannotBeKept, NotTheirs
from casework.views.base import DeskRequest
from casework.views.calls_in_progress import ANOTHER, keep_posted, mine, typed_by_another
from casework.views.log import LogContact
from channels.phone.forms import PhoneForm

KEEP, HOLD = "keep", "hold"


class LogPhone(LogContact):
    form_class = PhoneForm
    template = "phone/log.html"
    lookup_url = "desk:log_phone_lookup"
    again = "desk:log_phone"
    nav = "log_phone"

    def get(self, request: DeskRequest) -> HttpResponse:
        if "going" in request.GET:
            return self._page(request, self._going(request))
        if "call" in request.GET:
            return self._ringing(request)
        return super().get(request)

    def post(self, request: DeskRequest) -> HttpResponse:
        if typed_by_another(request):
            messages.error(request, ANOTHER)
            return self._page(request, self.shown(request, request.POST), status=403)
        if request.POST.get("do") in (KEEP, HOLD):
            return self._put_aside(request)
        return super().post(request)

    def log(self, form: LogForm, **more: Any) -> Taken:
        call: Call | None = form.cleaned_data["call"]
        going = UUID(form.cleaned_data["once"])
        return super().log(form, going=going, call=call.pk if call else None, **more)

    def _going(self, request: DeskRequest) -> LogForm:
        """Everything as it was when it was last kept."""
        wanted = presenters_log.as_uuid(request.GET["going"])
        if wanted is None:
            raise Http404("There is no such call.")
        return self.shown(request, _typed(mine(request, wanted)))

    def _ringing(self, request: DeskRequest) -> HttpResponse:
        """A call that the telephone company told of: its number is filled in, and what was begun of it goes on."""
        wanted = presenters_log.as_uuid(request.GET["call"])
        call = Call.objects.filter(pk=wanted).select_related("contact_point").first() if wanted else None
        if call is None:
            raise Http404("There is no such call.")
        begun = calls_in_progress.of(request.user).filter(call=call).first()
        if begun is not None:
            return redirect(f"{reverse('desk:log_phone')}?going={begun.pk}")
        if call.contact_id is not None:
            messages.info(
                request, gettext("This call is on record already. What you write here is another one.")
            )
            return redirect("desk:log_phone")
        typed = QueryDict(mutable=True)
        typed["call"] = str(call.pk)
        typed["who"] = "" if call.withheld or call.contact_point is None else str(call.contact_point)
        typed["began"] = (call.answered_at or call.rang_at).isoformat(timespec="seconds")
        return self._page(request, self.shown(request, typed))

    def _put_aside(self, request: DeskRequest) -> HttpResponse:
        """The buttons beside "Log the call": it is kept, and something else is done meanwhile."""
        form = self.shown(request, request.POST)
        going, on_hold = form.going, request.POST["do"] == HOLD
        try:
            kept = keep_posted(request, going)
            if kept is not None and on_hold:
                calls_in_progress.hold(going=going, author=request.user, now=timezone.now())
        except NotTheirs as error:
            raise Http404("There is no such call.") from error
        except CannotBeKept as error:
            messages.error(request, str(error))
            return self._page(request, form, status=409)
        if kept is None:
            messages.info(request, gettext("Nothing was typed, so nothing is kept."))
        else:
            messages.success(
                request, gettext("The call is on hold.") if on_hold else gettext("Kept. Nobody else sees it.")
            )
        return redirect("desk:log_phone" if on_hold else "desk:queue")

    def more(self, request: DeskRequest, form: LogForm) -> dict[str, Any]:
        """When it began, whether it is kept, and which others are half done: 1 statement."""
        rows = presenters_log.going(request.user)
        this = next((row for row in rows if row["id"] == form.going), None)
        others = [row for row in rows if row is not this]
        began = calls_in_progress.read_moment(str(form["began"].value() or "")) or form.now
        return {
            "author": request.POST.get("author") or str(request.user.pk),
            "began": timezone.localtime(began),
            "elapsed": max(0, int((form.now - began).total_seconds())),
            "fresh": this is None and not form.is_bound and not form["call"].value(),
            "kept": this["saved_at"] if this else None,
            "on_hold_since": this["on_hold_since"] if this else None,
            "handed_by": this["handed_by"] if this else "",
            "going": others,
            "counted": presenters_log.counted(len(others)),
            # Whoever opens the page begins to type; a page that comes back shows what is wrong first.
            "focus_first": not form.is_bound and request.method == "GET",
        }


def _typed(row: CallInProgress) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, values in calls_in_progress.as_typed(row).items():
        typed.setlist(name, values)
    typed["once"] = row.pk.hex
    typed["began"] = row.started_at.isoformat(timespec="seconds")
    if row.call_id:
        typed["call"] = str(row.call_id)
    return typed
