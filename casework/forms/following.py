"""How somebody is told what happened, beside the page itself."""

from django import forms

from casework.models.desk import Digest


class DigestForm(forms.Form):
    digest = forms.ChoiceField(
        label="E-mail about what you have not read",
        choices=Digest.choices,
        widget=forms.RadioSelect,
        help_text="It says how many notifications wait and on which cases. It holds no names and no words of a case.",
        error_messages={
            "required": "Choose how often an e-mail comes.",
            "invalid_choice": "Choose how often an e-mail comes.",
        },
    )
