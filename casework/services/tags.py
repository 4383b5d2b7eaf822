"""Tags of a case, added and taken away by hand. The queue filters by them."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from casework.models import Case, Staff
from casework.permissions import require
from casework.services import events, live, survivors
from casework.text import clean, is_blank

MOST: Final = 20
LONGEST: Final = 40


class CannotBeTagged(Exception):
    """The tag cannot be added or taken away; the words say why."""


def tidy(typed: str) -> str:
    """One line without commas, which part tags from each other. Raises CannotBeTagged."""
    tag = " ".join(clean(typed).text.replace(",", " ").split())
    if is_blank(tag):
        raise CannotBeTagged("Write the tag.")
    if len(tag) > LONGEST:
        raise CannotBeTagged(f"A tag has {LONGEST} characters or fewer.")
    return tag


def add(*, case: Case, tag: str, actor: Staff, now: datetime) -> Case:
    """Raises CannotBeTagged, WasMerged."""
    tag = tidy(tag)
    return _change(case, tag, adds=True, actor=actor, now=now)


def remove(*, case: Case, tag: str, actor: Staff, now: datetime) -> Case:
    """Raises CannotBeTagged, WasMerged."""
    return _change(case, tag, adds=False, actor=actor, now=now)


def why_not_add(case: Case, tag: str) -> str:
    """In words; "" where it may be added. Capital letters make no other tag."""
    if tag.casefold() in {each.casefold() for each in case.tags}:
        return f"It has the tag “{tag}” already."
    if len(case.tags) >= MOST:
        return f"It has {MOST} tags. Take one away first."
    return ""


def why_not_remove(case: Case, tag: str) -> str:
    return "" if tag in case.tags else f"It does not have the tag “{tag}”."


def _change(case: Case, tag: str, *, adds: bool, actor: Staff, now: datetime) -> Case:
    require(actor, "change_tags")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        if refused := (why_not_add if adds else why_not_remove)(locked, tag):
            raise CannotBeTagged(refused)
        before = list(locked.tags)
        locked.tags = [*before, tag] if adds else [each for each in before if each != tag]
        locked.version = F("version") + 1
        locked.save(update_fields=["tags", "version"])
        events.record(
            verb="tags_changed",
            words=f"Tag {'added' if adds else 'taken away'}: {tag}",
            case=locked,
            actor=actor,
            now=now,
            before={"tags": before},
            after={"tags": list(locked.tags)},
        )
        live.changed(case=locked)
    locked.refresh_from_db(fields=["version"])
    return locked
