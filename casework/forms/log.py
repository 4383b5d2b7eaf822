"""Logging a contact that took place between people: what a call and a visit are both asked."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from casework import lookup, one_box, phone_numbers, postcodes, references
from casework.forms import visit
from casework.forms.call_script import CallScript, as_initial, questions_of
from casework.forms.callback import CallbackPart, colleagues
from casework.forms.days import DayField
from casework.forms.endings import Endings, ending_field
from casework.forms.moments import NotATime, moment, read_clock
from casework.forms.on_behalf import OnBehalfPart
from casework.forms.said import OneLine, Said, ours
from casework.forms.visit import off
from casework.ids import uuid7
from casework.models import Service, Staff
from casework.text import LINE_LIMIT, MESSAGE_LIMIT, NAME_LIMIT

LONGEST_AGO: Final = timedelta(days=365)
EXPLAINED_AFTER: Final = timedelta(hours=24)
# Clocks of two machines differ a little: a minute ahead is now.
CLOCK_SLACK: Final = timedelta(minutes=1)
DECIDE, NEW, NONE, OTHER = "", "new", "none", "other"
# As much as the case keeps of a place.
PLACE_LIMIT: Final = 300


def read_place(typed: str) -> tuple[str, str]:
    """A place as it was typed, as postcode and the words before it: "14 Mill Lane, ls14dy" is both. "" for what is not there."""
    words = typed.split()
    for last in (len(words), 2, 1):
        read = postcodes.read(" ".join(words[-last:])) if 0 < last <= len(words) else None
        if read and read.valid:
            return read.value, " ".join(words[:-last]).rstrip(",;")
    return "", typed.strip()


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


class LogForm(OnBehalfPart, CallbackPart):
    """`typed` shows what somebody typed, judging nothing of it; `data` judges it."""

    once = forms.CharField(required=False, widget=forms.HiddenInput)
    who = OneLine(
        label=gettext_lazy("Number, name, reference or postcode"), max_length=320, required=False,
        widget=forms.TextInput(off(spellcheck="false")), help_text=gettext_lazy("Any part of it finds them."),
    )  # fmt: skip
    number = OneLine(
        label=gettext_lazy("Their phone number"), max_length=320, required=False,
        widget=forms.TextInput(off(inputmode="tel", spellcheck="false")),
        help_text=gettext_lazy("Any part of it finds them. Leave it empty if it was withheld."),
    )  # fmt: skip
    name = OneLine(
        label=gettext_lazy("Their name"),
        max_length=NAME_LIMIT,
        required=False,
        widget=forms.TextInput(off(spellcheck="false")),
    )
    reference = OneLine(
        label=gettext_lazy("Case reference, if they have one"), max_length=60, required=False,
        widget=forms.TextInput(off(spellcheck="false")),
    )  # fmt: skip
    person = forms.CharField(required=False, max_length=40)
    case = forms.CharField(required=False, max_length=40)
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    location = OneLine(
        label=gettext_lazy("Where is it?"), max_length=PLACE_LIMIT, required=False, widget=forms.TextInput(off(spellcheck="false")),
        help_text=gettext_lazy("The place it is about: a postcode, or words such as “the corner of Mill Lane”."),
    )  # fmt: skip
    words = Said(
        label=gettext_lazy("What was it about?"), max_length=MESSAGE_LIMIT, widget=forms.Textarea(off()),
        error_messages={"required": gettext_lazy("Write what it was about, a few words are enough.")},
    )  # fmt: skip
    outcome = ours(ending_field(gettext_lazy("How did it end?"), widget=forms.RadioSelect))
    minutes = visit.minutes()
    language = visit.language()
    confirmed = visit.confirmed()
    shared = forms.BooleanField(
        label=gettext_lazy("Others use this phone too"), required=False,
        help_text=gettext_lazy("A family, a landing, a switchboard. Nothing private is then sent to it."),
    )  # fmt: skip
    honoured = forms.ChoiceField(
        label=gettext_lazy("Were their adjustments honoured?"), required=False, widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))], error_messages={"invalid_choice": gettext_lazy("Choose yes or no.")},
    )  # fmt: skip
    honoured_words = OneLine(
        label=gettext_lazy("What was not, and why?"), max_length=LINE_LIMIT, required=False, widget=forms.TextInput(off()),
    )  # fmt: skip
    confirm_by = forms.ChoiceField(
        label=gettext_lazy("Confirm it in writing?"), required=False, widget=forms.RadioSelect, initial="",
        choices=[("", gettext_lazy("No")), ("text", gettext_lazy("By text")), ("email", gettext_lazy("By e-mail")), ("letter", gettext_lazy("By letter"))],
        error_messages={"invalid_choice": gettext_lazy("Choose how to confirm it, or “No”.")},
    )  # fmt: skip
    day = DayField(
        label=gettext_lazy("Date"),
        required=False,
        help_text=gettext_lazy("For example, 27 3 2026. Leave it empty for today."),
    )
    clock = forms.CharField(
        label=gettext_lazy("Time"), required=False, max_length=20, widget=forms.TextInput(off(spellcheck="false")),
        help_text=gettext_lazy("For example, 14:30 or 2.30pm. Leave it empty for now."),
    )  # fmt: skip
    late_because = OneLine(
        label=gettext_lazy("Why is it put on record later?"), max_length=LINE_LIMIT, required=False,
        widget=forms.TextInput(off()), help_text=gettext_lazy("Only if it took place more than a day ago."),
    )  # fmt: skip

    endings: tuple[str, ...] = ()
    channel = ""

    def __init__(
        self, data: Any = None, *, staff: Staff, now: datetime, typed: QueryDict | None = None, **kwargs: Any
    ) -> None:
        self.staff, self.now, self.assumed = staff, now, ""
        super().__init__(data, **kwargs)
        if typed is not None:
            self.initial = as_initial(self, typed)
        self.initial["once"] = self.initial.get("once") or uuid7().hex
        services = Service.objects.order_by("position", "name").values_list("code", "name")
        self._choices("service", [("", gettext("Not one of these, or not known")), *services])
        self._choices("outcome", Endings().choices(self.endings, chosen=self._typed("outcome")))
        self.fields["callback_owner"].queryset = colleagues(staff)  # type: ignore[attr-defined]
        self.script = CallScript(data, questions=questions_of(self._typed("service")), typed=typed)

    def is_valid(self) -> bool:
        """Both are judged, so that everything that is wrong is said at once."""
        script_is_valid = self.script.is_valid()
        return super().is_valid() and script_is_valid

    @property
    def going(self) -> UUID:
        """The id under which it is kept while it is typed, and written in the end. An edited one gets a new one."""
        return _uuid(str(self["once"].value())) or uuid7()

    def _typed(self, name: str) -> str:
        return str((self.data if self.is_bound else self.initial).get(name) or "")

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_once(self) -> str:
        """An id that is none (an edited page) gets a new one: then only the guard against double clicks is lost."""
        return (_uuid(self.cleaned_data["once"]) or uuid7()).hex

    def clean_person(self) -> UUID | None:
        return self._known(self.cleaned_data["person"])

    def clean_subject(self) -> UUID | None:
        return self._known(self.cleaned_data["subject"])

    def _known(self, chosen: str) -> UUID | None:
        if chosen in ("", OTHER):
            return None
        found = _uuid(chosen)
        if found is None or not lookup.person_seen(staff=self.staff, person_id=found):
            raise forms.ValidationError(gettext("This person is not on record any more. Find them again."))
        return found

    def clean_case(self) -> str:
        chosen = self.cleaned_data["case"]
        if chosen in (DECIDE, NEW, NONE):
            return str(chosen)
        reference = references.normalise(chosen)
        if reference is None or not lookup.case_known(staff=self.staff, reference=reference):
            raise forms.ValidationError(
                gettext("This case cannot be chosen any more. Find it again, or choose a new case.")
            )
        return reference

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._sort_the_box(data)
        data["sender"] = self._sender(data)
        self.check_behalf(data)
        data["callback"] = self.callback(data, now=self.now)
        if self.data.get("person") == OTHER and data.get("number") and not data.get("name"):
            self.add_error(
                "name", gettext("Write the name of whoever it was. If they would not say, write “not given”.")
            )
        if not {"day", "clock"} & set(self.errors):
            data["took_place_at"] = self._took_place_at(data)
            self._check_reason(data)
            data["duration_seconds"] = self._duration(data)
        return data

    def _sort_the_box(self, data: dict[str, Any]) -> None:
        """What is in the one box goes where its kind belongs; what was written into a field of its own stays."""
        box = one_box.read(data.get("who", ""))
        self._number_in = "number" if data.get("number") else "who"
        data["number"] = data.get("number") or box.number
        data["name"] = data.get("name") or box.name
        data["location"] = data.get("location") or box.postcode or box.place
        reference = references.normalise(data.get("reference") or "") or box.reference
        if (
            reference
            and data.get("case") == DECIDE
            and lookup.case_known(staff=self.staff, reference=reference)
        ):
            data["case"] = reference  # whoever reads out a reference says which case it is
        data["shared"] = bool(data.get("shared") or phone_numbers.read(data["number"]).extension)

    def _duration(self, data: dict[str, Any]) -> int | None:
        """In seconds. A form that knows when it began may say more."""
        minutes = data.get("minutes")
        return None if minutes is None else minutes * 60

    def _sender(self, data: dict[str, Any]) -> str:
        """A few digits that found somebody stand for that number; they are no number of their own."""
        typed, person = data.get("number", ""), data.get("person")
        if not typed or phone_numbers.read(typed).value:
            return str(typed)
        found = lookup.numbers_of(staff=self.staff, typed=typed, person_id=person)
        if len(found) > 1 and person is None:
            self.add_error(
                self._number_in,
                gettext("Several numbers have these digits. Write the whole number, or choose who it was."),
            )
        if len(found) == 1:
            return found[0]
        return "" if person else str(typed)

    def _took_place_at(self, data: dict[str, Any]) -> datetime:
        day, clock = data.get("day"), data.get("clock", "").strip()
        if not clock and (day is None or day == timezone.localtime(self.now).date()):
            return self._when_nobody_says(data)
        if not clock:
            self.add_error("clock", gettext("Write the time too. Roughly is fine, for example 11am."))
            return self.now
        return self._at(day or timezone.localtime(self.now).date(), clock)

    def _when_nobody_says(self, data: dict[str, Any]) -> datetime:
        """A form that knows when it began may say more."""
        return self.now

    def _at(self, day: Any, clock: str) -> datetime:
        try:
            read = moment(day, read_clock(clock), timezone.get_current_timezone())
        except NotATime as error:
            self.add_error("clock", str(error))
            return self.now
        self.assumed = read.assumed
        if read.at > self.now + CLOCK_SLACK:
            self.add_error(
                "day",
                gettext(
                    "This is in the future. Write when it took place, or leave date and time empty for now."
                ),
            )
        elif read.at < self.now - LONGEST_AGO:
            self.add_error(
                "day",
                gettext("This is more than a year ago. Log it as of today and write the date into the text."),
            )
        return read.at

    def _check_reason(self, data: dict[str, Any]) -> None:
        long_ago = data["took_place_at"] < self.now - EXPLAINED_AFTER
        if long_ago and not {"day", "clock"} & set(self.errors) and not data.get("late_because"):
            self.add_error("late_because", gettext("Write why it is put on record more than a day later."))
