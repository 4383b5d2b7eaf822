"""What the page frame needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from casework.live_tokens import live_url, of_person
from casework.models import Office
from casework.permissions import may
from casework.ports import sending
from casework.presenters_keys import shortcuts_on


def frame(request: HttpRequest) -> dict[str, Any]:
    office: Any = SimpleLazyObject(Office.current)
    staff: Any = getattr(request, "user", None)
    known = staff is not None and staff.is_authenticated
    return {
        "office_name": SimpleLazyObject(lambda: office.name),
        "office_phone": SimpleLazyObject(lambda: office.phone),
        "demo": settings.DEMO,
        "may_see_cases": bool(known and may(staff, "see_queue")),
        "calls_come_in": bool(known and may(staff, "take_calls") and sending().listens("phone")),
        "shortcuts_on": bool(known and may(staff, "see_queue") and shortcuts_on(staff)),
        "may_see_settings": bool(known and may(staff, "see_settings")),
        "staff_name": str(staff) if known else "",
        "notified_url": SimpleLazyObject(lambda: live_url(of_person(staff.pk))),
    }
