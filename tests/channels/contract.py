"""What every channel must pass. A channel's test subclasses `ReceivingContract`, and `SendingContract` if it
sends.

class TestSms(ReceivingContract, SendingContract):
kind = "sms"

A subclass overrides the few methods that say how its own outside is arranged, and nothing else.
"""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, ClassVar

import pytest

from casework.models import Case, Contact, Delivery, Staff
from casework.models.delivery import DeliveryStatus
from casework.ports import sending
from casework.services import outbound
from casework.services.arrivals import Arrival, Taken
from casework.services.intake import take_in
from casework.text import clean
from channels import outbox, registry
from channels.contracts import Channel
from channels.models import AttemptResult, SendAttempt
from tests import factories as make
from tests.text_battery import TEXTS

PROMISES: dict[str, tuple[str, ...]] = {
    "receives_webhooks": ("genuine", "receipts", "arrival"),
    "can_send": ("send", "readiness"),
}


@pytest.mark.django_db
class ReceivingContract:
    kind: ClassVar[str]
    texts: ClassVar[dict[str, str]] = TEXTS

    @property
    def channel(self) -> Channel:
        return registry.channel(self.kind)

    def arrival_of(self, text: str, external_id: str) -> Arrival:
        """A contact of this channel that says `text`. Channels with webhooks translate a receipt of
        theirs.
        """
        return Arrival(
            channel=self.kind,
            body=text,
            sender=make.AMINA,
            sender_confirmed=self.channel.capabilities.proves_sender,
            took_place_at=make.NOW,
            account="contract",
            external_id=external_id,
            staff_choice="new" if self.channel.capabilities.staff_logged else "",
        )

    def in_words_of_the_channel(self, external_id: str) -> str:
        """The provider's id for the n-th contact; providers with a pattern override this."""
        return external_id

    def take(self, text: str, external_id: str = "1") -> Taken:
        make.office()
        arrival = self.arrival_of(text, self.in_words_of_the_channel(external_id))
        actor = self._staff() if self.channel.capabilities.staff_logged else None
        return take_in(arrival=arrival, actor=actor, job="" if actor else "contract", now=make.NOW)

    def _staff(self) -> Staff:
        return Staff.objects.filter(username="handler").first() or make.staff("handler", role="handler")

    def test_its_kind_is_its_own_and_says_itself_in_words(self) -> None:
        assert [each.kind for each in registry.channels()].count(self.kind) == 1
        assert self.channel.known
        assert self.channel.label and self.channel.label != self.kind
        assert self.channel.icon
        assert len(self.kind) <= 30 and self.kind.isascii()

    def test_it_overrides_what_its_capabilities_promise(self) -> None:
        for capability, methods in PROMISES.items():
            if getattr(self.channel.capabilities, capability):
                base = [
                    name for name in methods if getattr(type(self.channel), name) is getattr(Channel, name)
                ]
                assert base == [], f"{capability} needs {base}"

    def test_somebody_vouches_for_its_contacts(self) -> None:
        """A provider's signature, a member of staff, or a sender who is only claimed: never two of the
        first.
        """
        capabilities = self.channel.capabilities
        assert not (capabilities.receives_webhooks and capabilities.staff_logged)

    def test_the_port_knows_whether_it_sends(self) -> None:
        if not self.channel.capabilities.can_send:
            assert not sending().can_send(self.kind)
        assert sending().label(self.kind) == self.channel.label
        assert sending().longest(self.kind) > 0
        assert sending().segments(self.kind, "A text of an ordinary length.") == 1

    def test_a_contact_opens_a_case_with_a_team(self) -> None:
        taken = self.take("The heating is broken")
        assert taken.created and taken.contact.channel == self.kind
        assert taken.case is not None
        assert taken.case.team is not None and taken.case.origin == self.kind

    def test_every_odd_text_is_kept(self) -> None:
        for number, (name, text) in enumerate(self.texts.items()):
            taken = self.take(text, str(number + 1))
            stored = Contact.objects.get(pk=taken.contact.pk)
            assert stored.body == clean(text).text, name
            assert stored.filing in ("filed", "held", "none"), name
        assert Contact.objects.filter(channel=self.kind, direction="in").count() == len(self.texts)

    def test_the_same_contact_again_changes_nothing(self) -> None:
        first = self.take("The heating is broken", "7")
        again = self.take("The heating is broken", "7")
        assert (first.created, again.created) == (True, False)
        assert again.contact.pk == first.contact.pk
        assert Contact.objects.filter(channel=self.kind, direction="in").count() == 1
        assert Case.objects.count() == 1


@pytest.mark.django_db
class SendingContract:
    kind: ClassVar[str]

    def accepting(self) -> AbstractContextManager[Any]:
        """The outside takes a message."""
        raise NotImplementedError

    def refusing_for_good(self) -> AbstractContextManager[Any]:
        """The outside will never take this message."""
        raise NotImplementedError

    def refusing_for_now(self) -> AbstractContextManager[Any]:
        """The outside may take it later."""
        raise NotImplementedError

    def silent(self) -> AbstractContextManager[Any]:
        """The outside may have taken it, or not."""
        raise NotImplementedError

    def later(self) -> datetime:
        """When what failed for now is due again, and may still be sent."""
        return make.later(days=1)

    def somebody(self) -> Taken:
        """Who wrote to us and may be answered on this channel."""
        return make.text("The heating is broken")

    def queued(self) -> Delivery:
        make.office(acknowledge_texts=False)
        taken = self.somebody()
        assert taken.case is not None and taken.contact.contact_point is not None
        contact = outbound.write(
            case=taken.case,
            channel=self.kind,
            point=taken.contact.contact_point,
            person=None,
            body="We will ring you.",
            now=make.NOW,
        )
        return contact.delivery

    def sent_while(self, outside: AbstractContextManager[Any]) -> Delivery:
        delivery = self.queued()
        with outside:
            assert outbox.send_one(now=make.NOW)
        delivery.refresh_from_db()
        return delivery

    def test_it_can_send(self) -> None:
        with self.accepting():
            assert sending().can_send(self.kind)

    def test_a_message_that_is_taken_has_the_providers_id(self) -> None:
        delivery = self.sent_while(self.accepting())
        assert delivery.status == DeliveryStatus.SENT
        assert delivery.provider_id
        assert SendAttempt.objects.get(delivery=delivery).result == AttemptResult.ACCEPTED

    def test_a_permanent_failure_is_not_tried_again_and_says_what_to_do(self) -> None:
        delivery = self.sent_while(self.refusing_for_good())
        assert delivery.status == DeliveryStatus.FAILED
        assert delivery.error_words.endswith(".")
        assert not outbox.send_one(now=make.later(days=7))

    def test_a_temporary_failure_is_tried_again_later(self) -> None:
        delivery = self.sent_while(self.refusing_for_now())
        assert delivery.status == DeliveryStatus.QUEUED
        assert delivery.next_attempt_at > make.NOW
        assert not outbox.send_one(now=make.NOW)
        with self.accepting():
            assert outbox.send_one(now=self.later())
        delivery.refresh_from_db()
        assert delivery.status == DeliveryStatus.SENT

    def test_what_may_have_gone_out_is_never_sent_again_by_itself(self) -> None:
        delivery = self.sent_while(self.silent())
        assert delivery.status == DeliveryStatus.IN_DOUBT
        assert not outbox.send_one(now=make.later(days=7))
