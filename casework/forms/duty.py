"""What somebody can do, when they work, and who takes over when they leave."""

from collections.abc import Iterator
from datetime import time
from typing import Any, Final

from django import forms

from casework.forms.days import DayField
from casework.forms.moments import NotATime, read_clock
from casework.forms.said import OneLine
from casework.languages import LANGUAGES
from casework.models import Service, Staff, Team, WorkHours

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SLOTS_A_DAY: Final = 2


class RoomForm(forms.Form):
    cap = forms.IntegerField(
        label="Most open cases that are given to them unasked", required=False, min_value=0, max_value=500,
        widget=forms.TextInput({"inputmode": "numeric"}), help_text="Leave it empty for no limit.",
        error_messages={"invalid": "Write a whole number, for example 20.", "min_value": "Write 0 or more.",
                        "max_value": "Write 500 or fewer."},
    )  # fmt: skip
    skills = forms.MultipleChoiceField(
        label="What they can do", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Some services are given only to people with the skill.",
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label="Languages they speak with people", required=False, choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = Service.objects.exclude(skill="").values_list("skill", flat=True)
        skills = sorted({*wanted, *staff.skills})
        self.fields["skills"].choices = [(each, each.replace("-", " ").capitalize()) for each in skills]  # type: ignore[attr-defined]
        self.initial = {"cap": staff.cap, "skills": staff.skills, "languages": staff.languages}
        if not skills:
            del self.fields["skills"]


class HoursForm(forms.Form):
    """Two slots for each weekday, as clock times; empty ones are no work."""

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept: dict[int, list[tuple[time, time]]] = {}
        for each in WorkHours.objects.filter(staff=staff):
            kept.setdefault(each.weekday, []).append((each.starts, each.ends))
        for weekday in range(7):
            for number in range(SLOTS_A_DAY):
                slots = kept.get(weekday, [])
                slot = slots[number] if number < len(slots) else ("", "")
                for end, value in zip(("from", "to"), slot, strict=True):
                    self.fields[f"{end}-{weekday}-{number}"] = OneLine(
                        label=f"and {end}" if number else end.capitalize(), max_length=20, required=False
                    )
                    self.initial[f"{end}-{weekday}-{number}"] = f"{value:%H:%M}" if value else ""

    def days(self) -> Iterator[dict[str, Any]]:
        for weekday, day in enumerate(WEEKDAYS):
            slots = [
                (self[f"from-{weekday}-{number}"], self[f"to-{weekday}-{number}"])
                for number in range(SLOTS_A_DAY)
            ]
            yield {"day": day, "slots": slots}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.slots: list[tuple[int, time, time]] = []
        for weekday in range(7):
            for number in range(SLOTS_A_DAY):
                self._slot(data, weekday, number)
        return data

    def _slot(self, data: dict[str, Any], weekday: int, number: int) -> None:
        names = f"from-{weekday}-{number}", f"to-{weekday}-{number}"
        starts, ends = (self._clock(name, data.get(name, "")) for name in names)
        if data.get(names[0]) and not data.get(names[1]):
            self.add_error(names[1], f"{WEEKDAYS[weekday]}: write when the work ends, too.")
        elif data.get(names[1]) and not data.get(names[0]):
            self.add_error(names[0], f"{WEEKDAYS[weekday]}: write when the work begins, too.")
        elif starts is not None and ends is not None:
            self.slots.append((weekday, starts, ends))

    def _clock(self, name: str, typed: str) -> time | None:
        if not typed:
            return None
        try:
            return time(0) if typed.strip() == "24:00" else read_clock(typed)
        except NotATime as error:
            self.add_error(name, str(error))
            return None


class LeaveForm(forms.Form):
    first_day = DayField(label="First day", help_text="For example, 27 3 2026.")
    last_day = DayField(label="Last day", help_text="The same day for one day alone.")


class LeavingForm(forms.Form):
    """For each team in which they have open cases: who takes them over."""

    def __init__(self, *args: Any, staff: Staff, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = teams
        for team in teams:
            members = (
                Staff.objects.people().filter(teams=team).exclude(pk=staff.pk).exclude(role="administrator")
            )
            self.fields[str(team.pk)] = forms.ModelChoiceField(
                label=f"Who takes over in {team}?", queryset=members.distinct(), required=False,
                empty_label="The team: back to its queue", to_field_name="username",
            )  # fmt: skip

    def chosen(self) -> dict[Any, Staff | None]:
        return {team.pk: self.cleaned_data.get(str(team.pk)) for team in self.teams}


class ConflictForm(forms.Form):
    staff = forms.ModelChoiceField(
        label="Who has it?", queryset=Staff.objects.none(), to_field_name="username", empty_label=None
    )
    reason = OneLine(
        label="Why?", max_length=300, help_text="Leads see it, whoever has the conflict does not.",
        error_messages={"required": "Say why. Leads see the reason."},
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Staff, others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Staff.objects.people().exclude(role="administrator")
        self.fields["staff"].queryset = people if others else people.filter(pk=actor.pk)  # type: ignore[attr-defined]
        self.fields["staff"].initial = actor.username
        if not others:
            self.fields["staff"].widget = forms.HiddenInput()


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        label="Who takes it over?", queryset=Staff.objects.none(), to_field_name="username",
        empty_label="Choose somebody", error_messages={"required": "Choose who takes it over."},
    )  # fmt: skip
    note = forms.CharField(
        label="What must they know?", widget=forms.Textarea, max_length=400_000, help_text="It becomes a note on the case.",
        error_messages={"required": "Write what they must know."},
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
