"""The page behind a link that was texted to somebody. It shows nothing of any case: whoever opens it may be anybody.

A link that leads nowhere answers alike, whether it was used, has expired, was taken back or never was one.
"""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from casework.models import UploadLink
from casework.services import upload_links
from casework.services.upload_links import LinkIsNoGood
from channels.web import drafts, guard
from channels.web.drafts import Draft
from channels.web.link_forms import MOST_PHOTOS, NOTHING, TOO_MANY, AddForm
from channels.web.views import SWITCH, Step


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class Add(Step):
    """Exempt from the check of forged forms: the address itself is the secret, no log-in stands behind it, and a
    telephone's browser inside another app may keep no cookie."""

    link: UploadLink

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Nothing of a body is read before the link is known to be good."""
        address = request.META.get("REMOTE_ADDR", "")
        if guard.tries_links(address):
            return _private(render(request, "web/link_wait.html", status=429))
        link = upload_links.usable(token=kwargs["token"], now=timezone.now())
        if link is None:
            guard.wrong_link(address)
            return _no_good(request)
        self.link = link
        return _private(super().dispatch(request, *args, **kwargs))

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, AddForm(), self._draft(request))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form, draft, now = AddForm(request.POST, request.FILES), self._draft(request), timezone.now()
        form.is_valid()
        self._keep_photos(request, form, draft)
        if SWITCH in request.POST:
            form.errors.clear()
            return self._page(request, form, draft)
        if not (form.errors or draft.kept or form.says_something()):
            form.add_error("photos", NOTHING)
        if form.errors:
            return self._page(request, form, draft, status=422)
        try:
            upload_links.bring(
                link=self.link,
                said=form.cleaned_data["said"],
                place=form.cleaned_data["place"],
                files=drafts.incoming_files(draft),
                now=now,
            )
        except LinkIsNoGood:
            return _no_good(request)
        drafts.remove_files(draft, [file["id"] for file in draft.files])
        return redirect("web:link_done")

    def _draft(self, request: HttpRequest) -> Draft:
        """What came already, while something else on the page was to be put right. The page itself carries it, signed,
        so that nothing here needs a cookie."""
        try:
            kept = signing.loads(request.POST.get("kept", ""), salt=self._salt(), max_age=drafts.KEPT_FOR)
        except signing.BadSignature:
            kept = []
        return Draft(
            id=self.link.pk.hex,
            service="",
            service_name="",
            began_at=timezone.now().isoformat(),
            questions=[],
            files=kept,
        )

    def _salt(self) -> str:
        return f"channels.web.link:{self.link.pk.hex}"

    def _keep_photos(self, request: HttpRequest, form: AddForm, draft: Draft) -> None:
        now = timezone.now()
        drafts.remove_files(draft, request.POST.getlist("remove"))
        for file in form.came():
            if len(draft.kept) >= MOST_PHOTOS:
                form.add_error("photos", TOO_MANY)
                break
            drafts.add_file(draft, question="", examined=file, now=now)
        if draft.files and guard.once_an_hour():
            drafts.forget_old(now)

    def _page(self, request: HttpRequest, form: AddForm, draft: Draft, *, status: int = 200) -> HttpResponse:
        kept = signing.dumps(draft.files, salt=self._salt()) if draft.files else ""
        context = {"form": form, "files": draft.kept, "kept": kept}
        return render(request, "web/link.html", context, status=status)


@never_cache
@require_safe
def thank_you(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "web/link_done.html"))


def _no_good(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "web/link_no_good.html", status=404))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it goes to no other site and into no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
