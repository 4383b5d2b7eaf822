"""What is asked of every visit, whether on the page, on the drop-in sheet or without a network: where, who, how long."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework.forms.said import OneLine, ours
from casework.languages import LANGUAGES
from casework.text import LINE_LIMIT, NAME_LIMIT
from casework.visits import INTERPRETED, PLACES, interpreter_in_words, place_in_words

_LONGEST_PLACE: Final = LINE_LIMIT - 40
_AT_A_PLACE: Final = gettext_lazy("For example: market square, library session.")
_HOW_LONG: Final = gettext_lazy("How many minutes did it take?")
_WHERE: Final = gettext_lazy("Choose where it was.")


def off(**more: str) -> dict[str, str]:
    """The browser knows the member of staff, not the person they speak with: it must not fill anything in."""
    return {"autocomplete": "off", "data-1p-ignore": "true", "data-lpignore": "true", **more}


def place(initial: str, *, widget: type[forms.Widget] = forms.RadioSelect) -> forms.ChoiceField:
    return ours(forms.ChoiceField(
        label=gettext_lazy("Where was it?"), choices=PLACES, widget=widget, initial=initial,
        error_messages={"required": _WHERE, "invalid_choice": _WHERE},
    ))  # fmt: skip


def place_words(hint: Any = _AT_A_PLACE) -> OneLine:
    return OneLine(
        label=gettext_lazy("More about the place"), max_length=_LONGEST_PLACE, required=False, help_text=hint,
        widget=forms.TextInput(off()),
    )  # fmt: skip


def present(hint: Any = "") -> OneLine:
    return OneLine(
        label=gettext_lazy("Who was there?"), max_length=NAME_LIMIT, required=False, help_text=hint,
        widget=forms.TextInput(off(spellcheck="false")),
    )  # fmt: skip


def interpreted() -> forms.ChoiceField:
    return ours(forms.ChoiceField(
        label=gettext_lazy("Did somebody interpret?"), choices=INTERPRETED, required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose how somebody interpreted.")},
    ))  # fmt: skip


def interpreter() -> OneLine:
    return OneLine(
        label=gettext_lazy("Who interpreted?"), max_length=_LONGEST_PLACE, required=False,
        widget=forms.TextInput(off(spellcheck="false")), help_text=gettext_lazy("A name or a service, and the language."),
    )  # fmt: skip


def minutes(label: Any = _HOW_LONG) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=24 * 60,
        widget=forms.TextInput(off(inputmode="numeric")),
        error_messages={"invalid": gettext_lazy("Write whole minutes, for example 5."), "min_value": gettext_lazy("Write 0 minutes or more."),
                        "max_value": gettext_lazy("Write 1,440 minutes (a day) or fewer.")},
    )  # fmt: skip


def language(hint: Any = "") -> forms.ChoiceField:
    return ours(
        forms.ChoiceField(
            label=gettext_lazy("Language spoken"),
            required=False,
            choices=[("", gettext_lazy("Not asked")), *LANGUAGES.items()],
            help_text=hint,
        )
    )


def confirmed() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("They said we may reach them on this number"), required=False,
        help_text=gettext_lazy("Texts can then be sent to it."),
    )  # fmt: skip


def put_into_words(form: forms.Form, data: dict[str, Any]) -> None:
    """`where` and `interpreter_words`, as the contact keeps them; "somewhere else" must say where."""
    if data.get("place") == "other" and not data.get("place_words") and "place_words" not in form.errors:
        form.add_error("place_words", gettext("Write where it was."))
    data["where"] = place_in_words(data.get("place", ""), data.get("place_words", ""))
    data["interpreter_words"] = interpreter_in_words(data.get("interpreted", ""), data.get("interpreter", ""))
