"""Who is on a case: somebody found or new, their part in it, and the authority to act for somebody."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework import authority, lookup, phone_numbers
from casework.authority import Authority
from casework.forms.days import DayField
from casework.forms.said import OneLine, ours
from casework.models import ContactPoint, Person, Staff
from casework.models.case import PartyRole
from casework.text import NAME_LIMIT

NEW = "new"
SCOPE_LIMIT = 300


def off(**more: str) -> forms.TextInput:
    """The browser knows the member of staff, not the person they write about: it must not fill anything in."""
    return forms.TextInput({"autocomplete": "off", "data-1p-ignore": "true", "data-lpignore": "true", **more})


class PartForm(forms.Form):
    """The part somebody plays, and what allows them to act for somebody."""

    role = forms.ChoiceField(
        label=gettext_lazy("Their part in this case"), choices=PartyRole.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose their part in this case."), "invalid_choice": gettext_lazy("Choose their part in this case.")},
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=gettext_lazy("What is the authority?"), required=False, widget=forms.RadioSelect,
        choices=[("", authority.NONE_ON_RECORD), *authority.BASES.items()],
    )  # fmt: skip
    scope = OneLine(
        label=gettext_lazy("What may they be told or decide?"), max_length=SCOPE_LIMIT, required=False,
        help_text=gettext_lazy("For example: everything about the repair, nothing about rent."), widget=off(),
    )  # fmt: skip
    until = DayField(
        label=gettext_lazy("Last day of the authority"), required=False, subject=gettext_lazy("The last day"),
        help_text=gettext_lazy("For example, 27 3 2026. Leave it empty if it has no end. A day that is past is kept and shown as lapsed."),
    )  # fmt: skip

    def __init__(self, *args: Any, stored_basis: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours(self.fields["role"])
        ours(self.fields["basis"])
        if stored_basis and stored_basis not in authority.BASES:  # words of another door stay as they are
            basis = self.fields["basis"]
            basis.choices = [*basis.choices, (stored_basis, stored_basis)]  # type: ignore[attr-defined]

    def authority(self) -> Authority:
        data = self.cleaned_data
        return Authority(basis=data["basis"], scope=data["scope"], until=data["until"])


class WhoForm(forms.Form):
    """Somebody on record, chosen among those found by number or name; or somebody new."""

    number = OneLine(
        label=gettext_lazy("Their phone number"), max_length=320, required=False, widget=off(inputmode="tel", spellcheck="false"),
        help_text=gettext_lazy("Any part of it finds them."),
    )  # fmt: skip
    name = OneLine(
        label=gettext_lazy("Their name"),
        max_length=NAME_LIMIT,
        required=False,
        widget=off(spellcheck="false"),
    )
    person = forms.CharField(required=False, max_length=40)

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        self.chosen: Person | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"number", "name", "person"} & set(self.errors):
            return data
        if data["person"] not in ("", NEW):
            self.chosen = self._found(data["person"])
        elif not data["person"] and self.found().people:
            self.add_error(
                "person", gettext("These people are on record. Choose one of them, or somebody new.")
            )
        else:
            self._check_new(data)
        return data

    def _check_new(self, data: dict[str, Any]) -> None:
        if not (data["name"] or data["number"]):
            self.add_error("number", gettext("Write a name or a number."))

    def found(self) -> lookup.Found:
        """Whoever the number and the name find, as they were typed."""
        return lookup.callers(staff=self.staff, number=self._typed("number"), name=self._typed("name"))

    def _typed(self, name: str) -> str:
        return str(self[name].value() or "")[:NAME_LIMIT]

    def _found(self, chosen: str) -> Person | None:
        """Anybody one may not see is answered like somebody who is not there."""
        try:
            person = lookup.people_seen(self.staff).filter(pk=UUID(chosen)).first()
        except ValueError:
            person = None
        if person is None:
            self.add_error("person", gettext("This person is not on record any more. Search for them again."))
        return person


class AddPartyForm(PartForm, WhoForm):
    confirmed = forms.BooleanField(
        label=gettext_lazy("They said we may reach them on this number"), required=False,
        help_text=gettext_lazy("Texts can then be sent to a new number."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("confirmed") and "number" in data and not self.whole_number():
            self.add_error("number", gettext("Write the whole number on which we may reach them."))
        return data

    def whole_number(self) -> str:
        """The number as typed; of somebody on record, the one of theirs that a few digits mean, if they mean one."""
        typed = str(self.cleaned_data["number"])
        if self.chosen is None or phone_numbers.read(typed).value:
            return typed
        theirs = lookup.numbers_of(staff=self.staff, typed=typed, person_id=self.chosen.pk)
        return theirs[0] if len(theirs) == 1 else ""


class NamePartyForm(WhoForm):
    """Who somebody at a number is: the number is known, so it is not asked."""

    def __init__(self, *args: Any, at: ContactPoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        del self.fields["number"]

    def found(self) -> lookup.Found:
        return lookup.callers(staff=self.staff, number=self.at.value, name=self._typed("name"))

    def _check_new(self, data: dict[str, Any]) -> None:
        if not data["name"]:
            self.add_error("name", gettext("Write their name, or choose one of the people."))
