"""An example that a rule carries, as a row: a situation, and what must come of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework.forms.said import OneLine, Said, ours
from casework.routing.rules import PRIORITIES, Example
from casework.routing.sheet import SheetError, situation_of
from casework.selectors_rules import Offered

_FACTS: Final = ("text", "service", "channel", "postcode", "language")
_EXPECT: Final = ("team", "priority", "tags")
_QUIET: Final[dict[str, str]] = {"autocomplete": "off", "dir": "auto"}
LONGEST: Final = 4000


@dataclass(frozen=True)
class ExampleRow:
    """`facts` and `expect` have the names of the sheet's columns, the latter without "expected_"."""

    number: int
    name: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    expect: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"example-{self.number}"

    def document(self) -> dict[str, Any]:
        return {"name": self.name, "facts": dict(self.facts), "expect": dict(self.expect)}


def examples_of(items: Any) -> list[ExampleRow]:
    listed = [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []
    return [
        ExampleRow(
            number,
            str(each.get("name", "")),
            {("text" if key == "words" else key): value for key, value in _texts(each.get("facts")).items()},
            {key.removeprefix("expected_"): value for key, value in _texts(each.get("expect")).items()},
        )
        for number, each in enumerate(listed)
    ]


def _texts(part: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in part.items()} if isinstance(part, Mapping) else {}


def examples_posted(data: Any) -> list[ExampleRow]:
    named = [each for each in dict.fromkeys(data.getlist("example")) if each.isascii() and each.isdigit()]
    return [_posted(data, int(each)) for each in named if len(each) < 5]


def _posted(data: Any, number: int) -> ExampleRow:
    def said(name: str) -> str:
        return str(data.get(f"example-{number}-{name}", "")).strip()

    facts = {name: said(name) for name in _FACTS} | _pairs(said("more_facts"))
    expect = {name: said(f"expect_{name}") for name in _EXPECT} | _pairs(said("more_expect"))
    return ExampleRow(
        number, said("name"), {k: v for k, v in facts.items() if v}, {k: v for k, v in expect.items() if v}
    )


def _pairs(written: str) -> dict[str, str]:
    """Lines of "name: value"."""
    parts = [line.partition(":") for line in written.splitlines() if line.strip()]
    return {name.strip(): value.strip() for name, _, value in parts}


def added(
    rows: Iterable[ExampleRow], example: ExampleRow | None = None
) -> tuple[list[ExampleRow], ExampleRow]:
    listed = list(rows)
    number = max((row.number for row in listed), default=-1) + 1
    new = replace(example or ExampleRow(0), number=number)
    return [*listed, new], new


class ExampleForm(forms.Form):
    name = OneLine(label=gettext_lazy("Name"), required=False, max_length=120, widget=forms.TextInput(_QUIET))
    text = Said(
        label=gettext_lazy("What they write or say"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"dir": "auto"}),
    )
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    postcode = OneLine(
        label=gettext_lazy("Postcode"), required=False, max_length=40, widget=forms.TextInput(_QUIET)
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    more_facts = Said(
        label=gettext_lazy("More facts"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"spellcheck": "false", "dir": "auto"}),
        help_text=gettext_lazy(
            "One a line, such as answers.danger: yes, opening_hours: closed or at: 2026-03-28 18:30."
        ),
    )
    expect_team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    expect_priority = forms.ChoiceField(
        label=gettext_lazy("Priority"),
        required=False,
        choices=[("", gettext_lazy("Not checked")), *((each, each.capitalize()) for each in PRIORITIES)],
    )
    expect_tags = OneLine(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(_QUIET),
        help_text=gettext_lazy("All of them, with spaces between; “none” for none."),
    )
    more_expect = Said(
        label=gettext_lazy("More that must come of it"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"spellcheck": "false", "dir": "auto"}),
        help_text=gettext_lazy("One a line, such as restricted: yes, target: emergency or assign: least."),
    )

    def __init__(self, row: ExampleRow, *, offered: Offered, checked: bool, focus: bool = False) -> None:
        self.row = row
        given = _given(row)
        data = {f"{row.key}-{name}": value for name, value in given.items()}
        super().__init__(data if checked else None, prefix=row.key, initial=given)
        ours(self.fields["expect_priority"])
        for name, empty, choices in (
            ("service", gettext("None"), offered.services),
            ("channel", gettext("Any"), offered.channels),
            ("language", gettext("Not known"), offered.languages),
            ("expect_team", gettext("Not checked"), offered.teams),
        ):
            gone = [(given[name], given[name])] if given[name] and given[name] not in dict(choices) else []
            self.fields[name].choices = [("", empty), *choices, *gone]  # type: ignore[attr-defined]
        if focus:
            self.fields["name"].widget.attrs["autofocus"] = True

    @property
    def opened(self) -> bool:
        """Whether the rare fields are to be seen: something is in them."""
        return bool(self["more_facts"].value() or self["more_expect"].value())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.row.expect:
            self.add_error("expect_team", gettext("Say what must come of it: a team, a priority or tags."))
        try:
            situation_of(Example(**self.row.document()))
        except SheetError as error:
            self.add_error("more_facts", str(error).removeprefix("Line 1: "))
        return data


def _given(row: ExampleRow) -> dict[str, str]:
    return {
        "name": row.name,
        **{name: row.facts.get(name, "") for name in _FACTS},
        **{f"expect_{name}": row.expect.get(name, "") for name in _EXPECT},
        "more_facts": _lines(row.facts, _FACTS),
        "more_expect": _lines(row.expect, _EXPECT),
    }


def _lines(part: Mapping[str, str], without: tuple[str, ...]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in part.items() if name not in without)
