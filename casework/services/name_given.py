"""The name that staff typed for whoever was in touch about a case that was there already, and chose nobody on record.

It is kept: as the person of the contact, who is found at the number or put on record. They get no part in the case by
it. A part decides which texts are filed there and who may be written to, so staff give it, on the page of its people.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from casework.models import Case, ContactPoint, Party, Person, Staff
from casework.services import people
from casework.text import fold, is_blank, shorten, words

LONGEST_IN_WORDS: Final = 60


@dataclass(frozen=True)
class Speaker:
    """`said` is what the history says of a name that may be one of several people's: "" where it is clear."""

    person_id: UUID | None
    said: str = ""


def speaker(
    *,
    case: Case,
    point: ContactPoint | None,
    name: str,
    party: UUID | None,
    actor: Staff | None,
    now: datetime,
) -> Speaker:
    """`party`: the one person of the case behind the number, whom filing found. A machine's word names nobody."""
    typed = name.strip()
    if actor is None or actor.is_machine or is_blank(typed):
        return Speaker(party)
    known = _people_of(case)
    same = [each.pk for each in known if fold(each.name) == fold(typed)]
    if len(same) == 1:
        return Speaker(same[0])
    if any(is_part_of(typed, each.name) for each in known if party in (None, each.pk)):
        # "smith" finds the case of John Smith: whoever searched so named nobody else, and nobody for certain.
        said = "" if party else f"; the name given was “{shorten(typed, LONGEST_IN_WORDS, ending='…')}”"
        return Speaker(party, said)
    made = people.sender(point=point, person_id=None, name=typed, now=now, actor=actor, job="")
    return Speaker(made.pk if made else None)


def _people_of(case: Case) -> list[Person]:
    parties = Party.objects.filter(case=case, person__isnull=False).select_related("person").order_by("pk")
    return list(dict.fromkeys(party.person for party in parties[:50] if party.person))


def is_part_of(typed: str, name: str) -> bool:
    """Whether each word that was typed begins a word of the name."""
    parts, whole = words(typed), words(name)
    return bool(parts) and all(any(each.startswith(part) for each in whole) for part in parts)
