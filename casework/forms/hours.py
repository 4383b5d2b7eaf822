"""A week of opening hours, a closure, whose bank holidays are kept."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, gettext_lazy

from casework.forms.days import DayField
from casework.forms.moments import NotATime, read_clock
from casework.forms.said import OneLine
from casework.hours_in_words import clock
from casework.models import Team
from casework.models.hours import Nation
from casework.services.hours import LONGEST_REASON, MOST_SLOTS
from casework.services.working_hours import minute_of
from casework.templatetags._said import said
from casework.working_time import MIDNIGHT, Slot

# What was typed for each of seven days: pairs of opening and closing time.
Typed = list[list[tuple[str, str]]]
_LAST_MINUTE_WORDS: Final = ("24:00", "2400", "24", "24.00", "midnight", "00:00", "0:00", "0000")
# By the part and whether it is a further row of the day.
LABELS: Final = {
    ("opens", False): gettext_lazy("Opens"),
    ("closes", False): gettext_lazy("Closes"),
    ("opens", True): gettext_lazy("Opens again"),
    ("closes", True): gettext_lazy("Closes again"),
}
HALF: Final = {
    "opens": gettext_lazy("%(day)s: write when it opens too, or empty both."),
    "closes": gettext_lazy("%(day)s: write when it closes too, or empty both."),
}
EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2100, 12, 31)


def typed_of(data: Mapping[str, Any]) -> Typed:
    """As it was posted; rows beyond what a day may have are not looked at."""
    return [
        [
            (str(data.get(f"opens_{day}_{row}", ""))[:20], str(data.get(f"closes_{day}_{row}", ""))[:20])
            for row in range(MOST_SLOTS)
            if f"opens_{day}_{row}" in data or f"closes_{day}_{row}" in data
        ]
        for day in range(7)
    ]


def typed_from(slots: Sequence[Slot]) -> Typed:
    """As it stands on record; a day without hours has one empty row to write into."""
    return [
        [(clock(each.opens), clock(each.closes)) for each in sorted(slots) if each.weekday == day]
        or [("", "")]
        for day in range(7)
    ]


def pressed(typed: Typed, do: str) -> Typed:
    """What a button other than Save does to the rows: `add-0`, `remove-0-1` or `copy` (Monday's, to Friday)."""
    rows = [list(day) for day in typed]
    verb, *numbers = do.split("-")
    at = [int(number) for number in numbers if number.isascii() and number.isdecimal() and len(number) == 1]
    if verb == "add" and len(at) == 1 and at[0] < 7 and len(rows[at[0]]) < MOST_SLOTS:
        rows[at[0]].append(("", ""))
    if verb == "remove" and len(at) == 2 and at[0] < 7 and at[1] < len(rows[at[0]]):
        del rows[at[0]][at[1]]
        rows[at[0]] = rows[at[0]] or [("", "")]
    if verb == "copy":
        rows[1:5] = [list(rows[0]) for _ in range(4)]
    return rows


class Clock(OneLine):
    """Gives minutes after midnight, or None. `last`: a closing time, whose midnight is the end of the day."""

    def __init__(self, *, last: bool, day: Any, **kwargs: Any) -> None:
        self.last, self.day = last, day
        widget = forms.TextInput({"autocomplete": "off"})
        super().__init__(max_length=20, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return None
        if self.last and words.casefold() in _LAST_MINUTE_WORDS:
            return MIDNIGHT
        try:
            return minute_of(read_clock(words))
        except NotATime as error:
            raise forms.ValidationError(f"{self.day}: {error}") from error


class WeekForm(forms.Form):
    """Made from what was typed. `cleaned_data["slots"]` are the slots; rows left empty are none."""

    def __init__(self, typed: Typed, *, bound: bool) -> None:
        self.typed = typed
        given = dict(self._named())
        super().__init__(given if bound else None, initial=given)
        for day, rows in enumerate(typed):
            for row in range(len(rows)):
                for part in ("opens", "closes"):
                    self.fields[f"{part}_{day}_{row}"] = Clock(
                        last=part == "closes", day=WEEKDAYS[day], label=LABELS[part, bool(row)]
                    )

    def _named(self) -> Iterator[tuple[str, str]]:
        for day, rows in enumerate(self.typed):
            for row, (opens, closes) in enumerate(rows):
                yield f"opens_{day}_{row}", opens
                yield f"closes_{day}_{row}", closes

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        self.field_of: dict[Slot, str] = {}
        for day, rows in enumerate(self.typed):
            for row in range(len(rows)):
                opens, closes = found.get(f"opens_{day}_{row}"), found.get(f"closes_{day}_{row}")
                self._half(day, row, opens, closes)
                if opens is not None and closes is not None:
                    self.field_of[Slot(day, opens, closes)] = f"opens_{day}_{row}"
                    found.setdefault("slots", []).append(Slot(day, opens, closes))
        found.setdefault("slots", [])
        return found

    def _half(self, day: int, row: int, opens: int | None, closes: int | None) -> None:
        for part, mine, other in (("opens", opens, closes), ("closes", closes, opens)):
            name = f"{part}_{day}_{row}"
            if mine is None and other is not None and name not in self.errors:
                self.add_error(name, HALF[part] % {"day": WEEKDAYS[day]})

    def days(self) -> list[dict[str, Any]]:
        """For the page: each day with its rows of two fields."""
        return [
            {
                "number": day,
                "name": str(WEEKDAYS[day]),
                "full": len(rows) >= MOST_SLOTS,
                "rows": [
                    {
                        "number": row,
                        "filled": len(rows) > 1 or any(rows[row]),
                        "opens": self[f"opens_{day}_{row}"],
                        "closes": self[f"closes_{day}_{row}"],
                    }
                    for row in range(len(rows))
                ],
            }
            for day, rows in enumerate(self.typed)
        ]


def seen_as(slots: Sequence[Slot]) -> str:
    """A week as a hidden field carries it, to be compared when it comes back."""
    return " ".join(f"{each.weekday}.{each.opens}.{each.closes}" for each in sorted(slots))


def seen_from(text: str | None) -> tuple[Slot, ...] | None:
    """None where it is none of ours."""
    if text is None:
        return None
    try:
        return tuple(Slot(*map(int, part.split("."))) for part in text[:2000].split())
    except (ValueError, TypeError):
        return None


class ClosureForm(forms.Form):
    who = forms.ChoiceField(
        label=gettext_lazy("Who is closed"),
        widget=forms.Select,
        error_messages={
            "required": gettext_lazy("Choose who is closed."),
            "invalid_choice": gettext_lazy("Choose the office or one of its teams."),
        },
    )
    first_day = DayField(
        label=gettext_lazy("First day"),
        subject=gettext_lazy("The first day"),
        earliest=EARLIEST,
        latest=LATEST,
        error_messages={"required": gettext_lazy("Enter the first day it is closed.")},
        help_text=gettext_lazy("For example 24 12 2026"),
    )
    last_day = DayField(
        label=gettext_lazy("Last day"),
        subject=gettext_lazy("The last day"),
        earliest=EARLIEST,
        latest=LATEST,
        required=False,
        help_text=gettext_lazy("Leave it empty for a single day."),
    )
    reason = OneLine(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("As colleagues know it, for example “Staff training”."),
        error_messages={"required": gettext_lazy("Say why it is closed.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in Team.objects.filter(active=True)}
        choices = [
            ("office", gettext("The whole office")),
            *((key, str(team)) for key, team in self.teams.items()),
        ]
        field: Any = self.fields["who"]
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        first = found.get("first_day")
        found["last_day"] = found.get("last_day") or first
        if first and found["last_day"] < first:
            self.add_error("last_day", gettext("The last day must be the first day or later."))
        found["team"] = self.teams.get(found.get("who", ""))
        return found


def _nations() -> list[tuple[str, str]]:
    return [(code, said(label)) for code, label in Nation.choices]


class NationForm(forms.Form):
    nation = forms.ChoiceField(
        label=gettext_lazy("Whose bank holidays the office keeps"),
        choices=_nations,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose whose bank holidays the office keeps."),
            "invalid_choice": gettext_lazy("Choose one of these."),
        },
    )
