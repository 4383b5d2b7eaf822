"""Who is given a case unasked: on duty, with room, able, and then whoever has least or the next in turn. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from casework import working_time
from casework.working_time import Calendar

LEAST: Final = "least"
TURN: Final = "turn"
# Everybody reads it; no case needs somebody for it.
OFFICE_LANGUAGE: Final = "en"


@dataclass(frozen=True)
class Candidate:
    """A member of the team. `load`: open cases they have that wait for nobody else. `cap` None is no limit.

    `hours` are their own, empty ones those of the team. `leave`: first and last days, both included.
    """

    id: str
    load: int = 0
    cap: int | None = None
    last_given_at: datetime | None = None
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    hours: Calendar | None = None
    leave: tuple[tuple[date, date], ...] = ()
    barred: bool = False  # a conflict of interest, or anything else for which they may not have this case


def on_duty(candidate: Candidate, *, team: Calendar, now: datetime, today: date) -> bool:
    """`today` is the office's date. A team without opening hours is always open."""
    if any(first <= today <= last for first, last in candidate.leave):
        return False
    calendar = candidate.hours or team
    return not calendar.slots or working_time.is_open(calendar, now)


def has_room(candidate: Candidate) -> bool:
    return candidate.cap is None or candidate.load < candidate.cap


def able(candidate: Candidate, *, skill: str, language: str) -> bool:
    speaks = language in ("", OFFICE_LANGUAGE) or language in candidate.languages
    return speaks and (not skill or skill in candidate.skills)


def spoken(team: Iterable[Candidate], *, language: str) -> str:
    """The language a case needs: that of the person where anybody in the team speaks it, else none.

    A case in a language that nobody speaks must not wait for ever for somebody who does.
    """
    needed = short(language)
    return needed if any(needed in each.languages for each in team) else ""


def short(language: str) -> str:
    """A language without its place: "pl" of "pl-PL"."""
    return language.partition("-")[0].casefold()


def choose(
    team: Sequence[Candidate],
    *,
    by: str,
    skill: str,
    language: str,
    calendar: Calendar,
    now: datetime,
    today: date,
) -> Candidate | None:
    """None where nobody is on duty with room. Ties are broken by who was given something longest ago, then by id."""
    needed = spoken(team, language=language)
    free = [
        each
        for each in team
        if not each.barred
        and has_room(each)
        and able(each, skill=skill, language=needed)
        and on_duty(each, team=calendar, now=now, today=today)
    ]
    return min(free, key=lambda each: _order(each, by=by), default=None)


def _order(candidate: Candidate, *, by: str) -> tuple[int, float, str]:
    given = candidate.last_given_at.timestamp() if candidate.last_given_at else 0.0
    return (candidate.load if by == LEAST else 0, given, candidate.id)
