"""When somebody leaves: all they have is handed over first; then they can do nothing any more."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F

from casework.models import Case, FollowUp, RuleDraft, Staff, Team
from casework.permissions import require
from casework.services import assigning, duty, events, live, office_changes, staff_kept, staff_sessions


class StillHasWork(Exception):
    """Somebody who leaves still has cases or follow-ups."""


class CannotTakeOver(Exception):
    """The chosen person cannot take the work over; the words say why."""


class Left(NamedTuple):
    """What somebody has: open cases by team, and follow-ups that are not done."""

    cases: dict[Team, int]
    follow_ups: int

    @property
    def nothing(self) -> bool:
        return not self.cases and not self.follow_ups


def left(*, staff: Staff) -> Left:
    """Figures alone: whoever asks need not see the cases."""
    rows = (
        Case.objects.filter(assignee=staff, is_open=True)
        .order_by("team")
        .values_list("team")
        .annotate(number=Count("pk"))
    )
    counted = dict(rows)
    teams = Team.objects.filter(pk__in=counted)
    return Left(
        {team: counted[team.pk] for team in teams}, FollowUp.objects.open().filter(owner=staff).count()
    )


def leave(*, staff: Staff, to: Mapping[UUID, Staff | None], actor: Staff, now: datetime) -> None:
    """By team: who takes their cases and follow-ups over, None for the team's queue. Then they are switched off.

    Raises StillHasWork where a team of theirs is missing from `to`, CannotTakeOver, duty.CannotBeSet.
    """
    require(actor, "edit_duty")
    if not duty.people(actor=actor).filter(pk=staff.pk).exists() or staff == actor:
        raise duty.CannotBeSet("You cannot do this for them. Ask a manager.")
    with office_changes.by(actor):
        cases = list(
            Case.objects.select_for_update(of=("self",))
            .filter(assignee=staff, is_open=True)
            .select_related("team")
            .order_by("pk")
        )
        missing = {case.team for case in cases if case.team_id not in to}
        if missing:
            names = ", ".join(sorted(str(team) for team in missing))
            raise StillHasWork(f"Say who takes over their cases in: {names}.")
        for case in cases:
            _hand_on(case, frm=staff, to=to[case.team_id], actor=actor, now=now)
        _follow_ups(staff, to, actor=actor, now=now)
        switch_off(staff=staff, actor=actor, now=now)


def _hand_on(case: Case, *, frm: Staff, to: Staff | None, actor: Staff, now: datetime) -> None:
    refused = assigning.may_have(case=case, staff=to) if to else ""
    if to is not None and (to == frm or (refused and refused != f"{to} cannot be given this case.")):
        raise CannotTakeOver(refused or "Choose somebody else than whoever leaves.")
    # A conflict of interest is nobody's business here: that one case goes to the team.
    given = None if refused else to
    Case.objects.filter(pk=case.pk).update(
        assignee=given,
        assigned_at=now if given else None,
        assigned_by_job=False,
        version=F("version") + 1,
    )
    events.record(
        verb="assigned",
        words=f"{frm} leaves: handed over to {given or case.team}",
        case=case,
        actor=actor,
        now=now,
        before={"assignee": str(frm)},
        after={"assignee": str(given or "")},
    )
    live.changed(case=case)


def _follow_ups(staff: Staff, to: Mapping[UUID, Staff | None], *, actor: Staff, now: datetime) -> None:
    """To whoever takes that team's cases over; a follow-up of a case in another team becomes its team's."""
    for follow_up in FollowUp.objects.open().filter(owner=staff).select_related("case__team", "team"):
        follow_up.owner = to.get(follow_up.whose_team.pk)
        follow_up.save(update_fields=["owner"])
        events.record(
            verb="follow_up_handed_over",
            words=f"{follow_up.get_kind_display()} handed to {follow_up.owner or follow_up.whose_team}",
            case=follow_up.case,
            contact=None if follow_up.case else follow_up.contact,
            actor=actor,
            now=now,
            before={"owner": str(staff)},
            after={"owner": str(follow_up.owner or ""), "follow_up": str(follow_up.pk)},
        )


def switch_off(*, staff: Staff, actor: Staff, now: datetime) -> None:
    """The last step, for whoever has nothing left; it logs them out everywhere. Raises StillHasWork, duty.CannotBeSet."""
    require(actor, "edit_duty")
    if not left(staff=staff).nothing:
        raise StillHasWork(f"{staff} still has open cases or follow-ups. Hand them over first.")
    if kept := staff_kept.why_kept(staff):
        raise duty.CannotBeSet(kept)
    RuleDraft.objects.filter(owner=staff).delete()
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    staff_sessions.end_all(staff=staff)
    events.record(
        verb="left",
        words=f"{staff} does not work here any more",
        actor=actor,
        now=now,
        after={"staff": str(staff.pk)},
    )
