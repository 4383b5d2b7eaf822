"""What the drop-in sheet asks: once of the session, and of each visit."""

from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from casework import lookup, references
from casework.forms import visit
from casework.forms.days import DayField
from casework.forms.endings import Endings, ending_field
from casework.forms.log import CLOCK_SLACK, DECIDE, LONGEST_AGO, NEW, NONE, OTHER
from casework.forms.moments import Moment, NotATime, moment, read_clock
from casework.forms.said import OneLine, Said
from casework.forms.visit import off
from casework.models import Staff
from casework.templatetags._said import said
from casework.text import LINE_LIMIT, MESSAGE_LIMIT, NAME_LIMIT

ENDINGS: Final = ("answered", "passed_on", "callback", "signposted", "information")
CASES: Final[tuple[tuple[str, Any], ...]] = (
    (DECIDE, gettext_lazy("Rules decide")),
    (NEW, gettext_lazy("New case")),
    (NONE, gettext_lazy("No case")),
)


class Quiet(forms.Form):
    """A form that may be shown as it was typed, before anybody asked for it to be judged."""

    def unjudged(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = {}


class HeadForm(Quiet):
    day = DayField(
        label=gettext_lazy("Date"), required=False, help_text=gettext_lazy("Leave it empty for today.")
    )
    started = forms.CharField(
        label=gettext_lazy("Began at"), required=False, max_length=20, widget=forms.TextInput(off(spellcheck="false")),
        help_text=gettext_lazy("For example, 9.30."),
    )  # fmt: skip
    ended = forms.CharField(
        label=gettext_lazy("Ended at"), required=False, max_length=20, widget=forms.TextInput(off(spellcheck="false")),
        help_text=gettext_lazy("For example, 12.30."),
    )  # fmt: skip
    place = visit.place("desk", widget=forms.Select)
    place_words = visit.place_words(gettext_lazy("For example, library session."))
    language = visit.language(gettext_lazy("If it was the same with everybody."))
    late_because = OneLine(
        label=gettext_lazy("Why is it put on record later?"), max_length=LINE_LIMIT, required=False,
        widget=forms.TextInput(off()), help_text=gettext_lazy("Only if it took place more than a day ago."),
    )  # fmt: skip

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        self.notes: list[str] = []
        """What was assumed about times on a night of changing clocks."""
        super().__init__(*args, **kwargs)

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        visit.put_into_words(self, data)
        self._check_day(data)
        for name in ("started", "ended"):
            data[f"{name}_at"] = self._clock(name, data)
        begun, ended = data["started_at"], data["ended_at"]
        if begun and ended and ended < begun:
            self.add_error("ended", gettext("It ended before it began. Check both times."))
        return data

    def _check_day(self, data: dict[str, Any]) -> None:
        day = data.get("day")
        if day is None:
            return
        if day > self.today:
            self.add_error("day", gettext("This is in the future. Write when it took place."))
        elif (self.today - day) > LONGEST_AGO:
            self.add_error(
                "day",
                gettext("This is more than a year ago. Log it as of today and write the date into the text."),
            )

    def _clock(self, name: str, data: dict[str, Any]) -> datetime | None:
        typed = (data.get(name) or "").strip()
        if not typed or "day" in self.errors:
            return None
        try:
            return self.at(read_clock(typed)).at
        except NotATime as error:
            self.add_error(name, str(error))
            return None

    def at(self, clock: time) -> Moment:
        """A time of that day; NotATime where it has not come yet."""
        read = moment(self.cleaned_data.get("day") or self.today, clock, timezone.get_current_timezone())
        if read.at > self.now + CLOCK_SLACK:
            raise NotATime(gettext("This is in the future. Write when it took place."))
        if read.assumed and read.assumed not in self.notes:
            self.notes.append(read.assumed)
        return read


class RowForm(Quiet):
    once = forms.CharField(required=False, widget=forms.HiddenInput)
    time = forms.CharField(
        label=gettext_lazy("Time"),
        required=False,
        max_length=20,
        widget=forms.TextInput(off(spellcheck="false")),
    )
    number = OneLine(
        label=gettext_lazy("Number"), max_length=320, required=False,
        widget=forms.TextInput(off(inputmode="tel", spellcheck="false")),
    )  # fmt: skip
    name = OneLine(
        label=gettext_lazy("Name"),
        max_length=NAME_LIMIT,
        required=False,
        widget=forms.TextInput(off(spellcheck="false")),
    )
    words = Said(
        label=gettext_lazy("What it was about"), max_length=MESSAGE_LIMIT, widget=forms.Textarea(off(rows="1")),
        error_messages={"required": gettext_lazy("Write what it was about, a few words are enough.")},
    )  # fmt: skip
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    outcome = ending_field(gettext_lazy("How it ended"))
    minutes = visit.minutes(gettext_lazy("Minutes"))
    case = forms.CharField(label=gettext_lazy("Case"), required=False, max_length=40, widget=forms.Select)
    person = forms.CharField(required=False, max_length=40)
    another = forms.BooleanField(label=gettext_lazy("This is another visit, save it as well"), required=False)

    def __init__(
        self, *args: Any, staff: Staff, services: list[tuple[str, str]], endings: Endings, **kwargs: Any
    ) -> None:
        self.staff = staff
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", gettext("Not known")), *services]  # type: ignore[attr-defined]
        ended = endings.choices(ENDINGS, chosen=str(self["outcome"].value() or ""))
        ended = [("", gettext("Choose")), *((code, said(words)) for code, words in ended)]
        self.fields["outcome"].choices = ended  # type: ignore[attr-defined]
        self.offer_cases(())

    def offer_cases(self, cases: tuple[tuple[str, str], ...]) -> None:
        """Their open cases beside the three that are always there, and whatever is chosen already."""
        chosen = str(self["case"].value() or "")
        known = {code for code, _ in (*CASES, *cases)}
        kept = () if chosen in known else ((chosen[:40], chosen[:40]),)
        self.fields["case"].widget.choices = [*CASES, *cases, *kept]

    def clean_person(self) -> UUID | None:
        """`told` says whether somebody decided who it was; None with it is somebody who is not on record."""
        chosen = self.cleaned_data["person"]
        self.told = chosen != ""
        if chosen in ("", OTHER):
            return None
        try:
            found = UUID(chosen)
        except ValueError:
            found = None
        if found is None or not lookup.person_seen(staff=self.staff, person_id=found):
            raise forms.ValidationError(gettext("This person is not on record any more. Choose again."))
        return found

    def clean_case(self) -> str:
        chosen = self.cleaned_data["case"]
        if chosen in (DECIDE, NEW, NONE):
            return str(chosen)
        reference = references.normalise(chosen)
        if reference is None or not lookup.case_known(staff=self.staff, reference=reference):
            raise forms.ValidationError(
                gettext("This case cannot be chosen any more. Choose another, or a new case.")
            )
        return reference

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.data.get(self.add_prefix("person")) == OTHER and data.get("number") and not data.get("name"):
            self.add_error("name", gettext("Write their name. If they would not say, write “not given”."))
        if data.get("outcome") == "callback" and not (data.get("person") or data.get("number")):
            self.add_error("number", gettext("Write the number that is to be rung."))
        return data
