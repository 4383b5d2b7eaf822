"""For whom they speak: whom it is about, what allows them to, and who gets the answers. Usually all of it stays empty."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from casework import age_rules
from casework.authority import BASES, Authority
from casework.forms.days import DayField
from casework.forms.said import OneLine, ours
from casework.models import Person
from casework.services.arrivals import CALLER, NOBODY, SUBJECT
from casework.text import NAME_LIMIT

SCOPE_LIMIT: Final = 300
_OFF: Final = {
    "autocomplete": "off",
    "data-1p-ignore": "true",
    "data-lpignore": "true",
    "spellcheck": "false",
}


class OnBehalfPart(forms.Form):
    about = OneLine(
        label=gettext_lazy("Who is it about, if somebody else?"), max_length=NAME_LIMIT, required=False,
        widget=forms.TextInput(_OFF), help_text=gettext_lazy("The name of the person they spoke for."),
    )  # fmt: skip
    subject = forms.CharField(required=False, max_length=40)
    basis = ours(forms.ChoiceField(
        label=gettext_lazy("What allows them to speak for them?"), required=False,
        choices=[("", gettext_lazy("Not asked, or nothing")), *BASES.items()],
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
    ))  # fmt: skip
    scope = OneLine(
        label=gettext_lazy("For what?"), max_length=SCOPE_LIMIT, required=False, widget=forms.TextInput(_OFF),
        help_text=gettext_lazy("What they may be told or may decide, for example: this repair only."),
    )  # fmt: skip
    until = DayField(
        label=gettext_lazy("Until when may they?"), required=False, subject=gettext_lazy("The last day"),
        help_text=gettext_lazy("The last day, for example, 27 3 2026. Leave it empty if it has no end."),
    )  # fmt: skip
    answers_to = forms.ChoiceField(
        label=gettext_lazy("Who gets the answers?"), required=False, widget=forms.RadioSelect,
        choices=[(CALLER, gettext_lazy("Whoever speaks for them")), (SUBJECT, gettext_lazy("Whom it is about")),
                 (NOBODY, gettext_lazy("Nobody, until they are asked"))],
        help_text=gettext_lazy("Ask whom it is about, if you can. On a case that is there already the first choice changes nothing."),
        error_messages={"invalid_choice": gettext_lazy("Choose who gets the answers.")},
    )  # fmt: skip

    asks_who_gets_answers = True
    """False on a page that does not ask: then the caller gets them, unless whom it is about must agree first."""

    @property
    def behalf_open(self) -> bool:
        """Whether anything of it is filled in or wrong: then the part of the page stands open."""
        names = ("about", "subject", "basis", "scope", "until", "answers_to")
        return any(self.errors.get(name) or _filled(self[name].value()) for name in names)

    def check_behalf(self, data: dict[str, Any]) -> None:
        """What belongs to somebody else needs that somebody; nobody acts for themselves."""
        subject: UUID | None = data.get("subject")
        named = bool(subject or data.get("about"))
        data["authority"] = Authority(
            basis=data.get("basis", ""), scope=data.get("scope", ""), until=data.get("until")
        )
        if named and subject is not None and subject == data.get("person"):
            self.add_error("about", gettext("This is the caller. Leave it empty, or choose who it is about."))
        if named and self.asks_who_gets_answers and "answers_to" not in self.errors:
            self._check_answers(data)
        if (
            not named
            and "about" not in self.errors
            and (data["authority"] != Authority() or self._wants_answers(data))
        ):
            self.add_error("about", gettext("Write who it is about, or empty what you chose below."))

    def _check_answers(self, data: dict[str, Any]) -> None:
        """Chosen by a person, never by silence: a parent who rings about a teenager may be the one who must not know."""
        if not data.get("answers_to"):
            self.add_error("answers_to", gettext("Choose who gets the answers."))
        elif data["answers_to"] == CALLER and data.get("subject"):
            born_on = Person.objects.filter(pk=data["subject"]).values_list("born_on", flat=True).first()
            if age_rules.asks_first(born_on=born_on, basis=data.get("basis", ""), on=timezone.localdate()):
                self.add_error("answers_to", age_rules.ASK_FIRST)

    @staticmethod
    def _wants_answers(data: dict[str, Any]) -> bool:
        """The caller gets them also where nobody else is named."""
        return data.get("answers_to") in (SUBJECT, NOBODY)


def _filled(value: Any) -> bool:
    return any(value) if isinstance(value, list) else bool(value)
