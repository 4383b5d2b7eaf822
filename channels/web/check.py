"""What the pages of the form show of a draft, finished: rows, links and doubts."""

from typing import Any

from django.forms.boundfield import BoundField
from django.urls import reverse

from channels.web import asked as questions
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
            "files": [file for file in draft.files if file["question"] == each.code],
        }
        for each in form.asked
    ]


def _unknown(form: QuestionsForm, code: str) -> BoundField:
    return form[code + UNKNOWN]


def page(draft: Draft) -> dict[str, Any]:
    answers, details = draft.answers or {}, draft.details or {}
    return {
        "answer_rows": _answers(draft, answers),
        "detail_rows": _details(draft, details),
        "doubts": doubts(draft.asked, answers, details),
        "refused": draft.refused,
    }


def _answers(draft: Draft, answers: dict[str, Any]) -> list[dict[str, Any]]:
    address = reverse("web:questions", args=[draft.service])
    rows = []
    for each in draft.asked:
        if each.kind == "file":
            value = "\n".join(file["name"] for file in draft.kept if file["question"] == each.code)
        else:
            value = questions.in_words(each, answers[each.code]) if each.code in answers else ""
        rows.append(_row(each.label, value, f"{address}#id_q-{each.code}"))
    return rows


def _details(draft: Draft, details: dict[str, Any]) -> list[dict[str, Any]]:
    address = reverse("web:contact", args=[draft.service])
    points = [("Phone number", "phone"), ("E-mail address", "email")]
    rows = [_row("Your name", details.get("name", ""), f"{address}#id_name")]
    if details.get("phone") or details.get("email"):
        rows += [_row(label, details.get(name, ""), f"{address}#id_{name}") for label, name in points]
    else:
        rows.append(_row("How to reach you", "I would rather not say", f"{address}#id_phone"))
    rows.append(_row("Before we contact you", details.get("safe", ""), f"{address}#id_safe"))
    rows.append(_row("You ask for", details.get("about", "") or "Yourself", f"{address}#id_about"))
    return rows


def _row(key: str, value: str, href: str) -> dict[str, Any]:
    return {
        "key": key,
        "value": value or "Not answered",
        "href": href,
        "about": key.lower(),
        "safe": bool(value),
    }
