"""The public pages: services, questions, contact details, check your answers, and the reference."""

from itertools import groupby
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from casework import partners
from casework.models import Service
from channels.web import check, drafts, guard, reach, submission
from channels.web.drafts import Draft
from channels.web.forms import EMERGENCY, DetailsForm, QuestionsForm

MOST_BODY = 115_000_000  # ten files and the words around them
STALE = gettext_lazy(
    "This page was open for a long time, or your browser does not keep cookies. Nothing you wrote is lost: look it "
    "over and press the button once more."
)
AGAIN = gettext_lazy("Your answers were kept for twelve hours only. Please answer once more. We are sorry.")
SWITCH = "switch"
"""What the switch of the language sends with the form: nothing is to be judged, the page is only to speak otherwise."""


class _Csrf(CsrfViewMiddleware):
    """Django's own check, asked for its verdict instead of answering with a page that has lost the answers."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def is_stale(request: HttpRequest) -> bool:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    return _Csrf(page).process_view(request, page, (), {}) is not None


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    services = Service.objects.published().order_by("group", "position", "name")
    groups: list[dict[str, Any]] = [
        {"name": name or _("Other"), "named": bool(name), "services": list(members)}
        for name, members in groupby(services, lambda each: each.group)
    ]
    groups.sort(key=lambda group: min(each.position for each in group["services"]))
    return render(request, "web/start.html", {"groups": groups, "partner": _partner(request)})


@never_cache
def service(request: HttpRequest, code: str) -> HttpResponse:
    """What the service is, and when to ring instead of writing."""
    return render(request, "web/service.html", {"service": _published(code), "partner": _partner(request)})


def _partner(request: HttpRequest) -> str:
    """Whose site led here, as the address says; every page hands it on until there is a draft to keep it."""
    return partners.code(request.GET.get("partner"))


def _published(code: str) -> Service:
    found = Service.objects.published().filter(code=code).prefetch_related("questions").first()
    if found is None:
        raise Http404("There is no such service.")
    return found


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class Step(View):
    """One page of the form. Exempt from Django's refusal of old pages because it makes the same check itself, and
    shows the page again with everything in it instead."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BODY:
                return _not_read(request, _("Everything together was larger than 100 MB."), 413)
            request.POST  # noqa: B018 - read now, while an unreadable body can still be answered with words
        except (MultiPartParserError, BadRequest, UnreadablePostError, RawPostDataException, ValueError):
            return _not_read(
                request, _("It broke off on its way to us. Your connection may have been lost."), 400
            )
        except SuspiciousOperation:
            return _not_read(
                request, _("There was too much of it: too many files or fields, or a very long text."), 413
            )
        return super().dispatch(request, *args, **kwargs)

    def draft(self, request: HttpRequest, code: str) -> Draft:
        """The draft of this session, or a new one. A form begun before a service closed can still be finished."""
        found, partner = drafts.find(request.session, code), _partner(request)
        if found is None:
            found = drafts.begin(service=_published(code), now=timezone.now(), partner=partner)
            drafts.keep(request.session, found)
        elif partner and partner != found.partner:
            found.partner = partner
            drafts.keep(request.session, found)
        return found

    def sent_already(self, request: HttpRequest, code: str) -> HttpResponse | None:
        """A form sent before, sent again by the back button or from another tab: its reference, not a second case."""
        posted = request.POST.get("draft", "")[:64]
        if posted and drafts.sent(request.session, draft_id=posted):
            return redirect(_done(code, again=True))
        return None


def _done(code: str, *, again: bool = False) -> str:
    return reverse("web:done", args=[code]) + ("?again=1" if again else "")


def _not_read(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "web/not_read.html", {"why": why, "back": request.path}, status=status)


def next_step(draft: Draft) -> str:
    if draft.answers is None:
        return "web:questions"
    return "web:check" if draft.details is not None else "web:contact"


