"""Plays the scripted conversations through the services that real ones use, each step at its own time."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from casework.demo import clock, office, people, picture
from casework.demo.furnish import JOB
from casework.demo.script import Step, Story
from casework.models import Case, Contact, Delivery, Person, Staff
from casework.models.delivery import DeliveryStatus
from casework.services import assignment, deliveries, notes, replies, status
from casework.services.arrivals import Arrival, IncomingFile
from casework.services.intake import take_in

ACCOUNT: Final = "demo"
_REFERENCE: Final = re.compile(r"\{ref(?::([a-z0-9-]+))?\}")
# What the telephone companies' codes mean, for the deliveries that the scripts let fail.
FAILURES: Final = {
    "30003": "The phone is switched off or out of reach.",
    "30006": "This number cannot receive texts.",
}


class ScriptBroken(Exception):
    """A script asks for something that the office's own rules do not allow."""


@dataclass
class Player:
    now: datetime
    people: Mapping[str, Person]
    staff: Mapping[str, Staff]
    cases: dict[str, Case] = field(default_factory=dict)  # by key of the story

    def play(self, stories: tuple[Story, ...], *, progress: Callable[[int, int], None]) -> None:
        steps = sorted(self._timed(stories), key=lambda timed: timed[0])
        for number, (at, place, story, step) in enumerate(steps, start=1):
            self._step(at=at, place=place, story=story, step=step)
            progress(number, len(steps))

    def _timed(self, stories: tuple[Story, ...]) -> Iterator[tuple[datetime, int, Story, Step]]:
        for story in stories:
            for place, step in enumerate(story.steps, start=1):
                yield clock.moment(step.at, now=self.now), place, story, step

    def _step(self, *, at: datetime, place: int, story: Story, step: Step) -> None:
        does = {
            "note": self._note,
            "reply": self._reply,
            "take": self._take,
            "assign": self._assign,
            "status": self._status,
        }.get(step.kind)
        if does is None:
            self._contact(at=at, place=place, story=story, step=step)
            return
        case = self.cases.get(story.key)
        if case is None:
            raise ScriptBroken(f"{story.key}: there is no case yet for step {place} ({step.kind}).")
        case.refresh_from_db()
        does(case=case, step=step, at=at)

    # What the office does.

    def _note(self, *, case: Case, step: Step, at: datetime) -> None:
        notes.add_note(case=case, body=step.body, actor=self.staff[step.by], now=at)

    def _take(self, *, case: Case, step: Step, at: datetime) -> None:
        assignment.take(case=case, actor=self.staff[step.by], now=at)

    def _assign(self, *, case: Case, step: Step, at: datetime) -> None:
        assignment.assign(case=case, to=self.staff[step.more["to"]], actor=self.staff[step.by], now=at)

    def _status(self, *, case: Case, step: Step, at: datetime) -> None:
        wanted = step.more["to"]
        status.change_status(
            case=case, to=wanted, actor=self.staff[step.by], now=at, outcome=step.more["outcome"]
        )

    def _reply(self, *, case: Case, step: Step, at: datetime) -> None:
        ways = replies.ways(case=case, now=at)
        open_way = next((point for _, point, refused in ways if refused is None), None)
        if open_way is None:
            raise ScriptBroken(f"{case.summary}: nobody can be texted. {[refused for *_, refused in ways]}")
        body = self._with_references(step.body, case)
        sent = replies.reply(case=case, body=body, contact_point=open_way, actor=self.staff[step.by], now=at)
        settle(contact=sent, now=at, ends=step.more["ends"], code=step.more["code"])

    # What people do.

    def _contact(self, *, at: datetime, place: int, story: Story, step: Step) -> None:
        case = self.cases.get(story.key)
        if case is not None:
            case.refresh_from_db()
        arrival = replace(
            self._arrival(at=at, story=story, step=step, case=case), external_id=f"demo:{story.key}:{place}"
        )
        logged_at = min(self.now, at + timedelta(minutes=step.more.get("logged", 0)))
        actor = self.staff[step.by] if step.by else None
        taken = take_in(arrival=arrival, actor=actor, job="" if actor else JOB, now=logged_at)
        if taken.case is not None:
            self.cases.setdefault(story.key, taken.case)
        point = taken.contact.contact_point
        waiting = Contact.objects.filter(contact_point=point, delivery__status=DeliveryStatus.QUEUED)
        for answer in waiting if point else ():
            settle(contact=answer, now=at)

    def _arrival(self, *, at: datetime, story: Story, step: Step, case: Case | None) -> Arrival:
        person = self.people.get(story.who)
        plain = Arrival(
            channel={"text": "sms", "web": "web", "call": "phone", "visit": "in_person"}[step.kind],
            body=self._with_references(step.body, case),
            took_place_at=at,
            sender=step.more.get("number") or self._number(story),
            person_name=step.more.get("name") or story.name or (person.name if person else ""),
            service_code=step.service,
            answers={
                code: clock.dated(value, now=self.now) for code, value in step.more.get("answers", {}).items()
            },
            postcode=step.more.get("postcode", ""),
            location=step.more.get("location", ""),
            language=step.more.get("language", ""),
            subject_name=step.more.get("about", ""),
            account=ACCOUNT,
        )
        return {"text": _text, "web": _form, "call": _call, "visit": _visit}[step.kind](
            plain, step.more, person, case
        )

    def _number(self, story: Story) -> str:
        if story.number or not story.who:
            return story.number
        if story.who in people.STRANGERS:
            return people.STRANGERS[story.who]
        return next(each for each in people.PEOPLE if each.key == story.who).points[0].raw

    def _with_references(self, body: str, case: Case | None) -> str:
        def reference(found: re.Match[str]) -> str:
            meant = self.cases[found[1]] if found[1] else case
            if meant is None:
                raise ScriptBroken(f"No case is meant by {found[0]} in “{body[:60]}”.")
            return meant.reference

        return _REFERENCE.sub(reference, body)


