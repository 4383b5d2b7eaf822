"""A service's questions as its public form asks them, to be looked at."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext

from casework.forms.days import DayField
from casework.models import Question


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {"label": question.label, "help_text": question.hint, "required": False}
    choices = [(str(each.get("value", "")), str(each.get("label", ""))) for each in question.choices or ()]
    if question.kind == "choice":
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if question.kind == "choices":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if question.kind == "date":
        common["help_text"] = question.hint or gettext("For example, 27 3 2026.")
        return DayField(subject=question.label, **common)
    if question.kind == "file":
        return forms.FileField(**common)
    widget = forms.Textarea() if question.kind == "long_text" else forms.TextInput()
    return forms.CharField(widget=widget, **common)


class PreviewForm(forms.Form):
    def __init__(self, *, questions: Iterable[Question]) -> None:
        super().__init__(prefix="shown")
        self.questions = list(questions)
        for each in self.questions:
            self.fields[each.code] = _field(each)

    def pairs(self) -> Iterator[tuple[Any, bool]]:
        """Each field, and whether it may be left out."""
        for each in self.questions:
            yield self[each.code], not each.required
