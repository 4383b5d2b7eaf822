"""A visit written down without a network, as it comes back: what it is asked, and what is wrong with it.

The same form draws the page that is kept on the device and reads what is handed in, so that neither knows a field that
the other does not. Nothing is looked up while it is read: the device holds no people, and the filing rules find them.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, gettext_lazy

from casework import lookup, references
from casework.forms import visit
from casework.forms.call_script import NOT_ASKED, PREFIX, CallScript, questions_of
from casework.forms.days import PARTS, DayField
from casework.forms.endings import Endings, ending_field
from casework.forms.log import CLOCK_SLACK, EXPLAINED_AFTER, LONGEST_AGO, NEW, NONE, PLACE_LIMIT
from casework.forms.moments import NotATime, moment, read_clock
from casework.forms.said import OneLine, Said, ours
from casework.forms.visit import off
from casework.models import Service, Staff
from casework.text import LINE_LIMIT, MESSAGE_LIMIT, NAME_LIMIT

ENDINGS: Final = ("answered", "passed_on", "callback", "signposted", "information", "no_answer")
# What is offered as the reason, since it is nearly always the true one.
OUT_OF_REACH: Final = "Logged without a network"


class OutreachForm(forms.Form):
    number = OneLine(
        label=gettext_lazy("Their phone number"), max_length=320, required=False,
        widget=forms.TextInput(off(inputmode="tel", spellcheck="false")),
        help_text=gettext_lazy("The whole number. Leave it empty if they gave none."),
    )  # fmt: skip
    confirmed = visit.confirmed()
    name = OneLine(
        label=gettext_lazy("Their name"), max_length=NAME_LIMIT, required=False,
        widget=forms.TextInput(off(spellcheck="false")),
    )  # fmt: skip
    words = Said(
        label=gettext_lazy("What was it about?"), max_length=MESSAGE_LIMIT, widget=forms.Textarea(off()),
        error_messages={"required": gettext_lazy("Write what it was about, a few words are enough.")},
    )  # fmt: skip
    outcome = ending_field(gettext_lazy("How did it end?"), widget=forms.RadioSelect)
    place = visit.place("outreach")
    place_words = visit.place_words()
    service = forms.CharField(
        label=gettext_lazy("Service"), required=False, max_length=50, widget=forms.Select,
        error_messages={"max_length": gettext_lazy("Choose the service again.")},
    )  # fmt: skip
    location = OneLine(
        label=gettext_lazy("Where is it?"), max_length=PLACE_LIMIT, required=False,
        widget=forms.TextInput(off(spellcheck="false")),
        help_text=gettext_lazy("The place it is about: a postcode, or words such as “the corner of Mill Lane”."),
    )  # fmt: skip
    minutes = visit.minutes()
    language = visit.language()
    interpreted = visit.interpreted()
    interpreter = visit.interpreter()
    present = visit.present()
    about = OneLine(
        label=gettext_lazy("Who is it about, if somebody else?"), max_length=NAME_LIMIT, required=False,
        widget=forms.TextInput(off(spellcheck="false")), help_text=gettext_lazy("The name of the person they spoke for."),
    )  # fmt: skip
    day = DayField(
        label=gettext_lazy("Date"),
        required=False,
        help_text=gettext_lazy("For example, 27 3 2026. Leave it empty for the day it is saved."),
    )
    clock = forms.CharField(
        label=gettext_lazy("Time"), required=False, max_length=20, widget=forms.TextInput(off(spellcheck="false")),
        help_text=gettext_lazy("For example, 14:30 or 2.30pm. Leave it empty for the moment it is saved."),
    )  # fmt: skip
    late_because = OneLine(
        label=gettext_lazy("If it is handed in more than a day later, why?"), max_length=LINE_LIMIT, required=False,
        initial=OUT_OF_REACH, widget=forms.TextInput(off()),
    )  # fmt: skip
    # Set by the page, drawn by nobody.
    id = forms.UUIDField(
        error_messages={"invalid": gettext_lazy("This visit has no id of its own. Save it again.")}
    )
    written_at = forms.CharField(max_length=40)
    case = forms.CharField(required=False, max_length=40)

    def __init__(
        self, *args: Any, staff: Staff, now: datetime, services: Iterable[Service] = (), **kwargs: Any
    ) -> None:
        self.staff, self.now = staff, now
        super().__init__(*args, **kwargs)
        endings = Endings().choices(ENDINGS, chosen=str(self.data.get("outcome") or ""))
        ours(self.fields["outcome"]).choices = endings
        offered = [(each.code, each.name) for each in services]
        self.fields["service"].widget.choices = [("", gettext("Not one of these, or not known")), *offered]

    def clean_service(self) -> str:
        """A service that was taken away while they were out is said, because the case would open without one."""
        code = str(self.cleaned_data["service"])
        if code and not (is_code(code) and Service.objects.filter(code=code).exists()):
            raise forms.ValidationError(
                gettext("This service is not offered any more. Choose another, or “not one of these”.")
            )
        return code

    def clean_case(self) -> str:
        chosen = str(self.cleaned_data["case"])
        if chosen in ("", NEW, NONE):
            return chosen
        reference = references.normalise(chosen)
        if reference is None or not lookup.case_known(staff=self.staff, reference=reference):
            raise forms.ValidationError(
                gettext("This case cannot be chosen any more. Choose again, or a new case.")
            )
        return reference

    def clean_written_at(self) -> datetime:
        """When the device saved it, already corrected by the page for a clock that is wrong."""
        try:
            read = parse_datetime(self.cleaned_data["written_at"])
        except ValueError:
            read = None
        if read is None or timezone.is_naive(read):
            raise forms.ValidationError(
                gettext("The time at which it was saved cannot be read. Write date and time.")
            )
        return read

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.assumed = ""
        visit.put_into_words(self, data)
        if not {"day", "clock", "written_at"} & set(self.errors):
            self._check_time(data)
        return data

    def _check_time(self, data: dict[str, Any]) -> None:
        data["took_place_at"] = at = self._took_place_at(data)
        if at is None:
            return
        if at > self.now + CLOCK_SLACK:
            self.add_error("day", gettext("This is in the future. Write when it took place."))
        elif at < self.now - LONGEST_AGO:
            self.add_error(
                "day",
                gettext("This is more than a year ago. Write today's date, and when it was into the text."),
            )
        elif at < self.now - EXPLAINED_AFTER and not data.get("late_because"):
            self.add_error("late_because", gettext("Write why it is put on record more than a day later."))
        data["late"] = at < self.now - EXPLAINED_AFTER

    def _took_place_at(self, data: dict[str, Any]) -> datetime | None:
        written: datetime = data["written_at"]
        day: date | None = data.get("day")
        clock = data.get("clock", "").strip()
        saved_on = _office_day(written)
        if not clock and day in (None, saved_on):
            return written
        if not clock:
            self.add_error("clock", gettext("Write the time too. Roughly is fine, for example 11am."))
            return None
        try:
            read = moment(day or saved_on, read_clock(clock), timezone.get_current_timezone())
        except (NotATime, OverflowError) as error:
            self.add_error("clock", str(error))
            return None
        self.assumed = read.assumed
        return read.at


def _office_day(moment_: datetime) -> date:
    try:
        return timezone.localtime(moment_).date()
    except OverflowError:  # the first or the last day that there is
        return moment_.date()


class QuestionsForm(CallScript):
    """The questions of one service beside those of others: each field named after its service too."""

    def __init__(self, service: Service) -> None:
        super().__init__(questions=[each for each in service.questions.all() if each.kind not in NOT_ASKED])
        self.service = service
        self.prefix = f"{PREFIX}-{service.code}"


def is_code(typed: str) -> bool:
    """Whether it can be the code of a service, and so may be looked for: a device may send anything."""
    return re.fullmatch(r"[-a-zA-Z0-9_]{1,50}", typed) is not None


def services_asked() -> list[Service]:
    """What may be asked for, with its questions, in the order of the public list: 2 statements."""
    return list(Service.objects.order_by("position", "name").prefetch_related("questions"))


class NotAnEntry(ValueError):
    """What was sent is no visit of the outreach page. The message says so in words."""


MOST_ANSWERS: Final = 200
Sent = Mapping[str, str | list[str]]


def read_sent(sent: object) -> Sent:
    """Answers by the name of their field. Raises NotAnEntry where they are none."""
    if not isinstance(sent, dict) or len(sent) > MOST_ANSWERS or not all(map(_is_answer, sent.values())):
        raise NotAnEntry("The answers of this visit cannot be read.")
    return sent


def _is_answer(value: object) -> bool:
    if isinstance(value, list):
        return len(value) <= MOST_ANSWERS and all(isinstance(each, str) for each in value)
    return isinstance(value, str)


class Answers(CallScript):
    """What was answered. An answer to a question that is gone meanwhile is kept under its code, and not judged."""

    def __init__(self, service: str, sent: Sent) -> None:
        data = QueryDict(mutable=True)
        for name, value in sent.items():
            data.setlist(f"{PREFIX}-{name}", value if isinstance(value, list) else [value])
        super().__init__(data, questions=questions_of(service if is_code(service) else ""))
        self.service, self.sent = service, sent

    def answers(self) -> dict[str, Any]:
        return {**self._left_over(), **super().answers()}

    def _left_over(self) -> dict[str, Any]:
        """Not the three parts of a date that is asked for."""
        asked = {each.code for each in self.questions}
        parts = {f"{code}_{part}" for code in asked for part in PARTS}
        gone = {name: value for name, value in self.sent.items() if name not in asked | parts and value}
        return {
            name[:50]: value if isinstance(value, list) else value[:MESSAGE_LIMIT]
            for name, value in gone.items()
        }

    def wrong(self) -> dict[str, Any]:
        """By the name that the field has on the outreach page."""
        return {f"{PREFIX}-{self.service}-{code}": words for code, words in self.errors.items()}


def external_id(entry_id: UUID) -> str:
    """One id for ever, however often it is handed in."""
    return f"outreach-{entry_id.hex}"
