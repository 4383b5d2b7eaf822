"""Fields for what people say: nothing in it is refused but its length."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from casework.text import clean, is_blank


def ours(field: Any) -> Any:
    """The words of its choices are our own: they are shown in the language of the page."""
    field.words_are_ours = True
    return field


class Said(forms.CharField):
    """Whatever a person said, kept as it came: nothing in it is refused but its length."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators.clear()  # Django refuses NUL; the intake mends it and keeps what came
        self.longest = max_length

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return "" if is_blank(text) else text.strip()

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise forms.ValidationError(
                _("This is %(length)s characters long. Shorten it to %(longest)s or fewer.")
                % {"length": f"{len(value):,}", "longest": f"{self.longest:,}"}
            )


class OneLine(Said):
    """A name, a number, a place: one line, whatever was pasted, so that no break of it ever reaches a header."""

    def to_python(self, value: Any) -> str:
        return " ".join(clean(super().to_python(value)).text.split())
