"""Key in a printed form: the page its QR code leads to."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.utils import timezone

from casework import paper
from casework.forms.log import LogForm
from casework.services import paper_forms
from casework.services.arrivals import Arrival
from casework.views.base import DeskRequest
from casework.views.log import LogContact
from channels.in_person.paper_form import KeyedForm

LONGEST = 100


class LogPaper(LogContact):
    form_class = KeyedForm
    template = "in_person/paper.html"
    lookup_url = "desk:log_in_person_lookup"
    again = "desk:paper"
    nav = "log_in_person"

    def get(self, request: DeskRequest, code: str) -> HttpResponse:  # type: ignore[override]
        self.printed = self._printed(request, code)
        return super().get(request)

    def post(self, request: DeskRequest, code: str) -> HttpResponse:  # type: ignore[override]
        self.printed = self._printed(request, code)
        return super().post(request)

    def arrival(self, form: LogForm) -> Arrival:
        data = form.cleaned_data
        service = self.printed.service.code
        return replace(
            super().arrival(form),
            place=data["where"],
            answers=data["answers"],
            arrived_at=f"paper:{service} {data['version']}".strip(),
        )

    def more(self, request: DeskRequest, form: LogForm) -> dict[str, Any]:
        """Which version was printed, and what is different now."""
        typed = (request.POST if request.method == "POST" else request.GET).get("version", "")[:LONGEST]
        version = paper.read_version(typed)
        return {
            "printed": self.printed,
            "version_typed": typed,
            "version_words": version.replace("-", " "),
            "version_unknown": bool(typed.strip()) and not version,
            "changed": paper_forms.changes(form=self.printed, version=version) if version else [],
        }

    def shown(self, request: DeskRequest, typed: QueryDict) -> LogForm:
        return KeyedForm(staff=request.user, now=timezone.now(), typed=typed, printed=self.printed)

    def _form(self, request: DeskRequest, data: Any = None) -> LogForm:
        return KeyedForm(data, staff=request.user, now=timezone.now(), printed=self.printed)

    def _printed(self, request: DeskRequest, code: str) -> paper_forms.PaperForm:
        found = paper_forms.current(code=code, actor=request.user)
        if found is None:
            raise Http404("There is no such service.")
        return found
