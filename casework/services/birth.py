"""The day on which somebody was born: put on record where it is needed, and by whom."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from casework.models import Person, Staff
from casework.permissions import require
from casework.services import events, people, person_points
from casework.services.person_points import CannotChangePerson


def change(*, person: Person, born_on: date | None, actor: Staff, now: datetime) -> Person:
    """None takes it off the record. The day itself is not repeated in the history. Raises CannotChangePerson."""
    require(actor, "change_person")
    if born_on is not None and born_on > timezone.localdate(now):
        raise CannotChangePerson("They cannot be born later than today. Check the date with them.")
    with transaction.atomic():
        locked = people.lock([person.pk])[person.pk]
        if locked.born_on == born_on:
            return locked
        locked.born_on = born_on
        locked.save(update_fields=["born_on"])
        words = "Date of birth put on record" if born_on else "Date of birth taken off the record"
        events.record(verb="born_on_changed", words=words, person=locked, actor=actor, now=now)
        person_points.tell_desks(person=locked)
    return locked
