"""Texts are queued and sent in any order with all that can happen to the numbers, while the clock goes on.

What must hold is in `guard_world`: nothing is ever handed to a number that may not have it at that instant, nothing
twice, and no flag changes but by the verb that is for it.
"""

from datetime import timedelta
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from chaos.guard_story import NUMBER, PICK, SPAN, Story
from chaos.guard_world import BrokenPromise

PURPOSES: Final = st.sampled_from(
    ["reply", "link", "acknowledgement", "filing_question", "help", "dialogue", "closing", "bulk"]
)
ANSWERS: Final = st.lists(
    st.sampled_from(["taken", "taken", "later", "later", "never", "stopped", "doubt"]), max_size=6
)
LATER: Final = st.sampled_from([1, 5, 14, 16, 30, 60, 150, 6 * 60, 11 * 60, 25 * 60])


class SendGuard(Story):
    steps = 0

    # What is to be sent

    @rule(number=NUMBER, purpose=PURPOSES, hold=st.sampled_from([0, 10, 600]), at_night=st.booleans())
    def something_is_queued(self, number: str, purpose: str, hold: int, at_night: bool) -> None:
        """Without asking the guard first: only what it says at the end counts."""
        from casework.services import outbound

        point = self.world.point(number)
        if point is None:
            return
        outbound.write(
            case=self.world.case_of(point), channel="sms", point=point, person=None, body="We will ring you.",
            now=self.world.now, automatic=purpose not in ("reply", "link"), purpose=purpose,
            hold=timedelta(seconds=hold), at_night=at_night,
        )  # fmt: skip

    @rule(number=NUMBER, purposes=st.lists(PURPOSES, min_size=1, max_size=3), answers=ANSWERS, minutes=LATER)
    def things_are_queued_and_looked_at(
        self, number: str, purposes: list[str], answers: list[str], minutes: int
    ) -> None:
        for purpose in purposes:
            self.something_is_queued(number, purpose, 0, False)
        self.a_worker_looks(answers)
        self.time_passes(minutes)
        self.a_worker_looks([])

    @rule(number=NUMBER, at_night=st.booleans())
    def staff_reply(self, number: str, at_night: bool) -> None:
        from casework.services import replies

        point = self.world.point(number)
        case = self.world.case_of(point) if point else None
        if point is None or case is None:
            return
        words = f"Answer {next(self.world.ids)}"
        self._try(
            lambda: replies.reply(
                case=case, body=words, contact_point=point, at_night=at_night, **self._by("caseworker")
            )
        )

    @rule(which=PICK)
    def staff_take_one_back(self, which: int) -> None:
        from casework.models import Delivery
        from casework.services import deliveries

        queued = list(Delivery.objects.filter(status="queued").order_by("pk"))
        if queued:
            deliveries.take_back(delivery=queued[which % len(queued)], **self._by("caseworker"))

    @rule(answers=ANSWERS)
    def a_worker_looks(self, answers: list[str]) -> None:
        from channels import outbox

        self.world.provider.answers = answers
        outbox.drain(now=self.world.now, limit=40)

    @rule(which=PICK, status=st.sampled_from(["delivered", "undelivered", "failed"]), stopped=st.booleans())
    def the_provider_tells(self, which: int, status: str, stopped: bool) -> None:
        from casework.models import Delivery
        from casework.services import deliveries

        sent = list(Delivery.objects.filter(status__in=["sent", "in_doubt"]).order_by("pk"))
        if not sent:
            return
        stopped = stopped and status == "undelivered"
        delivery = sent[which % len(sent)]
        if deliveries.advance(
            delivery=delivery, status=status, code="", words="Not there.", now=self.world.now, job="inbox", opted_out=stopped
        ) and stopped and delivery.contact.contact_point:  # fmt: skip
            self.world.of(delivery.contact.contact_point.value).opted_out = True

    # What the office sets, and the clock

    @rule(hours=SPAN, per_number=st.sampled_from([2, 20]), parts=st.sampled_from([3, 2000]))
    def the_office_sets_its_hours(self, hours: Any, per_number: int, parts: int) -> None:
        from casework.models import Office

        begins, ends = hours if hours[0] != hours[1] else (None, None)
        Office.objects.filter(pk=1).update(
            quiet_from=begins, quiet_until=ends, texts_per_number=per_number, parts_per_day=parts
        )
        self.world.office.refresh_from_db()

    @rule(minutes=LATER)
    def time_passes(self, minutes: int) -> None:
        self.world.now += timedelta(minutes=minutes)

    # What must hold

    @invariant()
    def nothing_went_that_might_not(self) -> None:
        SendGuard.steps += 1
        if self.world.wrong:
            raise BrokenPromise("; ".join(self.world.wrong))

    @invariant()
    def no_flag_changed_by_the_way(self) -> None:
        found = self.world.differences()
        if found:
            raise BrokenPromise("; ".join(found))
