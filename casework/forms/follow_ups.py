"""Something promised for later: made, done, handed over."""

from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from casework.forms.days import DayField
from casework.forms.moments import NotATime, moment, read_clock
from casework.forms.said import OneLine
from casework.models import Case, ContactPoint, FollowUp, Staff, Team
from casework.models.follow_up import FollowUpKind, FollowUpResult
from casework.selectors_follow_ups import phones_of
from casework.templatetags._said import said
from casework.text import show_bidi_controls

WORDS_LIMIT: Final = 300
NOBODY: Final = gettext_lazy("Whoever of the team is free")


def _kinds() -> list[tuple[str, str]]:
    return [(code, said(label)) for code, label in FollowUpKind.choices]


def _kinds_or_any() -> list[tuple[str, str]]:
    return [("", gettext("Anything")), *_kinds()]


def _results() -> list[tuple[str, str]]:
    return [(code, said(label)) for code, label in FollowUpResult.choices]


def colleagues(team: Team) -> Any:
    return Staff.objects.people().filter(teams=team).exclude(role="administrator").distinct()


class FollowUpForm(forms.Form):
    """`at` in what is cleaned is None for tomorrow morning: no day and no time were written. `window_from` is None where
    they were told no window, `point` where they named no number.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=_kinds, widget=forms.RadioSelect, initial=FollowUpKind.CALLBACK,
        error_messages={"required": gettext_lazy("Choose what it is."), "invalid_choice": gettext_lazy("Choose what it is.")},
    )  # fmt: skip
    words = OneLine(
        label=gettext_lazy("What is to be done?"), max_length=WORDS_LIMIT,
        error_messages={"required": gettext_lazy("Say what is to be done.")},
    )  # fmt: skip
    day = DayField(
        label=gettext_lazy("Day"), required=False, subject=gettext_lazy("The day"),
        help_text=gettext_lazy("For example, 27 3 2026. Leave day and time empty for tomorrow morning."),
    )  # fmt: skip
    clock = forms.CharField(
        label=gettext_lazy("Time"), required=False, max_length=20, help_text=gettext_lazy("For example, 14:30 or 2.30pm."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    begins = forms.CharField(
        label=gettext_lazy("Not before"), required=False, max_length=20,
        help_text=gettext_lazy("If you told them a time between two others, write the first here and the second above."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    number = forms.ChoiceField(label=gettext_lazy("Which number?"), required=False)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who does it?"), queryset=Staff.objects.none(), required=False, to_field_name="username",
        empty_label=NOBODY,
    )  # fmt: skip

    def __init__(
        self, *args: Any, team: Team, now: datetime, case: Case | None = None, **kwargs: Any
    ) -> None:
        self.now, self.assumed = now, ""
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues(team)  # type: ignore[attr-defined]
        self.phones = {str(point.pk): (point, person) for point, person in phones_of(case)} if case else {}
        self.fields["number"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Any of their numbers")),
            *((key, _labelled(point, person)) for key, (point, person) in self.phones.items()),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["at"] = data["window_from"] = None
        data["point"], data["person"] = self.phones.get(data.get("number", ""), (None, None))
        if not {"day", "clock"} & set(self.errors) and (data.get("day") or data.get("clock", "").strip()):
            data["at"] = self._at(data)
        if data.get("begins", "").strip():
            data["window_from"] = self._begins(data)
        return data

    def _begins(self, data: dict[str, Any]) -> datetime | None:
        """On the same day as the time by which it is to be done."""
        until = data["at"]
        if until is None or not data.get("clock", "").strip():
            if not {"day", "clock"} & set(self.errors):
                self.add_error("clock", gettext("Write by when, too."))
            return None
        local = timezone.localtime(until)
        try:
            read = moment(local.date(), read_clock(data["begins"]), timezone.get_current_timezone())
        except NotATime as error:
            self.add_error("begins", str(error))
            return None
        if read.at >= until:
            self.add_error("begins", gettext("The window must begin before it ends."))
            return None
        return read.at

    def _at(self, data: dict[str, Any]) -> datetime | None:
        today = timezone.localdate(self.now)
        try:
            clock = read_clock(data.get("clock", ""))
            read = moment(data.get("day") or today, clock, timezone.get_current_timezone())
        except NotATime as error:
            self.add_error("clock", str(error))
        except OverflowError:
            self.add_error("day", gettext("The day must be a real date, for example 27 3 2026."))
        else:
            self.assumed = read.assumed
            if read.at > self.now:
                return read.at
            self.add_error("day", gettext("That time has passed. Choose a later one."))
        return None


def _labelled(point: ContactPoint, person: Any) -> str:
    return show_bidi_controls(f"{point}, {person}" if person else str(point))


class DoneForm(forms.Form):
    """How it ended; nothing chosen is that it was kept."""

    result = forms.ChoiceField(
        label=gettext_lazy("How did it end?"), choices=_results, required=False, widget=forms.RadioSelect,
        initial=FollowUpResult.KEPT, error_messages={"invalid_choice": gettext_lazy("Choose how it ended.")},
    )  # fmt: skip
    words = OneLine(
        label=gettext_lazy("What came of it?"),
        max_length=WORDS_LIMIT,
        required=False,
        help_text=gettext_lazy("A few words, if they help."),
    )


class HandOverForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who does it instead?"), queryset=Staff.objects.none(), required=False, to_field_name="username",
        empty_label=NOBODY,
    )  # fmt: skip

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues(team)  # type: ignore[attr-defined]


class PromisedFilter(forms.Form):
    """Declared fields only; an odd value narrows nothing."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), required=False, choices=_kinds_or_any)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who does it"), queryset=Staff.objects.none(), required=False, to_field_name="username",
        empty_label=gettext_lazy("Anybody"),
    )  # fmt: skip

    def __init__(self, data: Any, *, staff: Staff) -> None:
        tidy = {name: str(data.get(name, "")).replace("\x00", "\ufffd") for name in self.base_fields}
        super().__init__(tidy, auto_id="promised-%s")
        people = Staff.objects.people().exclude(role="administrator")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]

    def narrow(self, found: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
        self.full_clean()
        if kind := self.cleaned_data.get("kind"):
            found = found.filter(kind=kind)
        if owner := self.cleaned_data.get("owner"):
            found = found.filter(owner=owner)
        return found

    def chosen(self) -> list[tuple[str, str]]:
        """Name and words of each filter that narrows the list."""
        kind, owner = self.cleaned_data.get("kind"), self.cleaned_data.get("owner")
        found = [("kind", f"{gettext('What it is')}: {dict(_kinds())[kind]}")] if kind else []
        return [*found, ("owner", f"{gettext('Who does it')}: {owner}")] if owner else found


# What a reply may promise: by code, the label, and the follow-up's own words.
PROMISED_WAYS: Final = {
    "ring": (gettext_lazy("Ring them"), "Ring them, as we promised"),
    "write": (gettext_lazy("Write to them"), "Write to them, as we promised"),
    "other": (gettext_lazy("Something else"), ""),
}


class ReplyPromiseForm(forms.Form):
    """What a reply promises: left alone, a reply promises nothing. `promise` in what is cleaned is None then."""

    what = forms.ChoiceField(
        label=gettext_lazy("I promise to"),
        required=False,
        choices=[("", gettext_lazy("Nothing")), *((k, v[0]) for k, v in PROMISED_WAYS.items())],
    )
    words = OneLine(label=gettext_lazy("What, in a few words"), required=False, max_length=WORDS_LIMIT)
    day = DayField(
        label=gettext_lazy("By which day"),
        required=False,
        subject=gettext_lazy("The day"),
        help_text=gettext_lazy("For example, 27 3 2026."),
    )
    clock = forms.CharField(
        label=gettext_lazy("By what time"), required=False, max_length=20, help_text=gettext_lazy("For example, 14:30 or 2.30pm."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, now: datetime | None = None) -> None:
        """`now`: of one that was sent, by which it is judged."""
        self.now: Any = now
        self.assumed = ""
        super().__init__(data, prefix="promise")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["promise"] = None
        if not data.get("what") or self.errors:
            return data
        words = data.get("words") or PROMISED_WAYS[data["what"]][1]
        if not words:
            self.add_error("words", gettext("Say what you promise."))
        if not data.get("day"):
            self.add_error("day", gettext("Say by which day."))
        elif words and (at := self._at(data)) is not None:
            data["promise"] = (words, at)
        return data

    def _at(self, data: dict[str, Any]) -> datetime | None:
        """Without a time it is the end of that day, which the team's hours bring back to when it works."""
        typed = data.get("clock", "").strip()
        try:
            read = moment(
                data["day"], read_clock(typed) if typed else time(17), timezone.get_current_timezone()
            )
        except (NotATime, OverflowError) as error:
            overflown = isinstance(error, OverflowError)
            self.add_error(
                "day" if overflown else "clock",
                gettext("The day must be a real date.") if overflown else str(error),
            )
            return None
        if read.at <= self.now:
            self.add_error("day", gettext("That time has passed. Choose a later one."))
            return None
        self.assumed = read.assumed
        return read.at
