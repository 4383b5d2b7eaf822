"""What a rule is called and what it does: the plain fields of the editor."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework import routing
from casework.forms.said import OneLine, Said, ours
from casework.routing.documents import from_document
from casework.routing.rules import ASSIGN, LONGEST_ACKNOWLEDGEMENT, LONGEST_NAME, PRIORITIES
from casework.selectors_rules import Choices, Offered
from casework.text import LINE_LIMIT

PERSON: Final = "person"
FLAGS: Final = ("restricted", "stop", "reroutes")
_QUIET: Final[dict[str, str]] = {"autocomplete": "off"}


class RuleForm(forms.Form):
    name = OneLine(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput({**_QUIET, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Give the rule a name.")},
    )
    team = forms.ChoiceField(
        label=gettext_lazy("Give it to"),
        required=False,
        help_text=gettext_lazy("The first rule that fits and names a team decides the team."),
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Assign it to"),
        required=False,
        choices=[
            ("", gettext_lazy("Nobody: the team takes it")),
            ("least", gettext_lazy("Whoever has least to do")),
            ("turn", gettext_lazy("Each in turn")),
            (PERSON, gettext_lazy("One person")),
        ],
        widget=forms.RadioSelect,
    )
    assignee = forms.ChoiceField(label=gettext_lazy("Which person?"), required=False)
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"),
        required=False,
        choices=[
            ("", gettext_lazy("Leave it as it is")),
            *((each, each.capitalize()) for each in PRIORITIES),
        ],
        help_text=gettext_lazy("The highest of all rules that fit counts."),
    )
    tags = OneLine(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=1000,
        widget=forms.TextInput({**_QUIET, "spellcheck": "false", "dir": "auto"}),
        help_text=gettext_lazy("With commas between them."),
    )
    restricted = forms.BooleanField(label=gettext_lazy("Restrict who can see it"), required=False)
    target = forms.ChoiceField(label=gettext_lazy("Target"), required=False)
    acknowledgement = Said(
        label=gettext_lazy("Answer to a text"),
        required=False,
        max_length=LONGEST_ACKNOWLEDGEMENT,
        widget=forms.Textarea({"dir": "auto"}),
        help_text=gettext_lazy(
            "In place of the office’s own words. {reference} and {office} are filled in. Whoever holds the"
            " telephone reads it: not a word about what was asked."
        ),
    )
    follow_words = OneLine(
        label=gettext_lazy("What is to be followed up"),
        required=False,
        max_length=300,
        widget=forms.TextInput({**_QUIET, "dir": "auto"}),
    )
    follow_amount = OneLine(
        label=gettext_lazy("Within"),
        required=False,
        max_length=LINE_LIMIT,
        widget=forms.TextInput({**_QUIET, "inputmode": "numeric"}),
    )
    follow_unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        required=False,
        choices=[("minutes", gettext_lazy("working minutes")), ("days", gettext_lazy("working days"))],
    )
    stop = forms.BooleanField(label=gettext_lazy("Try no further rule"), required=False)
    reroutes = forms.BooleanField(
        label=gettext_lazy("Route again, unasked, when its service or answers change"), required=False
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours(self.fields["priority"])
        for name, empty, choices in (
            ("team", gettext("No team: a later rule decides"), offered.teams),
            ("assignee", gettext("Choose"), offered.people),
            ("target", gettext("That of the service"), offered.targets),
        ):
            said = str(self[name].value() or "")
            self.fields[name].choices = _choices(empty, choices, said)  # type: ignore[attr-defined]

    def clean_tags(self) -> str:
        self._try({"tags": tags_of(self.cleaned_data["tags"])})
        return str(self.cleaned_data["tags"])

    def clean_acknowledgement(self) -> str:
        self._try({"acknowledgement": self.cleaned_data["acknowledgement"]})
        return str(self.cleaned_data["acknowledgement"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") == PERSON and not data.get("assignee"):
            self.add_error("assignee", gettext("Choose the person."))
        words, amount = data.get("follow_words", ""), data.get("follow_amount", "")
        if amount and not words:
            self.add_error("follow_words", gettext("Say what is to be followed up."))
        elif words and not _number(amount):
            self.add_error("follow_amount", gettext("Write a whole number above 0."))
        return data

    def _try(self, part: dict[str, Any]) -> None:
        """The rules themselves say what is wrong with this part of one."""
        try:
            routing.check_rule(from_document({"name": "It", **part}))
        except routing.RuleError as error:
            raise forms.ValidationError(str(error)) from error


def _choices(empty: str, choices: Choices, said: str) -> Choices:
    """A code that is gone stays chosen, and says so: the rule's warning tells what comes of it."""
    gone = (
        [(said, gettext("%(code)s (not there any more)") % {"code": said[:80]})]
        if said and said not in dict(choices)
        else []
    )
    return [("", empty), *choices, *gone]


def tags_of(written: str) -> list[str]:
    return [" ".join(each.split()) for each in written.split(",") if each.strip()]


def _number(written: str) -> int | None:
    digits = written.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < int(digits[:9]) <= 100_000 else None


def fields_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that a stored rule fills."""
    follow = document.get("follow_up") or {}
    assignee = str(document.get("assignee") or "")
    return {
        **{
            key: document.get(key) or ""
            for key in ("name", "team", "priority", "target", "acknowledgement", *FLAGS)
        },
        "assignee": assignee,
        "who": PERSON if assignee else document.get("assign") or "",
        "tags": ", ".join(map(str, document.get("tags") or [])),
        "follow_words": follow.get("words", ""),
        "follow_amount": str(follow.get("amount", "")),
        "follow_unit": follow.get("unit", "minutes"),
    }


def actions_of(get: Callable[[str], str]) -> dict[str, Any]:
    """The part of a document that these fields say. `get` gives a field as it was written."""
    who, words, written = get("who"), " ".join(get("follow_words").split()), get("follow_amount")
    amount = _number(written)
    return {
        "name": " ".join(get("name").split()),
        "team": get("team"),
        "priority": get("priority"),
        "assign": who if who in ASSIGN else "",
        "assignee": get("assignee") if who == PERSON else "",
        "tags": tags_of(get("tags")),
        "target": get("target"),
        "acknowledgement": get("acknowledgement").strip(),
        "follow_up": {"words": words, "amount": amount, "unit": get("follow_unit") or "minutes"}
        if words and amount
        else None,
        **{flag: bool(get(flag)) for flag in FLAGS},
    }
