"""One's own work of today, as a call handler and as a caseworker finds it."""

from datetime import datetime
from types import SimpleNamespace
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import follow_up_rules, presenters_calls, presenters_log
from casework import presenters_start as show
from casework import selectors_start as read
from casework.models import Staff
from casework.models.follow_up import FollowUpKind
from casework.services import at_work
from casework.start_blocks.wanted import CASES, PROMISES, Wanted, blocks


def of_handler(staff: Staff, *, now: datetime, listens: bool, above: set[UUID]) -> SimpleNamespace:
    """`listens`: the office's telephone tells us who rings. 7 statements, 1 more where it does, and 7 more while it rings."""
    callbacks = Wanted(
        code="callbacks",
        title=_("My callbacks for today"),
        what=PROMISES,
        found=read.promised_by_me(staff=staff, now=now, kinds=[FollowUpKind.CALLBACK]),
        empty=_("You have nobody to ring back today."),
        links=[(_("All my callbacks"), show.promised_url(whose="mine", kind="callback"))],
    )
    parts = [
        _calls(staff, now=now, listens=listens),
        *blocks([callbacks], staff=staff, now=now, above=above),
        _logged(staff, now=now),
    ]
    return SimpleNamespace(code="own", title=_("Mine"), blocks=parts)  # fmt: skip


def _calls(staff: Staff, *, now: datetime, listens: bool) -> SimpleNamespace:
    """What rings is for whoever is at work; what is half done is theirs at any time."""
    rings = presenters_calls.to_take(now=now) if listens else []
    if rings and not at_work.now_at_work(staff=staff, now=now):
        rings = []
    going = presenters_log.going(staff)
    rows = show.calls(ringing=presenters_calls.ringing(rings, staff=staff) if rings else [], going=going)
    links = [(_("Today’s calls"), reverse("desk:calls"))] if listens else []
    return show.block(
        "calls",
        _("Calls now"),
        rows=rows,
        count=len(rings) + len(going),
        empty=_("No call rings, and none is half done.") if listens else _("No call is half done."),
        links=links,
    )


def _logged(staff: Staff, *, now: datetime) -> SimpleNamespace:
    found = read.logged_today(staff=staff, now=now)
    contacts = read.rows_of_contacts(staff=staff, keys=found.keys)
    references = read.references(staff=staff, contacts=contacts)
    rows = show.contacts(contacts, references=references)
    return show.block("logged", _("What I logged today"), rows=rows, count=found.count, empty=_("You have logged nothing yet today."))  # fmt: skip


def of_caseworker(staff: Staff, *, now: datetime, above: set[UUID]) -> SimpleNamespace:
    """9 statements, fewer where there are no rows."""
    mine = read.waiting(staff=staff, now=now).filter(assignee=staff)
    due, count = read.tasks(staff=staff, today=timezone.localdate(now))
    wanted = [
        Wanted(
            code="mine-late",
            title=_("My late cases"),
            what=CASES,
            found=read.late(mine, now=now),
            empty=_("None of your cases is late."),
            links=[(_("All my late cases"), show.queue_url(who="mine", overdue="true"))],
        ),
        Wanted(
            code="mine-promised",
            title=_("What I promised for today"),
            what=PROMISES,
            found=read.promised_by_me(staff=staff, now=now, kinds=follow_up_rules.PROMISES),
            empty=_("You promised nobody anything for today."),
            links=[(_("All my promises"), show.promised_url(whose="mine"))],
        ),
        Wanted(
            code="mine-unanswered",
            title=_("They wait for my answer"),
            what=CASES,
            found=read.unanswered(mine),
            empty=_("Nobody waits for an answer from you."),
            links=[(_("All that wait for me"), show.queue_url(who="mine", needs_answer="true"))],
        ),
        Wanted(
            code="mine-to-do",
            title=_("My tasks and reminders for today"),
            what=PROMISES,
            found=read.reminders(staff=staff, now=now),
            empty=_("No task and no reminder is due."),
            links=[
                (_("All my tasks"), reverse("desk:tasks")),
                (_("All my reminders"), show.promised_url(whose="mine", kind="reminder")),
            ],
            more=show.tasks(due, now=now),
            more_count=count,
        ),
    ]
    listed = blocks(wanted, staff=staff, now=now, above=above)
    return SimpleNamespace(code="own", title=_("Mine"), blocks=listed)
