"""A log-in: who it is for, what they may do, and which teams they are in."""

from typing import Any, Final

from django import forms

from casework.forms.said import OneLine
from casework.models import Staff, Team
from casework.models.staff import Role
from casework.services import staff_accounts
from casework.services.staff_accounts import Wanted
from casework.text import show_bidi_controls as plainly

WHAT_A_ROLE_DOES: Final = {
    Role.HANDLER: "Takes calls and visits, sees the cases of their teams, writes notes. Sends no messages.",
    Role.CASEWORKER: "Works on the cases of their teams: answers, decides, closes.",
    Role.LEAD: "The same, and sets up how the teams they lead work.",
    Role.MANAGER: "Works on the cases of every team, and sets up teams and staff.",
    Role.ADMINISTRATOR: "Sets up everything and reads no case.",
}


class StaffForm(forms.Form):
    username = OneLine(
        label="Log-in name", max_length=150, help_text="Letters, digits and @ . + - _ only. It cannot be changed later.",
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Write a log-in name, for example “grace.mensah”."},
    )  # fmt: skip
    full_name = OneLine(
        label="Name", max_length=200, help_text="As colleagues see it.", widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Write their name, as colleagues see it."},
    )  # fmt: skip
    email = forms.EmailField(
        label="E-mail address", required=False, max_length=254,
        widget=forms.TextInput({"inputmode": "email", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": "Write a whole e-mail address, such as name@example.org, or leave it empty."},
    )  # fmt: skip
    role = forms.ChoiceField(
        label="Role", widget=forms.RadioSelect,
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of the roles on this page."},
    )  # fmt: skip
    is_safeguarding = forms.BooleanField(
        label="Safeguarding", required=False, help_text="Sees restricted cases of every team."
    )
    teams = forms.MultipleChoiceField(
        label="Teams", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the teams on this page."},
    )  # fmt: skip
    leads = forms.MultipleChoiceField(
        label="Teams they lead", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the teams on this page."},
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Staff, staff: Staff | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Role.choices)
        role: Any = self.fields["role"]
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
