"""The editor of one rule. Saving it changes one's draft; nothing is in force before the draft is saved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from casework import routing, selectors_rules
from casework.forms.rules_editor import Editor
from casework.routing.documents import from_document
from casework.selectors_rules import Shown
from casework.services import rule_documents, rule_drafts
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk
from casework.views.rules import examples
from casework.views.rules.ordering import wanted
from casework.views.rules.preview import previewed


@desk("edit_rules")
def new(request: DeskRequest) -> HttpResponse:
    return _editor(request, selectors_rules.shown(actor=request.user), {})


@desk("edit_rules")
def rule(request: DeskRequest, rule_id: UUID) -> HttpResponse:
    found = selectors_rules.shown(actor=request.user)
    return _editor(request, found, wanted(found, rule_id))


def _editor(request: DeskRequest, found: Shown, before: dict[str, Any]) -> HttpResponse:
    offered = selectors_rules.offered()
    if request.method != "POST":
        return _page(request, found, Editor(before=before, offered=offered).make())
    do = request.POST.get("do", "save")
    editor = Editor(before=before, offered=offered, data=request.POST, checked=do == "save")
    if do == "save":
        return _saved(request, found, editor.make())
    problem = examples.from_case(request, found, editor) if do == "example-from-case" else ""
    editor.do(do)
    return _page(request, found, editor.make(), preview=do == "preview", case_problem=problem)


def _saved(request: DeskRequest, found: Shown, editor: Editor) -> HttpResponse:
    if editor.is_valid():
        try:
            kept = rule_drafts.put(actor=request.user, document=editor.document(), now=timezone.now())
        except routing.RuleError as error:
            editor.fields.add_error("name" if "name" in str(error).casefold() else None, plainly(str(error)))
        else:
            messages.success(
                request,
                gettext("“%(name)s” is kept in your draft. Nothing is in force before you save.")
                % {"name": plainly(kept["name"])},
            )
            return redirect(f"{reverse('desk:rules')}?at=rule-{kept['id']}")
    return _page(request, found, editor, status=422)


def _page(
    request: DeskRequest,
    found: Shown,
    editor: Editor,
    *,
    preview: bool = False,
    case_problem: str = "",
    status: int = 200,
) -> HttpResponse:
    document = editor.document()
    errors = editor.errors()
    if case_problem:
        errors = [{"text": case_problem, "href": "#case"}]
    context = {
        "nav": "settings",
        "editor": editor,
        "errors": errors,
        "before": editor.before,
        "name": plainly(rule_documents.name_of(editor.before)),
        "form": editor.fields,
        "groups": editor.groups,
        "examples": examples.shown(found, editor),
        "case": request.POST.get("case", ""),
        "case_problem": case_problem,
        "preview": previewed(request, found, editor) if preview else None,
        "sentence": _sentence(document, editor),
    }
    return render(request, "casework/rules/rule.html", context, status=422 if case_problem else status)


def _sentence(document: dict[str, Any], editor: Editor) -> str:
    """What is kept, in words, while nothing was tried yet."""
    if not editor.before or editor.data is not None:
        return ""
    try:
        return plainly(routing.say(from_document(editor.before), editor.offered.names))
    except routing.RuleError as error:
        return plainly(str(error))
