"""A Django form field as the plain facts that a GOV.UK field template prints: which template, ids, value, error, attributes."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markupsafe import escape

from casework.templatetags import _script_words
from casework.templatetags._said import said

# The first match decides, so the narrower widget stands before the one it comes from.
_TEMPLATES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "input"),
    (forms.widgets.Input, "input"),
)
_OURS = frozenset(
    [
        "id",
        "label",
        "hint",
        "label_size",
        "heading",
        "hide_label",
        "optional",
        "width",
        "rows",
        "count",
        "words_count",
        "inline",
        "small",
        "prefix",
        "suffix",
        "words_lang",
        "hint_is_ours",
    ]
)


def template_for(bound: BoundField) -> str:
    """The name in `backoffice/jinja2/fields/`."""
    widget = bound.field.widget
    if is_date(widget):
        return "date"
    return next((name for kind, name in _TEMPLATES if isinstance(widget, kind)), "other")


def is_date(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.MultiWidget) and _part_names(widget) == [
        "_day",
        "_month",
        "_year",
    ]


def _part_names(widget: forms.MultiWidget) -> list[str]:
    return list(getattr(widget, "widgets_names", []))


def facts(bound: BoundField, options: Mapping[str, Any]) -> SimpleNamespace:
    """Everything the macro prints. `options` are those of `{% field %}`; what is not ours becomes an attribute."""
    unknown = {name: value for name, value in options.items() if name not in _OURS}
    errors = [said(str(error)) for error in bound.errors] if bound.form.is_bound else []
    hint = str(options.get("hint", bound.help_text) or "")
    base = str(options.get("id") or bound.auto_id or bound.html_name)
    found = list(choices(bound, base))
    told = {
        **{name: options.get(name) for name in _OURS},
        "bound": bound,
        "name": bound.html_name,
        "id": base,
        "label": options.get("label", bound.label),
        "hint": hint,
        "errors": errors,
        "described": described(base, hint=bool(hint), error=bool(errors), count=_counted(options)),
        "lang": written([("lang", options["words_lang"])]) if options.get("words_lang") else "",
        "value": value_of(bound),
        "attributes": written(attributes(bound, unknown)),
        "count_words": _script_words.of_counts() if _counted(options) else (),
        "choices": found,
        "choices_by_group": [(name, list(each)) for name, each in groupby(found, attrgetter("group"))],
        "parts": date_parts(bound, base) if is_date(bound.field.widget) else [],
        "type": input_type(bound.field.widget),
    }
    return SimpleNamespace(**told)


def _counted(options: Mapping[str, Any]) -> bool:
    return bool(options.get("count") or options.get("words_count"))


def described(base: str, *, hint: bool, error: bool, count: bool) -> SafeString:
    """The attribute; "" where there is nothing more to say of the field."""
    ids = [(count, "info"), (hint, "hint"), (error, "error")]
    found = " ".join(f"{base}-{name}" for wanted, name in ids if wanted)
    return written([("aria-describedby", found)] if found else [])


def written(attributes: Iterable[tuple[str, Any]]) -> SafeString:
    """Names and values as they stand in a tag, each behind a blank; of True the name alone."""
    return SafeString(
        "".join(f" {name}" if value is True else f' {name}="{escape(value)}"' for name, value in attributes)
    )


def attributes(bound: BoundField, extra: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Name and value. `required` is left out: the server says what is missing, in words."""
    merged: dict[str, Any] = {
        **keyboard(bound.field),
        **bound.field.widget.attrs,
        **{name.replace("_", "-"): value for name, value in extra.items()},
    }
    if bound.field.disabled:
        merged["disabled"] = True
    skipped = {"class", "id", "required", "rows", "cols", "step"}
    return [(n, v) for n, v in merged.items() if n not in skipped and v is not None and v is not False]


def keyboard(field: forms.Field) -> dict[str, str]:
    if not isinstance(field.widget, forms.NumberInput):
        return {}
    return {"inputmode": "decimal" if isinstance(field, forms.DecimalField | forms.FloatField) else "numeric"}


def input_type(widget: forms.Widget) -> str:
    """A number is typed into a text field: a browser's number field drops what it cannot read and turns under a mouse wheel."""
    kind = getattr(widget, "input_type", "text")
    return "text" if kind == "number" else kind


def value_of(bound: BoundField) -> Any:
    """The value as its widget writes it, so that a time or a number reads as the person typed it."""
    widget = bound.field.widget
    if isinstance(widget, forms.widgets.Input | forms.Textarea) and not isinstance(
        widget, forms.FileInput | forms.CheckboxInput
    ):
        return widget.format_value(bound.value())
    return None


def choices(bound: BoundField, base: str) -> Iterable[SimpleNamespace]:
    """Flat choices with their ids as Django numbers them; a group's name stands with each of its members."""
    widget = bound.field.widget
    if not isinstance(widget, forms.widgets.ChoiceWidget):
        return
    hints: Mapping[str, str] = getattr(widget, "choice_hints", {})
    ours = getattr(bound.field, "words_are_ours", False)
    for group, options, _index in widget.optgroups(bound.html_name, widget.format_value(bound.value())):
        for option in options:
            value = str(option["value"])
            number = option["index"]
            first = number == "0"
            yield SimpleNamespace(
                value=value,
                # What stands for "nothing chosen" is ours, whatever is listed below it.
                label=said(str(option["label"])) if ours or not value else option["label"],
                chosen=option["selected"],
                group=group or "",
                hint=hints.get(value, ""),
                # The first carries the field's own id: an error summary's link lands on it.
                id=base if first else f"{base}_{number}",
            )


def date_parts(bound: BoundField, base: str) -> list[SimpleNamespace]:
    widget = bound.field.widget
    context = widget.get_context(bound.html_name, bound.value(), {"id": base})
    labels = ((_("Day"), "2"), (_("Month"), "2"), (_("Year"), "4"))
    return [
        SimpleNamespace(
            name=part["name"],
            id=base if number == 0 else f"{base}_{name}",
            value=part["value"],
            label=label,
            width=width,
        )
        for number, (part, name, (label, width)) in enumerate(
            zip(context["widget"]["subwidgets"], ("day", "month", "year"), labels, strict=True)
        )
    ]
