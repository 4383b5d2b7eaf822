"""Colleagues and teams that a note names: who was told, who could not be, and where the names stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from casework import mentions
from casework.models import Case, Follower, Membership, Note, Notification, Staff, Team
from casework.services import notifying


@dataclass(frozen=True, kw_only=True)
class Named:
    """Whom a note names. `told` and `not_told` are people by name; a team is told where anybody of it sees the case."""

    told: list[Staff] = field(default_factory=list)
    not_told: list[Staff] = field(default_factory=list)
    teams: list[tuple[Team, list[Staff]]] = field(default_factory=list)

    @property
    def everybody(self) -> list[Staff]:
        return [*self.told, *(each for _, members in self.teams for each in members)]


def people() -> list[Staff]:
    """Colleagues whom a note can name, by name: 1 statement."""
    return list(Staff.objects.people())


def teams() -> list[Team]:
    return list(Team.objects.filter(active=True))


def told(*, case: Case, note: Note, now: datetime) -> None:
    """Tells whom the note names, and those who follow the case. Who is named in person follows it from now on."""
    named = of(case=case, body=note.body, writer=note.author)
    notifying.told(
        staff=named.everybody, case=case, kind=Notification.Kind.MENTION, source=note.pk, by=note.author, now=now
    )  # fmt: skip
    Follower.objects.bulk_create(
        [Follower(case=case, staff=each, why=Follower.Why.MENTIONED, since=now) for each in named.told],
        ignore_conflicts=True,
    )
    notifying.noted(case=case, note=note, but=named.everybody, now=now)


def of(*, case: Case, body: str, writer: Staff) -> Named:
    """No statement where there is no "@"; otherwise 4 at most."""
    if "@" not in body:
        return Named()
    by_key: dict[str, Any] = {str(each.pk): each for each in [*people(), *teams()]}
    found = {key for mention in mentions.find(body, _names(by_key.values())) for key in mention.keys}
    meant = [by_key[key] for key in by_key if key in found]
    persons = [each for each in meant if isinstance(each, Staff) and each != writer]
    in_teams = _members([each for each in meant if isinstance(each, Team)], by_key, but=writer)
    asked = [*persons, *(each for _, members in in_teams for each in members)]
    seeing = {each.pk for each in notifying.who_see(case=case, staff=asked)}
    return Named(
        told=[each for each in persons if each.pk in seeing],
        not_told=[each for each in persons if each.pk not in seeing],
        teams=[(team, [each for each in members if each.pk in seeing]) for team, members in in_teams],
    )


def _names(of: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    pairs: list[tuple[str, str]] = []
    for each in of:
        written = (each.code,) if isinstance(each, Team) else (each.username, each.full_name)
        pairs += [(name, str(each.pk)) for name in written]
    return mentions.known(pairs)


def _members(teams: Sequence[Team], by_key: dict[str, Any], *, but: Staff) -> list[tuple[Team, list[Staff]]]:
    if not teams:
        return []
    members: dict[UUID, list[Staff]] = {}
    for team, staff in Membership.objects.filter(team__in=teams).values_list("team", "staff"):
        if staff != but.pk and str(staff) in by_key:
            members.setdefault(team, []).append(by_key[str(staff)])
    return [(team, members.get(team.pk, [])) for team in teams]


def mark(entries: Iterable[Any]) -> None:
    """On the notes among these: where names stand, as `names`. No statement where none has an "@", otherwise 2."""
    notes = [each for each in entries if isinstance(each, Note) and "@" in each.body]
    if not notes:
        return
    names = _names([*people(), *teams()])
    for note in notes:
        note.names = [(found.start, found.end) for found in mentions.find(note.body, names)]  # type: ignore[attr-defined]
