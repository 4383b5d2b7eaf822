"""The head of a case page: what one must know before anything else, in one summary that is read in five seconds."""

from datetime import datetime, time
from types import SimpleNamespace
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext

from casework import addresses, presenters, presenters_tasks
from casework.models import Case
from casework.templatetags._said import said
from casework.text import show_bidi_controls as plainly

MOST_NAMED: Final = 3


def glance(
    case: Case, *, follow_ups: SimpleNamespace, tasks: SimpleNamespace, may_triage: bool
) -> SimpleNamespace:
    """From what the page has read already: no statement of its own."""
    return SimpleNamespace(
        summary=plainly(presenters.said(case.summary)),
        who=_who(case.known_parties),  # type: ignore[attr-defined]
        service=plainly(case.service.name) if case.service else gettext("Not known yet"),
        change_url=addresses.of("desk:triage", case.reference) if may_triage else "",
        where=plainly(", ".join(part for part in (case.location, case.postcode) if part)),
        opened_at=case.opened_at,
        channel=case.origin,
        heard_at=case.last_in_at if case.last_in_at != case.opened_at else None,
        next=_next(follow_ups, tasks),
        ended="" if case.is_open else plainly(case.outcome) or gettext("No outcome was given"),
    )


def _who(parties: list[Any]) -> str:
    """Everybody on the case with their part in it; empty where the name in the heading says it all."""
    if len(parties) < 2:
        return ""
    named = [f"{party} ({said(party.get_role_display()).lower()})" for party in parties[:MOST_NAMED]]
    more = len(parties) - MOST_NAMED
    return plainly(", ".join(named) + (f" and {more} more" if more > 0 else ""))


def _next(follow_ups: SimpleNamespace, tasks: SimpleNamespace) -> SimpleNamespace | None:
    """Whichever comes first: what was promised or is to be done later, or a task. A task without a day comes last."""
    promised = follow_ups.open[0] if follow_ups.open else None
    task = presenters_tasks.next_of(tasks)
    if promised is not None and (task is None or task.due_on is None or promised.due_at <= _ends(task)):
        words = f"{said(promised.kind)} {said(promised.when)}: {promised.words}"
        return SimpleNamespace(words=words, url=promised.url, late=promised.late)
    if task is None:
        return None
    return SimpleNamespace(words=task.told, url="#tasks", late=task.late)


def _ends(task: SimpleNamespace) -> datetime:
    return timezone.make_aware(datetime.combine(task.due_on, time.max))
