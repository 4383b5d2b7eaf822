"""What somebody can do, when they work, and who takes over when they leave."""

from collections.abc import Iterator
from datetime import time
from typing import Any, Final

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from casework.forms.days import DayField
from casework.forms.moments import NotATime, read_clock
from casework.forms.said import OneLine
from casework.languages import LANGUAGES
from casework.models import Service, Staff, Team, WorkHours

SLOTS_A_DAY: Final = 2
# By the end and whether it is a further slot of the day.
ENDS: Final = {
    ("from", False): gettext_lazy("From"),
    ("to", False): capfirst(gettext_lazy("to")),  # "To" is said of people
    ("from", True): gettext_lazy("and from"),
    ("to", True): gettext_lazy("and to"),
}


class RoomForm(forms.Form):
    cap = forms.IntegerField(
        label=gettext_lazy("Most open cases that are given to them unasked"), required=False, min_value=0, max_value=500,
        widget=forms.TextInput({"inputmode": "numeric"}), help_text=gettext_lazy("Leave it empty for no limit."),
        error_messages={"invalid": gettext_lazy("Write a whole number, for example 20."), "min_value": gettext_lazy("Write 0 or more."),
                        "max_value": gettext_lazy("Write 500 or fewer.")},
    )  # fmt: skip
    skills = forms.MultipleChoiceField(
        label=gettext_lazy("What they can do"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Some services are given only to people with the skill."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages they speak with people"), required=False, choices=list(LANGUAGES.items()),
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
                        label=ENDS[end, bool(number)], max_length=20, required=False
                    )
                    self.initial[f"{end}-{weekday}-{number}"] = f"{value:%H:%M}" if value else ""

    def days(self) -> Iterator[dict[str, Any]]:
        for weekday, day in WEEKDAYS.items():
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
            self.add_error(
                names[1], gettext("%(day)s: write when the work ends, too.") % {"day": WEEKDAYS[weekday]}
            )
        elif data.get(names[1]) and not data.get(names[0]):
            self.add_error(
                names[0], gettext("%(day)s: write when the work begins, too.") % {"day": WEEKDAYS[weekday]}
            )
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
    first_day = DayField(label=gettext_lazy("First day"), help_text=gettext_lazy("For example, 27 3 2026."))
    last_day = DayField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("The same day for one day alone.")
    )


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
                label=gettext("Who takes over in %(team)s?") % {"team": team}, queryset=members.distinct(), required=False,
                empty_label=gettext_lazy("The team: back to its queue"), to_field_name="username",
            )  # fmt: skip

    def chosen(self) -> dict[Any, Staff | None]:
        return {team.pk: self.cleaned_data.get(str(team.pk)) for team in self.teams}


class ConflictForm(forms.Form):
    staff = forms.ModelChoiceField(
        label=gettext_lazy("Who has it?"),
        queryset=Staff.objects.none(),
        to_field_name="username",
        empty_label=None,
    )
    reason = OneLine(
        label=gettext_lazy("Why?"), max_length=300, help_text=gettext_lazy("Leads see it, whoever has the conflict does not."),
        error_messages={"required": gettext_lazy("Say why. Leads see the reason.")},
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
        label=gettext_lazy("Who takes it over?"), queryset=Staff.objects.none(), to_field_name="username",
        empty_label=gettext_lazy("Choose somebody"), error_messages={"required": gettext_lazy("Choose who takes it over.")},
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("What must they know?"), widget=forms.Textarea, max_length=400_000, help_text=gettext_lazy("It becomes a note on the case."),
        error_messages={"required": gettext_lazy("Write what they must know.")},
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
