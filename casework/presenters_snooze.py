"""A case that is put aside for later, as its page shows it; and the priorities it may have."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from casework import snooze_rules
from casework.models import Case, Staff
from casework.models.case import Priority
from casework.permissions import may
from casework.services import snoozing
from casework.templatetags._said import said
from casework.text import show_bidi_controls as plainly


def panel(*, case: Case, staff: Staff, now: datetime) -> SimpleNamespace | None:
    """None where it is in the queue: then no statement. 1 statement where it is put aside."""
    until = case.snoozed_until
    if until is None or until <= now:
        return None
    because = plainly(case.snooze_reason).rstrip(".")
    by = snoozing.by_whom(case)
    return SimpleNamespace(
        words=f"{_until(until, by)}{'' if because else '.'}",
        because=because,
        late=not snooze_rules.hidden(until=until, due_at=case.due_at, now=now),
        back_url=reverse("desk:bring_back", args=[case.reference]) if may(staff, "snooze") else "",
        change_url=reverse("desk:put_aside", args=[case.reference]),
    )


def _until(until: datetime, by: str) -> str:
    day = said(snooze_rules.in_words(until, zone=snoozing.zone()))
    if not by:
        return gettext("Put aside until %(day)s") % {"day": day}
    return gettext("Put aside until %(day)s by %(who)s") % {"day": day, "who": by}


def priorities(case: Case) -> list[dict[str, Any]]:
    """Most pressing first."""
    return [
        {"value": each.value, "label": gettext(str(each.label)), "chosen": case.priority == each}
        for each in reversed(Priority)
    ]
