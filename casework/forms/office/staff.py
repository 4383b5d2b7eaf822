"""A log-in: who it is for, what they may do, and which teams they are in."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from casework.forms.said import OneLine, ours
from casework.models import Staff, Team
from casework.models.staff import Role
from casework.services import staff_accounts
from casework.services.staff_accounts import Wanted
from casework.text import show_bidi_controls as plainly

WHAT_A_ROLE_DOES: Final = {
    Role.HANDLER: gettext_lazy(
        "Takes calls and visits, sees the cases of their teams, writes notes. Sends no messages."
    ),
    Role.CASEWORKER: gettext_lazy("Works on the cases of their teams: answers, decides, closes."),
    Role.LEAD: gettext_lazy("The same, and sets up how the teams they lead work."),
    Role.MANAGER: gettext_lazy("Works on the cases of every team, and sets up teams and staff."),
    Role.ADMINISTRATOR: gettext_lazy("Sets up everything and reads no case."),
}


class StaffForm(forms.Form):
    username = OneLine(
        label=gettext_lazy("Log-in name"), max_length=150, help_text=gettext_lazy("Letters, digits and @ . + - _ only. It cannot be changed later."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write a log-in name, for example “grace.mensah”.")},
    )  # fmt: skip
    full_name = OneLine(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("As colleagues see it."), widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write their name, as colleagues see it.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False, max_length=254,
        widget=forms.TextInput({"inputmode": "email", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": gettext_lazy("Write a whole e-mail address, such as name@example.org, or leave it empty.")},
    )  # fmt: skip
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a role."), "invalid_choice": gettext_lazy("Choose one of the roles on this page.")},
    )  # fmt: skip
    is_safeguarding = forms.BooleanField(
        label=gettext_lazy("Safeguarding"),
        required=False,
        help_text=gettext_lazy("Sees restricted cases of every team."),
    )
    teams = forms.MultipleChoiceField(
        label=gettext_lazy("Teams"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from the teams on this page.")},
    )  # fmt: skip
    leads = forms.MultipleChoiceField(
        label=gettext_lazy("Teams they lead"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from the teams on this page.")},
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Staff, staff: Staff | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Role.choices)
        role = ours(self.fields["role"])
        role.choices = [(each, labels[Role(each)]) for each in staff_accounts.roles_for(actor=actor)]
        role.widget.choice_hints = {str(each): words for each, words in WHAT_A_ROLE_DOES.items()}
        teams = [(str(each.pk), plainly(str(each))) for each in Team.objects.filter(active=True)]
        for name in ("teams", "leads"):
            self.fields[name].choices = teams  # type: ignore[attr-defined]
        if staff is not None:
            del self.fields["username"]
            self.initial = _initial(staff)
            self._own(itself=staff.pk == actor.pk)

    def _own(self, *, itself: bool) -> None:
        for name in ("role", "is_safeguarding") if itself else ():
            self.fields[name].disabled = True

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        teams = {key for name in ("teams", "leads") for key in said[name]}
        return Wanted(
            full_name=said["full_name"], email=said["email"], role=said["role"], is_safeguarding=said["is_safeguarding"],
            teams=_keys(teams), leads=_keys(said["leads"]),
        )  # fmt: skip


def _keys(values: Any) -> Any:
    known = {str(each.pk): each.pk for each in Team.objects.filter(active=True)}
    return [known[value] for value in values if value in known]


def _initial(staff: Staff) -> dict[str, Any]:
    memberships = list(staff.memberships.all())
    return {
        "full_name": staff.full_name,
        "email": staff.email,
        "role": staff.role,
        "is_safeguarding": staff.is_safeguarding,
        "teams": [str(each.team_id) for each in memberships],
        "leads": [str(each.team_id) for each in memberships if each.is_lead],
    }
