"""Templates of texts."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from casework.forms.said import OneLine, Said, ours
from casework.languages import LANGUAGES
from casework.models import Service, TextTemplate
from casework.services.text_templates import CannotBeTemplate, check
from casework.text import show_bidi_controls as plainly

# A sign language is not written.
WRITTEN: Final = [(code, words) for code, words in LANGUAGES.items() if code not in ("bsl", "und")]


class _Services(forms.ModelChoiceField):
    """Names that staff typed, with what would turn the line round made visible."""

    def label_from_instance(self, obj: Any) -> str:
        return plainly(str(obj))


class TemplateForm(forms.Form):
    name = OneLine(
        label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("As staff look for it, for example “Appointment made”."),
        error_messages={"required": gettext_lazy("Give the template a name.")},
    )  # fmt: skip
    service = _Services(
        label=gettext_lazy("Service"), queryset=Service.objects.all(), required=False, to_field_name="code",
        empty_label=gettext_lazy("Any service"), help_text=gettext_lazy("It is offered on cases of this service only."),
    )  # fmt: skip
    language = ours(forms.ChoiceField(label=gettext_lazy("Language"), choices=WRITTEN, initial="en"))
    body = Said(
        label=gettext_lazy("Words"), widget=forms.Textarea, max_length=20_000,
        error_messages={"required": gettext_lazy("Write the words of the template.")},
    )  # fmt: skip
    active = forms.BooleanField(
        label=gettext_lazy("In use"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Switched off, it is offered to nobody."),
    )

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        try:
            check(body)
        except CannotBeTemplate as error:
            raise forms.ValidationError(plainly(str(error))) from error
        return body


def of_template(template: TextTemplate) -> dict[str, Any]:
    return {
        "name": template.name,
        "service": template.service.code if template.service else "",
        "language": template.language,
        "body": template.body,
        "active": template.active,
    }
