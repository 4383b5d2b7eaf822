"""What goes into a copy of a case: which entries, in which part. The case has been found to be visible before."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from casework import selectors_timeline
from casework.models import Case
from casework.printing.parts import Part, divided
from casework.selectors_timeline import CONTACTS, EVENTS, KINDS, NOTES, Key

FILES: Final = "files"
CHOICES: Final = (CONTACTS, NOTES, EVENTS, FILES)
USUAL: Final = (CONTACTS, NOTES)


def parts(*, case: Case, what: Collection[str], but: UUID | None = None) -> list[Part[Key]]:
    """1 statement for each kind of entry, without anything that was said. `but` is the event that tells of the copy."""
    found = selectors_timeline.outline(case=case, kinds=_kinds(what))
    return divided([(key, letters) for key, letters in found if key.id != but])


def entries(*, case: Case, what: Collection[str], part: Part[Key], but: UUID) -> list[Any]:
    """2 statements for contacts, 1 for notes, 1 for events."""
    found = selectors_timeline.between(case=case, kinds=_kinds(what), first=part.first, last=part.last)
    return [entry for entry in found if entry.pk != but]


def _kinds(what: Collection[str]) -> list[str]:
    return [kind for kind in KINDS if kind in what]
