"""The questions of a service: added, changed, put in order, removed.

Answers that exist keep their meaning: the code of a question that was answered stays, a choice with other words is
another choice, and old cases read what they were answered with from the versions of the question.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from casework.models import Case, Question, Service, Staff, TextDialogue
from casework.models.service import QuestionKind
from casework.permissions import require
from casework.services import events, office_changes
from casework.services.office_changes import named, one_line
from casework.services.service_catalogue import CannotBeService, moved
from casework.services.service_texts import NOT_BY_TEXT

CHOSEN: Final = (QuestionKind.CHOICE, QuestionKind.CHOICES)
MOST_QUESTIONS: Final = 60
MOST_CHOICES: Final = 60
LONGEST_CHOICE: Final = 200
LONGEST_CODE: Final = 50


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """`choices` are their words, in their order. `code`: "" for one made of the label, or for the one it has."""

    label: str
    hint: str
    kind: str
    choices: Sequence[str]
    required: bool
    by_text: bool
    text_label: str
    code: str = ""


def add(*, service: Service, wanted: Wanted, actor: Staff, now: datetime) -> Question:
    """At the end. Raises CannotBeService."""
    require(actor, "edit_services")
    with office_changes.by(actor):
        rows = _locked(service)
        if len(rows) >= MOST_QUESTIONS:
            raise CannotBeService(f"A service may ask {MOST_QUESTIONS} questions. Remove one first.")
        place = max((row.position for row in rows), default=-1) + 1
        question = Question(service=service, position=place)
        question.code = _code(wanted.code or wanted.label, taken={row.code for row in rows})
        _take(question, wanted)
        question.save(force_insert=True)
        _tell("question_added", f"Added the question “{question.label}” to “{service.name}”", question,
              actor=actor, now=now, after=facts(question))  # fmt: skip
    return question


def change(*, question: Question, wanted: Wanted, actor: Staff, now: datetime) -> bool:
    """Whether anything was different. Raises CannotBeService that says what would break."""
    require(actor, "edit_services")
    with office_changes.by(actor):
        rows = _locked(question.service)
        locked = next((row for row in rows if row.pk == question.pk), None)
        if locked is None:
            raise CannotBeService("Somebody removed this question meanwhile.")
        before = facts(locked)
        _recode(locked, wanted, taken={row.code for row in rows if row.pk != locked.pk})
        _take(locked, wanted)
        after = facts(locked)
        different = [name for name in after if before[name] != after[name]]
        if not different:
            return False
        _check_rules(locked, before=before)
        locked.save(update_fields=different)
        _tell(
            "question_changed", f"Changed the question “{locked.label}” of “{question.service.name}”", locked,
            actor=actor, now=now, before={name: before[name] for name in different},
            after={name: after[name] for name in different},
        )  # fmt: skip
    return True


def remove(*, question: Question, actor: Staff, now: datetime) -> None:
    """It is asked no more; answers that were given stay on their cases. Raises CannotBeService."""
    require(actor, "edit_services")
    with office_changes.by(actor):
        rows = _locked(question.service)
        if refused := why_kept(question):
            raise CannotBeService(refused)
        if len(rows) == 1 and question.service.published:
            raise CannotBeService("It is the last question. Take the service off the public form first.")
        _tell("question_removed", f"Removed the question “{question.label}” from “{question.service.name}”", question,
              actor=actor, now=now, before=facts(question))  # fmt: skip
        Question.objects.filter(pk=question.pk).delete()


def move(*, question: Question, up: bool, actor: Staff, now: datetime) -> bool:
    """One place up or down; False at the end of the form."""
    require(actor, "edit_services")
    with office_changes.by(actor):
        if not moved(_locked(question.service), question.pk, up=up):
            return False
        _tell("question_moved", f"Moved the question “{question.label}” {'up' if up else 'down'}", question,
              actor=actor, now=now)  # fmt: skip
    return True


def why_kept(question: Question) -> str:
    """Why it cannot lose its code or be removed: rules in force ask for its answer. "" where none does. 1 statement."""
    rules = [name for name, _ in office_changes.rules_about_question(question.code)]
    return f"Routing rules ask for its answer: {named(rules)}. Change them first." if rules else ""


def was_used(question: Question) -> bool:
    """Whether somebody answered it, or is being asked it by text. 2 statements."""
    code, service = question.code, question.service_id
    return (
        Case.objects.filter(service=service, answers__has_key=code).exists()
        or TextDialogue.objects.filter(service=service, questions__contains=[code]).exists()
    )


def facts(question: Question) -> dict[str, Any]:
    return {
        "code": question.code, "label": question.label, "hint": question.hint, "kind": str(question.kind),
        "choices": list(question.choices or []), "required": question.required, "by_text": question.by_text,
        "text_label": question.text_label,
    }  # fmt: skip


def _locked(service: Service) -> list[Question]:
    """Whoever changes one question of a service waits for whoever changes another."""
    Service.objects.select_for_update().get(pk=service.pk)
    return list(Question.objects.filter(service=service).order_by("position", "code"))


def _recode(question: Question, wanted: Wanted, *, taken: Collection[str]) -> None:
    if not wanted.code or wanted.code == question.code:
        return
    if was_used(question):
        raise CannotBeService("This question was answered already, so its code stays.", "code")
    if refused := why_kept(question):
        raise CannotBeService(refused, "code")
    if wanted.code in taken:
        raise CannotBeService("This service has a question with this code already.", "code")
    question.code = wanted.code


def _take(question: Question, wanted: Wanted) -> None:
    question.label, question.hint = one_line(wanted.label), one_line(wanted.hint)
    question.kind, question.required = wanted.kind, wanted.required
    question.by_text, question.text_label = wanted.by_text, one_line(wanted.text_label)
    question.choices = _choices(question, wanted)
    if question.by_text and question.kind in NOT_BY_TEXT:
        raise CannotBeService(
            "A file cannot be asked for by text. Untick “Asked by text as well”.", "by_text"
        )
    try:
        question.full_clean(exclude=["service"])
    except ValidationError as error:
        field, words = next(iter(error.message_dict.items()))
        raise CannotBeService(" ".join(words), "" if field == "__all__" else field) from error


def _choices(question: Question, wanted: Wanted) -> list[dict[str, str]]:
    """Each line as a choice. Words that were there before keep their value, wherever they stand now."""
    if wanted.kind not in CHOSEN:
        return []
    words = list(dict.fromkeys(filter(None, map(one_line, wanted.choices))))
    if not 2 <= len(words) <= MOST_CHOICES:
        raise CannotBeService(f"Write 2 to {MOST_CHOICES} choices, one on each line.", "choices")
    if long := [each for each in words if len(each) > LONGEST_CHOICE]:
        raise CannotBeService(
            f"“{long[0][:40]}…” is too long. Use {LONGEST_CHOICE} characters or fewer.", "choices"
        )
    known = _values_so_far(question)
    taken = set(known.values())
    return [{"value": _value(each, known, taken), "label": each} for each in words]


def _values_so_far(question: Question) -> dict[str, str]:
    """By words, the value of every choice that this question ever had: a choice that comes back means what it meant."""
    versions = question.versions.order_by("pgh_id").values_list("choices", flat=True)  # type: ignore[attr-defined]
    found: dict[str, str] = {}
    for choices in [*versions, question.choices]:
        found |= {str(each["label"]): str(each["value"]) for each in choices or ()}
    return found


def _value(words: str, known: dict[str, str], taken: set[str]) -> str:
    if words in known:
        return known[words]
    value = _code(words, taken=taken)
    taken.add(value)
    return value


def _check_rules(question: Question, *, before: dict[str, Any]) -> None:
    """A rule that asks for an answer nobody can give any more would never hold, in silence."""
    gone = {each["value"]: each["label"] for each in before["choices"]}
    for each in question.choices:
        gone.pop(each["value"], None)
    if not gone:
        return
    for name, values in office_changes.rules_about_question(question.code):
        if lost := [label for value, label in gone.items() if value in values]:
            raise CannotBeService(
                f"The routing rule “{name}” asks for {named(lost)}. Change the rule first, or keep the words.",
                "choices",
            )


def _code(words: str, *, taken: Collection[str]) -> str:
    code = slugify(one_line(words))[:40].strip("-") or "answer"
    found, number = code, 1
    while found in taken:
        number += 1
        found = f"{code}-{number}"
    return found


def _tell(
    verb: str, words: str, question: Question, *, actor: Staff, now: datetime,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    events.record(
        verb=verb, words=words, actor=actor, now=now, before=before,
        after={**(after or {}), "service": str(question.service_id), "question": str(question.pk)},
    )  # fmt: skip


def as_wanted(question: Question, **changed: Any) -> Wanted:
    """As it is, with these changed."""
    known = {name: value for name, value in facts(question).items() if name != "code"}
    known["choices"] = [str(each["label"]) for each in question.choices or ()]
    return Wanted(**{**known, **changed})
