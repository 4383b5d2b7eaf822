"""How a number may be used without harm: noted, tightened, loosened, confirmed, opted out.

Anybody who reads cases can tighten, at once. Loosening is a lead's; that somebody else tried is on record too.
"""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from casework import safety_rules
from casework.models import Case, ContactPoint, PersonContactPoint, Staff
from casework.models.person import PointKind, PointLabel
from casework.permissions import may, require
from casework.safety_rules import Safety
from casework.services import contact_points, live
from casework.text import clean, is_blank

LONGEST_HOURS: Final = 100
LONGEST_NOTE: Final = 500
LONGEST_REASON: Final = 120
# How somebody made sure whose number it is.
CONFIRMED_BY: Final = {
    "rang": "somebody rang it and spoke to them",
    "in_person": "they gave it in person",
    "letter": "they wrote it in a letter",
}
# How somebody asked for no more texts.
ASKED_BY: Final = {"call": "by phone", "in_person": "in person", "writing": "in writing"}
COLUMNS: Final = (
    "text_ok", "call_ok", "voicemail_ok", "say_who_we_are", "safe_from", "safe_until", "safe_hours", "do_not_use",
    "safety_note",
)  # fmt: skip


class CannotChangeSafety(Exception):
    """What is on record about the number stays; the words say why and what to do."""


class MayNotLoosen(CannotChangeSafety):
    """It would make somebody less safe, and whoever tried is no lead."""


def of(point: ContactPoint) -> Safety:
    """As it is on record: 1 statement."""
    shared = PersonContactPoint.objects.filter(
        contact_point=point, label=PointLabel.SHARED, person__merged_into=None
    ).exists()
    return Safety(**{name: getattr(point, name) for name in COLUMNS}, shared=shared)


def change(*, point: ContactPoint, wanted: Safety, actor: Staff, now: datetime, seen: str = "") -> None:
    """All of it as it is from now on. `seen`: the mark of what the actor had read.

    Raises CannotChangeSafety, and MayNotLoosen with the attempt on record.
    """
    require(actor, "tighten_safety")
    wanted = _tidied(wanted)
    with transaction.atomic():
        locked, cases = _locked(point)
        before = of(locked)
        if seen and seen != safety_rules.mark(before):
            raise CannotChangeSafety(
                "Somebody has changed this since you opened it. It is shown as it is now: change it again if you must."
            )
        loosened = safety_rules.loosened(before, wanted)
        refused = bool(loosened) and not may(actor, "loosen_safety")
        if refused:
            _tried(locked, loosened=loosened, cases=cases, actor=actor, now=now)
        else:
            _write(locked, before=before, wanted=wanted, cases=cases, actor=actor, now=now)
    if refused:
        raise MayNotLoosen(
            f"Only a lead can allow this: {', '.join(loosened)}. Nothing was saved. Ask a lead, or change only what "
            "makes it safer."
        )


def confirm(*, point: ContactPoint, how: str, actor: Staff, now: datetime) -> None:
    """Somebody made sure that it is theirs, so it can be texted. Saying it twice changes nothing."""
    require(actor, "confirm_number")
    if how not in CONFIRMED_BY:
        raise CannotChangeSafety("Choose how you know that it is theirs.")
    with transaction.atomic():
        locked, cases = _locked(point)
        if locked.confirmed_at is not None:
            return
        contact_points.confirm(contact_point=locked, now=now)
        words = f"A {_word(locked)} is confirmed: {CONFIRMED_BY[how]}"
        _tell(
            locked,
            verb="number_confirmed",
            words=words,
            cases=cases,
            actor=actor,
            now=now,
            after={"how": how},
        )


def opt_out(*, point: ContactPoint, how: str, actor: Staff, now: datetime) -> None:
    """They asked us, in whatever way, not to be texted. Only their START, or a lead with a reason, ends it."""
    require(actor, "tighten_safety")
    if how not in ASKED_BY:
        raise CannotChangeSafety("Choose how they asked.")
    with transaction.atomic():
        locked, cases = _locked(point)
        if locked.kind != PointKind.PHONE:
            raise CannotChangeSafety("Only phone numbers are texted. Tick “do not use” instead.")
        contact_points.opt_out(
            contact_point=locked, how=f"They asked for it {ASKED_BY[how]}", now=now, actor=actor
        )
        _look_again(cases)


