"""A date as GOV.UK asks for it: three fields for day, month and year, and words for what is wrong with them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WELSH_MONTHS: Final = (
    "ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin", "gorffennaf", "awst", "medi", "hydref", "tachwedd",
    "rhagfyr",
)  # fmt: skip
PARTS: Final = ("day", "month", "year")


class NotADay(ValueError):
    """What was typed is no day of the calendar. The message says what to write instead."""


_MISSING: Final = {
    ("day",): gettext_lazy("must include a day"),
    ("month",): gettext_lazy("must include a month"),
    ("year",): gettext_lazy("must include a year"),
    ("day", "month"): gettext_lazy("must include a day and a month"),
    ("day", "year"): gettext_lazy("must include a day and a year"),
    ("month", "year"): gettext_lazy("must include a month and a year"),
}


def read_day(day: str, month: str, year: str) -> date | None:
    """The day that three fields name, None where all are empty. A month may be a word or its first three letters.

    Raises NotADay, whose message begins in the middle of a sentence ("must include a month").
    """
    typed = [part.strip() for part in (day, month, year)]
    if not any(typed):
        return None
    missing = [name for name, part in zip(PARTS, typed, strict=True) if not part]
    if missing:
        raise NotADay(_MISSING[tuple(missing)])
    if not (typed[2].isdecimal() and len(typed[2]) == 4):
        raise NotADay(_("must have a year of four figures, for example 2026"))
    try:
        return date(int(typed[2]), _month(typed[1]), int(typed[0]))
    except (ValueError, OverflowError) as error:
        raise NotADay(_("must be a real date, for example 27 3 2026")) from error


def _month(typed: str) -> int:
    word = typed.casefold().rstrip(".")
    if len(word) >= 3:
        for number, names in enumerate(zip(MONTHS, WELSH_MONTHS, strict=True), start=1):
            if any(name.startswith(word) for name in names):
                return number
    return int(word)


class DayWidget(forms.MultiWidget):
    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        part = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__({name: forms.TextInput(part) for name in PARTS}, dict(attrs or {}))

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        if isinstance(value, str) and len(pieces := value.split("-")) == 3:
            return [pieces[2].lstrip("0"), pieces[1].lstrip("0"), pieces[0]]
        return ["", "", ""]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in PARTS)


class DayField(forms.Field):
    """Gives a `date`, or None. `earliest` and `latest` are both allowed; `subject` begins every sentence of error."""

    widget = DayWidget

    def __init__(
        self,
        *,
        earliest: date = date(1900, 1, 1),
        latest: date | None = None,
        subject: Any = "",
        **kwargs: Any,
    ) -> None:
        self.earliest, self.latest, self.subject = earliest, latest, subject or gettext_lazy("The date")
        super().__init__(**kwargs)

    def clean(self, value: Sequence[str | None] | None) -> date | None:
        day, month, year = [(part or "")[:20] for part in (value or ("", "", ""))]
        try:
            found = read_day(day, month, year)
        except NotADay as error:
            raise forms.ValidationError(_sentence(self.subject, str(error))) from error
        if found is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        self._check_bounds(found)
        return found

    def _check_bounds(self, found: date | None) -> None:
        if found and found < self.earliest:
            wrong = _("must be %(day)s or later") % {"day": _said(self.earliest)}
            raise forms.ValidationError(_sentence(self.subject, wrong))
        if found and self.latest and found > self.latest:
            wrong = _("must be %(day)s or earlier") % {"day": _said(self.latest)}
            raise forms.ValidationError(_sentence(self.subject, wrong))


def _sentence(subject: Any, wrong: str) -> str:
    # Translators: what is wrong with a date that was typed; "The date must include a month."
    return _("%(subject)s %(wrong)s.") % {"subject": subject, "wrong": wrong}


def _said(day: date) -> str:
    return date_format(day, "j F Y")
