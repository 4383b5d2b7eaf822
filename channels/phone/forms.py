"""What a call is asked beyond what every logged contact is, and what it knows of itself: when it began."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms

from casework.forms.log import CLOCK_SLACK, LONGEST_AGO, LogForm
from casework.ids import uuid7
from casework.models import Call
from casework.presenters_log import as_uuid
from casework.services.calls_in_progress import read_moment

# A page that was open for longer was not open because somebody talked for so long.
LONGEST_TALK: Final = timedelta(hours=4)


class PhoneForm(LogForm):
    channel = "phone"
    endings = (
        "answered",
        "passed_on",
        "callback",
        "transferred",
        "signposted",
        "information",
        "cut_off",
        "wrong_number",
    )

    began = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    tab = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    call = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Each window has a name of its own, also where it goes on with what another one kept.
        self.initial["tab"] = uuid7().hex
        self.initial.setdefault("began", self.now.isoformat(timespec="seconds"))

    def clean_began(self) -> datetime | None:
        """Only what can be: a page that somebody edited says nothing."""
        read = read_moment(self.cleaned_data["began"])
        return read if read and self.now - LONGEST_AGO < read <= self.now + CLOCK_SLACK else None

    def clean_call(self) -> Call | None:
        wanted = as_uuid(self.cleaned_data["call"])
        return Call.objects.filter(pk=wanted, contact=None).first() if wanted else None

    def _when_nobody_says(self, data: dict[str, Any]) -> datetime:
        """When the telephone company says it was, else when the page was opened."""
        call: Call | None = data.get("call")
        if call is not None:
            return min(call.answered_at or call.rang_at, self.now)
        return min(data.get("began") or self.now, self.now)

    def _duration(self, data: dict[str, Any]) -> int | None:
        written = super()._duration(data)
        if written is not None or data.get("day") or data.get("clock"):
            return written
        call: Call | None = data.get("call")
        begins = call.answered_at if call is not None else data.get("began")
        ends = (call.ended_at if call is not None else None) or self.now
        talked = ends - begins if begins else None
        return int(talked.total_seconds()) if talked and timedelta(0) < talked <= LONGEST_TALK else None
