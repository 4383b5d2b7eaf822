"""The filters beside the queue, drawn.

As it comes, without a filter, the panel is the same for everybody: it is drawn once in the life of a process for each
language and for what it offers, which is read each time. With a filter it says what somebody asked for, and is drawn anew.
"""

from copy import copy
from functools import lru_cache
from typing import Any, Final

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casework.filters import CaseFilter
from casework.forms.saved_views import group_field
from casework.kept_sql import Kept
from casework.models import Case, Service, Team
from casework.templatetags._said import said
from casework.views.base import DeskRequest

# Asked for elsewhere (the search box, links), so the panel carries them along unseen.
NOT_IN_PANEL: Final = ("q", "assignee", "tag")
Choices = tuple[tuple[str, str], ...]

_TEAMS: Final = Kept(lambda: Team.objects.filter(active=True))
_SERVICES: Final = Kept(lambda: Service.objects.all())


def drawn(request: DeskRequest, filtered: CaseFilter, chosen: list[dict[str, str]], group: str) -> SafeString:
    """2 statements: the teams and the services."""
    keep = [(name, request.GET[name]) for name in NOT_IN_PANEL if request.GET.get(name)]
    teams, services = (_offered(rows.rows()) for rows in (_TEAMS, _SERVICES))
    if chosen or keep:
        return _draw(request.path, _form(filtered.form, teams, services), chosen, keep)
    return _as_it_comes(request.path, get_language(), group, teams, services)


def _offered(rows: list[Any]) -> Choices:
    return tuple((row.code, str(row)) for row in rows)


@lru_cache(maxsize=200)
def _as_it_comes(
    path: str, language: str | None, group: str, teams: Choices, services: Choices
) -> SafeString:
    asked = CaseFilter({"group": group} if group else {}, queryset=Case.objects.none(), request=None)
    return _draw(path, _form(asked.form, teams, services), [], [])


def _form(form: forms.Form, teams: Choices, services: Choices) -> forms.Form:
    """The filters' form, with how to group as its last question."""
    shown = copy(form)
    shown.fields = {name: field for name, field in shown.fields.items() if name not in NOT_IN_PANEL}
    for name, offered in (("team", teams), ("service", services)):
        field: Any = shown.fields[name]
        field.widget.choices = [("", field.empty_label), *offered]  # the field itself would read them again
    shown.fields["group"] = group_field()
    for name, each in shown.fields.items():
        shown[name].label = said(str(each.label))
        each.words_are_ours = not isinstance(each, forms.ModelChoiceField)  # type: ignore[attr-defined]
    return shown


def _draw(
    path: str, form: forms.Form, chosen: list[dict[str, str]], keep: list[tuple[str, str]]
) -> SafeString:
    given = {
        "form": form,
        "action": path,
        "clear": path,
        "title": _("Filter"),
        "chosen": chosen,
        "keep": keep,
    }
    return render_to_string("components/filter_panel.html", given)
