"""Visits of a session put on record one by one, each once, and the half-filled sheet of whoever is entering them.

A row is its own transaction: what is wrong with one keeps no other off the record. Its id makes it one contact, however
often the sheet is sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from casework import lookup, phone_numbers
from casework.lookup import FoundCase, FoundPerson
from casework.models import CallInProgress, Contact, Party, Staff
from casework.permissions import require, visible_cases
from casework.services import people
from casework.services.arrivals import Arrival, Taken
from casework.services.logged import Callback, log_contact
from casework.text import clean, fold

CHANNEL: Final = "in_person"
DRAFT: Final = "drop_in"
PROMISED: Final = "callback"
# Half-filled sheets that nobody came back to are not shown for ever.
MOST_DRAFTS: Final = 10


@dataclass(frozen=True, kw_only=True)
class OnRecord:
    """Who a row may be, and what they have open."""

    people: tuple[FoundPerson, ...] = ()
    cases: tuple[FoundCase, ...] = ()
    sure: UUID | None = None
    """Whoever it is without asking: the one person with exactly this number, unless the name says otherwise."""


class WhoWasIt(Exception):
    """People on record may be meant, and only whoever spoke with them can tell. Nothing was written."""

    def __init__(self, found: OnRecord) -> None:
        super().__init__("Somebody like this is on record. Choose who it was.")
        self.found = found


def external_id(*, sheet: UUID, row: UUID) -> str:
    return f"{_prefix(sheet)}{row.hex}"


def _prefix(sheet: UUID) -> str:
    return f"drop-in:{sheet.hex}:"


def saved(*, sheet: UUID, actor: Staff) -> dict[UUID, Contact]:
    """What is on record of this sheet, by the id of its row: 1 statement."""
    found = Contact.objects.filter(
        channel=CHANNEL, account=actor.pk.hex, external_id__startswith=_prefix(sheet)
    ).select_related("case", "person", "contact_point")
    return {UUID(each.external_id.removeprefix(_prefix(sheet))): each for each in found}


def save(*, arrival: Arrival, told: bool, actor: Staff, now: datetime, late_because: str = "") -> Taken:
    """Put one row on record. `told`: whoever enters it has said who it was, if only that it is somebody else.

    Raises WhoWasIt where nobody has and people on record fit, MustChoose where they have several cases.
    """
    require(actor, "log_contact")
    arrival = replace(arrival, channel=CHANNEL, account=actor.pk.hex)
    if not told:
        arrival = _found(arrival=arrival, actor=actor)
    elif not phone_numbers.read(arrival.sender).value:
        arrival = replace(arrival, sender=_whole_number(arrival, actor))
    if told and arrival.person_id is None and arrival.person_name:
        return _somebody_new(arrival=arrival, actor=actor, now=now, late_because=late_because)
    return _log(arrival=arrival, actor=actor, now=now, late_because=late_because)


def _log(*, arrival: Arrival, actor: Staff, now: datetime, late_because: str) -> Taken:
    """The sheet asks for no time of a callback: they are rung in the team's next morning, which staff can change."""
    callback = Callback() if arrival.outcome == PROMISED else None
    return log_contact(arrival=arrival, actor=actor, now=now, late_because=late_because, callback=callback)


def _somebody_new(*, arrival: Arrival, actor: Staff, now: datetime, late_because: str) -> Taken:
    """Somebody else than all who are on record: neither taken for the holder of the number nor given their case.

    Where a case was chosen for them, they are put on record first, or the contact would be of whoever is on it.
    """
    if arrival.staff_choice == "":
        arrival = replace(arrival, staff_choice="new")
    if arrival.staff_choice in ("new", "none") or _is_there(arrival):
        return _log(arrival=arrival, actor=actor, now=now, late_because=late_because)
    try:
        with transaction.atomic():
            person = people.create(name=arrival.person_name, point=None, now=now, actor=actor, job="")
            known = replace(arrival, person_id=person.pk)
            taken = _log(arrival=known, actor=actor, now=now, late_because=late_because)
            if not taken.created:
                raise _SavedMeanwhile
            return taken
    except _SavedMeanwhile:
        return _log(arrival=arrival, actor=actor, now=now, late_because=late_because)


class _SavedMeanwhile(Exception):
    """Another window saved this row: whoever was put on record for it here is taken back."""


def on_record(*, staff: Staff, number: str, name: str) -> OnRecord:
    """People with exactly this number or name (a few digits will do, the name may differ in accents and capitals)."""
    found = lookup.callers(staff=staff, number=number, name=name)
    value = phone_numbers.read(number).value
    by_number = [each for each in found.people if number and _has_number(each, value, number)]
    by_name = [each for each in found.people if name and fold(each.name) == fold(name)]
    both = [each for each in by_number if each in by_name]
    people = tuple(both or by_number or by_name)
    sure = people[0].id if value and len(people) == 1 and _is_sure(people[0], by_number, name) else None
    return OnRecord(people=people, cases=_open_cases(staff, people), sure=sure)


