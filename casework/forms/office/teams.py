"""A team's name, and somebody to put in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from casework.forms.said import OneLine
from casework.forms.targets import Plainly
from casework.models import Staff, Team
from casework.services.teams import LONGEST_NAME


class TeamForm(forms.Form):
    name = OneLine(
        label=gettext_lazy("Name"), max_length=LONGEST_NAME, help_text=gettext_lazy("As staff and rules call it, for example “Housing”."),
        error_messages={"required": gettext_lazy("Give the team a name.")},
    )  # fmt: skip


class MemberForm(forms.Form):
    staff = Plainly(
        label=gettext_lazy("Who"), queryset=Staff.objects.none(), to_field_name="username", empty_label=gettext_lazy("Choose somebody"),
        error_messages={"required": gettext_lazy("Choose somebody."), "invalid_choice": gettext_lazy("Choose somebody on this page.")},
    )  # fmt: skip
    lead = forms.BooleanField(label=gettext_lazy("They lead it"), required=False)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = team.memberships.values("staff")
        self.fields["staff"].queryset = (  # type: ignore[attr-defined]
            Staff.objects.people().exclude(role="administrator").exclude(pk__in=inside)
        )
