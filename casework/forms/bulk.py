"""The forms of a text to many: its words with the sensitive cases that get it too, and the number that starts it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, ngettext

from casework import text_fields
from casework.forms.said import OneLine, Said
from casework.text import SMS_LIMIT


class WordsForm(forms.Form):
    """`delicate` are (reference, words) of the sensitive cases that can be ticked."""

    body = Said(
        label=gettext_lazy("The text"),
        max_length=SMS_LIMIT,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write the words of the text.")},
    )
    cases = forms.MultipleChoiceField(
        label=gettext_lazy("Cases of sensitive services"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "They are left out, unless you tick the very case. Think who else may read it."
        ),
        error_messages={
            "invalid_choice": gettext_lazy(
                "One of the cases you ticked is not on this list any more. Tick again."
            )
        },
    )

    def __init__(self, *args: Any, delicate: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ", ".join(f"{{{name}}}" for name in text_fields.FIELDS)
        self.fields["body"].help_text = gettext("Fields are filled for each person: %(fields)s.") % {
            "fields": known
        }
        self.fields["cases"].choices = list(delicate)  # type: ignore[attr-defined]


class TypedForm(forms.Form):
    """How many texts whoever confirms believes they send, as people write numbers: 1200 or 1,200."""

    typed = OneLine(label=gettext_lazy("How many texts"), max_length=12)

    def __init__(self, *args: Any, texts: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = self.fields["typed"]
        said = {"number": f"{texts:,}"}
        label = ngettext(
            "To send it, type %(number)s", "To send these %(number)s texts, type %(number)s", texts
        )
        missing = ngettext("Type %(number)s to send it.", "Type %(number)s to send them.", texts)
        typed.label, typed.error_messages["required"] = label % said, missing % said

    def clean_typed(self) -> int:
        digits = self.cleaned_data["typed"].replace(",", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(gettext("Type the number of texts in figures."))
        return int(digits)