def _has_number(person: FoundPerson, value: str, typed: str) -> bool:
    numbers = [phone_numbers.read(point.display).value for point in person.points]
    keys = () if value else phone_numbers.search_keys(typed[:100])
    return value in numbers if value else any(key in number for key in keys for number in numbers)


def _is_sure(person: FoundPerson, by_number: list[FoundPerson], name: str) -> bool:
    """A name alone is never enough: two people have the same one every day."""
    return person in by_number and (not name or fold(person.name) == fold(name))


def _open_cases(staff: Staff, people: Iterable[FoundPerson]) -> tuple[FoundCase, ...]:
    ids = [each.id for each in people]
    if not ids:
        return ()
    theirs = Party.objects.filter(person__in=ids).values("case_id")
    open_ones = visible_cases(staff).filter(is_open=True, pk__in=theirs).order_by("-last_activity_at", "-id")
    return lookup.named_cases(
        staff=staff, chosen=open_ones.values_list("reference", flat=True)[: lookup.MOST_CASES]
    )


def _found(*, arrival: Arrival, actor: Staff) -> Arrival:
    """The arrival with whoever it is without a doubt. Raises WhoWasIt where there is one."""
    if not (arrival.sender or arrival.person_name) or _is_there(arrival):
        return arrival
    found = on_record(staff=actor, number=arrival.sender, name=arrival.person_name)
    if found.sure is not None:
        return replace(arrival, person_id=found.sure)
    # Another window may have saved this very row in between, and so have put on record whoever is found now.
    if found.people and not _is_there(arrival):
        raise WhoWasIt(found)
    return arrival


def _is_there(arrival: Arrival) -> bool:
    return Contact.objects.filter(
        channel=arrival.channel, account=arrival.account, external_id=arrival.external_id
    ).exists()


def _whole_number(arrival: Arrival, actor: Staff) -> str:
    """A few digits that found somebody stand for their number; they are no number of anybody else."""
    if arrival.person_id is None or not arrival.sender:
        return arrival.sender
    numbers = lookup.numbers_of(staff=actor, typed=arrival.sender, person_id=arrival.person_id)
    return numbers[0] if len(numbers) == 1 else ""


def same_words(*, contact: Contact, words: str) -> bool:
    return clean(words).text.split() == contact.body.split()


def same_number(*, contact: Contact, number: str) -> bool:
    """A few digits that stood for the whole number are the same number."""
    value = phone_numbers.read(number).value
    return not value or value == phone_numbers.read(contact.sender_as_typed).value


def told_references(*, contacts: Iterable[Contact], staff: Staff) -> dict[UUID, str]:
    """The references that may be read out, by contact: of cases they see, and of those they opened. 2 statements."""
    cases = {each.case_id for each in contacts if each.case_id}
    seen = set(visible_cases(staff).filter(pk__in=cases).values_list("pk", flat=True))
    first = Contact.objects.filter(case__in=cases).order_by("case_id", "logged_at", "pk").distinct("case_id")
    opened = set(first.values_list("pk", flat=True))
    return {
        each.pk: each.case.reference
        for each in contacts
        if each.case is not None and (each.case_id in seen or each.pk in opened)
    }


def keep(*, sheet: UUID, author: Staff, typed: dict[str, str], now: datetime) -> bool:
    """The half-filled sheet, in place of what was kept of it. False: it is a sheet of somebody else."""
    require(author, "log_contact")
    tidy = {name: clean(value).text for name, value in typed.items() if value}
    there = CallInProgress.objects.filter(pk=sheet).first()
    if there is not None and (there.author_id, there.channel) != (author.pk, DRAFT):
        return False
    CallInProgress.objects.update_or_create(
        pk=sheet,
        defaults={"author": author, "channel": DRAFT, "typed": tidy, "saved_at": now},
        create_defaults={
            "author": author, "channel": DRAFT, "typed": tidy, "saved_at": now, "started_at": now,
        },
    )  # fmt: skip
    return True


def kept(*, author: Staff) -> QuerySet[CallInProgress]:
    """Their half-filled sheets, the one they were at last first."""
    return CallInProgress.objects.filter(author=author, channel=DRAFT).order_by("-saved_at")[:MOST_DRAFTS]


def drop(*, sheet: UUID, author: Staff) -> None:
    CallInProgress.objects.filter(pk=sheet, author=author, channel=DRAFT).delete()
