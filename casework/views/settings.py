"""Where leads and administrators find what they set up."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.models import Staff
from casework.permissions import may
from casework.views.base import DeskRequest, desk


class Part(NamedTuple):
    verb: str
    url_name: str
    title: str
    about: str


PARTS = (
    Part("edit_rules", "desk:rules", "Routing rules", "Which team, priority and person a new case goes to."),
    Part("edit_rules", "desk:areas", "Areas", "Parts of your territory under a name, for rules."),
    Part(
        "edit_targets",
        "desk:targets",
        "Targets",
        "By when people are answered, and what happens when it gets late.",
    ),
    Part(
        "edit_templates",
        "desk:text_templates",
        "Templates of texts",
        "Words that staff send again and again.",
    ),
    Part("edit_macros", "desk:macros", "Macros", "Several steps on a case with one press."),
    Part(
        "edit_checklists", "desk:checklists", "Checklists", "Steps that staff put on a case with one press."
    ),
    Part("edit_hours", "desk:hours", "Opening hours and holidays", "When the office and each team work."),
    Part(
        "edit_duty",
        "desk:duty",
        "People at work",
        "Hours, leave, room for more, skills, handing over and leaving.",
    ),
    Part(
        "edit_texting",
        "desk:texting",
        "Texting",
        "Quiet hours, what texts may cost, and words that stop them.",
    ),
    Part("edit_teams", "desk:office_teams", "Teams", "Which teams there are, and who is in each."),
    Part("edit_staff", "desk:office_staff", "Staff", "Who can log in, and what each of them may do."),
    Part(
        "edit_services",
        "desk:office_services",
        "Services and questions",
        "What people can ask for, and what they are asked.",
    ),
    Part("see_health", "desk:health", "Health", "Whether messages come in and go out, and what they cost."),
)


@desk("see_settings")
@require_safe
def settings(request: DeskRequest) -> HttpResponse:
    parts = parts_for(request.user)
    return render(request, "casework/settings.html", {"nav": "settings", "parts": parts})


def parts_for(staff: Staff) -> list[dict[str, str]]:
    return [
        {"title": part.title, "about": part.about, "url": reverse(part.url_name)}
        for part in PARTS
        if may(staff, part.verb)
    ]
