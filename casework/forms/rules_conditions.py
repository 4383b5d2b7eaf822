"""A condition of a rule as a row of three controls: what is looked at, how it is compared, and with what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, gettext_noop

from casework import routing
from casework.routing.conditions import ANSWERS, LONGEST_VALUE, WEEKDAYS
from casework.selectors_rules import Choices, Offered

GROUPS: Final = (
    ("all", gettext_noop("All of these"), gettext_noop("Every one of them must hold.")),
    (
        "any",
        gettext_noop("At least one of these"),
        gettext_noop("One is enough. All of the above must hold as well."),
    ),
    ("none", gettext_noop("None of these"), gettext_noop("Where one of them holds, the rule does not.")),
)
# In the order in which they are offered. The first is what a new row begins with.
FACT_WORDS: Final = {
    "words": gettext_noop("Words in the text"),
    "service": gettext_noop("Service"),
    ANSWERS: gettext_noop("Answer to a question"),
    "channel": gettext_noop("Channel"),
    "language": gettext_noop("Language"),
    "area": gettext_noop("Area"),
    "postcode": gettext_noop("Postcode"),
    "weekday": gettext_noop("Day of the week"),
    "hour": gettext_noop("Time of day"),
    "opening_hours": gettext_noop("Opening hours"),
    "last_contact": gettext_noop("Last in touch"),
    "adjustments": gettext_noop("What they need"),
    "number_texted": gettext_noop("Number texted"),
    "partner": gettext_noop("Partner’s site"),
    "restricted": gettext_noop("Restricted from the start"),
}
_OP_WORDS: Final = {
    "is_any_of": gettext_noop("is one of"),
    "is": gettext_noop("is"),
    "any_of": gettext_noop("has any of"),
    "all_of": gettext_noop("has all of"),
    "phrase": gettext_noop("has the phrase"),
    "pattern": gettext_noop("fits the pattern"),
    "is_in": gettext_noop("begins with one of"),
    "contains": gettext_noop("contains"),
    "between": gettext_noop("is between"),
    "within_days": gettext_noop("within a number of days"),
    "is_empty": gettext_noop("is not given"),
}
_SINGLE: Final = ("is", "phrase", "pattern", "within_days")
_LINES: Final = gettext_noop("One a line.")
_QUIET: Final[dict[str, str]] = {"autocomplete": "off", "spellcheck": "false"}
_HINTS: Final = {
    ("words", "any_of"): gettext_noop("One word or phrase a line. evict* finds evicted and eviction, too."),
    ("words", "all_of"): gettext_noop("One word or phrase a line. evict* finds evicted and eviction, too."),
    ("words", "phrase"): gettext_noop("These words in this order."),
    ("words", "pattern"): gettext_noop(
        "An RE2 pattern; large and small letters are alike. There is no look-around."
    ),
    ("adjustments", "any_of"): gettext_noop("One word or phrase a line, such as “wheelchair”."),
    ("postcode", "is_in"): gettext_noop("One a line: an area (SW), a district (SW1A) or a sector (SW1A 1)."),
    ("hour", "between"): gettext_noop("It may go past midnight."),
    ("last_contact", "within_days"): gettext_noop("In days. The same person, or the same number."),
    ("partner", "is_any_of"): gettext_noop("The codes of partners, one a line."),
}


@dataclass(frozen=True)
class Row:
    """One condition as it stands in the form, however incomplete. `what` is a family of facts."""

    group: str
    number: int
    what: str = "words"
    question: str = ""
    op: str = "any_of"
    values: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.group}-{self.number}"

    @property
    def fact(self) -> str:
        return ANSWERS + self.question if self.what == ANSWERS else self.what

    def condition(self) -> dict[str, Any]:
        if self.op == "is_empty":
            return {"fact": self.fact, "op": self.op}
        single = self.op in _SINGLE
        return {
            "fact": self.fact,
            "op": self.op,
            "value": "".join(self.values[:1]) if single else list(self.values),
        }


def known_op(what: str, op: str) -> str:
    """The comparison where the fact has it, else the one that is most often meant."""
    offered = routing.FACTS[what]
    return (
        op if op in offered else next((one for one in ("is_any_of", "any_of") if one in offered), offered[0])
    )


def rows_of(conditions: Any) -> list[Row]:
    """The rows of stored conditions. What is no condition is left out: the page says that the rule cannot be used."""
    groups = conditions if isinstance(conditions, dict) else {}
    listed = [(group, groups.get(group)) for group, *_ in GROUPS]
    return [
        _stored(group, number, item)
        for group, items in listed
        for number, item in enumerate(items if isinstance(items, list) else [])
        if isinstance(item, dict)
    ]


def _stored(group: str, number: int, item: Mapping[str, Any]) -> Row:
    fact, value = str(item.get("fact", "")), item.get("value")
    what = ANSWERS if fact.startswith(ANSWERS) else fact if fact in FACT_WORDS else "words"
    values = value if isinstance(value, list) else [] if value in (None, "") else [value]
    return Row(
        group,
        number,
        what,
        fact.removeprefix(ANSWERS) if what == ANSWERS else "",
        known_op(what, str(item.get("op", ""))),
        tuple(_as_text(each) for each in values),
    )


def _as_text(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def rows_posted(data: Any) -> list[Row]:
    """`row` names each row in order; a row's values are forgotten when another fact is chosen."""
    groups = [group for group, *_ in GROUPS]
    named = [each.partition("-") for each in dict.fromkeys(data.getlist("row"))]
    rows = [
        _posted(data, group, int(number))
        for group, _, number in named
        if group in groups and number.isascii() and number.isdigit() and len(number) < 5
    ]
    return sorted(rows, key=lambda row: groups.index(row.group))


