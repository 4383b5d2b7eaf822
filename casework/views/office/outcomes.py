"""How a contact can end, and what each outcome does: to be read, not changed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.outcomes import OUTCOMES
from casework.views.base import DeskRequest, desk


@desk("edit_services")
@require_safe
def outcomes(request: DeskRequest) -> HttpResponse:
    rows = [
        {"words": each.words, "reached": each.reached, "settles": each.settles} for each in OUTCOMES.values()
    ]
    return render(request, "casework/office/outcomes.html", {"nav": "settings", "rows": rows})
