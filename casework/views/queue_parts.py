"""What stands around the rows of the queue: what is filtered by, the ways back, the addresses of its pages."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from casework.filters import CaseFilter
from casework.templatetags._said import said
from casework.text import shorten
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest

# What an address says beside its filters.
NO_FILTERS: Final = ("at", "group", "view")


def page_url(request: DeskRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = {**request.GET.dict(), "at": cursor}
    return f"?{urlencode(query)}"


def chosen(filtered: CaseFilter) -> list[dict[str, str]]:
    """What is filtered by, each with the address that takes it away; what is not known any more is named as it came."""
    wrong = filtered.errors
    found = []
    for name, field in filtered.form.fields.items():
        value = filtered.form.cleaned_data.get(name)
        if name not in filtered.filters or (name not in wrong and value in (None, "", False)):
            continue
        rest = {key: sent for key, sent in filtered.data.items() if key not in (name, "at", "view") and sent}
        words = _unknown(filtered, name) if name in wrong else _words(filtered, name, value)
        found.append({"label": f"{said(str(field.label))}: {words}", "remove": f"?{urlencode(rest)}"})
    return found


def _unknown(filtered: CaseFilter, name: str) -> str:
    return f"{plainly(shorten(str(filtered.data.get(name, '')), 40))} ({_('not known')})"


def _words(filtered: CaseFilter, name: str, value: Any) -> str:
    if value is True:
        return _("yes")
    choices = dict(getattr(filtered.form.fields[name], "choices", []) or []) if isinstance(value, str) else {}
    return said(str(choices[value])) if value in choices else str(value)


def asked(sent: Mapping[str, str]) -> dict[str, str]:
    """What of it was sent to the filters, by their names."""
    return {name: sent[name] for name in CaseFilter.base_filters if sent.get(name)}


def gone(filtered: CaseFilter) -> str:
    """Why a list holds nothing where it asks for what is not there any more; "" where all is well."""
    if filtered.is_valid():
        return ""
    names = [
        said(str(filtered.form.fields[name].label)).lower()
        for name in filtered.errors
        if name in filtered.filters
    ]
    return _(
        "This list asks for something that is not there any more: %s. Take that filter away to see cases, then save "
        "the list again."
    ) % (", ".join(names) or _("a filter"))


def back_from(request: DeskRequest) -> str:
    """The page of the desk that they came from, as its link or form says; anything else is the queue."""
    wanted = request.POST.get("back") or request.GET.get("back") or ""
    here = wanted.startswith("/desk/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if here and wanted.isprintable() else reverse("desk:queue")
