"""Asking somebody on a case for a photograph by text, and taking such a link back."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import presenters, presenters_upload_links
from casework.models import UploadLink
from casework.permissions import visible_cases
from casework.services import replies, upload_links
from casework.services.upload_links import CannotAsk
from casework.views.base import DeskRequest, desk, saying_refusals, visible_case


@desk("send_link")
@require_POST
def ask(request: DeskRequest, reference: str) -> HttpResponse:
    found, now = visible_case(request, reference), timezone.now()
    ways = replies.ways(case=found, now=now)
    point = presenters_upload_links.point_of(ways, request.POST.get("to", ""))

    def send() -> None:
        if point is None:
            raise CannotAsk(gettext("Choose whom to ask."))
        upload_links.ask(case=found, contact_point=point, actor=request.user, now=now)

    return saying_refusals(
        request,
        send,
        done=gettext("A link goes to %(to)s by text.") % {"to": point},
        to=presenters.case_url(found),
    )


@desk("send_link")
@require_POST
def withdraw(request: DeskRequest, link_id: UUID) -> HttpResponse:
    link = (
        UploadLink.objects.filter(pk=link_id, case__in=visible_cases(request.user))
        .select_related("case")
        .first()
    )
    if link is None:
        raise Http404("There is no such link.")
    return saying_refusals(
        request,
        lambda: upload_links.withdraw(link=link, actor=request.user, now=timezone.now()),
        done=gettext("The link leads nowhere now."),
        to=presenters.case_url(link.case),
    )
