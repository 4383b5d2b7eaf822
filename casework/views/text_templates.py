"""Templates of texts: the list, one with a preview, a new one, another language of one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from casework import languages, presenters_composing, text_fields
from casework.forms.composing import TemplateForm, of_template
from casework.models import Office, TextTemplate
from casework.services import text_templates as service
from casework.services.text_templates import CannotBeTemplate
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk

LIST = "desk:text_templates"


@desk("edit_templates")
@require_safe
def templates(request: DeskRequest) -> HttpResponse:
    """4 statements, however many there are."""
    rows = TextTemplate.objects.select_related("service").order_by("position", "name", "language")
    context = {"nav": "settings", "templates": [_row(row) for row in rows]}
    return render(request, "casework/templates_of_texts/list.html", context)


def _row(row: TextTemplate) -> dict[str, Any]:
    return {
        "url": reverse("desk:text_template", args=[row.pk]),
        "name": plainly(row.name),
        "language": languages.words(row.language),
        "service": plainly(row.service.name) if row.service else gettext("Any service"),
        "body": row.body,
        "active": row.active,
    }


@desk("edit_templates")
def new(request: DeskRequest) -> HttpResponse:
    """`of`: the template whose words these are in another language."""
    of = _found(request.GET.get("of", "")) if request.GET.get("of") else None
    initial = {**of_template(of), "language": "", "active": True} if of else None
    return _page(request, None, of=of, initial=initial)


@desk("edit_templates")
def template(request: DeskRequest, template_id: UUID) -> HttpResponse:
    found = _found(str(template_id))
    return _page(request, found, of=None, initial=of_template(found))


def _found(key: str) -> TextTemplate:
    try:
        row = TextTemplate.objects.filter(pk=UUID(key)).select_related("service").first()
    except ValueError:
        row = None
    if row is None:
        raise Http404("There is no such template.")
    return row


def _page(
    request: DeskRequest, found: TextTemplate | None, *, of: TextTemplate | None, initial: Any
) -> HttpResponse:
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    looking = request.POST.get("do") == "preview"
    if form.is_bound and form.is_valid() and not looking and _kept(request, form, found, of):
        return redirect(LIST)
    context = {
        "nav": "settings",
        "form": form,
        "template": _row(found) if found else None,
        "of": plainly(of.name) if of else "",
        "other_language": f"{reverse('desk:text_template_new')}?of={found.pk}" if found else "",
        "fields": [
            {"name": f"{{{name}}}", "about": field.about} for name, field in text_fields.FIELDS.items()
        ],
        "preview": _preview(str(form["body"].value() or "")) if not form.errors else None,
    }
    code = 422 if form.is_bound and form.errors else 200
    return render(request, "casework/templates_of_texts/template.html", context, status=code)


def _kept(
    request: DeskRequest, form: TemplateForm, found: TextTemplate | None, of: TextTemplate | None
) -> bool:
    values = form.cleaned_data
    try:
        service.save(template=found, of=of, actor=request.user, now=timezone.now(), **values)
    except CannotBeTemplate as error:
        form.add_error(None, plainly(str(error)))
        return False
    kept = gettext("“%(name)s” is kept. Staff are offered it from now on.")
    messages.success(request, kept % {"name": plainly(values["name"])})
    return True


def _preview(body: str) -> dict[str, str] | None:
    """As a made-up person would read it, and what it costs."""
    if not body.strip():
        return None
    office = Office.current()
    words = text_fields.fill(body, {**text_fields.EXAMPLES, "office": office.name})
    return {"words": words, "count": presenters_composing.counted(words, office=office)["words"]}
