"""How the channels are doing and what it costs. Counts and times only: whoever sets up reads no case here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from casework import presenters_health as show
from casework import selectors_health
from casework.models import Alarm, Office
from casework.ports import channel_health
from casework.selectors_health import Traffic
from casework.services import alarms
from casework.views.base import DeskRequest, desk


@desk("see_health")
def health(request: DeskRequest) -> HttpResponse:
    if request.method == "POST":
        return _dealt_with(request)
    now, office = timezone.now(), Office.current()
    traffic = selectors_health.traffic(now=now)
    channels = [show.channel(each, traffic.get(each.kind, Traffic()), now=now) for each in channel_health()]
    context = {
        "nav": "settings",
        "alarms": [show.alarm(each) for each in selectors_health.open_alarms()],
        "channels": [each for each in channels if each.sends or each.receives],
        "others": [each for each in channels if not (each.sends or each.receives)],
        "spending": show.spending(selectors_health.spending(now=now), office=office),
        "now": now,
    }
    return render(request, "casework/health/health.html", context)


def _dealt_with(request: DeskRequest) -> HttpResponse:
    """An alarm is named by its key: at most one of a key is open. One that is gone was dealt with meanwhile."""
    key = request.POST.get("alarm", "").replace("\x00", "")[:80]
    found = Alarm.objects.filter(key=key, cleared_at=None).first()
    if found is not None:
        alarms.clear(alarm=found, actor=request.user, now=timezone.now())
    messages.success(request, gettext("Dealt with. If it happens again, it is told again."))
    return redirect("desk:health")
