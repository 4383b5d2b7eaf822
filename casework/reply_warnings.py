"""What to heed before a reply goes out: who gets it and who does not, and whether they may be told anything."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from casework import authority
from casework.authority import Standing
from casework.models import ContactPoint, Party
from casework.models.person import PointLabel
from casework.text import show_bidi_controls as plainly

Way = tuple[Party, ContactPoint, str | None]


def of(*, parties: Iterable[Party], ways: Sequence[Way], on: date) -> list[str]:
    """In words, most pressing first. `parties` come with person and numbers, `ways` as `replies.ways` gives them: no
    statement.
    """
    everybody = list(parties)
    allowed = [(party, point) for party, point, refused in ways if refused is None]
    found = [words for party in everybody for words in _authority(party, on=on)]
    if allowed:
        party, point = allowed[0]
        found += _not_the_nominated(everybody, ways, goes_to=party)
        if not any(each.reply_to for each in everybody) and _others(everybody, goes_to=party, at=point):
            found.append("Nobody was chosen to get the replies.")
        found += _shared(allowed)
    return found


def who_gets_it(*, parties: Iterable[Party], ways: Sequence[Way]) -> str:
    """With several people on the case: who gets the reply and who does not. "" where there is nobody else.

    No warning: it is so on every case of two people, and a warning that is always there is not read.
    """
    allowed = [(party, point) for party, point, refused in ways if refused is None]
    others = _others(list(parties), goes_to=allowed[0][0], at=allowed[0][1]) if allowed else []
    if not others:
        return ""
    does = "do" if len(others) > 1 else "does"
    unless = ", unless you choose another number" if len(allowed) > 1 else ""
    return f"This goes to {_name(allowed[0][0])}{unless}. {_and(others)} {does} not get it."


def _authority(party: Party, *, on: date) -> list[str]:
    record = authority.of(party)
    standing = authority.standing(record, on=on)
    if standing is Standing.LAPSED and record.until is not None:
        return [
            f"The authority of {_name(party)} lapsed: it ran until {authority.said(record.until)}. Ask for a new one "
            "before you share anything with them."
        ]
    if standing is Standing.NONE and authority.needed(party.role):
        return [
            f"{_name(party)} acts for somebody, but no authority is on record. Ask for one before you share anything "
            "with them."
        ]
    return []


def _not_the_nominated(parties: list[Party], ways: Sequence[Way], *, goes_to: Party) -> list[str]:
    nominated = next((party for party in parties if party.reply_to), None)
    if nominated is None or nominated.pk == goes_to.pk:
        return []
    why = next((refused for party, _, refused in ways if party.pk == nominated.pk and refused), "")
    return [
        f"Replies should go to {_name(nominated)}, who cannot be texted, so this goes to {_name(goes_to)} instead. "
        + (why or "No phone number is on record for them.")
    ]


def _others(parties: list[Party], *, goes_to: Party, at: ContactPoint) -> list[str]:
    """Whoever has the same telephone is no "other" here: that it is shared is said by itself."""
    others = (party for party in parties if not _same(party, goes_to) and not _is_at(party, at))
    return list(dict.fromkeys(_name(party) for party in others))


def _same(party: Party, other: Party) -> bool:
    """One person in two roles is told once."""
    if party.person_id or other.person_id:
        return party.person_id == other.person_id
    return party.contact_point_id == other.contact_point_id


def _is_at(party: Party, point: ContactPoint) -> bool:
    if party.contact_point_id == point.pk:
        return True
    return bool(party.person and any(held.contact_point_id == point.pk for held in party.person.points.all()))


def _shared(allowed: Sequence[tuple[Party, ContactPoint]]) -> list[str]:
    points = dict.fromkeys(point for party, point in allowed if _is_shared(party, point))
    return [f"{plainly(str(point))} is a shared number: others may read this." for point in points]


def _is_shared(party: Party, point: ContactPoint) -> bool:
    """Somebody at a number whom nobody named is there because several people have it."""
    if party.person is None:
        return True
    labels: Iterable[Any] = party.person.points.all()
    return any(held.contact_point_id == point.pk and held.label == PointLabel.SHARED for held in labels)


def _name(party: Party) -> str:
    return plainly(
        str(party) if party.person is None or party.person.name else "somebody whose name is not known"
    )


def _and(names: list[str]) -> str:
    words = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return words[:1].upper() + words[1:]
