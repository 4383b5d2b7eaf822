"""What a case is about: its service, and the questions of that service as a member of staff answers them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from casework.forms.days import DayField
from casework.forms.said import OneLine, Said
from casework.models import Question, Service

LINE: Final = 1_000
LONG: Final = 20_000


class ServiceForm(forms.Form):
    service = forms.ModelChoiceField(
        label=gettext_lazy("Service"), queryset=Service.objects.order_by("position", "name"), required=False,
        to_field_name="code", empty_label=gettext_lazy("Not one of these, or not known"),
        error_messages={"invalid_choice": gettext_lazy("Choose a service from the list.")},
    )  # fmt: skip


class AnswersForm(forms.Form):
    """None is required: staff put down what is known. What somebody wrote as an odd date stays as it was written."""

    def __init__(self, data: Any = None, *, questions: Iterable[Question], answers: dict[str, Any]) -> None:
        self.asked = [each for each in questions if each.kind != "file"]
        self.before = answers
        initial = {each.code: _initial(each, answers.get(each.code)) for each in self.asked}
        super().__init__(data, prefix="answer", initial=initial)
        for each in self.asked:
            self.fields[each.code] = _field(each)

    def answers(self) -> dict[str, Any]:
        """By question code, without what is empty."""
        given = {each.code: self._given(each) for each in self.asked}
        return {code: said for code, said in given.items() if said}

    def _given(self, asked: Question) -> Any:
        said = self.cleaned_data.get(asked.code)
        kept = self.before.get(asked.code)
        if not said and asked.kind in ("date", "choice", "choices") and self.initial[asked.code] is None:
            return (
                kept  # such as "next week" for a date, or a choice that is no longer asked: not ours to lose
            )
        return said.isoformat() if isinstance(said, date) else said


def _field(asked: Question) -> forms.Field:
    common: dict[str, Any] = {"label": asked.label, "help_text": asked.hint, "required": False}
    choices = [(str(each.get("value")), str(each.get("label"))) for each in asked.choices]
    if asked.kind == "choice":
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if asked.kind == "choices":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if asked.kind == "date":
        return DayField(subject=f"{asked.label.rstrip(' ?:.')}: the date", **common)
    if asked.kind == "long_text":
        return Said(max_length=LONG, widget=forms.Textarea, **common)
    return OneLine(max_length=LINE, widget=forms.TextInput({"autocomplete": "off"}), **common)


def _initial(asked: Question, said: Any) -> Any:
    """None where the field cannot show what is on record."""
    values = {str(each.get("value")) for each in asked.choices}
    if asked.kind == "choices":
        given = [str(each) for each in (said if isinstance(said, list) else [said] if said else [])]
        return given if given and set(given) <= values else None
    if asked.kind == "choice":
        return said if str(said) in values else None
    if asked.kind == "date":
        return said if _is_day(said) else None
    return ", ".join(map(str, said)) if isinstance(said, list) else said or ""


def _is_day(said: Any) -> bool:
    try:
        return isinstance(said, str) and bool(date.fromisoformat(said))
    except ValueError:
        return False
