from typing import Any

from django import forms

from casework import phone_numbers
from channels.sms.demo import handsets


class NumberForm(forms.Form):
    number = forms.CharField(
        label="Telephone number",
        max_length=40,
        help_text="Any number or sender name, for example 07700 900123. For WhatsApp write whatsapp:07700 900123.",
        error_messages={"required": "Pick a number from the list or type one."},
    )

    def clean_number(self) -> str:
        """As a network would hand it over; what is no number, such as a sender's name, stays as typed."""
        typed = self.cleaned_data["number"].replace("\0", "")
        return phone_numbers.read(typed).value or typed


class TextForm(NumberForm):
    body = forms.CharField(
        label="Your text",
        widget=forms.Textarea,
        max_length=1600,
        required=False,
        strip=False,
        error_messages={"max_length": "A text has at most 1,600 characters. Shorten it or send it in parts."},
    )

    picture = forms.BooleanField(
        label="With a picture",
        required=False,
        help_text="A wall with dark spots. In the UK most networks lose it; here it arrives.",
    )
    unheard = forms.BooleanField(
        label="The office does not hear it",
        required=False,
        help_text="The phone company keeps it; the office finds it in the phone company's list a minute or two later.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget = forms.HiddenInput()


class HandsetForm(NumberForm):
    fails_with = forms.ChoiceField(
        label="What happens to texts sent to this telephone",
        choices=list(handsets.BEHAVIOURS.items()),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget = forms.HiddenInput()
