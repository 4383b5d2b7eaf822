"""The work of one's teams: for everybody what is late and what is promised, for those who lead also how much there is."""

from datetime import datetime
from types import SimpleNamespace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import presenters_start as show
from casework import selectors_start as read
from casework.models import Staff, Team
from casework.models.staff import Role
from casework.permissions import may
from casework.start_blocks.wanted import CASES, PROMISES, Wanted, blocks
from casework.text import show_bidi_controls as plainly


def of_everybody(staff: Staff, *, now: datetime, above: set[UUID]) -> SimpleNamespace:
    """7 statements, fewer where there are no rows."""
    teams = read.teams_of(staff)
    wanted = _today(staff, teams, now=now) if teams else []
    return _group(staff, teams, blocks(wanted, staff=staff, now=now, above=above))


def of_leader(staff: Staff, *, now: datetime) -> SimpleNamespace:
    """14 statements, fewer where there are no rows."""
    teams = read.teams_of(staff)
    if not teams:
        return _group(staff, teams, [])
    cases = read.of_teams(read.waiting(staff=staff, now=now), staff=staff, teams=teams)
    wanted = [
        *_today(staff, teams, now=now),
        Wanted(
            code="team-unanswered",
            title=_("Waiting longest for an answer"),
            what=CASES,
            found=read.unanswered(cases),
            empty=_("Nobody waits for an answer."),
            links=_of_each(_("All that wait"), staff, teams, needs_answer="true"),
            of_each=_begins(_("All that wait in"), staff, teams),
        ),
    ]
    listed = blocks(wanted, staff=staff, now=now, above=set())
    return _group(staff, teams, [*listed, _needs_filing(staff), *_figures(staff, teams, now=now)])


def _today(staff: Staff, teams: list[Team], *, now: datetime) -> list[Wanted]:
    cases = read.of_teams(read.waiting(staff=staff, now=now), staff=staff, teams=teams)
    whose = {} if staff.role == Role.MANAGER else {"whose": "teams"}
    return [
        Wanted(
            code="team-late",
            title=_("Late"),
            what=CASES,
            found=read.late(cases, now=now),
            empty=_("Nothing is late."),
            links=_of_each(_("All late cases"), staff, teams, overdue="true"),
            of_each=_begins(_("All late cases of"), staff, teams),
        ),
        Wanted(
            code="team-promised",
            title=_("Promised for today"),
            what=PROMISES,
            found=read.promised_by_teams(staff=staff, teams=teams, now=now),
            empty=_("Nothing is promised for today."),
            links=[(_("All that was promised"), show.promised_url(**whose))],
        ),
    ]


def _of_each(words: str, staff: Staff, teams: list[Team], **filters: str) -> list[tuple[str, str]]:
    """The queue shows one team or all that one sees, so somebody of several teams has a link for each."""
    if staff.role == Role.MANAGER:
        return [(words, show.queue_url(**filters))]
    if len(teams) == 1:
        return [(words, show.queue_url(**filters, team=teams[0].code))]
    return [(plainly(each.name), show.queue_url(**filters, team=each.code)) for each in teams]


def _begins(words: str, staff: Staff, teams: list[Team]) -> str:
    return words if len(teams) > 1 and staff.role != Role.MANAGER else ""


def _needs_filing(staff: Staff) -> SimpleNamespace:
    found = read.needs_filing(staff=staff)
    rows = show.contacts(read.rows_of_contacts(staff=staff, keys=found.keys), references={})
    links = [(_("All that needs filing"), reverse("desk:filing"))] if found.count else []
    return show.block("filing", _("Needs filing"), rows=rows, count=found.count, empty=_("Nothing needs filing."), links=links)  # fmt: skip


def _figures(staff: Staff, teams: list[Team], *, now: datetime) -> list[SimpleNamespace]:
    by_team = (
        [show.late_by_team(read.late_by_team(staff=staff, teams=teams, now=now))] if len(teams) > 1 else []
    )
    people = read.load(staff=staff, teams=teams, now=now)
    return [
        show.load(people, may_see_all=may(staff, "edit_duty")),
        *by_team,
        show.days(read.new_and_ended(staff=staff, teams=teams, now=now)),
    ]


def _group(staff: Staff, teams: list[Team], listed: list[SimpleNamespace]) -> SimpleNamespace:
    return SimpleNamespace(
        code="team",
        title=_("All teams") if staff.role == Role.MANAGER else _("My team") if len(teams) < 2 else _("My teams"),
        names="" if staff.role == Role.MANAGER else ", ".join(plainly(each.name) for each in teams),
        blocks=listed,
        empty="" if teams else _("You are in no team, so there is nothing of a team to show. A manager or an administrator can put you in one."),
    )  # fmt: skip
