"""A personal shortlist: cases that somebody keeps in sight, in an order of their own."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from casework.models import Case, Staff, Star
from casework.permissions import require
from casework.services import events

MOST: Final = 100


class ShortlistFull(Exception):
    """There is no room for another star."""


def star(*, case: Case, actor: Staff, now: datetime) -> Star:
    """At the end of their shortlist; once, however often it is pressed. Raises ShortlistFull."""
    require(actor, "star")
    with transaction.atomic():
        _locked(actor)
        theirs = Star.objects.filter(staff=actor)
        there = theirs.filter(case=case).first()
        if there is not None:
            return there
        if theirs.count() >= MOST:
            raise ShortlistFull(f"Your shortlist is full: it holds {MOST} cases. Take one off it first.")
        last = theirs.aggregate(last=Max("position"))["last"]
        made = Star.objects.create(
            staff=actor, case=case, position=0 if last is None else last + 1, made_at=now
        )
        _tell("starred", "put on their shortlist", case, actor=actor, now=now)
    return made


def unstar(*, case: Case, actor: Staff, now: datetime) -> None:
    """What is not on it stays off it."""
    require(actor, "star")
    with transaction.atomic():
        _locked(actor)
        gone, _ = Star.objects.filter(staff=actor, case=case).delete()
        if gone:
            _tell("unstarred", "taken off their shortlist", case, actor=actor, now=now)


def move(*, star: Star, by: int, among: list[Star], actor: Staff, now: datetime) -> None:
    """One place up (`by` -1) or down (1) among the stars that the reader sees; at an end it stays where it is."""
    require(actor, "star")
    with transaction.atomic():
        _locked(actor)
        order = [each.pk for each in among]
        if star.pk not in order:
            return
        here = order.index(star.pk)
        there = min(max(here + by, 0), len(order) - 1)
        order.insert(there, order.pop(here))
        rows = {each.pk: each for each in Star.objects.filter(staff=actor)}
        hidden = [key for key in rows if key not in order]
        for position, key in enumerate([key for key in (*order, *hidden) if key in rows]):
            rows[key].position = position
        Star.objects.bulk_update(rows.values(), ["position"])
        events.record(
            verb="shortlist_ordered", words="Their shortlist put in another order", actor=actor, now=now
        )


def _locked(actor: Staff) -> None:
    """Two pages of one person, one after the other."""
    Staff.objects.select_for_update().only("pk").get(pk=actor.pk)


def _tell(verb: str, words: str, case: Case, *, actor: Staff, now: datetime) -> None:
    """A shortlist is nobody else's business, so the event stands on no case."""
    events.record(verb=verb, words=f"A case {words}", actor=actor, now=now, after={"case": case.reference})
