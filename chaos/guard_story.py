"""What people and staff do about four numbers and whoever has them, as rules of a story.

Each rule writes into `world.known` what should be on record after it, and nothing else may change that.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from casework.safety_rules import Safety, loosened
from chaos.guard_world import BEGINNINGS, NUMBERS, BrokenPromise, World

PICK: Final = st.integers(0, 999)
NUMBER: Final = st.sampled_from(NUMBERS)
ANSWER: Final = st.sampled_from([None, True, False])
MOSTLY_ANY: Final = st.sampled_from([None, None, True, False])
ROLE: Final = st.sampled_from(["handler", "caseworker", "lead", "lead"])
CLOCK: Final = st.sampled_from(
    [time(hour, minute) for hour in (0, 1, 2, 6, 8, 12, 18, 22) for minute in (0, 30)]
)
SPAN: Final = st.one_of(st.just((None, None)), st.tuples(CLOCK, CLOCK))
SAFETY: Final = st.builds(
    lambda hours, **given: Safety(safe_from=hours[0], safe_until=hours[1], **given),
    hours=SPAN,
    text_ok=MOSTLY_ANY,
    call_ok=ANSWER,
    say_who_we_are=ANSWER,
    safe_hours=st.sampled_from(["", "", "school hours"]),
    do_not_use=st.sampled_from([False, False, False, True]),
    shared=st.booleans(),
)


class Story(RuleBasedStateMachine):
    """The world and what is done to it; `chaos.guard_machine` adds what is sent, the clock, and what must hold."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    def teardown(self) -> None:
        self.world.close()

    @initialize(beginning=st.sampled_from(BEGINNINGS), wrote=st.sets(NUMBER, min_size=1))
    def somewhere_in_the_year(self, beginning: Any, wrote: set[str]) -> None:
        """Some numbers have written to us before, and one is on record that only a form claims."""
        self.world.now = beginning
        for number in sorted(wrote):
            self.somebody_texts(number, "My boiler is cold")
        for number in sorted(set(NUMBERS) - wrote)[:1]:
            self.a_form_claims_a_number(number)

    # What people do

    @rule(
        number=NUMBER, words=st.sampled_from(["The lift is out again", "My boiler is cold", "STOP", "START"])
    )
    def somebody_texts(self, number: str, words: str) -> None:
        """As the inbox does it: STOP and START as whole texts, everything else is taken in."""
        from casework.services import contact_points, intake
        from casework.services.arrivals import Arrival

        arrival = Arrival(
            channel="sms", body=words, sender=number, sender_confirmed=True, took_place_at=self.world.now,
            arrived_at="+447700900399", account="AC1", external_id=f"SM{next(self.world.ids)}",
        )  # fmt: skip
        intake.take_in(arrival=arrival, job="inbox", now=self.world.now)
        known, point = self.world.of(number), self.world.point(number)
        if point is None:
            raise BrokenPromise(f"{number} wrote to us and is not on record")
        known.confirmed, known.heard_at = True, self.world.now
        how = {"contact_point": point, "how": f"They texted {words}", "now": self.world.now, "job": "inbox"}
        if words == "STOP":
            contact_points.opt_out(**how)  # type: ignore[arg-type]
            known.opted_out = True
        if words == "START":
            contact_points.opt_in(**how)  # type: ignore[arg-type]
            known.opted_out = False

    @rule(number=NUMBER)
    def a_form_claims_a_number(self, number: str) -> None:
        """As a form's claim leaves it: on record, somebody's, and confirmed by nobody."""
        from casework.services import contact_points, people

        point = contact_points.find_or_create(kind="phone", raw=number)
        if point is not None and not point.people.exists():
            people.create(name="", point=point, now=self.world.now, actor=None, job="web form")

    # What staff do about a number

    @rule(number=NUMBER, wanted=SAFETY, role=ROLE)
    def staff_note_how_it_may_be_used(self, number: str, wanted: Safety, role: str) -> None:
        from casework.services import contact_safety

        point = self.world.point(number)
        if point is None:
            return
        before = contact_safety.of(point)
        known = self.world.of(number)
        try:
            contact_safety.change(
                point=point, wanted=wanted, actor=self.world.staff[role], now=self.world.now
            )
        except contact_safety.CannotChangeSafety:
            World.refused += 1
            return
        if role != "lead" and loosened(before, wanted):
            raise BrokenPromise("loosened by somebody who is no lead")
        known.safety = replace(wanted, shared=False)
        if before.shared != wanted.shared:
            known.marked_shared = wanted.shared

    @rule(number=NUMBER, wanted=SAFETY)
    def staff_tighten(self, number: str, wanted: Safety) -> None:
        """Only what is stricter in `wanted`, by a call handler: never refused."""
        from casework.services import contact_safety

        point = self.world.point(number)
        if point is None:
            return
        before = contact_safety.of(point)
        after = replace(before, call_ok=False) if wanted.call_ok else replace(before, text_ok=False)
        contact_safety.change(
            point=point, wanted=after, actor=self.world.staff["handler"], now=self.world.now
        )
        self.world.of(number).safety = replace(after, shared=False)

    @rule(number=NUMBER)
    def a_lead_allows_it_again(self, number: str) -> None:
        """Without this most numbers of a long story would be closed for good, and nothing would be tried on them."""
        self.staff_confirm(number, "rang")
        self.staff_opt_in(number, "lead")
        self.staff_note_how_it_may_be_used(number, replace(Safety(), shared=self._is_shared(number)), "lead")

    @rule(number=NUMBER, how=st.sampled_from(["rang", "in_person", "letter"]))
    def staff_confirm(self, number: str, how: str) -> None:
        from casework.services import contact_safety

        self._on(number, lambda point: contact_safety.confirm(point=point, how=how, **self._by("caseworker")))
        if self.world.point(number) is not None:
            self.world.of(number).confirmed = True

    @rule(number=NUMBER)
    def staff_opt_out(self, number: str) -> None:
        from casework.services import contact_safety

        self._on(number, lambda point: contact_safety.opt_out(point=point, how="call", **self._by("handler")))
        if self.world.point(number) is not None:
            self.world.of(number).opted_out = True

    @rule(number=NUMBER, role=ROLE)
    def staff_opt_in(self, number: str, role: str) -> None:
        from casework.services import contact_safety

        def act(point: Any) -> None:
            contact_safety.opt_in(point=point, reason="They rang and asked", **self._by(role))
            self.world.of(number).opted_out = False

        self._on(number, act)

    # What staff do about people

    @rule(one=PICK, other=PICK)
    def two_records_become_one(self, one: int, other: int) -> None:
        from casework.services import people_merge

        people = self.world.people()
        if len(people) < 2:
            return
        keep, gone = people[one % len(people)], people[other % len(people)]
        if keep.pk == gone.pk:
            return
        merge = people_merge.merge(survivor=keep, merged=gone, sure=True, **self._by("caseworker"))
        self.world.merges.append(merge)

    @rule(which=PICK)
    def a_merge_is_undone(self, which: int) -> None:
        from casework.services import people_parted

        if not self.world.merges:
            return
        merge = self.world.merges[which % len(self.world.merges)]
        self._try(lambda: people_parted.undo(merge=merge, **self._by("caseworker")))

    @rule(who=PICK, number=NUMBER)
    def somebody_else_has_it_too(self, who: int, number: str) -> None:
        from casework.services import people, person_points

        known = self.world.people()
        if who % 3 == 0 or not known:
            people.create(
                name=f"Somebody {who}",
                point=self.world.point(number),
                now=self.world.now,
                actor=None,
                job="story",
            )
        else:
            person = known[who % len(known)]
            self._try(
                lambda: person_points.add_point(
                    person=person, kind="phone", raw=number, **self._by("caseworker")
                )
            )

    @rule(which=PICK)
    def a_number_is_taken_off(self, which: int) -> None:
        from casework.services import person_points

        held = self._held(which)
        if held is not None:
            person_points.take_off(person=held.person, point=held.contact_point, **self._by("caseworker"))

    @rule(which=PICK, label=st.sampled_from(["own", "shared", "carer", "work"]), role=ROLE)
    def a_number_gets_another_label(self, which: int, label: str, role: str) -> None:
        from casework.services import person_points

        held = self._held(which)
        if held is None or role == "handler":
            return
        known = self.world.of(held.contact_point.value)

        def act() -> None:
            person_points.change_label(
                person=held.person, point=held.contact_point, label=label, **self._by(role)
            )
            if role == "lead" and label != "shared":
                known.marked_shared = False

        self._try(act)

    # Small words

    def _by(self, role: str) -> dict[str, Any]:
        return {"actor": self.world.staff[role], "now": self.world.now}

    def _held(self, which: int) -> Any:
        from casework.models import PersonContactPoint

        held = list(
            PersonContactPoint.objects.filter(person__merged_into=None, contact_point__kind="phone")
            .select_related("person", "contact_point")
            .order_by("pk")
        )
        return held[which % len(held)] if held else None

    def _is_shared(self, number: str) -> bool:
        from casework.services import contact_safety

        point = self.world.point(number)
        return point is not None and contact_safety.of(point).shared

    def _on(self, number: str, act: Callable[[Any], None]) -> None:
        point = self.world.point(number)
        if point is not None:
            self._try(lambda: act(point))

    def _try(self, act: Callable[[], object]) -> None:
        """A refusal in words is an answer like any other."""
        from casework.errors import REFUSALS

        try:
            act()
        except REFUSALS:
            World.refused += 1
