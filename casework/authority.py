"""May they act for somebody? What authority is on record, and whether it still runs on a day of the office's calendar."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, Protocol

NONE_ON_RECORD: Final = "No authority is on record"
# What is stored, and how it is said. Another door may store words of its own: they are said as they are.
BASES: Final = {
    "verbal": "Spoken permission",
    "written": "Written permission",
    "power_of_attorney": "Lasting power of attorney",
    "parental": "Parental responsibility",
    "professional": "Professional role",
}


class Standing(Enum):
    NONE = "none"
    RUNNING = "running"
    LAPSED = "lapsed"


@dataclass(frozen=True, kw_only=True)
class Authority:
    """What allows somebody to act for another. `until` is the last day on which it runs; without one it has no end."""

    basis: str = ""
    scope: str = ""
    until: date | None = None


class Holder(Protocol):
    """A party of a case, as far as its authority goes."""

    role: str
    authority_basis: str
    authority_scope: str
    authority_until: date | None


def of(party: Holder) -> Authority:
    return Authority(basis=party.authority_basis, scope=party.authority_scope, until=party.authority_until)


def standing(authority: Authority, *, on: date) -> Standing:
    if authority == Authority():
        return Standing.NONE
    lapsed = authority.until is not None and authority.until < on
    return Standing.LAPSED if lapsed else Standing.RUNNING


def needed(role: str) -> bool:
    """Only who acts for somebody needs their leave; whoever else has an authority on record keeps it."""
    return role == "representative"


def words(authority: Authority, *, on: date) -> str:
    """One short sentence without its full stop. The scope, which a person wrote, is not in it."""
    if authority == Authority():
        return NONE_ON_RECORD
    basis = basis_words(authority.basis)
    if authority.until is None:
        return f"{basis}, no end date"
    if standing(authority, on=on) is Standing.LAPSED:
        return f"{basis}, lapsed: it ran until {said(authority.until)}"
    return f"{basis} until {said(authority.until)}"


def basis_words(basis: str) -> str:
    return BASES.get(basis, basis) or "Authority, basis not recorded"


def said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Finished for a page."""

    text: str
    tone: str
    scope: str


def shown(party: Holder, *, on: date) -> Shown | None:
    """What a page says of a party's authority: nothing where none is needed and none is on record."""
    record = of(party)
    state = standing(record, on=on)
    if state is Standing.NONE and not needed(party.role):
        return None
    tone = "grey" if state is Standing.RUNNING else "red"
    return Shown(text=words(record, on=on), tone=tone, scope=record.scope)
