"""What a macro is called, and one step of it by its kind."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework import macro_steps, workflow
from casework.forms.said import OneLine, Said
from casework.forms.targets import Plainly
from casework.macro_steps import KINDS, LONGEST, MOST_DAYS
from casework.models import Macro, Service, Staff, Team, TextTemplate
from casework.services.text_templates import ENGLISH
from casework.templatetags._said import said
from casework.text import show_bidi_controls as plainly


class MacroForm(forms.Form):
    name = OneLine(
        label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("As staff choose it, for example “No reply, close politely”."),
        error_messages={"required": gettext_lazy("Give the macro a name.")},
    )  # fmt: skip
    about = OneLine(label=gettext_lazy("What it is for"), max_length=200, required=False)
    service = Plainly(
        label=gettext_lazy("Service"), queryset=Service.objects.all(), required=False, to_field_name="code", empty_label=gettext_lazy("Any service"),
        help_text=gettext_lazy("It is offered on cases of this service only."),
    )  # fmt: skip
    active = forms.BooleanField(
        label=gettext_lazy("In use"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Switched off, it is offered on no case."),
    )


def of_macro(macro: Macro) -> dict[str, Any]:
    service = macro.service.code if macro.service else ""
    return {"name": macro.name, "about": macro.about, "service": service, "active": macro.active}


def _choose(label: str, choices: list[tuple[str, Any]], missing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", gettext("Choose one")), *choices],
        error_messages={"required": missing, "invalid_choice": missing},
    )  # fmt: skip


def _days() -> forms.IntegerField:
    words = gettext("Write a number of working days from 1 to %(most)s.") % {"most": MOST_DAYS}
    return forms.IntegerField(
        label=gettext_lazy("In how many working days"), min_value=1, max_value=MOST_DAYS,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )  # fmt: skip


def _templates() -> list[tuple[str, str]]:
    """One for each template, by its English name where it has one."""
    rows = TextTemplate.objects.filter(active=True).order_by("position", "name", "language")
    found: dict[str, str] = {}
    for each in rows:
        if each.code not in found or each.language == ENGLISH:
            found[each.code] = plainly(each.name)
    return list(found.items())


def _people() -> list[tuple[str, str]]:
    rows = Staff.objects.people().exclude(role="administrator")
    return [("me", gettext("Whoever does it")), ("nobody", gettext("Nobody: back to the team")),
            *((each.username, plainly(str(each))) for each in rows)]  # fmt: skip


def _fields(kind: str) -> dict[str, forms.Field]:
    statuses = [(code, said(label)) for code, label in workflow.STATUS_CHOICES if code != "new"]
    kinds = [(code, said(label)) for code, label in KINDS.items()]
    teams = Team.objects.filter(active=True)
    made: dict[str, Any] = {
        "reply": lambda: {"template": _choose(gettext("Template"), _templates(), gettext("Choose a template."))},
        "note": lambda: {
            "words": Said(label=gettext_lazy("The note"), max_length=LONGEST["note"], widget=forms.Textarea,
                          error_messages={"required": gettext_lazy("Write the words of the note.")})
        },
        "status": lambda: {
            "to": _choose(gettext("Status"), statuses, gettext("Choose a status.")),
            "outcome": OneLine(label=gettext_lazy("Outcome"), max_length=LONGEST["outcome"], required=False,
                               help_text=gettext_lazy("How it ends. Needed to resolve or close.")),
        },
        "assign": lambda: {"to": _choose(gettext("Who gets it"), _people(), gettext("Choose who gets it."))},
        "tag": lambda: {"tag": OneLine(label=gettext_lazy("Tag"), max_length=LONGEST["tag"],
                                       error_messages={"required": gettext_lazy("Write the tag.")})},
        "follow_up": lambda: {
            "kind": _choose(gettext("Kind"), kinds, gettext("Choose what kind of follow-up it is.")),
            "days": _days(),
            "words": OneLine(label=gettext_lazy("What is to be done"), max_length=LONGEST["follow_up"],
                             error_messages={"required": gettext_lazy("Say what is to be done.")}),
        },
        "snooze": lambda: {
            "days": _days(),
            "reason": OneLine(label=gettext_lazy("Why"), max_length=LONGEST["snooze"], required=False),
        },
        "team": lambda: {
            "team": _choose(gettext("Team"), [(each.code, plainly(str(each))) for each in teams], gettext("Choose a team."))
        },
    }  # fmt: skip
    fields: dict[str, forms.Field] = made[kind]()
    return fields


class StepForm(forms.Form):
    """The fields of one kind of step, and no others."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields.update(_fields(kind))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and (words := macro_steps.check_step(self.step(data))):
            raise forms.ValidationError(words)
        return data

    def step(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"do": self.kind, **{name: data[name] for name in self.fields}}


KINDS_OF_STEP: Final = list(macro_steps.LABELS.items())


class RunForm(forms.Form):
    """The reply of a macro, to be looked over: whom it goes to, and its words."""

    to = forms.ChoiceField(label=gettext_lazy("Whom it goes to"), required=False, widget=forms.RadioSelect)
    body = Said(
        label=gettext_lazy("The reply"), widget=forms.Textarea, max_length=20_000,
        error_messages={"required": gettext_lazy("Write something before you send it.")},
    )  # fmt: skip

    def __init__(self, *args: Any, ways: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [way for way in ways if way.refused is None]
        self.points = {str(way.point.pk): way.point for way in allowed}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (str(way.point.pk), plainly(f"{way.party}, {way.point}")) for way in allowed
        ]
        self.fields["to"].initial = next(iter(self.points), None)

    def chosen(self) -> Any:
        return self.points.get(self.cleaned_data.get("to") or next(iter(self.points), ""))


class ChooseForm(forms.Form):
    """Which macro, each with what it is for."""

    macro = forms.ChoiceField(
        label=gettext_lazy("Which one?"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("You see each step before anything is done."),
    )

    def __init__(self, *, macros: list[Macro]) -> None:
        super().__init__()
        field: Any = self.fields["macro"]
        field.choices = [(str(each.pk), plainly(each.name)) for each in macros]
        field.initial = str(macros[0].pk) if macros else None
        field.widget.choice_hints = {str(each.pk): plainly(each.about) for each in macros if each.about}
