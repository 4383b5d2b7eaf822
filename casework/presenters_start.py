"""The blocks of the start pages in finished words: what there is, how many, and where all of it is."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework import figures_by_day, load_chart, presenters, presenters_follow_ups, presenters_without_case
from casework.counts import capped
from casework.figures_by_day import Day
from casework.load_chart import Week
from casework.models import Case, Contact, FollowUp, Staff, Task, Team
from casework.selectors_start import MOST_SHOWN, Found
from casework.templatetags._said import said
from casework.text import shorten
from casework.text import show_bidi_controls as plainly

EXCERPT: Final = 140
WIDTH: Final = 100  # of a bar, in its own units

Rows = list[SimpleNamespace]


def block(
    code: str,
    title: str,
    *,
    rows: Rows,
    count: int,
    empty: str,
    links: Iterable[tuple[str, str]] = (),
    of_each: str = "",
    note: str = "",
) -> SimpleNamespace:
    """`empty` says what is so where there is nothing; `links` lead to all of it: words and address; `note` is below the rows.

    `of_each` begins the words of every link, said once for the eye.
    """
    return SimpleNamespace(
        code=code,
        title=title,
        kind="rows",
        rows=rows,
        count=counted(count),
        empty=empty,
        links=list(links),
        of_each=of_each,
        note=note,
    )


def counted(number: int) -> str:
    """What is counted no further reads as "1,000+"; nothing as nothing."""
    return capped(number) if number else ""


def queue_url(**filters: str) -> str:
    return f"{reverse('desk:queue')}?{urlencode(filters)}"


def promised_url(**filters: str) -> str:
    return f"{reverse('desk:promised')}?{urlencode(filters)}"


def today(now: datetime) -> str:
    local = timezone.localtime(now)
    return date_format(local, "l j F Y")


# Rows: url, title, aside?, words?, tag?, tone?, moment?, late?


def cases(found: Found, known: Mapping[UUID, Case], *, reader: Staff, now: datetime) -> Rows:
    return [_case(known[key], reader=reader, now=now) for key in found.keys if key in known]


def _case(case: Case, *, reader: Staff, now: datetime) -> SimpleNamespace:
    row = presenters.queue_row(case, now=now)
    return SimpleNamespace(
        url=row.url,
        title=row.person,
        about=_("case %s") % row.reference,
        reference=row.reference,
        words=shorten(" ".join(row.summary.split()), EXCERPT, ending="…"),
        tag=row.why,
        tone=row.why_tone,
        due_at=row.due_at,
        since=None if row.due_at else case.opened_at,
        facts=[_whose(case.assignee, reader) or _("Nobody’s yet"), row.team],
        restricted=row.restricted,
    )


def _whose(person: Staff | None, reader: Staff) -> str:
    if person is None:
        return ""
    return _("You") if person.pk == reader.pk else plainly(str(person))


def follow_ups(found: Found, known: Mapping[UUID, FollowUp], *, reader: Staff, now: datetime) -> Rows:
    return [_follow_up(known[key], reader=reader, now=now) for key in found.keys if key in known]


def _follow_up(row: FollowUp, *, reader: Staff, now: datetime) -> SimpleNamespace:
    shown = presenters_follow_ups.listed(row, now=now)
    return SimpleNamespace(
        url=shown.ring_url or shown.url,
        title=shown.who,
        about=said(shown.kind).lower(),
        reference=shown.reference,
        words=shorten(" ".join(shown.words.split()), EXCERPT, ending="…"),
        tag=_("Overdue") if shown.overdue else "",
        tone="red",
        facts=[
            said(f"{shown.kind} {shown.when}"),
            *([said(shown.tries)] if shown.tries else []),
            _whose(row.owner, reader) or _("Nobody yet"),
        ],
        due=row.due_at,
    )


def tasks(rows: Iterable[Task], *, now: datetime) -> Rows:
    today = timezone.localdate(now)
    return [_task(each, today=today) for each in rows]


def _task(task: Task, *, today: date) -> SimpleNamespace:
    due = task.due_on
    assert due is not None  # noqa: S101  (only tasks with a day are asked for)
    return SimpleNamespace(
        url=f"{presenters.case_url(task.case)}#tasks",
        title=plainly(task.title),
        about=_("task on %s") % task.case.reference,
        reference=task.case.reference,
        words="",
        tag=_("Overdue") if due < today else "",
        tone="red",
        facts=[_("Task for today") if due == today else _("Task for %s") % date_format(due, "l j F")],
        due=datetime.combine(due, time(23, 59), tzinfo=timezone.get_current_timezone()),
    )


def soonest(rows: Rows) -> Rows:
    return sorted(rows, key=lambda each: each.due)[:MOST_SHOWN]


def contacts(rows: Iterable[Contact], *, references: Mapping[UUID, str]) -> Rows:
    """`references` are of the cases that the reader sees; what is on another leads nowhere."""
    return [_contact(each, references=references) for each in rows]


def _contact(contact: Contact, *, references: Mapping[UUID, str]) -> SimpleNamespace:
    reference = references.get(contact.case_id, "") if contact.case_id else ""
    return SimpleNamespace(
        url=_url(contact, reference),
        title=presenters_without_case.who(contact),
        about=_("case %s") % reference if reference else "",
        reference=reference,
        words=shorten(" ".join(presenters.said(contact.body).split()), EXCERPT, ending="…"),
        channel=contact.channel,
        at=contact.took_place_at,
        facts=[],
    )


def _url(contact: Contact, reference: str) -> str:
    if contact.case_id is None:
        return (
            reverse("desk:filing") if contact.filing == "held" else reverse("desk:contact", args=[contact.pk])
        )
    return f"{reverse('desk:case', args=[reference])}#contact-{contact.pk}" if reference else ""


def calls(*, ringing: Iterable[Any], going: Iterable[Mapping[str, Any]]) -> Rows:
    rings = [
        SimpleNamespace(url=reverse("desk:calls"), title=each.who, words="", tag=each.state, tone="blue", at=each.at, facts=[])
        for each in ringing
    ]  # fmt: skip
    return [*rings, *(_half_done(each) for each in going)][:MOST_SHOWN]


def _half_done(call: Mapping[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(
        url=call["url"],
        title=call["who"] or _("Nobody named yet"),
        words=call["words"],
        tag=_("On hold") if call["on_hold_since"] else _("Half done"),
        tone="orange" if call["on_hold_since"] else "yellow",
        at=call["since"],
        facts=[_("Handed to you by %s") % call["handed_by"]] if call["handed_by"] else [],
    )


# Figures


def load(rows: list[tuple[Staff, int]], *, may_see_all: bool) -> SimpleNamespace:
    """Those with most, drawn against the one who has most; and who has least, who could take more."""
    most = max((number for _, number in rows), default=0)
    links = [(_("Everybody, and who is at work"), reverse("desk:duty"))] if may_see_all else []
    return SimpleNamespace(
        code="load",
        title=_("Open cases of each person"),
        kind="load",
        rows=[_person(*each, most=most) for each in rows[:MOST_SHOWN]] if most else [],
        count="",
        empty=_("Nobody is in the team yet.")
        if not rows
        else _("Nobody has an open case.")
        if not most
        else "",
        words=_least(rows[MOST_SHOWN:]) if most else "",
        links=links,
    )


def _person(staff: Staff, number: int, *, most: int) -> SimpleNamespace:
    return SimpleNamespace(
        name=plainly(str(staff)),
        url=queue_url(assignee=staff.username),
        number=counted(number) or "0",
        bar=round(WIDTH * number / most) if most else 0,
    )


def _least(others: list[tuple[Staff, int]]) -> str:
    if not others:
        return ""
    staff, number = others[-1]
    has = f"{plainly(str(staff))} has {counted(number) or 'none'}"
    return f"One more: {has}." if len(others) == 1 else f"{len(others)} more have as many or fewer. {has}."


def late_by_team(rows: list[tuple[Team, int]]) -> SimpleNamespace:
    most = max((number for _, number in rows), default=0)
    return SimpleNamespace(
        code="late-by-team",
        title=_("Late, by team"),
        kind="load",
        heading=_("Team"),
        rows=[
            SimpleNamespace(
                name=plainly(team.name),
                url=queue_url(overdue="true", team=team.code),
                number=counted(number),
                bar=round(WIDTH * number / most),
            )
            for team, number in rows[:MOST_SHOWN]
        ],
        count="",
        empty="" if rows else _("No team has a late case."),
        words="" if len(rows) <= MOST_SHOWN else _("%s more teams have fewer.") % (len(rows) - MOST_SHOWN),
        links=[(_("All late cases"), queue_url(overdue="true"))] if rows else [],
    )


def days(found: list[Day]) -> SimpleNamespace:
    """The bars are what ended, the line what came: where the line is above the bars, work grows."""
    chart = load_chart.draw([Week(each.day, each.new, each.ended) for each in found])
    words = said(figures_by_day.words(found))
    return SimpleNamespace(
        code="days",
        title=_("New and ended, day by day"),
        kind="days",
        count="",
        links=[],
        figure=SimpleNamespace(
            name="",
            title=_("New and ended cases of each day. %s") % words,
            chart=chart,
            words=words,
            about=_("new and ended cases"),
            caption=_("New and ended cases of each day, the latest first"),
            heads=[_("Day"), _("New"), _("Ended")],
            rows=[(date_format(each.day, "D j M"), f"{each.new:,}", f"{each.ended:,}") for each in reversed(found)],
        ),
    )  # fmt: skip
