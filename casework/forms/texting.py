"""How the office texts: one form, each part explained beside it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework.filing.keywords import OPTIONAL_STOP_WORDS
from casework.forms.safety import ClockField
from casework.forms.said import OneLine
from casework.services import texting_settings as service
from casework.services.texting_settings import BOUNDS, Texting

STOP_WORDS: Final = {
    "cancel": gettext_lazy("People also mean an appointment by it. Networks take it for STOP."),
    "end": gettext_lazy("People also end a conversation with it. Networks take it for STOP."),
    "quit": gettext_lazy("Rarely anything but STOP."),
}


def _number(name: str, label: Any, hint: Any) -> forms.IntegerField:
    least, most, counted = BOUNDS[name]
    words = f"Write a number from {least:,} to {most:,}: {counted}."
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": words, "invalid": words, "min_value": words, "max_value": words},
    )


class CallingCodes(OneLine):
    """Countries by calling code, with commas or spaces between them: a tuple of numbers, each once."""

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        parts = words.replace(",", " ").replace("+", " ").split()
        if any(not (part.isascii() and part.isdecimal() and len(part) <= 3) for part in parts):
            raise forms.ValidationError(gettext("Write calling codes as numbers, for example 44, 353."))
        return tuple(dict.fromkeys(int(part) for part in parts))


class StopWords(forms.CheckboxSelectMultiple):
    choice_hints = STOP_WORDS


class TextingForm(forms.Form):
    quiet_from = ClockField(label=gettext_lazy("From"), help_text=gettext_lazy("For example 21:00"))
    quiet_until = ClockField(label=gettext_lazy("Until"), help_text=gettext_lazy("For example 08:00"))
    parts_per_day = _number(
        "parts_per_day",
        gettext_lazy("Parts of texts a day"),
        gettext_lazy(
            "A long text is several parts, and each part is paid for. At this number nothing more goes out that day. "
            "0 stops all texts."
        ),
    )
    texts_per_number = _number(
        "texts_per_number",
        gettext_lazy("Texts to one number in 24 hours"),
        gettext_lazy("Keeps a mistake from flooding one person."),
    )
    pence_per_part = forms.DecimalField(
        label=gettext_lazy("What one part costs, in pence"),
        help_text=gettext_lazy("As your provider charges it. It only reckons what is shown."),
        min_value=0,
        max_value=service.MOST_PENCE,
        max_digits=6,
        decimal_places=2,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write the price of one part in pence, for example 4."),
            "invalid": gettext_lazy("Write the price in pence, for example 4.2."),
            "min_value": gettext_lazy("Write the price in pence, 0 or more."),
            "max_value": gettext_lazy("Write the price in pence, 1,000 or less."),
            "max_digits": gettext_lazy("Write the price in pence, for example 4.2."),
            "max_whole_digits": gettext_lazy("Write the price in pence, 1,000 or less."),
            "max_decimal_places": gettext_lazy("Write the price with two places or fewer, for example 4.25."),
        },
    )
    calling_codes = CallingCodes(
        label=gettext_lazy("Countries that may be texted"),
        max_length=100,
        help_text=gettext_lazy(
            "By calling code, with commas between them: 44 is the United Kingdom, 353 is Ireland. Texts to far "
            "countries are how a budget is emptied by fraud."
        ),
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write at least one calling code, for example 44.")},
    )
    stop_words = forms.MultipleChoiceField(
        label=gettext_lazy("Words that stop texts"),
        required=False,
        choices=[(word, word.upper()) for word in sorted(OPTIONAL_STOP_WORDS)],
        widget=StopWords,
        help_text=gettext_lazy(
            "STOP, STOPALL, UNSUBSCRIBE, REVOKE and OPTOUT always stop. These three only where you tick them, "
            "and only as the whole text."
        ),
        error_messages={"invalid_choice": gettext_lazy("Only CANCEL, END and QUIT can be chosen.")},
    )
    acknowledge_texts = forms.BooleanField(
        label=gettext_lazy("Answer each new request with its reference"),
        required=False,
        help_text=gettext_lazy(
            "Never to short codes, to our own numbers or to numbers that asked for no texts."
        ),
    )
    acknowledge_every_hours = _number(
        "acknowledge_every_hours",
        gettext_lazy("Hours between two automatic answers to one number"),
        gettext_lazy("So that two machines never text each other without end."),
    )
    answer_help = forms.BooleanField(
        label=gettext_lazy("Answer HELP and INFO"),
        required=False,
        help_text=gettext_lazy("With the office’s name, its phone number and how to stop texts."),
    )
    neutral_name = OneLine(
        label=gettext_lazy("Neutral name"),
        max_length=service.LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy(
            "What we call ourselves on a phone that must not show whom its owner turned to."
        ),
        error_messages={"required": gettext_lazy("Write a neutral name, for example “the team”.")},
    )
    reply_window_hours = _number(
        "reply_window_hours",
        gettext_lazy("Hours in which a text is an answer to ours"),
        gettext_lazy("A text that comes so soon after ours goes on the case that ours was about."),
    )
    question_window_hours = _number(
        "question_window_hours",
        gettext_lazy("Hours in which “which case?” can be answered"),
        gettext_lazy("After that a person files what was asked about."),
    )
    reopen_window_days = _number(
        "reopen_window_days",
        gettext_lazy("Days in which a text reopens a closed case"),
        gettext_lazy("After that it begins a new case that is linked to the old one. 0 never reopens."),
    )

    def texting(self) -> Texting:
        """What was asked for, of a form that is valid."""
        data = self.cleaned_data
        given = {name: data[name] for name in Texting.__dataclass_fields__}
        return Texting(**{**given, "stop_words": tuple(data["stop_words"])})


def initial(texting: Texting) -> dict[str, Any]:
    shown = {name: getattr(texting, name) for name in Texting.__dataclass_fields__}
    return shown | {
        "quiet_from": f"{texting.quiet_from:%H:%M}" if texting.quiet_from else "",
        "quiet_until": f"{texting.quiet_until:%H:%M}" if texting.quiet_until else "",
        "calling_codes": ", ".join(map(str, texting.calling_codes)),
        "stop_words": list(texting.stop_words),
    }
