"""Something promised for later: made, done, handed over."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone

from casework.forms.days import DayField
from casework.forms.moments import NotATime, moment, read_clock
from casework.forms.said import OneLine
from casework.models import Staff, Team
from casework.models.follow_up import FollowUpKind

WORDS_LIMIT: Final = 300
NOBODY: Final = "Whoever of the team is free"


def colleagues(team: Team) -> Any:
    return Staff.objects.people().filter(teams=team).exclude(role="administrator").distinct()


class FollowUpForm(forms.Form):
    """`at` in what is cleaned is None for tomorrow morning: no day and no time were written."""

    kind = forms.ChoiceField(
        label="What is it?", choices=FollowUpKind.choices, widget=forms.RadioSelect, initial=FollowUpKind.CALLBACK,
        error_messages={"required": "Choose what it is.", "invalid_choice": "Choose what it is."},
    )  # fmt: skip
    words = OneLine(
        label="What is to be done?", max_length=WORDS_LIMIT,
        error_messages={"required": "Say what is to be done."},
    )  # fmt: skip
    day = DayField(
        label="Day", required=False, subject="The day",
        help_text="For example, 27 3 2026. Leave day and time empty for tomorrow morning.",
    )  # fmt: skip
    clock = forms.CharField(
        label="Time", required=False, max_length=20, help_text="For example, 14:30 or 2.30pm.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        label="Who does it?", queryset=Staff.objects.none(), required=False, to_field_name="username",
        empty_label=NOBODY,
    )  # fmt: skip

    def __init__(self, *args: Any, team: Team, now: datetime, **kwargs: Any) -> None:
        self.now, self.assumed = now, ""
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues(team)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["at"] = None
        if not {"day", "clock"} & set(self.errors) and (data.get("day") or data.get("clock", "").strip()):
            data["at"] = self._at(data)
        return data

    def _at(self, data: dict[str, Any]) -> datetime | None:
        today = timezone.localdate(self.now)
        try:
            clock = read_clock(data.get("clock", ""))
            read = moment(data.get("day") or today, clock, timezone.get_current_timezone())
        except NotATime as error:
            self.add_error("clock", str(error))
        except OverflowError:
            self.add_error("day", "The day must be a real date, for example 27 3 2026.")
        else:
            self.assumed = read.assumed
            if read.at > self.now:
                return read.at
            self.add_error("day", "That time has passed. Choose a later one.")
        return None


class DoneForm(forms.Form):
    words = OneLine(
        label="What came of it?",
        max_length=WORDS_LIMIT,
        required=False,
        help_text="A few words, if they help.",
    )


class HandOverForm(forms.Form):
    owner = forms.ModelChoiceField(
        label="Who does it instead?", queryset=Staff.objects.none(), required=False, to_field_name="username",
        empty_label=NOBODY,
    )  # fmt: skip

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues(team)  # type: ignore[attr-defined]
