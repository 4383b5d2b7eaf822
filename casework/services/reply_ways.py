"""Who on a case can be written to, at which number, and what the guard says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.utils import timezone

from casework import age_rules
from casework.asked_ahead import Question
from casework.kept_sql import Kept
from casework.models import Case, ContactPoint, Party, Person, PersonContactPoint
from casework.send_rules import ONLY_APPROVED, Verdict, channel_to
from casework.services import send_guard


@dataclass(frozen=True)
class Way:
    """A number of somebody on the case, with what the guard says of it now, and of sending in spite of the night."""

    party: Party
    point: ContactPoint
    verdict: Verdict
    at_night: Verdict
    held_back: str = ""
    """Why staff must choose this party before anything goes to them, whatever the guard says."""

    @property
    def refused(self) -> str | None:
        """Why it cannot be written to, whatever the hour; None where it can, if only with approved words."""
        if self.held_back:
            return self.held_back
        if self.verdict.code == ONLY_APPROVED:
            return None
        either = self.verdict if self.at_night.outcome == "refuse" else self.at_night
        return self.verdict.words if either.outcome == "refuse" else None

    @property
    def night_helps(self) -> bool:
        """The office's quiet hours are what holds it back, so staff may choose. The number's safe hours are not asked."""
        if self.verdict.outcome == "wait":
            return self.at_night.outcome == "send"
        return self.verdict.outcome == "refuse" and self.at_night.outcome != "refuse"


class Reachable(NamedTuple):
    party: Party
    point: ContactPoint
    held_back: str
    """As a way has it."""


def ways(*, case: Case, now: datetime) -> list[tuple[Party, ContactPoint, str | None]]:
    """Who on this case could be texted at which number, with the refusal where not. Replies go to the nominated first."""
    return triples(judged(case=case, now=now))


def triples(ways: Iterable[Way]) -> list[tuple[Party, ContactPoint, str | None]]:
    return [(way.party, way.point, way.refused) for way in ways]


def judged(*, case: Case, now: datetime) -> list[Way]:
    """The same with the guard's verdicts: 2 statements, 2 more for parties that are not read yet."""
    return judge(reachable(case=case, now=now), now=now)


def judge(reached: list[Reachable], *, now: datetime) -> list[Way]:
    """What the guard says of each: 2 statements."""
    points = [each.point for each in reached]
    by_day = _verdicts(points, now=now)
    late = any(verdict.outcome == "wait" or verdict.code == "never" for verdict in by_day.values())
    by_night = _verdicts(points, now=now, at_night=True) if late else by_day
    return [
        Way(each.party, each.point, by_day[each.point.pk], by_night[each.point.pk], each.held_back)
        for each in reached
    ]


def reachable(*, case: Case, now: datetime) -> list[Reachable]:
    """Everybody on the case who has a number, before the guard is asked: 2 statements for parties that are not read yet."""
    found: dict[UUID, Reachable] = {}
    parties = parties_of(case)
    held_back = {party.pk: parent_waits(party, parties, now=now) for party in parties}
    for party in sorted(parties, key=lambda each: (not each.reply_to, held_back[each.pk], each.pk)):
        for point in points_of(party):
            found.setdefault(point.pk, Reachable(party, point, held_back[party.pk]))
    return list(found.values())


def parent_waits(party: Party, parties: Iterable[Party], *, now: datetime) -> str:
    """Nothing about a young person goes to a parent whom nobody chose to get the replies."""
    others = [each.person.born_on for each in parties if each.person and each.person_id != party.person_id]
    held = age_rules.parent_waits(
        basis=party.authority_basis,
        chosen=party.reply_to,
        others=others,
        on=timezone.localdate(now, timezone.get_default_timezone()),
    )
    return age_rules.PARENT_WAITS if held else ""


def _verdicts(points: list[ContactPoint], *, now: datetime, at_night: bool = False) -> dict[UUID, Verdict]:
    """Each by the channel that its number or address belongs to."""
    found: dict[UUID, Verdict] = {}
    for channel in dict.fromkeys(channel_to(point.value) for point in points):
        own = [point for point in points if channel_to(point.value) == channel]
        found |= send_guard.verdicts_of(points=own, channel=channel, now=now, at_night=at_night)
    return found


def parties_of(case: Case) -> list[Party]:
    """As the page of the case read them, else now: 2 statements."""
    known: list[Party] | None = getattr(case, "known_parties", None)
    if known is not None:
        return known
    parties: list[Party] = _OF_CASE.rows(reference=case.reference)
    points: dict[UUID, list[ContactPoint]] = {}
    for held in _HELD.rows(reference=case.reference) if any(each.person for each in parties) else ():
        points.setdefault(held.person_id, []).append(held.contact_point)
    for each in parties:
        if each.person is not None:
            each.person.known_points = points.get(each.person.pk, [])  # type: ignore[attr-defined]
    return parties


# By its reference, so that they can be asked for together with the case.
_OF_CASE: Final = Kept(
    lambda reference: Party.objects.filter(case__reference=reference).select_related(
        "person", "contact_point"
    )
)
_HELD: Final = Kept(
    lambda reference: (
        PersonContactPoint.objects.filter(
            person__in=Party.objects.filter(case__reference=reference).values("person")
        )
        .select_related("contact_point")
        .order_by("pk")
    )
)


def questions(reference: str) -> tuple[Question | None, ...]:
    """To be asked ahead of `parties_of` the case with this reference, where they are not read yet."""
    return _OF_CASE.question(reference=reference), _HELD.question(reference=reference)


def points_of(party: Party) -> list[ContactPoint]:
    own = _own_points(party.person) if party.person else []
    points = [party.contact_point, *own] if party.contact_point else own
    return [point for point in points if point.kind == "phone" or channel_to(point.value) == "whatsapp"]


def _own_points(person: Person) -> list[ContactPoint]:
    known: list[ContactPoint] | None = getattr(person, "known_points", None)
    return [held.contact_point for held in person.points.all()] if known is None else known
