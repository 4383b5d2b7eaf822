"""What one has been told: the list, reading it, how many are new, and the e-mail about them."""

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Case as Choose
from django.db.models import IntegerField, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from casework import keyset, presenters_following
from casework.counts import capped
from casework.forms.following import DigestForm
from casework.live_tokens import live_url, of_person
from casework.services import notifications as service
from casework.views.base import DeskRequest, desk

PAGE_SIZE: Final = 50
UNREAD_FIRST: Final = keyset.Order(fields=("was_read", "-at", "-id"))


@desk("arrange_desk")
@require_safe
def notifications(request: DeskRequest) -> HttpResponse:
    rows = (
        service.of(request.user)
        .select_related("case", "by")
        .annotate(was_read=Choose(When(read_at=None, then=Value(0)), default=Value(1), output_field=IntegerField()))
    )  # fmt: skip
    found = keyset.page(rows, order=UNREAD_FIRST, cursor=request.GET.get("at", ""), size=PAGE_SIZE)
    context = {
        "nav": "notifications",
        "rows": presenters_following.listed(found.rows, reader=request.user),
        **link(request),
        "until": timezone.now().isoformat(),
        "newer": _page_url(found.newer),
        "older": _page_url(found.older),
        "here": request.get_full_path(),
        "first_page": not request.GET.get("at"),
        "live_url": live_url(of_person(request.user.pk)),
    }
    template = "casework/notifications/_list.html" if request.htmx else "casework/notifications/list.html"
    return render(request, template, context)


def _page_url(cursor: str) -> str:
    return f"?{urlencode({'at': cursor})}" if cursor else ""


@desk("arrange_desk")
@require_GET
def opened(request: DeskRequest, notification_id: UUID) -> HttpResponse:
    """Opening one reads it, and lands at the entry it tells of."""
    found = service.read(staff=request.user, pk=notification_id, now=timezone.now())
    if found is None:
        raise Http404("There is no such notification.")
    return redirect(presenters_following.landing(found))


@desk("arrange_desk")
@require_POST
def read(request: DeskRequest, notification_id: UUID) -> HttpResponse:
    if service.read(staff=request.user, pk=notification_id, now=timezone.now()) is None:
        raise Http404("There is no such notification.")
    return redirect("desk:notifications")


@desk("arrange_desk")
@require_POST
def read_all(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    number = service.read_all(
        staff=request.user, until=_moment(request.POST.get("until", "")) or now, now=now
    )
    messages.success(
        request,
        ngettext("%(count)s marked as read.", "%(count)s marked as read.", number) % {"count": number}
        if number
        else gettext("There was nothing new."),
    )
    return redirect("desk:notifications")


def _moment(words: str) -> datetime | None:
    try:
        found = parse_datetime(words)
        return found if found is not None and timezone.is_aware(found) and found.utctimetuple() else None
    except (ValueError, OverflowError):
        return None


@desk("arrange_desk")
@require_safe
def count(request: DeskRequest) -> HttpResponse:
    """For the page head, asked for by a script once the page is there, and again when something new came. 1 statement."""
    context = {**link(request), "asked": True, "nav": "notifications" if request.GET.get("nav") else ""}
    return render(request, "casework/notifications/_link.html", context)


def link(request: DeskRequest) -> dict[str, Any]:
    number = service.count(request.user)
    shown = capped(number, most=service.MOST_COUNTED) if number else ""
    return {
        "unread": shown,
        "unread_notifications": shown,  # for the page's frame
        "notified_url": live_url(of_person(request.user.pk)),
    }


@desk("arrange_desk")
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: DeskRequest) -> HttpResponse:
    form = DigestForm(
        request.POST if request.method == "POST" else None,
        initial={"digest": service.digest_of(request.user)},
    )
    if form.is_bound and form.is_valid():
        service.choose_digest(staff=request.user, digest=form.cleaned_data["digest"], now=timezone.now())
        messages.success(request, gettext("Saved."))
        return redirect("desk:notify_choices")
    context = {
        "nav": "notifications",
        "form": form,
        "address": request.user.email,
        "office_sends": settings.EMAIL_READY,
    }
    return render(
        request, "casework/notifications/settings.html", context, status=422 if form.errors else 200
    )
