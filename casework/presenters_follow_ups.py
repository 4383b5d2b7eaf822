"""What was promised or is to be done later, with finished labels."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from casework import addresses, follow_up_rules, phone_numbers
from casework import selectors_beside as beside
from casework.models import Case, FollowUp
from casework.models.follow_up import FollowUpKind
from casework.models.person import PointKind
from casework.text import show_bidi_controls as plainly

MOST_SHOWN = 50


def panel(*, case: Case, now: datetime) -> SimpleNamespace:
    """Open ones by due time, then those that are done, latest first. 1 statement, none where there are known to be none."""
    rows = _of_case(case) if beside.may_have(case, beside.FOLLOW_UPS) else []
    return SimpleNamespace(
        open=[shown(row, now=now) for row in rows if row.done_at is None][:MOST_SHOWN],
        done=[shown(row, now=now) for row in reversed(rows) if row.done_at is not None][:MOST_SHOWN],
        add_url=addresses.of("desk:follow_up_new", case.reference),
        ring_url=addresses.of("desk:ring_case", case.reference),
    )


def _of_case(case: Case) -> list[FollowUp]:
    found = FollowUp.objects.filter(case=case).select_related("owner", "made_by", "done_by")
    return list(found.order_by("due_at", "id"))


def shown(row: FollowUp, *, now: datetime) -> SimpleNamespace:
    state = follow_up_rules.state(due_at=row.due_at, done_at=row.done_at, result=row.result, now=now)
    words, tone = follow_up_rules.STATES[state]
    return SimpleNamespace(
        url=addresses.of("desk:follow_up", row.pk),
        ring_url=ring_url(row) if row.done_at is None else "",
        kind=row.get_kind_display(),
        words=plainly(row.words),
        due_at=row.due_at,
        when=when(row, now=now),
        late=state in (follow_up_rules.OVERDUE, follow_up_rules.LATE),
        tone=tone,
        state=words,
        owner=str(row.owner) if row.owner else gettext("The team’s"),
        made_by=str(row.made_by) if row.made_by else gettext("by a rule or a reminder"),
        done_at=row.done_at,
        done_by=str(row.done_by) if row.done_by else "",
        done_words=plainly(row.done_words),
    )


def when(row: FollowUp, *, now: datetime) -> str:
    begins = timezone.localtime(row.window_from) if row.window_from else None
    return follow_up_rules.window(
        window_from=begins, due_at=timezone.localtime(row.due_at), now=timezone.localtime(now)
    )


def ring_url(row: FollowUp) -> str:
    """A reminder rings nobody."""
    return "" if row.kind == FollowUpKind.REMINDER else addresses.of("desk:ring", row.pk)


def tag(case: Case, *, now: datetime) -> tuple[str, str]:
    """For a row of the queue, from what `selectors.for_queue` brought along."""
    due_at = getattr(case, "promised_at", None)
    if due_at is None or not case.is_open:
        return "", "grey"
    kind = getattr(case, "promised_kind", "")
    return follow_up_rules.tag(kind=kind, due_at=timezone.localtime(due_at), now=timezone.localtime(now))


def listed(row: Any, *, now: datetime) -> SimpleNamespace:
    """A row of the list of promises, as `selectors_follow_ups.listed` reads it."""
    case, found = row.case, shown(row, now=now)
    point, number = _number(row), ""
    if point is not None and point.kind == PointKind.PHONE:
        number = plainly(phone_numbers.mask(point.value))
    found.who = plainly(_who(row))
    found.number = number
    found.tries = follow_up_rules.tries(row.tries).capitalize() if found.ring_url else ""
    found.reference = case.reference if case is not None else ""
    found.case_url = reverse("desk:case", args=[case.reference]) if case is not None else ""
    found.team = str(row.whose_team)
    found.owner = str(row.owner) if row.owner else gettext("Nobody yet")
    found.overdue = row.due_at < now
    return found


def _number(row: Any) -> Any:
    """Where they asked to be reached; without a case, the number they were in touch from."""
    if row.contact_point is not None:
        return row.contact_point
    return row.contact.contact_point if row.case is None and row.contact is not None else None


def _who(row: Any) -> str:
    if row.person is not None:
        return str(row.person)
    if row.case is not None:
        parties = sorted(row.case.known_parties, key=lambda each: (not each.reply_to, str(each.pk)))
        return str(parties[0]) if parties else gettext("Not known")
    if row.contact is not None and row.contact.person is not None:
        return str(row.contact.person)
    return gettext("Somebody who gave no name")
