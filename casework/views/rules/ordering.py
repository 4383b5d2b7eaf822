"""A rule's place, switching it on and off, removing it; throwing the draft away."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import selectors_rules
from casework.forms.rules_place import PlaceForm
from casework.selectors_rules import Shown
from casework.services import rule_documents, rule_drafts
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk
from casework.views.rules.listing import listed


@desk("edit_rules")
@require_POST
def order(request: DeskRequest) -> HttpResponse:
    """`do` is "up:<rule>", "down:…", "on:…", "off:…" or "place:", with `rule` and `position`."""
    what, _, rule_id = request.POST.get("do", "").partition(":")
    rule_id = request.POST.get("rule", "") if what == "place" else rule_id
    found = selectors_rules.shown(actor=request.user)
    document = wanted(found, rule_id)
    position = found.documents.index(document) + 1
    name = plainly(rule_documents.name_of(document))
    if what in ("on", "off"):
        rule_drafts.switch(
            actor=request.user, rule_id=document["id"], active=what == "on", now=timezone.now()
        )
        done = (
            gettext("“%(name)s” is switched on in your draft.")
            if what == "on"
            else gettext("“%(name)s” is switched off in your draft.")
        )
        return _back(request, document, "switch", done % {"name": name})
    places = {"up": position - 1, "down": position + 1, "place": _place(request)}
    if what not in places:
        raise Http404("There is no such thing to do with a rule.")
    return _back(request, document, what, _placed(request, found, document, places[what]))


def _place(request: DeskRequest) -> int:
    form = PlaceForm(request.POST)
    return int(form.cleaned_data["position"]) if form.is_valid() else 0


def _placed(request: DeskRequest, found: Shown, document: dict[str, Any], position: int) -> str:
    """Puts it there, and says so."""
    last = len(found.documents)
    position = min(max(position, 1), last)
    rule_drafts.place(actor=request.user, rule_id=document["id"], position=position, now=timezone.now())
    name = plainly(rule_documents.name_of(document))
    return gettext("“%(name)s” is now rule %(position)s of %(last)s in your draft.") % {
        "name": name,
        "position": position,
        "last": last,
    }


def wanted(found: Shown, rule_id: object) -> dict[str, Any]:
    document = found.rule(rule_id)
    if document is None:
        raise Http404("There is no such rule. Somebody may have removed it.")
    return document


def _back(request: DeskRequest, document: dict[str, Any], button: str, said: str) -> HttpResponse:
    """To the list, at the button that was pressed. With scripts the list alone comes, and is told."""
    focus = f"{button if button != 'place' else 'rule'}-{document['id']}"
    if request.htmx:
        return listed(request, asked=request.POST.get("q", ""), said=said)
    messages.success(request, said)
    asked = {key: value for key, value in (("q", request.POST.get("q", "")), ("at", focus)) if value}
    return redirect(f"{reverse('desk:rules')}?{urlencode(asked)}")


@desk("edit_rules")
def move(request: DeskRequest, rule_id: UUID) -> HttpResponse:
    found = selectors_rules.shown(actor=request.user)
    document = wanted(found, rule_id)
    position, last = found.documents.index(document) + 1, len(found.documents)
    form = PlaceForm(
        request.POST if request.method == "POST" else None, initial={"position": position}, last=last
    )
    if form.is_bound and form.is_valid():
        messages.success(request, _placed(request, found, document, form.cleaned_data["position"]))
        return redirect(f"{reverse('desk:rules')}?at=rule-{document['id']}")
    context = {
        "nav": "settings",
        "form": form,
        "name": plainly(rule_documents.name_of(document)),
        "position": position,
        "last": last,
    }
    return render(request, "casework/rules/move.html", context, status=422 if form.is_bound else 200)


@desk("edit_rules")
def remove(request: DeskRequest, rule_id: UUID) -> HttpResponse:
    document = wanted(selectors_rules.shown(actor=request.user), rule_id)
    name = plainly(rule_documents.name_of(document))
    if request.method == "POST":
        rule_drafts.remove(actor=request.user, rule_id=document["id"], now=timezone.now())
        messages.success(
            request,
            gettext("“%(name)s” is removed in your draft. Nothing is in force before you save.")
            % {"name": name},
        )
        return redirect("desk:rules")
    return render(request, "casework/rules/remove.html", {"nav": "settings", "name": name})


@desk("edit_rules")
def discard(request: DeskRequest) -> HttpResponse:
    draft = rule_drafts.of(actor=request.user)
    if draft is None:
        return redirect("desk:rules")
    if request.method == "POST":
        rule_drafts.discard(actor=request.user)
        messages.success(request, gettext("Your draft is thrown away. These are the rules in force."))
        return redirect("desk:rules")
    return render(request, "casework/rules/discard.html", {"nav": "settings", "draft": draft})
