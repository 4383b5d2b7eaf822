"""Whom to ask by text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from casework.models import ContactPoint
from casework.presenters_dialogues import Way
from casework.text import show_bidi_controls


class AskForm(forms.Form):
    to = forms.ChoiceField(
        label=gettext_lazy("Which number"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a number to text."),
            "invalid_choice": gettext_lazy("This number cannot be asked any more. Choose another one."),
        },
    )

    def __init__(self, *args: Any, ways: list[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = {str(way.point.pk): way.point for way in ways if not way.refused}
        labels = {str(way.point.pk): show_bidi_controls(f"{way.party}, {way.point}") for way in ways}
        self.fields["to"].choices = [(key, labels[key]) for key in self.points]  # type: ignore[attr-defined]
        self.fields["to"].initial = next(iter(self.points), None)

    def chosen(self) -> ContactPoint:
        return self.points[self.cleaned_data["to"]]
