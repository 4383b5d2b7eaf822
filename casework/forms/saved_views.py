"""A list under a name, and what lists show on one's own desk."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework import queue_columns, queue_groups
from casework.forms.said import OneLine, ours
from casework.models import Staff
from casework.models.desk import Density
from casework.permissions import may
from casework.services import saved_views

MINE: Final = "mine"
OFFICE: Final = "office"
GROUPS: Final = [("", gettext_lazy("Not grouped")), *queue_groups.BY.items()]


def _name() -> OneLine:
    return OneLine(
        label=gettext_lazy("Name"),
        max_length=saved_views.LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Short, as it will stand in the tabs. For example: Repairs that wait."),
        error_messages={"required": gettext_lazy("Give the view a name.")},
    )


def _columns(**more: Any) -> Any:
    return ours(
        forms.MultipleChoiceField(
            choices=list(queue_columns.COLUMNS.items()),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": gettext_lazy("Choose columns from the list.")},
            **more,
        )
    )


def group_field() -> Any:
    return ours(forms.ChoiceField(label=gettext_lazy("Group by"), choices=GROUPS, required=False))


class SaveViewForm(forms.Form):
    """`whose` is asked of those only who may share; its values are ours, "mine", "office" or the code of one's team."""

    name = _name()
    whose = forms.ChoiceField(
        label=gettext_lazy("Who is it for?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who the view is for."),
            "invalid_choice": gettext_lazy("Choose yourself, one of your teams or the office."),
        },
    )
    own_columns = forms.BooleanField(
        label=gettext_lazy("Always show it with the columns I see now"),
        required=False,
        help_text=gettext_lazy("Otherwise everybody sees it with the columns of their own desk."),
    )

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shares = may(staff, "share_view")
        self.teams = {team.code: team for team in staff.teams.filter(active=True)} if self.shares else {}
        if not self.shares:
            del self.fields["whose"]
            return
        whose = [
            (f"team:{code}", gettext("Everybody in %(team)s") % {"team": team.name})
            for code, team in self.teams.items()
        ]
        offered = [(MINE, gettext("Only me")), *whose, (OFFICE, gettext("The whole office"))]
        self.fields["whose"].choices = offered  # type: ignore[attr-defined]
        self.initial.setdefault("whose", MINE)

    def owner(self) -> dict[str, Any]:
        """As the service takes it."""
        kind, _, code = self.cleaned_data.get("whose", MINE).partition(":")
        return {"team": self.teams.get(code) if kind == "team" else None, "office": kind == OFFICE}


class ChangeViewForm(forms.Form):
    name = _name()
    group = group_field()
    columns = _columns(
        label=gettext_lazy("Columns of this view"),
        required=False,
        help_text=gettext_lazy("Choose none to show it with the columns of whoever looks."),
    )


class ColumnsForm(forms.Form):
    columns = _columns(
        label=gettext_lazy("Which columns show?"),
        required=False,
        help_text=gettext_lazy("The reference always shows. With none chosen, lists are as they come."),
    )
    density = forms.ChoiceField(
        label=gettext_lazy("How close together?"),
        choices=[
            (Density.COMFORTABLE, gettext_lazy("Comfortable")),
            (Density.COMPACT, gettext_lazy("Compact: one line for each case, more on the screen")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how close together the rows are."),
            "invalid_choice": gettext_lazy("Choose comfortable or compact."),
        },
    )
