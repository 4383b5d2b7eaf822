"""Log a letter that came: who wrote, when it came, what it says, its scan."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse

from casework.forms.log import LogForm
from casework.services import letters
from casework.services.arrivals import Arrival, Taken
from casework.views.base import DeskRequest
from casework.views.log import LogContact
from channels.letter.forms import CHOOSE_AGAIN, LetterForm


class LogLetter(LogContact):
    form_class = LetterForm
    template = "letter/log.html"
    lookup_url = "desk:log_letter_lookup"
    again = "desk:log_letter"
    nav = "letters"

    def arrival(self, form: LogForm) -> Arrival:
        data = form.cleaned_data
        arrival = replace(super().arrival(form), files=tuple(data["scans"]))
        return _with_address(arrival, data["address"]) if data["address"] else arrival

    def log(self, form: LogForm, **more: Any) -> Taken:
        with transaction.atomic():
            taken = super().log(form, **more)
            if taken.created and (address := form.cleaned_data["address"]):
                letters.came_from(contact=taken.contact, address=address, actor=form.staff, now=form.now)
        return taken

    def logged(self, request: DeskRequest, form: LogForm, taken: Taken) -> HttpResponse:
        for scan in form.cleaned_data["scans"]:
            if scan.refused:
                messages.warning(request, f"“{scan.name}” was not kept. {scan.refused}")
        return super().logged(request, form, taken)

    def _form(self, request: DeskRequest, data: Any = None) -> LogForm:
        form = super()._form(request, data)
        if data is not None:
            form.files = request.FILES
        return form

    def _page(self, request: DeskRequest, form: LogForm, **more: Any) -> HttpResponse:
        """A browser never sends a file a second time by itself, so whoever chose some is told."""
        if request.FILES.getlist("scans"):
            if form.is_bound:
                form.add_error("scans", CHOOSE_AGAIN)
            else:
                messages.info(request, CHOOSE_AGAIN)
        return super()._page(request, form, **more)


def _with_address(arrival: Arrival, address: str) -> Arrival:
    """What the letter says stands on the timeline, and is all that is known of a sender without a number."""
    told = replace(arrival, answers={**arrival.answers, "their-address": address})
    return told if told.sender else replace(told, sender=address, sender_kind="address")
