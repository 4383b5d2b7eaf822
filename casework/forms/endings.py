"""How a contact can end, as the office offers it now."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from casework import outcomes
from casework.models import Office


class Endings:
    """Read once a page: 1 statement."""

    def __init__(self) -> None:
        office = Office.current()
        self.own, self.left_out = office.own_outcomes, office.outcomes_left_out

    def choices(self, endings: Iterable[str], *, chosen: str = "") -> list[tuple[str, str]]:
        """Codes and words for these endings of the product.

        What was chosen already is among them, offered or not: a page that was opened, or kept on a device, before an
        outcome was left out can still be handed in.
        """
        known = tuple(endings)
        codes = list(outcomes.offered(known, worded=self.own, left_out=self.left_out))
        if chosen not in codes and chosen in outcomes.offered(known, worded=self.own, left_out=()):
            codes.append(chosen)
        return [(code, outcomes.words(code)) for code in codes]


def ending_field(label: Any, **kwargs: Any) -> forms.ChoiceField:
    """Without choices yet: a form fills them in when it is made."""
    told = gettext_lazy("Choose how it ended.")
    return forms.ChoiceField(label=label, error_messages={"required": told, "invalid_choice": told}, **kwargs)
