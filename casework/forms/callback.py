"""When and on what number they want to be rung, and who does it: asked where a callback was promised."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from casework import phone_numbers
from casework.forms import callback_window
from casework.forms.callback_window import NotAWindow, Window
from casework.forms.said import OneLine
from casework.models import Staff
from casework.services.logged import Callback

PROMISED: Final = "callback"
NOBODY: Final = gettext_lazy("Whoever of the team is free")
NOT_TO_RING: Final = ("withheld", "emergency", "short_code", "sender_name", "unknown")


def colleagues(staff: Staff) -> Any:
    """Those who share a team with whoever asks, and themselves."""
    return (
        Staff.objects.people()
        .filter(teams__in=staff.teams.values("pk"))
        .exclude(role="administrator")
        .distinct()
    )


class CallbackPart(forms.Form):
    callback_number = OneLine(
        label=gettext_lazy("Best number"), max_length=320, required=False,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel", "spellcheck": "false"}),
        help_text=gettext_lazy("Leave it empty for the one they ring from."),
    )  # fmt: skip
    callback_when = OneLine(
        label=gettext_lazy("When?"), max_length=callback_window.LONGEST, required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("For example, 2pm to 4pm, or tomorrow before noon. Leave it empty for tomorrow morning."),
    )  # fmt: skip
    callback_owner = forms.ModelChoiceField(
        label=gettext_lazy("Who rings them?"), queryset=Staff.objects.none(), required=False, to_field_name="username",
        empty_label=NOBODY,
        error_messages={"invalid_choice": gettext_lazy("Choose a colleague of your teams, or leave it to the team.")},
    )  # fmt: skip

    def callback(self, data: dict[str, Any], *, now: datetime) -> Callback | None:
        """What was promised, None where nothing was. What is wrong with it is said on its fields."""
        number, when = data.get("callback_number", ""), data.get("callback_when", "")
        if data.get("outcome") != PROMISED:
            if when and "outcome" in data:
                self.add_error("callback_when", gettext("Choose “Callback promised” above, or empty this."))
            return None
        window = self._window(when, now)
        self._check_number(number, data)
        return Callback(
            number=number,
            window_from=window.begins if window else None,
            due_at=window.ends if window else None,
            owner=data.get("callback_owner"),
        )

    def _window(self, typed: str, now: datetime) -> Window | None:
        try:
            return callback_window.read(typed, now=timezone.localtime(now))
        except NotAWindow as error:
            self.add_error("callback_when", str(error))
            return None

    def _check_number(self, number: str, data: dict[str, Any]) -> None:
        if number:
            if phone_numbers.read(number).kind in NOT_TO_RING:
                self.add_error("callback_number", gettext("Write the whole number that is to be rung."))
        elif data.get("person") is None and not phone_numbers.read(data.get("sender", "")).value:
            self.add_error(
                "callback_number",
                gettext("Write the number to ring. They rang from none that can be rung back."),
            )
