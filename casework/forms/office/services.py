"""A service as people see it, and one of its questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from casework.forms.said import OneLine, Said, ours
from casework.models import Question, Service
from casework.models.service import QuestionKind
from casework.services import service_catalogue, service_questions
from casework.services.service_catalogue import LONGEST_TEXT
from casework.services.service_texts import NOT_BY_TEXT


class ServiceForm(forms.Form):
    name = OneLine(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("What people look for, for example “Report a missed bin”."),
        error_messages={"required": gettext_lazy("Give the service a name.")},
    )  # fmt: skip
    group = OneLine(
        label=gettext_lazy("Group"), max_length=80, required=False,
        help_text=gettext_lazy("Services of one group stand together, for example “Home”. Without one it stands under “Other”."),
    )  # fmt: skip
    summary = OneLine(
        label=gettext_lazy("Summary"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("One or two sentences in the list."),
    )
    guidance = Said(
        label=gettext_lazy("Guidance"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea,
        help_text=gettext_lazy("What to know or have at hand before one begins."),
    )  # fmt: skip
    stop_notice = Said(
        label=gettext_lazy("When to ring instead"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea,
        help_text=gettext_lazy("Shown first, as a warning. For what is too urgent to write."),
    )  # fmt: skip
    restricted = forms.BooleanField(
        label=gettext_lazy("Restricted"), required=False,
        help_text=gettext_lazy("Its cases are restricted from the start: only those who must know see them."),
    )  # fmt: skip
    sensitive = forms.BooleanField(
        label=gettext_lazy("Sensitive"), required=False,
        help_text=gettext_lazy("What we send by ourselves never names it, and nobody is asked how it went."),
    )  # fmt: skip
    ask_when_closed = forms.BooleanField(
        label=gettext_lazy("Ask whether it is sorted, once a case has ended"), required=False,
        help_text=gettext_lazy("By text, to whoever texted. Never where the service is sensitive or restricted."),
    )  # fmt: skip
    skill = forms.SlugField(
        label=gettext_lazy("Skill"), max_length=50, required=False,
        help_text=gettext_lazy("One short word, such as “debt”: only staff who have it are given its cases unasked."),
        error_messages={"invalid": gettext_lazy("Use letters, digits, hyphens and underscores only.")},
    )  # fmt: skip

    def wanted(self) -> service_catalogue.Wanted:
        return service_catalogue.Wanted(**self.cleaned_data)


def of_service(service: Service) -> dict[str, Any]:
    return {name: getattr(service, name) for name in ServiceForm.base_fields}


class QuestionForm(forms.Form):
    label = OneLine(
        label=gettext_lazy("Question"), max_length=300, help_text=gettext_lazy("As people read it, for example “When did it begin?”."),
        error_messages={"required": gettext_lazy("Write the question.")},
    )  # fmt: skip
    hint = OneLine(
        label=gettext_lazy("Hint"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("What helps to answer it."),
    )
    kind = ours(
        forms.ChoiceField(
            label=gettext_lazy("Kind of answer"), choices=QuestionKind.choices, widget=forms.RadioSelect
        )
    )
    choices = Said(
        label=gettext_lazy("Choices"), max_length=20_000, required=False, widget=forms.Textarea,
        help_text=gettext_lazy("For one or several choices: one on each line. Other words are another choice; old cases keep what they say."),
    )  # fmt: skip
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    by_text = forms.BooleanField(
        label=gettext_lazy("Asked by text as well"),
        required=False,
        help_text=gettext_lazy("When staff start the questions by text on a case."),
    )
    text_label = OneLine(
        label=gettext_lazy("Shorter words for a text"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Empty: the question itself."),
    )
    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=service_questions.LONGEST_CODE, required=False,
        help_text=gettext_lazy("For rules and files. Empty: made of the question. It stays once somebody has answered."),
        error_messages={"invalid": gettext_lazy("Use letters, digits, hyphens and underscores only.")},
    )  # fmt: skip

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["code"]

    def wanted(self) -> service_questions.Wanted:
        said = {**self.cleaned_data, "choices": self.cleaned_data["choices"].splitlines()}
        return service_questions.Wanted(**said)


def of_question(question: Question) -> dict[str, Any]:
    known = service_questions.facts(question)
    known["by_text"] = question.by_text and question.kind not in NOT_BY_TEXT
    known["choices"] = "\n".join(str(each["label"]) for each in question.choices or ())
    return known
