"""The small forms of a case page: reply, note, assign, status, move."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import workflow
from casework.forms.said import OneLine, Said, ours
from casework.forms.takers import Choices, offer, other_teams
from casework.models import Case, Staff, Team
from casework.text import show_bidi_controls


class ReplyForm(forms.Form):
    """`sends` is False where the words are only put aside: then there need be none."""

    to = forms.ChoiceField(label=_("Which number"), required=False, widget=forms.RadioSelect)
    body = Said(
        label=_("Your reply"), widget=forms.Textarea, max_length=20_000,
        error_messages={"required": _("Write something before you send it.")},
    )  # fmt: skip

    at_night = forms.BooleanField(label=_("Send it now, although it is night"), required=False)

    def __init__(self, *args: Any, ways: list[Any], sends: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = sends
        self.points = {str(point.pk): point for _party, point, refused in ways if refused is None}
        labels = {str(point.pk): show_bidi_controls(f"{party}, {point}") for party, point, _refused in ways}
        self.fields["to"].choices = [(key, labels[key]) for key in self.points]  # type: ignore[attr-defined]
        self.fields["to"].initial = next(iter(self.points), None)

    def chosen(self) -> Any:
        """The number to write to; with one number there is nothing to choose."""
        return self.points.get(self.cleaned_data.get("to") or next(iter(self.points), ""))


class NoteForm(forms.Form):
    body = Said(
        label=_("Your note"), widget=forms.Textarea, max_length=400_000,
        error_messages={"required": _("Write something in the note.")},
    )  # fmt: skip


class StatusForm(forms.Form):
    status = ours(forms.ChoiceField(label=_("Change status to")))
    outcome = OneLine(
        label=_("Outcome"),
        max_length=200,
        required=False,
        help_text=_("How it ended. Needed to resolve or close."),
    )

    def __init__(self, *args: Any, status: str, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = workflow.allowed(status, role)
        self.fields["status"].choices = [(code, workflow.STATUS_LABELS[code]) for code in allowed]  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """`offered`: among whom a page lets choose; of a form that was sent, the `case` says who may be chosen."""

    assignee = forms.ModelChoiceField(
        label=_("Give it to"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=_("Nobody: back to the team"),
        to_field_name="username",
    )

    anyway = forms.BooleanField(
        label=_("Give it anyway"), required=False, widget=forms.HiddenInput, initial=False
    )

    def insist(self, why: str) -> None:
        """The same again, with a box to tick: they have no room, and somebody may insist."""
        self.add_error("assignee", why)
        self.fields["anyway"].widget = forms.CheckboxInput()

    def __init__(
        self, *args: Any, case: Case | None = None, offered: Choices = (), chosen: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assignee"]
        if case is None:
            offer(field, offered)
            field.initial = chosen
            return
        members = Staff.objects.people().filter(teams=case.team_id)
        field.queryset = members.exclude(role="administrator").distinct()


class TeamForm(forms.Form):
    """As above."""

    team = forms.ModelChoiceField(
        label=_("Send it to another team"),
        empty_label=_("Choose a team"),
        queryset=Team.objects.none(),
        to_field_name="code",
    )

    def __init__(self, *args: Any, case: Case | None = None, offered: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["team"]
        if case is None:
            offer(field, offered)
            return
        field.queryset = other_teams(case.team_id)
