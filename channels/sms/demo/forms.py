from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from casework import phone_numbers
from casework.forms.said import ours
from channels.sms.demo import handsets


class NumberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Telephone number"),
        max_length=40,
        help_text=gettext_lazy(
            "Any number or sender name, for example 07700 900123. For WhatsApp write whatsapp:07700 900123."
        ),
        error_messages={"required": gettext_lazy("Pick a number from the list or type one.")},
    )

    def clean_number(self) -> str:
        """As a network would hand it over; what is no number, such as a sender's name, stays as typed."""
        typed = self.cleaned_data["number"].replace("\0", "")
        return phone_numbers.read(typed).value or typed


class TextForm(NumberForm):
    body = forms.CharField(
        label=gettext_lazy("Your text"),
        widget=forms.Textarea,
        max_length=1600,
        required=False,
        strip=False,
        error_messages={
            "max_length": gettext_lazy("A text has at most 1,600 characters. Shorten it or send it in parts.")
        },
    )

    picture = forms.BooleanField(
        label=gettext_lazy("With a picture"),
        required=False,
        help_text=gettext_lazy("A wall with dark spots. In the UK most networks lose it; here it arrives."),
    )
    unheard = forms.BooleanField(
        label=gettext_lazy("The office does not hear it"),
        required=False,
        help_text=gettext_lazy(
            "The phone company keeps it; the office finds it in the phone company's list a minute or two later."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget = forms.HiddenInput()


class HandsetForm(NumberForm):
    fails_with = ours(
        forms.ChoiceField(
            label=gettext_lazy("What happens to texts sent to this telephone"),
            choices=list(handsets.BEHAVIOURS.items()),
            required=False,
        )
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget = forms.HiddenInput()
