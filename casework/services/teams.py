"""Teams: made, renamed, put out of use, and who is in each. An office has exactly one triage team."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.text import slugify

from casework.ids import uuid7
from casework.models import Case, EscalationStep, FollowUp, Membership, Staff, Team
from casework.permissions import require
from casework.services import events, office_changes
from casework.services.office_changes import named, one_line
from casework.text import is_blank

LONGEST_NAME: Final = 100


class CannotBeTeam(Exception):
    """The team cannot be like this; the words say why and what to do first."""


@dataclass(frozen=True, kw_only=True)
class Hindrances:
    """What stands in the way of putting a team out of use."""

    triage: bool
    cases: int
    follow_ups: int
    rules: list[str]
    steps: int

    @property
    def any(self) -> bool:
        return bool(self.triage or self.cases or self.follow_ups or self.rules or self.steps)

    @property
    def words(self) -> list[str]:
        """A sentence for each, with what to do first."""
        told = [
            (self.triage, "It is the triage team. Make another team the triage team first."),
            (self.cases, f"It has {_some(self.cases, 'open case')}. Send them to another team first."),
            (self.follow_ups, f"It has {_some(self.follow_ups, 'follow-up')} without a case. End them first."),
            (self.rules, f"Routing rules send cases to it: {named(self.rules)}. Change them first."),
            (self.steps, f"Steps of the targets move cases to it: {self.steps}. Change them first."),
        ]  # fmt: skip
        return [words for there, words in told if there]


def _some(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def make(*, name: str, actor: Staff, now: datetime) -> Team:
    """Its code is made of the name and stays. Raises CannotBeTeam."""
    require(actor, "edit_teams")
    name = _free_name(name, team=None)
    with office_changes.by(actor):
        team = Team.objects.create(code=_free_code(name), name=name)
        _tell("team_made", f"Made the team “{name}”", team, actor=actor, now=now, after={"name": name})
    return team


def rename(*, team: Team, name: str, actor: Staff, now: datetime) -> bool:
    """Whether it was different. Raises CannotBeTeam."""
    require(actor, "edit_teams")
    name = _free_name(name, team=team)
    with office_changes.by(actor):
        locked = _locked(team)
        before = locked.name
        if before == name:
            return False
        locked.name = name
        locked.save(update_fields=["name"])
        _tell(
            "team_renamed", f"The team “{before}” is “{name}” now", locked, actor=actor, now=now,
            before={"name": before}, after={"name": name},
        )  # fmt: skip
    return True


def make_triage(*, team: Team, actor: Staff, now: datetime) -> None:
    """It gets what no rule routes, in place of the team that did. Raises CannotBeTeam."""
    require(actor, "edit_teams")
    with office_changes.by(actor):
        both = Team.objects.select_for_update().filter(is_triage=True) | Team.objects.filter(pk=team.pk)
        locked = {each.pk: each for each in both.order_by("pk")}
        chosen = locked[team.pk]
        if not chosen.active:
            raise CannotBeTeam(f"“{chosen}” is out of use. Put it back in use first.")
        others = [each for each in locked.values() if each.is_triage and each.pk != chosen.pk]
        for other in others:
            other.is_triage = False
            other.save(update_fields=["is_triage"])
        chosen.is_triage = True
        chosen.save(update_fields=["is_triage"])
        _tell(
            "triage_team", f"“{chosen}” is the triage team now", chosen, actor=actor, now=now,
            before={"triage": ", ".join(str(each) for each in others)}, after={"triage": str(chosen)},
        )  # fmt: skip


def hindrances(*, team: Team) -> Hindrances:
    """4 statements. Figures alone: whoever asks need not see the cases."""
    return Hindrances(
        triage=team.is_triage,
        cases=Case.objects.open().filter(team=team).count(),
        follow_ups=FollowUp.objects.open().filter(case=None, team=team).count(),
        rules=office_changes.rules_about_team(team.code),
        steps=EscalationStep.objects.filter(team=team, active=True).count(),
    )


def put_out_of_use(*, team: Team, actor: Staff, now: datetime) -> None:
    """Nothing is sent to it any more; its history stays. Raises CannotBeTeam with what stands in the way."""
    require(actor, "edit_teams")
    with office_changes.by(actor):
        locked = _locked(team)
        found = hindrances(team=locked)
        if found.any:
            raise CannotBeTeam(" ".join(found.words))
        _switch(locked, active=False, words=f"The team “{locked}” is out of use", actor=actor, now=now)


def put_in_use(*, team: Team, actor: Staff, now: datetime) -> None:
    require(actor, "edit_teams")
    with office_changes.by(actor):
        locked = _locked(team)
        _switch(locked, active=True, words=f"The team “{locked}” is in use again", actor=actor, now=now)


def _switch(team: Team, *, active: bool, words: str, actor: Staff, now: datetime) -> None:
    if team.active == active:
        return
    team.active = active
    team.save(update_fields=["active"])
    _tell(
        "team_in_use" if active else "team_out_of_use", words, team, actor=actor, now=now,
        before={"active": not active}, after={"active": active},
    )  # fmt: skip


def put_in(*, team: Team, staff: Staff, lead: bool, actor: Staff, now: datetime) -> None:
    """A member, or a lead of it; somebody who is in it already changes from one to the other. Raises CannotBeTeam."""
    require(actor, "edit_teams")
    with office_changes.by(actor):
        locked = _locked(team)
        if not locked.active:
            raise CannotBeTeam(f"“{locked}” is out of use. Put it back in use first.")
        if not Staff.objects.people().filter(pk=staff.pk).exists():
            raise CannotBeTeam(f"{staff} does not work here any more. Choose somebody else.")
        belongs(team=locked, staff=staff, as_="lead" if lead else "member", actor=actor, now=now)


def take_out(*, team: Team, staff: Staff, actor: Staff, now: datetime) -> int:
    """How many open cases of the team stay with them: nobody else is asked to take them."""
    require(actor, "edit_teams")
    with office_changes.by(actor):
        belongs(team=_locked(team), staff=staff, as_="", actor=actor, now=now)
    return Case.objects.open().filter(team=team, assignee=staff).count()


def belongs(*, team: Team, staff: Staff, as_: str, actor: Staff, now: datetime) -> bool:
    """`as_`: "member", "lead" or "" for neither. Whether it was different. In the caller's transaction."""
    found = Membership.objects.select_for_update().filter(team=team, staff=staff).first()
    before = ("lead" if found.is_lead else "member") if found else ""
    if before == as_:
        return False
    if found and not as_:
        found.delete()
    else:
        Membership.objects.update_or_create(team=team, staff=staff, defaults={"is_lead": as_ == "lead"})
    said = {"member": f"{staff} is in {team}", "lead": f"{staff} leads {team}", "": f"{staff} left {team}"}
    events.record(
        verb="team_members", words=said[as_], actor=actor, now=now,
        before={"as": before}, after={"as": as_, "team": str(team.pk), "staff": str(staff.pk)},
    )  # fmt: skip
    return True


def _locked(team: Team) -> Team:
    return Team.objects.select_for_update().get(pk=team.pk)


def _free_name(typed: str, *, team: Team | None) -> str:
    name = one_line(typed)
    if is_blank(name) or len(name) > LONGEST_NAME:
        raise CannotBeTeam(f"Give the team a name of up to {LONGEST_NAME} characters.")
    same = Team.objects.filter(name__iexact=name)
    if (same.exclude(pk=team.pk) if team else same).exists():
        raise CannotBeTeam("Another team has this name already. Choose another name.")
    return name


def _free_code(name: str) -> str:
    code = slugify(name)[:40].strip("-") or "team"
    taken = Team.objects.filter(code=code).exists()
    return f"{code}-{uuid7().hex[-8:]}" if taken else code


def _tell(
    verb: str, words: str, team: Team, *, actor: Staff, now: datetime, after: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    events.record(
        verb=verb, words=words, actor=actor, now=now, before=before, after={**after, "team": str(team.pk)}
    )
