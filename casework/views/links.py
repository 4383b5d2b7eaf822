"""Cases that belong together: linked by reference, and unlinked."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from casework import related
from casework.forms.links import LinkForm
from casework.models import Case, CaseLink
from casework.permissions import visible_cases
from casework.services import links as verbs
from casework.services.links import CannotBeLinked
from casework.views.base import DeskRequest, desk, saying_refusals, visible_case


@desk("link_cases")
def links(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    if "unlink" in request.POST:
        return _unlink(request, found)
    form = LinkForm(request.POST if request.method == "POST" else None, case=found)
    if request.method == "POST" and form.is_valid() and _linked(request, form):
        messages.success(
            request, gettext("Linked with %(reference)s.") % {"reference": form.cleaned_data["reference"]}
        )
        return redirect("desk:links", found.reference)
    context = {
        "nav": "queue",
        "case": found,
        "form": form,
        "related": related.of(case=found, staff=request.user),
    }
    return render(request, "casework/links.html", context, status=422 if form.is_bound else 200)


def _linked(request: DeskRequest, form: LinkForm) -> bool:
    """Whether it was linked; a hidden reference answers like one that does not exist."""
    other = visible_cases(request.user).filter(reference=form.cleaned_data["reference"]).first()
    if other is None:
        form.add_error("reference", gettext("There is no such case. Check the reference."))
        return False
    case, part, kind = form.ends(other)
    try:
        verbs.link(case=case, other=part, kind=kind, actor=request.user, now=timezone.now())
    except CannotBeLinked as error:
        form.add_error("reference", str(error))
        return False
    return True


def _unlink(request: DeskRequest, found: Case) -> HttpResponse:
    link = _visible_link(request, found, request.POST["unlink"])
    other = link.other if link.case_id == found.pk else link.case
    return saying_refusals(
        request,
        lambda: verbs.unlink(link=link, actor=request.user, now=timezone.now()),
        done=gettext("Not linked with %(reference)s any more.") % {"reference": other.reference},
        to=reverse("desk:links", args=[found.reference]),
    )


def _visible_link(request: DeskRequest, found: Case, wanted: str) -> CaseLink:
    """A link of this case to one that may be seen; 404 alike for any other and for none."""
    visible = visible_cases(request.user).values("pk")
    links = CaseLink.objects.filter(Q(case=found) | Q(other=found), case__in=visible, other__in=visible)
    try:
        link = links.filter(pk=UUID(wanted)).select_related("case", "other").first()
    except ValueError:
        link = None
    if link is None:
        raise Http404("There is no such link.")
    return link
