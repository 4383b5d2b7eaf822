"""The pages of the public form. What is odd is kept and asked about; only what is missing is asked for again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import phone_numbers, postcodes
from casework.forms.days import DayField
from casework.forms.said import OneLine, Said
from casework.text import NAME_LIMIT
from channels.web import reach, words
from channels.web.asked import NOT_KNOWN, Asked
from channels.web.uploads import MOST_BYTES, Examined, examine

LINE: Final = 1_000
LONG: Final = 20_000
YEARS_AHEAD: Final = 10
UNKNOWN: Final = "--unknown"
EMERGENCY: Final = gettext_lazy(
    "If you or anybody else is in danger now, ring 999. Nobody reads this form at once."
)


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else list(files.get(name, []))


class FilesField(forms.Field):
    """Gives a list of `Examined`. No file makes the form fail."""

    widget = SeveralFiles

    def clean(self, value: Sequence[UploadedFile] | None) -> list[Examined]:
        return [_examined(uploaded) for uploaded in value or ()]


def _examined(uploaded: UploadedFile) -> Examined:
    return examine(name=uploaded.name or "file", content=uploaded.read(MOST_BYTES + 1))


def required(asked: Asked, missing: str) -> dict[str, str]:
    return {"required": about(asked, missing)}


def about(asked: Asked, wrong: str) -> str:
    """What is wrong, after the question that it is about."""
    return f"{subject(asked)}: {wrong}"


def subject(asked: Asked) -> str:
    return words.of_question(asked)[0].rstrip(" ?:.")


def field_for(asked: Asked) -> forms.Field:
    """The form field of one question."""
    label, hint = words.of_question(asked)
    common: dict[str, Any] = {"label": label, "help_text": hint, "required": asked.required}
    return _FIELDS.get(asked.kind, _text)(asked, common)


def _text(asked: Asked, common: dict[str, Any]) -> forms.Field:
    return OneLine(max_length=LINE, error_messages=required(asked, _("write an answer")), **common)


def _long_text(asked: Asked, common: dict[str, Any]) -> forms.Field:
    return Said(
        max_length=LONG, widget=forms.Textarea, error_messages=required(asked, _("write an answer")), **common
    )


def _choice(asked: Asked, common: dict[str, Any]) -> forms.Field:
    errors = {
        **required(asked, _("choose one")),
        "invalid_choice": _("Choose one of the answers on this page."),
    }
    return forms.ChoiceField(choices=asked.choices, widget=forms.RadioSelect, error_messages=errors, **common)


def _choices(asked: Asked, common: dict[str, Any]) -> forms.Field:
    errors = {
        **required(asked, _("choose one or more")),
        "invalid_choice": _("Choose from the answers on this page."),
    }
    return forms.MultipleChoiceField(
        choices=asked.choices, widget=forms.CheckboxSelectMultiple, error_messages=errors, **common
    )


def _date(asked: Asked, common: dict[str, Any]) -> forms.Field:
    common["help_text"] = asked.hint or _("For example, 27 3 2026.")
    latest = date(timezone.localdate().year + YEARS_AHEAD, 12, 31)
    return DayField(
        latest=latest,
        subject=about(asked, _("the date")),
        error_messages=required(asked, _("write the date")),
        **common,
    )


def _postcode(asked: Asked, common: dict[str, Any]) -> forms.Field:
    common["required"] = False  # the tick box beside it is an answer too
    return OneLine(max_length=100, widget=forms.TextInput({"autocomplete": "postal-code"}), **common)


def _phone(asked: Asked, common: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput({"inputmode": "tel", "autocomplete": "tel"})
    return OneLine(
        max_length=LINE, widget=widget, error_messages=required(asked, _("write a number")), **common
    )


def _email(asked: Asked, common: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput({"inputmode": "email", "autocomplete": "email", "spellcheck": "false"})
    return OneLine(
        max_length=320, widget=widget, error_messages=required(asked, _("write an e-mail address")), **common
    )


def _file(asked: Asked, common: dict[str, Any]) -> forms.Field:
    common["required"] = False  # judged with the files that the draft has already
    common["help_text"] = asked.hint or _("Photographs, PDF, Word or Excel, at most 10 MB each.")
    return FilesField(widget=SeveralFiles({"multiple": True}), **common)


_FIELDS: Final = {
    "long_text": _long_text, "choice": _choice, "choices": _choices, "date": _date, "postcode": _postcode,
    "phone": _phone, "email": _email, "file": _file,
}  # fmt: skip


class QuestionsForm(forms.Form):
    """A service's questions. `with_files` are codes of questions for which a file came already."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        asked: Sequence[Asked],
        answers: Mapping[str, Any] | None = None,
        with_files: frozenset[str] = frozenset(),
    ) -> None:
        self.asked, self.with_files = asked, with_files
        super().__init__(data, files, prefix="q", initial=_initial(asked, answers or {}))
        for each in asked:
            self.fields[each.code] = field_for(each)
            if each.kind == "postcode":
                self.fields[each.code + UNKNOWN] = forms.BooleanField(
                    label=_("I do not know it, or there is no fixed address"), required=False
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for each in self.asked:
            if each.kind == "postcode" and each.code not in self.errors:
                self._postcode(each, data)
            elif (
                each.kind == "file"
                and each.required
                and not data.get(each.code)
                and each.code not in self.with_files
            ):
                self.add_error(each.code, about(each, _("choose a file.")))
        return data

    def _postcode(self, asked: Asked, data: dict[str, Any]) -> None:
        typed = data.get(asked.code, "")
        if typed:
            data[asked.code] = postcodes.read(typed).value
        elif data.get(asked.code + UNKNOWN):
            data[asked.code] = NOT_KNOWN
        elif asked.required:
            self.add_error(asked.code, about(asked, _("write it, or tick that you do not know it.")))

    def answers(self) -> dict[str, Any]:
        """By question code, without what was left empty. Files are kept apart."""
        given = {each.code: self.cleaned_data.get(each.code) for each in self.asked if each.kind != "file"}
        return {code: _plain(value) for code, value in given.items() if value}

    def came(self) -> list[tuple[str, Examined]]:
        """Files of this page with their question, also where something else on it is wrong."""
        return [
            (each.code, examined)
            for each in self.asked
            if each.kind == "file"
            for examined in self.cleaned_data.get(each.code) or ()
        ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _initial(asked: Sequence[Asked], answers: Mapping[str, Any]) -> dict[str, Any]:
    initial = dict(answers)
    for each in asked:
        if each.kind == "postcode" and initial.get(each.code) == NOT_KNOWN:
            initial[each.code], initial[each.code + UNKNOWN] = "", True
    return initial


class Trap(forms.Field):
    """A field that no person sees. Nothing in it is ever wrong, or whoever filled it in would learn from the error."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> str:
        return "filled in" if value else ""


class DetailsForm(forms.Form):
    """How to answer. A number alone is enough, an address alone too, and so is neither."""

    name = OneLine(
        label=gettext_lazy("Your name"),
        max_length=NAME_LIMIT,
        required=False,
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )
    phone = OneLine(
        label=gettext_lazy("Phone number"),
        max_length=320,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = OneLine(
        label=gettext_lazy("E-mail address"),
        max_length=320,
        required=False,
        widget=forms.TextInput({"inputmode": "email", "autocomplete": "email", "spellcheck": "false"}),
    )
    rather_not = forms.BooleanField(
        label=gettext_lazy("I would rather not say"),
        required=False,
        help_text=gettext_lazy("You get a reference. Ring or visit us with it to hear more."),
    )
    safe = Said(
        label=gettext_lazy("Is there anything we must know before we contact you?"),
        max_length=LINE,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("For example: text only, never leave a message, other people use this phone."),
    )
    about = OneLine(
        label=gettext_lazy("If you ask for somebody else, what is their name?"),
        max_length=NAME_LIMIT,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    website = Trap(
        label=gettext_lazy("Leave this empty"),
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("phone") or data.get("email") or data.get("rather_not") or self.errors):
            self.add_error(
                "phone",
                _(
                    "Give a phone number or an e-mail address, one is enough, or tick that you would rather not say."
                ),
            )
        return data


def doubts(asked: Sequence[Asked], answers: Mapping[str, Any], details: Mapping[str, Any]) -> list[str]:
    """What to look at once more before sending, in words. Nothing of it stops anybody."""
    found = [_phone_doubt(str(details.get("phone", ""))), _email_doubt(str(details.get("email", "")))]
    checks = {"phone": _phone_doubt, "email": _email_doubt, "postcode": _postcode_doubt}
    found += [checks[each.kind](str(answers.get(each.code, ""))) for each in asked if each.kind in checks]
    return list(dict.fromkeys(doubt for doubt in found if doubt))


def _phone_doubt(typed: str) -> str:
    if not typed:
        return ""
    number = phone_numbers.read(typed)
    if number.kind == "emergency":
        return str(EMERGENCY)
    return "" if number.value else _("“%s” does not look like a whole phone number. Is it right?") % typed


def _email_doubt(typed: str) -> str:
    if not typed:
        return ""
    whole = reach.is_address(typed) and "." in typed.rsplit("@", 1)[-1]
    return "" if whole else _("“%s” does not look like an e-mail address. Is it right?") % typed


def _postcode_doubt(typed: str) -> str:
    if not typed or typed == NOT_KNOWN:
        return ""
    read = postcodes.read(typed)
    if read.suggestion:
        said = {"typed": typed, "meant": read.suggestion}
        return _("The postcode “%(typed)s”: did you mean %(meant)s?") % said
    fits = read.valid or postcodes.district(typed)
    return "" if fits else _("“%s” does not look like a postcode. Is it right?") % typed