def _posted(data: Any, group: str, number: int) -> Row:
    key = f"{group}-{number}"
    what = data.get(f"{key}-what", "")
    what = what if what in FACT_WORDS else "words"
    question = data.get(f"{key}-question", "") if what == ANSWERS else ""
    row = Row(group, number, what, question, known_op(what, data.get(f"{key}-op", "")))
    given = [*data.getlist(f"{key}-value"), *data.getlist(f"{key}-until")]
    lines = [line.strip() for each in given for line in each.splitlines()]
    kept = data.get(f"{key}-was", row.fact) == row.fact
    return replace(row, values=tuple(line for line in lines if line) if kept else ())


def added(rows: Iterable[Row], group: str) -> tuple[list[Row], Row]:
    listed = list(rows)
    new = Row(group, max((row.number for row in listed if row.group == group), default=-1) + 1)
    return [*listed, new], new


class ConditionForm(forms.Form):
    """Bound (`checked`) it says what is wrong with the row; else it only shows it."""

    def __init__(self, row: Row, *, offered: Offered, checked: bool, focus: bool = False) -> None:
        self.row = row
        self.choices = _choices(row, offered)
        given = self._given()
        data = MultiValueDict({f"{row.key}-{name}": value for name, value in given.items()})
        super().__init__(data if checked else None, prefix=row.key, initial=self._initial(given))
        self._add_fields(offered)
        if focus:
            self.fields["what"].widget.attrs["autofocus"] = True

    def _given(self) -> dict[str, list[str]]:
        row, values = self.row, list(self.row.values)
        shared = {"what": [row.what], "question": [row.question], "op": [row.op], "was": [row.fact]}
        if row.op == "between":
            return {**shared, "value": values[:1], "until": values[1:2]}
        if row.op in _SINGLE:
            return {**shared, "value": values[:1]}
        return {**shared, "value": values if self.boxes else ["\n".join(values)]}

    def _initial(self, given: dict[str, list[str]]) -> dict[str, Any]:
        several = given.get("value", []) if self.boxes else "".join(given.get("value", []))
        return {name: "".join(each) for name, each in given.items()} | {"value": several}

    @property
    def lines(self) -> int:
        """How high a text of one value a line is shown."""
        return min(max(len(self.row.values) + 1, 3), 12)

    @property
    def boxes(self) -> bool:
        """Whether several values are ticked, where the choices are known, rather than written one a line."""
        return self.row.op == "is_any_of" and bool(self.choices)

    def _add_fields(self, offered: Offered) -> None:
        row = self.row
        self.fields["what"] = _select(
            gettext("Fact"), [(code, gettext(words)) for code, words in FACT_WORDS.items()]
        )
        if row.what == ANSWERS:
            asked = [(code, each.label) for code, each in offered.questions.items()]
            self.fields["question"] = _select(
                gettext("Question"), _with_gone([("", gettext("Choose a question")), *asked], [row.question])
            )
        ops = [
            (op, gettext(_OP_WORDS[op])) for op in sorted(routing.FACTS[row.what], key=list(_OP_WORDS).index)
        ]
        self.fields["op"] = _select(gettext("Comparison"), ops)
        self.fields["was"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if row.op == "between":
            self.fields["value"] = _time(gettext("From"))
            self.fields["until"] = _time(gettext("Until"))
        elif row.op != "is_empty":
            self.fields["value"] = self._value()
        for name in self.fields:
            self.fields[name].required = False

    def _value(self) -> forms.Field:
        row, choices = self.row, self.choices
        hint = _HINTS.get((row.what, row.op), "")
        hint = gettext(hint) if hint else ""
        if self.boxes:
            return forms.MultipleChoiceField(
                label=gettext("Choose"), choices=choices, widget=forms.CheckboxSelectMultiple, help_text=hint
            )
        if choices and row.op == "is":
            return _select(gettext("Value"), [("", gettext("Choose")), *choices])
        if row.op in _SINGLE:
            label = gettext("Days") if row.op == "within_days" else gettext("Value")
            return forms.CharField(label=label, help_text=hint, widget=forms.TextInput(_QUIET))
        return forms.CharField(
            label=gettext("Values"),
            help_text=hint or gettext(_LINES),
            widget=forms.Textarea({**_QUIET, "dir": "auto"}),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        where = next(name for name in ("value", "op") if name in self.fields)
        if self.row.what == ANSWERS and not self.row.question:
            self.add_error("question", gettext("Choose the question."))
        elif self.row.op != "is_empty" and not self.row.values:
            chosen = isinstance(self.fields["value"], forms.ChoiceField | forms.MultipleChoiceField)
            self.add_error(
                where,
                gettext("Choose at least one.") if chosen else gettext("Write what it is compared with."),
            )
        else:
            self._try(where)
        return data

    def _try(self, where: str) -> None:
        try:
            routing.parse_conditions({"all": [self.row.condition()]})
        except routing.RuleError as error:
            words = str(error).removeprefix("Condition 1 of “all”: ")
            self.add_error(where, words[:1].upper() + words[1:])


def _select(label: str, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select)


def _time(label: str) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.TextInput({"type": "time"}))


def _choices(row: Row, offered: Offered) -> Choices:
    """What may be chosen; [] where it is written. What the row names and is gone stays choosable, and says so."""
    asked = offered.questions.get(row.question)
    choices: Choices = {
        "service": offered.services,
        "channel": offered.channels,
        "language": offered.languages,
        "area": offered.areas,
        "weekday": [(day, day.capitalize()) for day in WEEKDAYS],
        "opening_hours": [("open", gettext("we are open")), ("closed", gettext("we are closed"))],
        "restricted": [("yes", gettext("yes")), ("no", gettext("no"))],
        ANSWERS: asked.choices if asked else [],
    }.get(row.what, [])
    if row.what in ("weekday", "opening_hours", "restricted") or (row.what == ANSWERS and not choices):
        return choices
    known = {code.casefold() for code, _ in choices}
    offers = row.what in ("service", "channel", "language", "area", ANSWERS)
    return _with_gone(choices, [each for each in row.values if offers and each.casefold() not in known])


def _with_gone(choices: Choices, codes: Iterable[str]) -> Choices:
    known = {code for code, _ in choices}
    gone = [
        (code, gettext("%(code)s (not there any more)") % {"code": code[:LONGEST_VALUE]})
        for code in codes
        if code and code not in known
    ]
    return [*choices, *gone]
