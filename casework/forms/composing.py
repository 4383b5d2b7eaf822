"""Templates of texts."""

from typing import Any, Final

from django import forms

from casework.forms.said import OneLine, Said
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
        label="Name", max_length=100, help_text="As staff look for it, for example “Appointment made”.",
        error_messages={"required": "Give the template a name."},
    )  # fmt: skip
    service = _Services(
        label="Service", queryset=Service.objects.all(), required=False, to_field_name="code",
        empty_label="Any service", help_text="It is offered on cases of this service only.",
    )  # fmt: skip
    language = forms.ChoiceField(label="Language", choices=WRITTEN, initial="en")
    body = Said(
        label="Words", widget=forms.Textarea, max_length=20_000,
        error_messages={"required": "Write the words of the template."},
    )  # fmt: skip
    active = forms.BooleanField(
        label="In use", required=False, initial=True, help_text="Switched off, it is offered to nobody."
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
