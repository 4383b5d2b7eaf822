"""A service's form on paper as it is now, and as it was when a sheet was printed.

The database keeps every version of every question, so a sheet needs no record of its own: its words say what it asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.apps import apps

from casework import paper
from casework.asked import Asked
from casework.models import Question, Service, Staff
from casework.permissions import require

# So far back a sheet is recognised: changes to a service's questions, not days.
MOST_CHANGES: Final = 500


@dataclass(frozen=True, kw_only=True)
class PaperForm:
    service: Service
    asked: tuple[Asked, ...]
    version: str


def services(*, actor: Staff) -> list[Service]:
    """Every service a form can be printed for, in their order: 1 statement."""
    require(actor, "log_contact")
    return list(Service.objects.published())


def current(*, code: str, actor: Staff) -> PaperForm | None:
    """The form as it is printed now: 2 statements. None where there is no such service."""
    require(actor, "log_contact")
    service = Service.objects.published().filter(code=code).first()
    if service is None:
        return None
    asked = paper.complete(_asked(each) for each in service.questions.all())
    return PaperForm(service=service, asked=asked, version=paper.version(asked))


def as_printed(*, service: Service, version: str) -> tuple[Asked, ...] | None:
    """The questions that a sheet of this version asks: 2 statements. None: nobody can tell any more.

    What the database does not keep is when a question was removed, so each moment is tried with and without those
    that are gone now.
    """
    there = set(Question.objects.filter(service=service).values_list("pk", flat=True))
    rows = apps.get_model("casework", "QuestionHistory").objects.filter(service_id=service.pk)
    history = list(rows.order_by("-pgh_created_at", "-pgh_id")[:MOST_CHANGES])[::-1]
    known: dict[Any, Any] = {}
    for _, together in groupby(history, key=lambda row: row.pgh_created_at):
        known |= {row.id: row for row in together}
        for rows_then in (known.values(), [row for pk, row in known.items() if pk in there]):
            asked = paper.complete(_in_order(rows_then))
            if paper.version(asked) == version:
                return asked
    return None


def changes(*, form: PaperForm, version: str) -> list[str]:
    """What is different on a sheet of this version, in words; [] where nothing is."""
    if version == form.version:
        return []
    printed = as_printed(service=form.service, version=version)
    if printed is None:
        return [
            "Nobody can tell any more what this version asked. Compare the paper with the questions below."
        ]
    return paper.changes(printed=printed, now=form.asked)


def _in_order(rows: Iterable[Any]) -> list[Asked]:
    return [_asked(row) for row in sorted(rows, key=lambda row: (row.position, row.code))]


def _asked(question: Any) -> Asked:
    return Asked(
        code=question.code,
        label=question.label,
        hint=question.hint,
        kind=question.kind,
        choices=tuple((str(each["value"]), str(each["label"])) for each in question.choices),
        required=question.required,
    )
