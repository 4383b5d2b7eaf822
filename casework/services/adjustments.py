"""What people need us to do otherwise: noted by anybody, ended or weakened by a lead with a reason, and never lost.

`Person.adjustments` is these rows as text, for search, rules and every list. Nobody else writes it.
"""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from casework.models import Adjustment, Person, Staff
from casework.permissions import may, require
from casework.services import events, meanwhile, people, person_points
from casework.text import clean, fold, is_blank

LONGEST: Final = 300
LABELS: Final = {"words": "What they need", "review": "Review on", "state": "State"}
# What a role without the right tried to do, as the history says it.
TRIED: Final = {"end": "end an adjustment", "weaken": "take something from an adjustment"}


class CannotChangeAdjustment(Exception):
    """What they need stays on record as it is; the words say why and what to do."""


class MayNotWeaken(CannotChangeAdjustment):
    """They would be given less than before, and whoever tried is no lead."""


def note(
    *,
    person: Person,
    words: str,
    actor: Staff,
    now: datetime,
    since: date | None = None,
    review_on: date | None = None,
    declined: bool = False,
) -> Adjustment:
    """Needed from `since` on (today where nobody says), or offered and `declined`, which is on record too.

    The same words once more are the row that is there. Raises CannotChangeAdjustment, NoSuchPerson.
    """
    require(actor, "note_adjustment")
    since = since or timezone.localdate(now)
    _check_days(since=since, review_on=review_on, now=now)
    return put(
        person=person, words=words, actor=actor, now=now, since=since, review_on=review_on, declined=declined
    )


def put(
    *,
    person: Person,
    words: str,
    now: datetime,
    actor: Staff | None = None,
    job: str = "",
    since: date | None = None,
    review_on: date | None = None,
    declined: bool = False,
) -> Adjustment:
    """The same for a job, and within the transaction of whoever has asked for the right already."""
    line = _line(words)
    with transaction.atomic():
        locked = people.lock([person.pk])[person.pk]
        there = _same(locked, line)
        if there is not None and there.declined == declined:
            return there
        if there is not None and declined:
            raise CannotChangeAdjustment(
                "It is on record as something they need. Ask a lead to end it, with what they said."
            )
        made = Adjustment.objects.create(
            person=locked,
            words=line,
            declined=declined,
            since=since or timezone.localdate(now),
            review_on=None if declined else review_on,
            noted_by=actor,
            noted_at=now,
        )
        what = "offered and declined" if declined else "noted"
        _tell(made, verb="adjustment_noted", words=f"An adjustment was {what}", actor=actor, job=job, now=now)
        _written(locked, person)
    return made


def change(
    *,
    adjustment: Adjustment,
    words: str,
    actor: Staff,
    now: datetime,
    review_on: date | None = None,
    seen: str = "",
) -> Adjustment:
    """Other words, or another day on which somebody asks whether it still fits. `seen`: what was read.

    Words may be added by anybody; what takes some away is a lead's, and the attempt is on record. Raises
    CannotChangeAdjustment, MayNotWeaken, meanwhile.ChangedMeanwhile.
    """
    require(actor, "note_adjustment")
    line = _line(words)
    with transaction.atomic():
        locked = _locked(adjustment, seen=seen)
        if review_on is not None and review_on != locked.review_on:
            _check_days(since=locked.since, review_on=review_on, now=now)
        refused = _weaker(locked, line) and not may(actor, "end_adjustment")
        if refused:
            _tried(locked, what="weaken", actor=actor, now=now)
        elif (locked.words, locked.review_on) != (line, review_on):
            before, locked.words, locked.review_on = told(locked), line, review_on
            locked.save(update_fields=["words", "review_on"])
            _tell(
                locked, verb="adjustment_changed", words="An adjustment was changed", actor=actor, now=now,
                before=before, after=told(locked),
            )  # fmt: skip
            _written(locked.person, adjustment.person)
    if refused:
        raise MayNotWeaken(
            "Only a lead can take words away from what somebody needs. Nothing was saved. Add to the words, or ask a "
            "lead."
        )
    return locked