More = Mapping[str, Any]


def _text(plain: Arrival, more: More, person: Person | None, case: Case | None) -> Arrival:
    return replace(
        plain, person_name="", sender_confirmed=True, arrived_at=more.get("to") or office.MAIN_NUMBER
    )


def _form(plain: Arrival, more: More, person: Person | None, case: Case | None) -> Arrival:
    return replace(
        plain,
        arrived_at=f"/request/{plain.service_code}/",
        files=_photo(more["photo"]) if "photo" in more else (),
        quarantine=more.get("quarantine", ""),
    )


def _photo(name: str) -> tuple[IncomingFile, ...]:
    return (IncomingFile(name=name, content=picture.png(name), content_type="image/png", question="photo"),)


def _call(plain: Arrival, more: More, person: Person | None, case: Case | None) -> Arrival:
    return replace(
        _logged(plain, more, person, case),
        sender_confirmed=bool(plain.sender),
        duration_seconds=more["minutes"] * 60,
    )


def _visit(plain: Arrival, more: More, person: Person | None, case: Case | None) -> Arrival:
    logged = _logged(plain, more, person, case)
    return replace(
        logged,
        sender="" if person else plain.sender,
        place=more["place"],
        present=more.get("present", ""),
    )


def _logged(plain: Arrival, more: More, person: Person | None, case: Case | None) -> Arrival:
    choice = more.get("choose", "")
    if choice == "this" and case is None:
        raise ScriptBroken(f"No case to choose for “{plain.body[:60]}”.")
    return replace(
        plain,
        person_id=person.pk if person else None,
        outcome=more["outcome"],
        staff_choice=case.reference if case and choice == "this" else choice,
    )


def settle(*, contact: Contact, now: datetime, ends: str = "delivered", code: str = "") -> None:
    """What the phone company would have said about a text of ours. Nothing is sent."""
    delivery = Delivery.objects.get(contact=contact)
    words = FAILURES.get(code, "")
    if not deliveries.begin(delivery=delivery, now=now + timedelta(seconds=1), job=JOB):
        return
    if ends == "failed":
        at = now + timedelta(seconds=2)
        deliveries.failed(delivery=delivery, words=words, code=code, permanent=True, now=at, job=JOB)
        return
    made_up = f"demo-{delivery.pk.hex}"
    deliveries.accepted(
        delivery=delivery,
        provider_id=made_up,
        segments=delivery.segments,
        now=now + timedelta(seconds=2),
        job=JOB,
    )
    deliveries.advance(
        delivery=delivery, status=ends, code=code, words=words, now=now + timedelta(seconds=6), job=JOB
    )
