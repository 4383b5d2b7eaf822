"""The forms around saving rules: the reason, a replay, two versions to compare, whose change is kept."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from casework.forms.said import OneLine
from casework.services.dry_runs import SPANS
from casework.services.rule_sets import LONGEST_REASON

MINE, THEIRS = "mine", "theirs"


class ReasonForm(forms.Form):
    """`seen` is the number of the set in force that the page showed: whoever reads an old page is told."""

    reason = OneLine(
        label=gettext_lazy("Why do the rules change?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"autocomplete": "off"}),
        help_text=gettext_lazy("For whoever asks later. It is kept with this version."),
        error_messages={"required": gettext_lazy("Say why the rules change.")},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReplayForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("Replay the cases of the last"),
        choices=[(days, format_lazy(gettext_lazy("{days} days"), days=days)) for days in SPANS],
        coerce=int,
        initial=SPANS[0],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how many days."),
            "invalid_choice": gettext_lazy("Choose 30, 90 or 365 days."),
        },
    )


class PairForm(forms.Form):
    """Two versions by their numbers. `choices` are those that a list offers; any number may be asked for."""

    before = forms.IntegerField(
        label=gettext_lazy("From"), min_value=1, max_value=2**31 - 1, widget=forms.Select
    )
    after = forms.IntegerField(
        label=gettext_lazy("To"), min_value=1, max_value=2**31 - 1, widget=forms.Select
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(choices)
        for field in self.fields.values():
            field.widget.choices = offered


class ChoicesForm(forms.Form):
    """For each rule that both changed: theirs or mine. `rules` are (id, name, theirs, mine), the last two in words."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rules: Iterable[tuple[str, str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule_id, name, theirs, mine in rules:
            field = self.fields[field_of(rule_id)] = forms.ChoiceField(
                label=gettext("Which one of “%(name)s” do you want?") % {"name": name},
                choices=[(THEIRS, gettext_lazy("Theirs")), (MINE, gettext_lazy("Mine"))],
                widget=forms.RadioSelect,
                error_messages={
                    "required": gettext("Choose which one of “%(name)s” you want.") % {"name": name},
                    "invalid_choice": gettext("Choose which one of “%(name)s” you want.") % {"name": name},
                },
            )
            field.widget.choice_hints = {THEIRS: theirs, MINE: mine}


def field_of(rule_id: str) -> str:
    return f"keep-{rule_id}"
