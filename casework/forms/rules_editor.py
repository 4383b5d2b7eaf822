"""The whole editor of one rule: its fields, the rows of its conditions and of its examples."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext

from casework.forms.rules import RuleForm, actions_of, fields_of
from casework.forms.rules_conditions import GROUPS, ConditionForm, Row, added, rows_of, rows_posted
from casework.forms.rules_examples import ExampleForm, ExampleRow, examples_of, examples_posted
from casework.forms.rules_examples import added as example_added
from casework.selectors_rules import Offered


class Group(NamedTuple):
    code: str
    title: str
    hint: str
    rows: list[ConditionForm]
    focus: bool


class Editor:
    """`before` is the rule as it is kept, {} for a new one; `data` is what was posted, if anything was.

    Only a `checked` editor says what is wrong. `document()` is the rule as it stands, however incomplete.
    """

    def __init__(
        self, *, before: dict[str, Any], offered: Offered, data: Any = None, checked: bool = False
    ) -> None:
        self.before, self.offered, self.data, self.checked = before, offered, data, checked
        self.rows = rows_posted(data) if data is not None else rows_of(before.get("conditions"))
        self.example_rows = examples_posted(data) if data is not None else examples_of(before.get("examples"))
        self.focus = ""
        self.unread = data is None and _unread(before, self.rows)

    # What is asked for by a button

    def do(self, what: str) -> None:
        """Adds or removes a row: "add-all", "remove-all-3", "add-example", "remove-example-2". Else nothing."""
        verb, _, key = what.partition("-")
        groups = [code for code, *_ in GROUPS]
        if verb == "add" and key in groups:
            self.rows, new = added(self.rows, key)
            self.focus = new.key
        elif verb == "remove":
            self.rows = [row for row in self.rows if row.key != key]
            self.example_rows = [row for row in self.example_rows if row.key != key]
            self.focus = key.partition("-")[0]
        elif what == "add-example":
            self.add_example()

    def add_example(self, example: ExampleRow | None = None) -> None:
        self.example_rows, new = example_added(self.example_rows, example)
        self.focus = new.key

    # The forms, made when the page or the check asks for them

    def make(self) -> "Editor":
        fields = self._said() if self.data is not None else fields_of(self.before)
        self.fields = RuleForm(fields if self.checked else None, initial=fields, offered=self.offered)
        self.conditions = [self._condition(row) for row in self.rows]
        self.examples = [
            ExampleForm(row, offered=self.offered, checked=self.checked, focus=row.key == self.focus)
            for row in self.example_rows
        ]
        return self

    def _condition(self, row: Row) -> ConditionForm:
        return ConditionForm(row, offered=self.offered, checked=self.checked, focus=row.key == self.focus)

    def _said(self) -> dict[str, str]:
        return {name: self.data.get(name, "") for name in RuleForm.base_fields}

    @property
    def groups(self) -> list[Group]:
        return [
            Group(
                code,
                gettext(title),
                gettext(hint),
                [form for form in self.conditions if form.row.group == code],
                self.focus == code,
            )
            for code, title, hint in GROUPS
        ]

    @property
    def focus_examples(self) -> bool:
        return self.focus == "example"

    @property
    def forms(self) -> list[forms.Form]:
        return [self.fields, *self.conditions, *self.examples]

    def is_valid(self) -> bool:
        """Every form is asked, so that the page says all that is wrong at once."""
        wrong = [form for form in self.forms if not form.is_valid()]
        return not wrong

    def errors(self) -> list[dict[str, str]]:
        """All that is wrong, each linked to its control, in the order of the page."""
        return [each for form in self.forms for each in _errors_of(form)] if self.checked else []

    def document(self) -> dict[str, Any]:
        said = actions_of(self._get)
        return {
            **({"id": self.before["id"]} if self.before.get("id") else {}),
            "active": self.before.get("active", True),
            **said,
            "conditions": _grouped(self.rows),
            "examples": [row.document() for row in self.example_rows],
        }

    def _get(self, name: str) -> str:
        said = self._said() if self.data is not None else fields_of(self.before)
        return said[name] if isinstance(said[name], str) else "on" if said[name] else ""


def _unread(before: dict[str, Any], rows: list[Row]) -> bool:
    """Whether the kept rule has conditions that no row shows."""
    kept = before.get("conditions") or {}
    groups = kept.values() if isinstance(kept, dict) else [None]
    return sum(len(each) if isinstance(each, list) else 1 for each in groups) != len(rows)


def _grouped(rows: Iterable[Row]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row.condition())
    return found


def _errors_of(form: forms.Form) -> list[dict[str, str]]:
    whole = [{"text": str(error), "href": ""} for error in form.non_field_errors()]
    return whole + [
        {"text": str(error), "href": f"#{bound.auto_id}"} for bound in form for error in bound.errors
    ]
