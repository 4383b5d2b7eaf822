"""How a service goes by text: which questions are asked, in which words, and whether people are asked how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from casework.models import Question, Service, Staff
from casework.models.service import QuestionKind
from casework.permissions import require
from casework.services import events
from casework.text import clean

# A picture cannot be asked for by text; a link can.
NOT_BY_TEXT: Final = (QuestionKind.FILE,)


@dataclass(frozen=True, kw_only=True)
class ServiceTexts:
    sensitive: bool
    ask_when_closed: bool
    questions: Mapping[str, str | None]
    """By code, the words for a text ("" for the question's own), None where it is not asked by text."""


def questions_of(service: Service) -> list[Question]:
    """Those that can be asked by text, in their order. 1 statement."""
    return list(service.questions.exclude(kind__in=NOT_BY_TEXT))


def of(service: Service) -> ServiceTexts:
    return ServiceTexts(
        sensitive=service.sensitive,
        ask_when_closed=service.ask_when_closed,
        questions={each.code: each.text_label if each.by_text else None for each in questions_of(service)},
    )


def save(*, service: Service, wanted: ServiceTexts, actor: Staff, now: datetime) -> bool:
    """Whether anything was different. A question that left the form meanwhile is left as it is."""
    require(actor, "edit_texting")
    with transaction.atomic():
        locked = Service.objects.select_for_update().get(pk=service.pk)
        before = of(locked)
        locked.sensitive, locked.ask_when_closed = wanted.sensitive, wanted.ask_when_closed
        locked.save(update_fields=["sensitive", "ask_when_closed"])
        for question in questions_of(locked):
            _ask(question, wanted)
        after = of(locked)
        if after == before:
            return False
        events.record(
            verb="service_texts_changed", words=f"How “{locked.name}” goes by text was changed", actor=actor, now=now,
            before=_told(before), after=_told(after),
        )  # fmt: skip
    return True


def _ask(question: Question, wanted: ServiceTexts) -> None:
    if question.code not in wanted.questions:
        return
    words = wanted.questions[question.code]
    question.by_text = words is not None
    if words is not None:  # words of a question that is not asked now are kept for when it is
        question.text_label = " ".join(clean(words).text.split())
    question.save(update_fields=["by_text", "text_label"])


def _told(texts: ServiceTexts) -> dict[str, Any]:
    asked = [code for code, words in texts.questions.items() if words is not None]
    return {"sensitive": texts.sensitive, "ask_when_closed": texts.ask_when_closed, "asked_by_text": asked}