def opt_in(*, point: ContactPoint, reason: str, actor: Staff, now: datetime) -> None:
    """A lead takes it on themselves that this number may be texted again."""
    typed = " ".join(clean(reason).text.split())
    if is_blank(typed):
        raise CannotChangeSafety("Say why this number may be texted again. It is kept on record.")
    if len(typed) > LONGEST_REASON:
        raise CannotChangeSafety(f"Shorten the reason to {LONGEST_REASON} characters or fewer.")
    with transaction.atomic():
        locked, cases = _locked(point)
        refused = not may(actor, "loosen_safety")
        if refused:
            _tried(
                locked, loosened=("texting it in spite of the opt-out",), cases=cases, actor=actor, now=now
            )
        else:
            contact_points.opt_in(
                contact_point=locked, how=f"A lead ended the opt-out: {typed}", now=now, actor=actor
            )
            _look_again(cases)
    if refused:
        raise MayNotLoosen("Only a lead can end an opt-out. The person can end it by texting START to us.")


def _locked(point: ContactPoint) -> tuple[ContactPoint, list[Case]]:
    """As everything locks them: whoever files or merges at this number waits, then the cases, then the number's row."""
    contact_points.lock(kind=point.kind, value=point.value)
    wanted = Case.objects.open().of_point(point).order_by("pk")
    cases = list(
        wanted.only("pk", "reference").select_for_update(of=("self",), no_key=True)[
            : contact_points.MOST_TOLD
        ]
    )
    return ContactPoint.objects.select_for_update(no_key=True).get(pk=point.pk), cases


def _tidied(wanted: Safety) -> Safety:
    hours, note = clean(wanted.safe_hours).text.strip(), clean(wanted.safety_note).text.strip()
    if len(hours) > LONGEST_HOURS or len(note) > LONGEST_NOTE:
        raise CannotChangeSafety("Shorten what you wrote.")
    if (wanted.safe_from is None) != (wanted.safe_until is None):
        raise CannotChangeSafety("Say when the safe hours begin and when they end, or leave both empty.")
    return Safety(**{**_columns(wanted), "safe_hours": hours, "safety_note": note}, shared=wanted.shared)


def _columns(safety: Safety) -> dict[str, Any]:
    return {name: getattr(safety, name) for name in COLUMNS}


def _write(
    point: ContactPoint, *, before: Safety, wanted: Safety, cases: list[Case], actor: Staff, now: datetime
) -> None:
    differences = safety_rules.changed(before, wanted)
    if not differences:
        return
    if wanted.shared != before.shared:
        _share(point, shared=wanted.shared)
    for name, value in _columns(wanted).items():
        setattr(point, name, value)
    point.save(update_fields=list(COLUMNS))
    _tell(
        point,
        verb="safety_changed",
        words=f"Safe contact of a {_word(point)} changed. {'. '.join(differences)}",
        cases=cases,
        actor=actor,
        now=now,
        before=safety_rules.told(before),
        after=safety_rules.told(wanted),
    )


def _share(point: ContactPoint, *, shared: bool) -> None:
    held = PersonContactPoint.objects.filter(contact_point=point, person__merged_into=None)
    if not held.exists():
        raise CannotChangeSafety("Say first who it is at this number. Then mark it as shared.")
    if not shared and held.count() > 1:
        raise CannotChangeSafety(
            "Several people are on record at this number, so it is shared. Take off those whose it is not."
        )
    if shared:
        held.update(label=PointLabel.SHARED)
    else:
        held.filter(label=PointLabel.SHARED).update(label=PointLabel.OWN)


def _tried(
    point: ContactPoint, *, loosened: tuple[str, ...], cases: list[Case], actor: Staff, now: datetime
) -> None:
    words = f"Tried to loosen the safe contact of a {_word(point)}, and was refused: {', '.join(loosened)}"
    _tell(point, verb="safety_refused", words=words, cases=cases, actor=actor, now=now)


def _tell(point: ContactPoint, *, cases: list[Case], **told: Any) -> None:
    contact_points.tell(contact_point=point, cases=cases, **told)
    _look_again(cases)


def _look_again(cases: list[Case]) -> None:
    for case in cases:
        live.changed(case=case)


def _word(point: ContactPoint) -> str:
    return PointKind(point.kind).label.lower() if point.kind != PointKind.OTHER else "way to reach them"
