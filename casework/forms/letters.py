"""A letter to somebody on a case, and which of those that wait were posted or could not be."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework.forms.said import OneLine, Said
from casework.models import Contact, Party, TextTemplate
from casework.services.letters import LONGEST, LONGEST_REASON, Address
from casework.text import show_bidi_controls as plainly

ADDRESS_LIMIT: Final = 300
NEW: Final = "new"


class LetterForm(forms.Form):
    """`place` in what is cleaned is the party and the address of theirs, None for one that is not on record."""

    to = forms.ChoiceField(
        label=gettext_lazy("To whom, and where?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose to whom the letter goes."),
                        "invalid_choice": gettext_lazy("This address cannot be chosen any more. Choose again.")},
    )  # fmt: skip
    address = Said(
        label=gettext_lazy("Their postal address"), required=False, max_length=ADDRESS_LIMIT,
        widget=forms.Textarea({"autocomplete": "off"}),
        help_text=gettext_lazy("Only for an address that is not on record yet: one line for each line of it, without the name."),
    )  # fmt: skip
    heeded = forms.BooleanField(
        label=gettext_lazy("I have read what is noted about this address"), required=False
    )
    template = forms.ChoiceField(label=gettext_lazy("Template"), required=False)
    body = Said(
        label=gettext_lazy("The letter"), max_length=LONGEST, widget=forms.Textarea,
        help_text=gettext_lazy("From “Dear …” to your name. Date, address and reference are printed above it."),
        error_messages={"required": gettext_lazy("Write the letter.")},
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        addresses: Sequence[Address],
        parties: Sequence[Party],
        templates: Sequence[TextTemplate],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = _places(addresses, parties)
        self.templates = {str(row.pk): row for row in templates}
        self.refused = [
            plainly(f"{each.party}, {each.point}: {each.refused}") for each in addresses if each.refused
        ]
        to: Any = self.fields["to"]
        to.choices = [(key, label) for key, (label, *_) in self.places.items()]
        to.widget.choice_hints = {key: hint for key, (_, hint, *_) in self.places.items() if hint}
        template: Any = self.fields["template"]
        template.choices = [
            ("", gettext("None")),
            *((key, plainly(row.name)) for key, row in self.templates.items()),
        ]
        if len(self.places) == 1:
            to.initial = next(iter(self.places))
        if not any(each.heed and not each.refused for each in addresses):
            del self.fields["heeded"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "to" in data:
            _, _, data["party"], data["place"] = self.places[data["to"]]
            if data["place"] is None and not data.get("address") and "address" not in self.errors:
                self.add_error("address", gettext("Write their postal address."))
        return data


_Place = tuple[str, str, Party, Any]


def _places(addresses: Iterable[Address], parties: Iterable[Party]) -> dict[str, _Place]:
    """Label, hint, party and address by the value of the choice: what is on record, then "another address" of each."""
    found: dict[str, _Place] = {}
    for each in addresses:
        if not each.refused:
            label = plainly(f"{each.party}, {each.point}")
            found[f"{each.party.pk}:{each.point.pk}"] = (label, plainly(each.heed), each.party, each.point)
    for party in parties:
        if party.person_id is not None:
            label = plainly(gettext("%(party)s, at an address that is not on record yet") % {"party": party})
            found[f"{party.pk}:{NEW}"] = (label, "", party, None)
    return found


class PostedForm(forms.Form):
    letters = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Tick the letters first."),
                        "invalid_choice": gettext_lazy("One of these letters does not wait any more. Tick again.")},
    )  # fmt: skip

    def __init__(self, *args: Any, waiting: Iterable[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {str(each.pk): each for each in waiting}
        self.fields["letters"].choices = [(key, key) for key in self.waiting]  # type: ignore[attr-defined]

    def chosen(self) -> list[Contact]:
        return [self.waiting[key] for key in dict.fromkeys(self.cleaned_data["letters"])]


class NotSentForm(forms.Form):
    because = OneLine(
        label=gettext_lazy("Why could it not be sent?"), max_length=LONGEST_REASON,
        help_text=gettext_lazy("For example: the address has no house number."),
        error_messages={"required": gettext_lazy("Write why it could not be sent.")},
    )  # fmt: skip


class AgainForm(forms.Form):
    because = OneLine(
        label=gettext_lazy("Why is it printed again?"), max_length=LONGEST_REASON,
        help_text=gettext_lazy("For example: the post lost it, or the printer jammed."),
        error_messages={"required": gettext_lazy("Write why it is printed again.")},
    )  # fmt: skip
