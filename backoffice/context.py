"""What the page frame needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from casework.models import Office


def frame(request: HttpRequest) -> dict[str, Any]:
    office: Any = SimpleLazyObject(Office.current)
    staff = getattr(request, "user", None)
    return {
        "office_name": SimpleLazyObject(lambda: office.name),
        "office_phone": SimpleLazyObject(lambda: office.phone),
        "demo": settings.DEMO,
        "staff_name": str(staff) if staff is not None and staff.is_authenticated else "",
    }
