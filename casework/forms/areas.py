"""An area: its name and the parts of postcodes it is made of."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework.forms.said import OneLine, Said
from casework.services import areas
from casework.text import clean


class Lines(Said):
    """A text that is read line by line; commas part as lines do. The value is a list without empty lines."""

    def to_python(self, value: Any) -> Any:
        text = clean(super().to_python(value)).text.replace(",", "\n")
        return [line.strip() for line in text.splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        if sum(map(len, value)) > self.longest:
            raise forms.ValidationError(
                gettext("This is too long. An area may have %(most)s parts.") % {"most": areas.MOST_PARTS}
            )


class AreaForm(forms.Form):
    name = OneLine(
        label=gettext_lazy("Name"),
        max_length=areas.LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("As staff call it, for example “the estate across the river”."),
        error_messages={"required": gettext_lazy("Give the area a name.")},
    )
    postcodes = Lines(
        label=gettext_lazy("Postcodes"),
        max_length=20 * areas.MOST_PARTS,
        widget=forms.Textarea({"spellcheck": "false", "autocomplete": "off", "autocapitalize": "characters"}),
        help_text=gettext_lazy(
            "One on each line: areas (SW), districts (SW1A), sectors (SW1A 1) or whole postcodes."
        ),
        error_messages={"required": gettext_lazy("Write at least one part of a postcode.")},
    )
