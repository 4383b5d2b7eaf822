"""Which of a service's questions are asked by text, and in which words."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from casework.forms.said import OneLine
from casework.models import Question
from casework.services.service_texts import ServiceTexts


class ServiceTextsForm(forms.Form):
    sensitive = forms.BooleanField(
        label=gettext_lazy("Sensitive"),
        required=False,
        help_text=gettext_lazy(
            "What we send by ourselves never names it, nobody is asked how it went, and a text to many leaves it out."
        ),
    )
    ask_when_closed = forms.BooleanField(
        label=gettext_lazy("Ask whether it is sorted, once a case has ended"),
        required=False,
        help_text=gettext_lazy(
            "By text, to whoever texted. “2” opens the case again. Never where the service is sensitive."
        ),
    )

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for each in questions:
            self.fields[f"ask_{each.code}"] = forms.BooleanField(
                label=each.label, required=False, initial=each.by_text
            )
            self.fields[f"words_{each.code}"] = OneLine(
                label=f"Shorter words for “{each.label}”",
                required=False,
                max_length=160,
                initial=each.text_label,
            )

    def pairs(self) -> Iterator[tuple[Any, Any]]:
        """For each question its box and its words, for the page."""
        for each in self.questions:
            yield self[f"ask_{each.code}"], self[f"words_{each.code}"]

    def texts(self) -> ServiceTexts:
        said = self.cleaned_data
        return ServiceTexts(
            sensitive=said["sensitive"],
            ask_when_closed=said["ask_when_closed"],
            questions={
                each.code: said[f"words_{each.code}"] if said[f"ask_{each.code}"] else None
                for each in self.questions
            },
        )
