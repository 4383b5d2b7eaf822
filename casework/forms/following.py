"""How somebody is told what happened, beside the page itself."""

from django import forms
from django.utils.translation import gettext_lazy

from casework.forms.said import ours
from casework.models.desk import Digest


class DigestForm(forms.Form):
    digest = ours(
        forms.ChoiceField(
            label=gettext_lazy("E-mail about what you have not read"),
            choices=Digest.choices,
            widget=forms.RadioSelect,
            help_text=gettext_lazy(
                "It says how many notifications wait and on which cases. It holds no names and no words of a case."
            ),
            error_messages={
                "required": gettext_lazy("Choose how often an e-mail comes."),
                "invalid_choice": gettext_lazy("Choose how often an e-mail comes."),
            },
        )
    )
