"""How a number may be used without harm, as staff note it."""

from datetime import time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework import safety_rules
from casework.forms.moments import NotATime, read_clock
from casework.forms.said import OneLine, Said, ours
from casework.models import ContactPoint
from casework.models.person import PointKind
from casework.safety_rules import Safety
from casework.services.contact_safety import (
    ASKED_BY,
    CONFIRMED_BY,
    LONGEST_HOURS,
    LONGEST_NOTE,
    LONGEST_REASON,
)

ANSWERS: Final = (
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    ("", gettext_lazy("Not asked")),
)
OF_ANSWER: Final = {"yes": True, "no": False, "": None}
OF_FLAG: Final = {True: "yes", False: "no", None: ""}
ONLY_PHONES: Final = ("text_ok", "call_ok", "voicemail_ok", "safe_from", "safe_until", "shared")


class ClockField(OneLine):
    """A time of the day as people write it, or None."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"autocomplete": "off"})
        super().__init__(max_length=20, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return None
        try:
            return read_clock("midnight" if words in ("24:00", "2400") else words)
        except NotATime as error:
            raise forms.ValidationError(f"{self.label}: {error}") from error


def _asked(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=ANSWERS,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose yes, no or not asked.")},
    )


class SafetyForm(forms.Form):
    """Made for one number; `cleaned_data["safety"]` is what was asked for."""

    text_ok = _asked(gettext_lazy("Is it safe to text?"))
    call_ok = _asked(gettext_lazy("Is it safe to ring?"))
    voicemail_ok = _asked(gettext_lazy("Is it safe to leave a message?"))
    say_who_we_are = _asked(gettext_lazy("Is it safe to say who we are?"))
    safe_from = ClockField(label=gettext_lazy("From"), help_text=gettext_lazy("For example 18:00"))
    safe_until = ClockField(label=gettext_lazy("Until"), help_text=gettext_lazy("For example 20:00"))
    safe_hours = OneLine(
        label=gettext_lazy("Safe hours in words"),
        max_length=LONGEST_HOURS,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy(
            "For what no clock knows, such as “when the children are at school”. Nothing then goes by itself."
        ),
    )
    shared = forms.BooleanField(
        label=gettext_lazy("Several people use this phone"),
        required=False,
        help_text=gettext_lazy("Then nothing that tells about one of them goes by itself."),
    )
    do_not_use = forms.BooleanField(
        label=gettext_lazy("Do not use it at all"),
        required=False,
        help_text=gettext_lazy("No text, no call, no letter."),
    )
    safety_note = Said(
        label=gettext_lazy("Safety note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("What colleagues must know before they use it."),
    )
    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, point: ContactPoint, at_present: Safety, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(at_present))
        super().__init__(*args, **kwargs)
        self.at_present = at_present
        if point.kind != PointKind.PHONE:
            for name in ONLY_PHONES:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("safe_from"), data.get("safe_until")
        for name, given, other in (("safe_from", begins, ends), ("safe_until", ends, begins)):
            if given is None and other is not None and name not in self.errors:
                self.add_error(
                    name, gettext("Say when the safe hours begin and when they end, or leave both empty.")
                )
        data["safety"] = Safety(**{name: self._value(name, data) for name in _NAMES})
        return data

    def _value(self, name: str, data: dict[str, Any]) -> Any:
        """What the form does not ask stays as it is."""
        if name not in self.fields:
            return getattr(self.at_present, name)
        value = data.get(name)
        return OF_ANSWER[value or ""] if name in _FLAGS else value


_FLAGS: Final = ("text_ok", "call_ok", "voicemail_ok", "say_who_we_are")
_NAMES: Final = (*_FLAGS, "safe_from", "safe_until", "safe_hours", "do_not_use", "safety_note", "shared")


def _initial(safety: Safety) -> dict[str, Any]:
    found: dict[str, Any] = {name: OF_FLAG[getattr(safety, name)] for name in _FLAGS}
    for name in ("safe_hours", "do_not_use", "safety_note", "shared"):
        found[name] = getattr(safety, name)
    return found | {
        "safe_from": _shown(safety.safe_from),
        "safe_until": _shown(safety.safe_until),
        "seen": safety_rules.mark(safety),
    }


def _shown(clock: time | None) -> str:
    return "" if clock is None else f"{clock:%H:%M}"


class ConfirmForm(forms.Form):
    how = ours(
        forms.ChoiceField(
            label=gettext_lazy("How do you know that it is theirs?"),
            choices=[(code, words[0].upper() + words[1:]) for code, words in CONFIRMED_BY.items()],
            widget=forms.RadioSelect,
            error_messages={
                "required": gettext_lazy("Choose how you know that it is theirs."),
                "invalid_choice": gettext_lazy("Choose how you know that it is theirs."),
            },
        )
    )


class OptOutForm(forms.Form):
    asked = ours(
        forms.ChoiceField(
            label=gettext_lazy("How did they ask for no more texts?"),
            choices=[(code, words[0].upper() + words[1:]) for code, words in ASKED_BY.items()],
            widget=forms.RadioSelect,
            error_messages={
                "required": gettext_lazy("Choose how they asked."),
                "invalid_choice": gettext_lazy("Choose how they asked."),
            },
        )
    )


class OptInForm(forms.Form):
    reason = OneLine(
        label=gettext_lazy("Why may it be texted again?"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy(
            "For example “Rang her on 3 March, she wants texts again”. It is kept on record."
        ),
        error_messages={"required": gettext_lazy("Say why this number may be texted again.")},
    )
