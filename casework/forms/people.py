"""The small forms about people: their name, their numbers, who a contact is from, two records that are one."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework import phone_numbers
from casework.forms.said import OneLine, ours
from casework.models import Person
from casework.models.person import PointKind, PointLabel
from casework.text import LINE_LIMIT, NAME_LIMIT, show_bidi_controls

OTHER, NEW, NOBODY = "other", "new", "nobody"


def _typed(**more: str) -> forms.TextInput:
    """The browser knows the member of staff, not the person: it must not fill anything in."""
    return forms.TextInput({"autocomplete": "off", "spellcheck": "false", **more})


class NameForm(forms.Form):
    name = OneLine(
        label=gettext_lazy("Name"),
        max_length=NAME_LIMIT,
        widget=_typed(),
        error_messages={"required": gettext_lazy("Write their name.")},
    )


class PointForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (PointKind.PHONE, gettext_lazy("Phone number")),
            (PointKind.EMAIL, gettext_lazy("E-mail address")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )
    value = OneLine(
        label=gettext_lazy("Number or address"),
        max_length=320,
        widget=_typed(),
        error_messages={"required": gettext_lazy("Write the number or address.")},
        help_text=gettext_lazy("As they say it. It is kept as you type it, too."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, value = data.get("kind"), data.get("value", "")
        if kind == PointKind.EMAIL and "@" not in value.strip("@"):
            self.add_error("value", gettext("Write the whole e-mail address, for example name@example.org."))
        if kind == PointKind.PHONE and value and phone_numbers.read(value).kind == "unknown":
            self.add_error(
                "value", gettext("This is not a complete telephone number. Check it with the person.")
            )
        return data


class LabelForm(forms.Form):
    label = ours(
        forms.ChoiceField(
            label=gettext_lazy("Whose is it?"),
            choices=PointLabel.choices,
            widget=forms.RadioSelect,
            error_messages={
                "required": gettext_lazy("Choose whose it is."),
                "invalid_choice": gettext_lazy("Choose whose it is."),
            },
        )
    )


class FindForm(forms.Form):
    name = OneLine(label=gettext_lazy("Their name"), max_length=LINE_LIMIT, required=False, widget=_typed())
    number = OneLine(
        label=gettext_lazy("Or any part of their number"),
        max_length=320,
        required=False,
        widget=_typed(inputmode="tel"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("name") or data.get("number")):
            self.add_error("name", gettext("Write a name or part of a number to look for."))
        return data


class JoinForm(forms.Form):
    """`must_be_sure`: something speaks against the two being one."""

    sure = forms.BooleanField(label=gettext_lazy("I am sure they are one person"), required=False)

    def __init__(self, *args: Any, must_be_sure: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if must_be_sure:
            self.fields["sure"].required = True
            self.fields["sure"].error_messages["required"] = gettext(
                "Tick that you are sure they are one person, or leave the records apart."
            )
        else:
            del self.fields["sure"]


class WhoForm(forms.Form):
    """`known` are the people it may be, with why; `found` those of the name that was written."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who was it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who it was."),
            "invalid_choice": gettext_lazy("Choose who it was."),
        },
    )
    name = OneLine(
        label=gettext_lazy("Name of somebody else"),
        max_length=NAME_LIMIT,
        required=False,
        widget=_typed(),
        help_text=gettext_lazy("They are found, or put on record."),
    )
    along = forms.BooleanField(required=False)
    not_theirs = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        known: dict[UUID, tuple[Person, list[str]]],
        found: dict[UUID, tuple[Person, list[str]]],
        at_present: Person | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self.people = {str(pk): each for pk, (each, _) in {**found, **known}.items()}
        shown = {**known, **{pk: row for pk, row in found.items() if pk not in known}}
        now_on = at_present.pk if at_present else None
        rows = [(str(pk), each, why) for pk, (each, why) in shown.items() if pk != now_on]
        typed = " ".join(str(self.data.get("name", "")).split())
        choices = [(pk, show_bidi_controls(str(each))) for pk, each, _ in rows]
        if found and typed:
            choices.append(
                (
                    NEW,
                    show_bidi_controls(gettext("Somebody new called %(name)s") % {"name": typed})[
                        :NAME_LIMIT
                    ],
                )
            )
        if at_present is not None:
            choices.append((NOBODY, gettext("Nobody known")))
        choices.append((OTHER, gettext("Somebody else: write their name below")))
        self.fields["who"].choices = choices  # type: ignore[attr-defined]
        hints = {pk: show_bidi_controls(". ".join(why)) for pk, _, why in rows if why}
        hints[NOBODY] = gettext("It then says “somebody at this number”.")
        self.fields["who"].widget.choice_hints = hints

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") in (OTHER, NEW) and not data.get("name") and "name" not in self.errors:
            self.add_error("name", gettext("Write the name of whoever it was."))
        return data