class Questions(Step):
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        draft = self.draft(request, code)
        return self._page(request, draft, QuestionsForm(asked=draft.asked, answers=draft.answers))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        if sent := self.sent_already(request, code):
            return sent
        draft = self.draft(request, code)
        files = frozenset(file["question"] for file in draft.files)
        form = QuestionsForm(request.POST, request.FILES, asked=draft.asked, with_files=files)
        right, stale = form.is_valid(), is_stale(request)
        if stale:
            form.add_error(None, STALE)
            return self._page(request, draft, form, status=403)
        self._keep_files(request, draft, form)
        if SWITCH in request.POST:
            drafts.keep(request.session, draft)
            form.errors.clear()
            return self._page(request, draft, form)
        if right:
            draft.answers = form.answers()
        drafts.keep(request.session, draft)
        return (
            redirect(next_step(draft), draft.service)
            if right
            else self._page(request, draft, form, status=422)
        )

    def _keep_files(self, request: HttpRequest, draft: Draft, form: QuestionsForm) -> None:
        now = timezone.now()
        drafts.remove_files(draft, request.POST.getlist("remove"))
        for question, examined in form.came():
            drafts.add_file(draft, question=question, examined=examined, now=now)
        if form.came() and guard.once_an_hour():
            drafts.forget_old(now)

    def _page(
        self, request: HttpRequest, draft: Draft, form: QuestionsForm, status: int = 200
    ) -> HttpResponse:
        fields = check.question_fields(form, draft)
        return render(
            request, "web/questions.html", {"form": form, "fields": fields, "draft": draft}, status=status
        )


class Details(Step):
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        draft = self.draft(request, code)
        return self._page(request, draft, DetailsForm(initial=draft.details or {}))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        if sent := self.sent_already(request, code):
            return sent
        draft, form = self.draft(request, code), DetailsForm(request.POST)
        right = form.is_valid()
        if is_stale(request):
            form.add_error(None, STALE)
            return self._page(request, draft, form, status=403)
        if SWITCH in request.POST:
            form.errors.clear()
            return self._page(request, draft, form)
        if not right:
            return self._page(request, draft, form, status=422)
        draft.details = form.cleaned_data
        drafts.keep(request.session, draft)
        return redirect(next_step(draft), draft.service)

    def _page(self, request: HttpRequest, draft: Draft, form: DetailsForm, status: int = 200) -> HttpResponse:
        return render(request, "web/details.html", {"form": form, "draft": draft}, status=status)


class Check(Step):
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        draft = drafts.find(request.session, code)
        if draft is None:
            return redirect("web:service", _published(code).code)
        if next_step(draft) != "web:check":
            return redirect(next_step(draft), code)
        return self._page(request, draft)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        if sent := self.sent_already(request, code):
            return sent
        draft = drafts.find(request.session, code)
        if draft is None or next_step(draft) != "web:check":
            return self._start_over(request, self.draft(request, code))
        if is_stale(request):
            return self._page(request, draft, problem=str(STALE), status=403)
        now = timezone.now()
        quarantine = guard.suspicion(
            trap=str((draft.details or {}).get("website", "")),
            took=draft.took(now),
            over_budget=guard.over_budget(request.META.get("REMOTE_ADDR", "")),
        )
        taken = submission.send(draft=draft, now=now, quarantine=quarantine)
        reference = taken.case.reference if taken.case else ""
        advice = reach.is_emergency(draft.details or {})
        drafts.finish(request.session, draft, reference=reference, advice=advice)
        return redirect(_done(code))

    def _start_over(self, request: HttpRequest, draft: Draft) -> HttpResponse:
        form = QuestionsForm(asked=draft.asked, answers=draft.answers)
        context = {
            "form": form,
            "fields": check.question_fields(form, draft),
            "draft": draft,
            "problem": AGAIN,
        }
        return render(request, "web/questions.html", context)

    def _page(
        self, request: HttpRequest, draft: Draft, *, problem: str = "", status: int = 200
    ) -> HttpResponse:
        return render(
            request,
            "web/check.html",
            {"draft": draft, "problem": problem, **check.page(draft)},
            status=status,
        )


@never_cache
def done(request: HttpRequest, code: str) -> HttpResponse:
    sent = drafts.sent(request.session, service=code)
    if sent is None:
        return redirect("web:service", _published(code).code)
    context = {"sent": sent, "again": "again" in request.GET, "advice": EMERGENCY if sent["advice"] else ""}
    return render(request, "web/done.html", context)
