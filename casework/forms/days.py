"""A date as GOV.UK asks for it: three fields for day, month and year, and words for what is wrong with them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
PARTS: Final = ("day", "month", "year")


class NotADay(ValueError):
    """What was typed is no day of the calendar. The message says what to write instead."""


def read_day(day: str, month: str, year: str) -> date | None:
    """The day that three fields name, None where all are empty. A month may be a word or its first three letters.

    Raises NotADay, whose message begins in the middle of a sentence ("must include a month").
    """
    typed = [part.strip() for part in (day, month, year)]
    if not any(typed):
        return None
    missing = [name for name, part in zip(PARTS, typed, strict=True) if not part]
    if missing:
        raise NotADay(f"must include a {' and a '.join(missing)}")
    if not (typed[2].isdecimal() and len(typed[2]) == 4):
        raise NotADay("must have a year of four figures, for example 2026")
    try:
        return date(int(typed[2]), _month(typed[1]), int(typed[0]))
    except (ValueError, OverflowError) as error:
        raise NotADay("must be a real date, for example 27 3 2026") from error


def _month(typed: str) -> int:
    word = typed.casefold().rstrip(".")
    if len(word) >= 3:
        for number, name in enumerate(MONTHS, start=1):
            if name.startswith(word):
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
        subject: str = "The date",
        **kwargs: Any,
    ) -> None:
        self.earliest, self.latest, self.subject = earliest, latest, subject
        super().__init__(**kwargs)

    def clean(self, value: Sequence[str | None] | None) -> date | None:
        day, month, year = [(part or "")[:20] for part in (value or ("", "", ""))]
        try:
            found = read_day(day, month, year)
        except NotADay as error:
            raise forms.ValidationError(f"{self.subject} {error}.") from error
        if found is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        self._check_bounds(found)
        return found

    def _check_bounds(self, found: date | None) -> None:
        if found and found < self.earliest:
            raise forms.ValidationError(f"{self.subject} must be {_said(self.earliest)} or later.")
        if found and self.latest and found > self.latest:
            raise forms.ValidationError(f"{self.subject} must be {_said(self.latest)} or earlier.")


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
