"""What the pages of the form show of a draft, finished: rows, links and doubts."""

from collections.abc import Iterable
from typing import Any

from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.templatetags.oq import words_of_office
from channels.web import words
from channels.web.drafts import Draft
from channels.web.forms import UNKNOWN, QuestionsForm, doubts


def question_fields(form: QuestionsForm, draft: Draft) -> list[dict[str, Any]]:
    """Each question with what belongs under it: the tick box of a postcode, the files that came already."""
    return [
        {
            "bound": form[each.code],
            "optional": not each.required,
            "rows": 6 if each.kind == "long_text" else None,
            "width": {"postcode": "10", "phone": "20"}.get(each.kind),
            "unknown": _unknown(form, each.code) if each.kind == "postcode" else None,
            "files": _in_words(file for file in draft.files if file["question"] == each.code),
            "words_lang": "" if words.is_ours(each) else words_of_office(),
            "hint_is_ours": not each.hint,
        }
        for each in form.asked
    ]


def _in_words(files: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**file, "refused": words.why_not_kept(file["refused"])} for file in files]


def _unknown(form: QuestionsForm, code: str) -> BoundField:
    return form[code + UNKNOWN]


def page(draft: Draft) -> dict[str, Any]:
    answers, details = draft.answers or {}, draft.details or {}
    return {
        "answer_rows": _answers(draft, answers),
        "detail_rows": _details(draft, details),
        "doubts": doubts(draft.asked, answers, details),
        "refused": _in_words(draft.refused),
    }


def _answers(draft: Draft, answers: dict[str, Any]) -> list[dict[str, Any]]:
    address = reverse("web:questions", args=[draft.service])
    rows = []
    for each in draft.asked:
        if each.kind == "file":
            value = "\n".join(file["name"] for file in draft.kept if file["question"] == each.code)
        else:
            value = words.answer(each, answers[each.code]) if each.code in answers else ""
        row = _row(words.of_question(each)[0], value, f"{address}#id_q-{each.code}")
        rows.append({**row, "key_lang": "" if words.is_ours(each) else words_of_office()})
    return rows


def _details(draft: Draft, details: dict[str, Any]) -> list[dict[str, Any]]:
    address = reverse("web:contact", args=[draft.service])
    points = [(_("Phone number"), "phone"), (_("E-mail address"), "email")]
    rows = [_row(_("Your name"), details.get("name", ""), f"{address}#id_name")]
    if details.get("phone") or details.get("email"):
        rows += [_row(label, details.get(name, ""), f"{address}#id_{name}") for label, name in points]
    else:
        rows.append(_row(_("How to reach you"), _("I would rather not say"), f"{address}#id_phone"))
    rows.append(_row(_("Before we contact you"), details.get("safe", ""), f"{address}#id_safe"))
    rows.append(_row(_("You ask for"), details.get("about", "") or _("Yourself"), f"{address}#id_about"))
    return rows


def _row(key: str, value: str, href: str) -> dict[str, Any]:
    return {
        "key": key,
        "value": value or _("Not answered"),
        "href": href,
        "about": key.lower(),
        "safe": bool(value),
    }
