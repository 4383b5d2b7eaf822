"""An office, four telephones and a provider that looks, at the instant it is handed a text, whether it might be.

What is on record about each number is remembered here too, apart from the database: nothing but the verb that is for it
may change it. The judgement is written anew on purpose, not taken from the send guard.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch
from zoneinfo import ZoneInfo

from casework.safety_rules import Safety
from channels.contracts import Capabilities, Channel, Outgoing, Readiness, SendFailed, SendInDoubt, Sent

if TYPE_CHECKING:
    from casework.models import Case, ContactPoint, Office, Person, Staff

LONDON: Final = ZoneInfo("Europe/London")
NUMBERS: Final = ("+447700900301", "+447700900302", "+447700900303", "+447700900304")
# The day before the clocks go forward, the day before they go back, and an ordinary one.
BEGINNINGS: Final = (
    datetime(2026, 3, 28, 12, tzinfo=UTC),
    datetime(2026, 10, 24, 12, tzinfo=UTC),
    datetime(2026, 6, 1, 12, tzinfo=UTC),
)
MOMENT: Final = timedelta(minutes=15)
OURS: Final = "+447700900399"


class BrokenPromise(AssertionError):
    """What must never happen happened; the words say what and where."""


@dataclass
class Known:
    """What should be on record about a number."""

    safety: Safety = field(default_factory=Safety)
    opted_out: bool = False
    confirmed: bool = False
    heard_at: datetime | None = None
    marked_shared: bool = False


class Provider(Channel):
    """In place of the real channel. Its next answers are planned by the story."""

    kind = "sms"
    label = "text message"
    capabilities = Capabilities(can_send=True, proves_sender=True, max_length=1600)

    def __init__(self, world: World) -> None:
        self.world = world
        self.answers: list[str] = []
        self.handed: dict[Any, int] = {}

    def readiness(self) -> Readiness:
        return Readiness(ready=True)

    def own_numbers(self) -> frozenset[str]:
        return frozenset((OURS,))

    def send(self, outgoing: Outgoing) -> Sent:
        self.world.look(outgoing)
        answer = self.answers.pop(0) if self.answers else "taken"
        if answer == "later":
            raise SendFailed("Busy. Nothing to do.", permanent=False, code="20429")
        self.handed[outgoing.delivery_id] = self.handed.get(outgoing.delivery_id, 0) + 1
        if answer == "never":
            raise SendFailed("Not a number. Ask for another.", permanent=True, code="21211")
        if answer == "stopped":
            self.world.known[outgoing.to].opted_out = True
            raise SendFailed("They said STOP.", permanent=True, code="21610", opted_out=True)
        if answer == "doubt":
            raise SendInDoubt("Hung up.")
        return Sent(provider_id=f"SM{outgoing.delivery_id.hex}")


class World:
    """One story's office, in a transaction that is undone at its end."""

    total_handed = 0
    refused = 0

    def __init__(self) -> None:
        from django.db import transaction

        from channels import registry

        self.now = BEGINNINGS[2]
        self.known: dict[str, Known] = {}
        self.merges: list[Any] = []
        self.ids = count()
        self.wrong: list[str] = []
        self.provider = Provider(self)
        self._stack = ExitStack()
        self._stack.enter_context(_undone(transaction))
        self._stack.enter_context(patch.dict(registry._by_kind(), {"sms": self.provider}))
        self._stack.enter_context(patch("channels.wake.look", lambda **given: False))
        self._furnish()

    def close(self) -> None:
        self._stack.close()

    def _furnish(self) -> None:
        from casework.models import Membership, Office, Staff, Team

        office, _ = Office.objects.update_or_create(pk=1, defaults={"name": "Riverbank Help"})
        self.office: Office = office
        team, _ = Team.objects.get_or_create(code="triage", defaults={"name": "Triage", "is_triage": True})
        self.staff: dict[str, Staff] = {}
        for role in ("handler", "caseworker", "lead"):
            self.staff[role] = Staff.objects.create(username=f"guard-{role}", full_name=role, role=role)
            Membership.objects.create(staff=self.staff[role], team=team, is_lead=role == "lead")

    # What is there

    def point(self, number: str) -> ContactPoint | None:
        from casework.models import ContactPoint

        return ContactPoint.objects.filter(kind="phone", value=number).first()

    def people(self) -> list[Person]:
        from casework.models import Person

        return list(Person.objects.filter(merged_into=None).order_by("pk"))

    def case_of(self, point: ContactPoint) -> Case | None:
        from casework.models import Case

        return Case.objects.open().of_point(point).order_by("pk").first()

    def of(self, number: str) -> Known:
        return self.known.setdefault(number, Known())

    # The judgement

    def look(self, outgoing: Outgoing) -> None:
        """At the instant of the hand-over: by what is on record, and by what should be."""
        from casework.models import ContactPoint, Delivery

        World.total_handed += 1
        point = ContactPoint.objects.get(kind="phone", value=outgoing.to)
        delivery = Delivery.objects.select_related("contact").get(pk=outgoing.delivery_id)
        known = self.of(outgoing.to)
        for which, safety, opted_out, confirmed in (
            ("record", _on_record(point), point.opted_out_at is not None, point.confirmed_at is not None),
            ("memory", known.safety, known.opted_out, known.confirmed),
        ):
            for words in self._objections(safety, opted_out, confirmed, delivery):
                self.wrong.append(f"{words} ({which}) at {self.now.astimezone(LONDON)}: {outgoing.to}")
        if (
            delivery.purpose in ("bulk", "closing", "dialogue")
            and self._shared(point)
            and point.text_ok is not True
        ):
            self.wrong.append(f"told on a shared phone: {outgoing.to}")
        if self.provider.handed.get(outgoing.delivery_id):
            self.wrong.append(f"handed over twice: {outgoing.delivery_id}")

    def _objections(self, safety: Safety, opted_out: bool, confirmed: bool, delivery: Any) -> list[str]:
        by_staff = delivery.purpose in ("reply", "link")
        rules = (
            (safety.do_not_use, "not to be used"),
            (safety.text_ok is False, "not safe"),
            (opted_out, "opted out"),
            (not confirmed, "not confirmed"),
            (not self._within(safety.safe_from, safety.safe_until), "outside its safe hours"),
            (
                bool(safety.safe_hours) and safety.safe_from is None and not by_staff,
                "hours only a person can read",
            ),
            (self._quiet(delivery), "in the office's quiet hours"),
        )
        return [words for applies, words in rules if applies]

    def _within(self, begins: Any, ends: Any) -> bool:
        """By counting minutes round the clock."""
        if begins is None or ends is None or begins == ends:
            return True
        clock = self.now.astimezone(LONDON)
        here = clock.hour * 60 + clock.minute
        first, length = (
            begins.hour * 60 + begins.minute,
            (ends.hour - begins.hour) * 60 + ends.minute - begins.minute,
        )
        return bool((here - first) % 1440 < length % 1440)

    def _quiet(self, delivery: Any) -> bool:
        office = self.office
        if (
            office.quiet_from is None
            or delivery.at_night
            or not self._within(office.quiet_from, office.quiet_until)
        ):
            return False
        heard = self.of(delivery.contact.contact_point.value).heard_at
        return delivery.purpose in ("bulk", "closing") or heard is None or self.now - heard > MOMENT

    def _shared(self, point: ContactPoint) -> bool:
        from casework.models import PersonContactPoint

        held = list(
            PersonContactPoint.objects.filter(contact_point=point, person__merged_into=None).values_list(
                "label", flat=True
            )
        )
        return len(held) > 1 or "shared" in held

    def differences(self) -> list[str]:
        """Where what is on record is not what it should be: some verb changed a flag that is not its business."""
        from casework.models import ContactPoint, PersonContactPoint

        found = []
        for point in ContactPoint.objects.filter(kind="phone", value__in=NUMBERS):
            known = self.of(point.value)
            if replace(_on_record(point), shared=False) != replace(known.safety, shared=False):
                found.append(f"{point.value}: flags are {_on_record(point)}, should be {known.safety}")
            if (point.opted_out_at is not None) != known.opted_out:
                found.append(f"{point.value}: opted out is {point.opted_out_at}, should be {known.opted_out}")
            if (point.confirmed_at is not None) != known.confirmed:
                found.append(f"{point.value}: confirmed is {point.confirmed_at}, should be {known.confirmed}")
            if known.marked_shared:
                held = PersonContactPoint.objects.filter(contact_point=point, person__merged_into=None)
                known.marked_shared = held.exists()
                if known.marked_shared and not self._shared(point):
                    found.append(f"{point.value}: is no longer shared, and no lead said so")
        return found


def _on_record(point: ContactPoint) -> Safety:
    names = [name for name in Safety.__dataclass_fields__ if name != "shared"]
    return Safety(**{name: getattr(point, name) for name in names})


class _undone:  # noqa: N801  (a context manager, used like a function)
    """All that happens inside is as if it had not, whatever ends it."""

    def __init__(self, transaction: Any) -> None:
        self.transaction = transaction
        self.atomic = transaction.atomic()

    def __enter__(self) -> None:
        self.atomic.__enter__()

    def __exit__(self, *raised: object) -> None:
        self.transaction.set_rollback(True)
        self.atomic.__exit__(*raised)
