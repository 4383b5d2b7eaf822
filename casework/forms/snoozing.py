"""Until when a case is put aside, and why; a tag for it."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from casework import snooze_rules
from casework.forms.days import DayField
from casework.forms.moments import NotATime, moment, read_clock
from casework.forms.said import OneLine


def aside_at(*, day: date | None, typed: str, now: datetime) -> tuple[datetime | None, dict[str, str]]:
    """The moment that was written, or what is wrong with it, by field. Without a time it is the morning of that day."""
    if day is None:
        return None, {"day": gettext("Write the day.")}
    try:
        clock = read_clock(typed) if typed.strip() else snooze_rules.MORNING
        at = moment(day, clock, timezone.get_default_timezone()).at
    except NotATime as error:
        return None, {"clock": str(error)}
    except OverflowError:
        return None, {"day": gettext("The day must be a real date, for example 27 3 2026.")}
    return (at, {}) if at > now else (None, {"day": gettext(snooze_rules.PAST)})


class SnoozeForm(forms.Form):
    """`at` in what is cleaned is the moment that was written, None where one of the others was chosen."""

    until = forms.ChoiceField(
        label=gettext_lazy("Until when?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose until when."), "invalid_choice": gettext_lazy("Choose until when.")},
    )  # fmt: skip
    day = DayField(
        label=gettext_lazy("Day"),
        required=False,
        subject=gettext_lazy("The day"),
        help_text=gettext_lazy("For example, 27 3 2026."),
    )
    clock = forms.CharField(
        label=gettext_lazy("Time"), required=False, max_length=20,
        help_text=gettext_lazy("For example, 14:30 or 2.30pm. Left empty, it is the morning."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    reason = OneLine(
        label=gettext_lazy("Why"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("It stands on the case."),
    )

    def __init__(
        self, data: Any = None, *, choices: list[tuple[str, str]], now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.now = now
        self.fields["until"].choices = [*choices, (snooze_rules.MOMENT, gettext("A day and time"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["at"] = None
        if data.get("until") != snooze_rules.MOMENT:
            for other in {"day", "clock"} & set(self.errors):
                del self.errors[other]
        elif not {"day", "clock"} & set(self.errors):
            data["at"], wrong = aside_at(day=data.get("day"), typed=data.get("clock", ""), now=self.now)
            for field, words in wrong.items():
                self.add_error(field, words)
        return data


class TagForm(forms.Form):
    tag = OneLine(
        label=gettext_lazy("Add a tag"), max_length=200, help_text=gettext_lazy("Up to 40 characters, for example: damp"),
        error_messages={"required": gettext_lazy("Write the tag.")},
    )  # fmt: skip
