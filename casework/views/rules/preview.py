"""What a rule would have done, while somebody still writes it."""

from types import SimpleNamespace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from casework import selectors_rules
from casework.forms.rules_conditions import GROUPS
from casework.forms.rules_editor import Editor
from casework.selectors_rules import Shown
from casework.services import rule_preview
from casework.services.rule_preview import Preview
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk
from casework.views.rules import examples

MOST_SHOWN = 5


@desk("edit_rules")
@require_POST
def preview(request: DeskRequest) -> HttpResponse:
    """The panel beside the editor. `rule` is the id of the rule that is edited; a new one has none."""
    found = selectors_rules.shown(actor=request.user)
    before = found.rule(request.POST.get("rule", "")) or {}
    editor = Editor(before=before, offered=selectors_rules.offered(), data=request.POST).make()
    return render(request, "casework/rules/_preview.html", {"preview": previewed(request, found, editor)})


def previewed(request: DeskRequest, found: Shown, editor: Editor) -> SimpleNamespace:
    tried = rule_preview.fits(document=editor.document(), now=timezone.now(), actor=request.user)
    return SimpleNamespace(
        sentence=plainly(tried.sentence),
        problem=plainly(_in_the_words_of_the_page(tried.problem)),
        words=_words(tried),
        cases=[
            {
                "reference": each["reference"],
                "summary": each["summary"],
                "found": plainly("; ".join(each["found"])),
            }
            for each in tried.cases[:MOST_SHOWN]
        ],
        examples=[each for each in examples.shown(found, editor) if each.state],
    )


def _in_the_words_of_the_page(problem: str) -> str:
    for code, title, _ in GROUPS:
        problem = problem.replace(f" of “{code}”: ", f" of “{title}”: ")
    return problem


def _words(tried: Preview) -> str:
    if tried.problem:
        return ""
    if not tried.tried:
        return gettext("There are no past cases to try it on yet.")
    words = ngettext(
        "Fits %(fitting)s of %(count)s case.", "Fits %(fitting)s of the latest %(count)s cases.", tried.tried
    )
    return words % {"fitting": f"{tried.fitting:,}", "count": f"{tried.tried:,}"}
