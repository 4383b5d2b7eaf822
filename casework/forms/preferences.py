"""What somebody chooses for their own screen."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

ON, OFF = "on", "off"


class PreferencesForm(forms.Form):
    shortcuts = forms.ChoiceField(
        label=_("Single keys"),
        choices=[
            (ON, _("On: a key such as r presses a button of the page")),
            (OFF, _("Off: single keys do nothing")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Switch them off if you dictate, or if keys are pressed by accident."),
        error_messages={"required": _("Choose whether single keys are on or off.")},
    )

    pictures = forms.ChoiceField(
        label=_("Photographs"),
        choices=[
            (ON, _("Shown small beside the words they came with")),
            (OFF, _("Named only: you see one when you open it")),
        ],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Some show injuries or worse. A message that was set aside as abuse never shows any."),
        error_messages={"invalid_choice": _("Choose how photographs are shown.")},
    )

    language = forms.ChoiceField(
        label=_("Language of the desk"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "The pages of the desk speak it. What people, colleagues and the office wrote stays as they wrote it."
        ),
        error_messages={"invalid_choice": _("Choose one of the languages on this page.")},
    )

    @property
    def shortcuts_on(self) -> bool:
        chosen: Any = self.cleaned_data["shortcuts"]
        return bool(chosen == ON)
