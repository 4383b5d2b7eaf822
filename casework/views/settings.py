"""Where leads and administrators find what they set up."""

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework.models import Staff
from casework.permissions import may
from casework.views.base import DeskRequest, desk


class Part(NamedTuple):
    verb: str
    url_name: str
    title: Any  # said in the language of the page
    about: Any


PARTS = (
    Part(
        "edit_rules",
        "desk:rules",
        gettext_lazy("Routing rules"),
        gettext_lazy("Which team, priority and person a new case goes to."),
    ),
    Part(
        "edit_rules",
        "desk:areas",
        gettext_lazy("Areas"),
        gettext_lazy("Parts of your territory under a name, for rules."),
    ),
    Part(
        "edit_targets",
        "desk:targets",
        gettext_lazy("Targets"),
        gettext_lazy("By when people are answered, and what happens when it gets late."),
    ),
    Part(
        "edit_templates",
        "desk:text_templates",
        gettext_lazy("Templates of texts"),
        gettext_lazy("Words that staff send again and again."),
    ),
    Part(
        "edit_macros",
        "desk:macros",
        gettext_lazy("Macros"),
        gettext_lazy("Several steps on a case with one press."),
    ),
    Part(
        "edit_checklists",
        "desk:checklists",
        gettext_lazy("Checklists"),
        gettext_lazy("Steps that staff put on a case with one press."),
    ),
    Part(
        "edit_hours",
        "desk:hours",
        gettext_lazy("Opening hours and holidays"),
        gettext_lazy("When the office and each team work."),
    ),
    Part(
        "edit_duty",
        "desk:duty",
        gettext_lazy("People at work"),
        gettext_lazy("Hours, leave, room for more, skills, handing over and leaving."),
    ),
    Part(
        "edit_texting",
        "desk:texting",
        gettext_lazy("Texting"),
        gettext_lazy("Quiet hours, what texts may cost, and words that stop them."),
    ),
    Part(
        "edit_teams",
        "desk:office_teams",
        gettext_lazy("Teams"),
        gettext_lazy("Which teams there are, and who is in each."),
    ),
    Part(
        "edit_staff",
        "desk:office_staff",
        gettext_lazy("Staff"),
        gettext_lazy("Who can log in, and what each of them may do."),
    ),
    Part(
        "edit_services",
        "desk:office_services",
        gettext_lazy("Services and questions"),
        gettext_lazy("What people can ask for, and what they are asked."),
    ),
    Part(
        "edit_services",
        "desk:office_outcomes",
        gettext_lazy("Outcomes of calls and visits"),
        gettext_lazy("What staff choose from when a call or a visit ends."),
    ),
    Part(
        "see_health",
        "desk:office_channels",
        gettext_lazy("Channels"),
        gettext_lazy("How people reach you: what is set up, and with which numbers."),
    ),
    Part(
        "see_health",
        "desk:health",
        gettext_lazy("Health"),
        gettext_lazy("Whether messages come in and go out, and what they cost."),
    ),
)


@desk("see_settings")
@require_safe
def settings(request: DeskRequest) -> HttpResponse:
    parts = parts_for(request.user)
    return render(request, "casework/settings.html", {"nav": "settings", "parts": parts})


def parts_for(staff: Staff) -> list[dict[str, str]]:
    return [
        {"title": str(part.title), "about": str(part.about), "url": reverse(part.url_name)}
        for part in PARTS
        if may(staff, part.verb)
    ]