def end(*, adjustment: Adjustment, because: str, actor: Staff, now: datetime, seen: str = "") -> Adjustment:
    """A lead says that it is not needed any more, and why. It stays on record as ended.

    Raises MayNotWeaken with the attempt on record, CannotChangeAdjustment, meanwhile.ChangedMeanwhile.
    """
    reason = _line(because, missing="Say why it is not needed any more. It is kept on record.")
    with transaction.atomic():
        locked = _locked(adjustment, seen=seen)
        refused = not may(actor, "end_adjustment")
        if refused:
            _tried(locked, what="end", actor=actor, now=now)
        else:
            locked.ended_at, locked.ended_by, locked.ended_because = now, actor, reason
            locked.save(update_fields=["ended_at", "ended_by", "ended_because"])
            _tell(locked, verb="adjustment_ended", words="An adjustment was ended", actor=actor, now=now)
            _written(locked.person, adjustment.person)
    if refused:
        raise MayNotWeaken("Only a lead can end an adjustment. Nothing was changed. Ask a lead, and say why.")
    return locked


def rewrite(person: Person) -> None:
    """The running rows as text, a line each, on the record: within the caller's transaction and lock."""
    running = Adjustment.objects.running().filter(person=person).order_by("since", "id")
    person.adjustments = "\n".join(running.values_list("words", flat=True))
    person.save(update_fields=["adjustments"])


def seen(adjustment: Adjustment) -> str:
    """What a page carries that shows it."""
    return meanwhile.carry(of=adjustment.pk, facts=_facts(adjustment))


def _facts(adjustment: Adjustment) -> dict[str, str]:
    review = adjustment.review_on
    return {
        "words": adjustment.words,
        "review": f"{review.day} {review:%B %Y}" if review else "",
        "state": "Needed" if adjustment.ended_at is None else "Ended",
    }


def told(adjustment: Adjustment) -> dict[str, Any]:
    """As the history keeps it."""
    return {"words": adjustment.words, "review_on": str(adjustment.review_on or "")}


def _line(words: str, missing: str = "Say what they need.") -> str:
    line = " ".join(clean(words).text.split())
    if is_blank(line):
        raise CannotChangeAdjustment(missing)
    if len(line) > LONGEST:
        raise CannotChangeAdjustment(f"Shorten it to {LONGEST} characters or fewer.")
    return line


def _check_days(*, since: date, review_on: date | None, now: datetime) -> None:
    today = timezone.localdate(now)
    if since > today:
        raise CannotChangeAdjustment("They need it from today or an earlier day on. Choose that day.")
    if review_on is not None and review_on < today:
        raise CannotChangeAdjustment("The day of the review has passed. Choose a later one.")


def _same(person: Person, line: str) -> Adjustment | None:
    """A row of these words that has not ended; one that is needed before one that was declined."""
    rows = Adjustment.objects.filter(person=person, ended_at=None).order_by("declined", "id")
    return next((each for each in rows if fold(each.words) == fold(line)), None)


def _weaker(adjustment: Adjustment, line: str) -> bool:
    return fold(adjustment.words) not in fold(line)


def _locked(adjustment: Adjustment, *, seen: str) -> Adjustment:
    """The person first, as everything locks them; where they were merged meanwhile, whoever they became."""
    owner = Adjustment.objects.filter(pk=adjustment.pk).values_list("person", flat=True).first()
    if owner is None:
        raise CannotChangeAdjustment("This is not on record any more. Open the person again.")
    person = people.lock([owner])[owner]
    locked = Adjustment.objects.select_for_update(of=("self",)).get(pk=adjustment.pk)
    locked.person = person
    meanwhile.compare(of=locked.pk, seen=seen, facts=_facts(locked), labels=LABELS)
    if locked.ended_at is not None:
        raise CannotChangeAdjustment("It has ended already. Note it again if they need it again.")
    return locked


def _written(locked: Person, *known: Person) -> None:
    """The text on the record, in the caller's own copies too, and on the desks that show it."""
    rewrite(locked)
    for each in known:
        each.adjustments = locked.adjustments
    person_points.tell_desks(person=locked)


def _tried(adjustment: Adjustment, *, what: str, actor: Staff, now: datetime) -> None:
    words = f"Tried to {TRIED[what]}, and was refused: only a lead can"
    _tell(adjustment, verb="adjustment_refused", words=words, actor=actor, now=now)


def _tell(
    adjustment: Adjustment,
    *,
    verb: str,
    words: str,
    now: datetime,
    actor: Staff | None,
    job: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """What they need stands on the row; the line of history does not repeat it."""
    events.record(
        verb=verb,
        words=words,
        person=adjustment.person,
        actor=actor,
        job="" if actor else job,
        now=now,
        before=before,
        after={"adjustment": str(adjustment.pk), **(after or {})},
    )
