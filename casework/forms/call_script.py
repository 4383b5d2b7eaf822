"""A service's own questions as the script of a conversation.

They are the same questions that the web form asks, but nobody is made to answer: whoever rings may know half of it.
Only a value that is none (a date that no calendar has) is said, so that it can be put right while they are on the line.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from casework import postcodes
from casework.forms.days import DayField
from casework.forms.said import OneLine, Said
from casework.models import Question
from casework.services.dialogue_answers import PLACES

PREFIX: Final = "q"
LINE, LONG = 1_000, 20_000
# Nobody hands over a file by telephone.
NOT_ASKED: Final = ("file",)


def questions_of(service: str) -> list[Question]:
    """In their order: 1 statement, none without a service."""
    if not service or "\x00" in service:
        return []
    asked = Question.objects.filter(service__code=service[:50]).exclude(kind__in=NOT_ASKED)
    return list(asked.order_by("position", "code"))


def _off(**more: str) -> dict[str, str]:
    return {"autocomplete": "off", "data-1p-ignore": "true", "data-lpignore": "true", **more}


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {"label": question.label, "help_text": question.hint, "required": False}
    choices = [(str(each.get("value", "")), str(each.get("label", ""))) for each in question.choices or ()]
    wrong = {"invalid_choice": f"{_short(question)}: choose one of the answers on this page."}
    if question.kind == "choice":
        return forms.ChoiceField(
            choices=[("", gettext_lazy("Not asked")), *choices], error_messages=wrong, **common
        )
    if question.kind == "choices":
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=wrong, **common
        )
    if question.kind == "date":
        common["help_text"] = question.hint or "For example, 27 3 2026."
        return DayField(subject=f"{_short(question)}: the date", **common)
    if question.kind == "long_text":
        return Said(max_length=LONG, widget=forms.Textarea(_off()), **common)
    keyboard = {"phone": "tel", "email": "email"}.get(question.kind, "")
    more = {"inputmode": keyboard, "spellcheck": "false"} if keyboard else {}
    return OneLine(max_length=LINE, widget=forms.TextInput(_off(**more)), **common)


def _short(question: Question) -> str:
    return question.label.rstrip(" ?:.")


class CallScript(forms.Form):
    """`typed` shows what is in the fields without judging it; `data` judges it."""

    def __init__(
        self, data: Any = None, *, questions: Sequence[Question], typed: QueryDict | None = None
    ) -> None:
        self.questions = questions
        super().__init__(data, prefix=PREFIX)
        for each in questions:
            self.fields[each.code] = _field(each)
        if typed is not None:
            self.initial = as_initial(self, typed)

    def answers(self) -> dict[str, Any]:
        """By question code, without what nobody said."""
        given = {each.code: self.cleaned_data.get(each.code) for each in self.questions}
        return {code: _plain(value, self._kind(code)) for code, value in given.items() if value}

    def _kind(self, code: str) -> str:
        return next(each.kind for each in self.questions if each.code == code)

    def postcode(self) -> str:
        """The first whole one that was given."""
        answers = self.answers()
        values = (str(answers.get(each.code, "")) for each in self.questions if each.kind == "postcode")
        return next((value for value in values if postcodes.read(value).valid), "")

    def location(self) -> str:
        answers = self.answers()
        texts = (each.code for each in self.questions if each.kind == "text" and each.code in PLACES)
        return next((str(answers[code]) for code in texts if answers.get(code)), "")


def _plain(value: Any, kind: str) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return postcodes.read(value).value if kind == "postcode" else value


def as_initial(form: forms.BaseForm, typed: QueryDict) -> dict[str, Any]:
    """What was typed into a form's fields, whatever it is, for a form that is only shown."""
    none: Mapping[str, Any] = {}
    return {
        name: field.widget.value_from_datadict(typed, none, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(typed, none, form.add_prefix(name))
    }
