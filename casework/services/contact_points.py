"""Numbers and addresses: found or made by their normalised form, and what is on record about them."""

from datetime import datetime
from typing import Any, Final

from django.db import connection

from casework import phone_numbers
from casework.models import Case, ContactPoint, Staff
from casework.models.person import PointKind
from casework.services import events

# People and open cases that are told when something about their number changes.
MOST_TOLD: Final = 50
# Kinds of number behind which nobody can be told apart: whoever types 999 does not share a telephone.
NOBODYS = ("withheld", "emergency")


def normalised(*, kind: str, raw: str) -> str:
    """The form in which a contact point is stored once; "" where nobody can be told apart by it (withheld)."""
    raw = raw.strip()
    if kind == PointKind.PHONE:
        number = phone_numbers.read(raw)
        return "" if number.kind in NOBODYS else (number.value or raw[:320])
    if kind == PointKind.EMAIL:
        return raw.casefold()[:320]
    return " ".join(raw.split())[:320]


def lock(*, kind: str, value: str) -> None:
    """Contacts of one contact point are filed one after the other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind}:{value}"])


def find_or_create(*, kind: str, raw: str) -> ContactPoint | None:
    value = normalised(kind=kind, raw=raw)
    if not value:
        return None
    point, _ = ContactPoint.objects.get_or_create(
        kind=kind, value=value, defaults={"as_typed": raw.strip()[:320]}
    )
    return point


def opt_out(
    *,
    contact_point: ContactPoint,
    how: str,
    now: datetime,
    job: str = "",
    actor: Staff | None = None,
) -> None:
    """Nothing is sent to this number any more, until it says START. Saying it twice changes nothing."""
    _lock_cases(contact_point)
    changed = ContactPoint.objects.filter(pk=contact_point.pk, opted_out_at=None).update(
        opted_out_at=now, opted_out_how=how
    )
    if changed:
        _tell_cases(
            contact_point=contact_point,
            verb="opted_out",
            words=f"{how}. No texts can be sent to this number.",
            now=now,
            job=job,
            actor=actor,
        )


def opt_in(
    *,
    contact_point: ContactPoint,
    how: str,
    now: datetime,
    job: str = "",
    actor: Staff | None = None,
) -> None:
    _lock_cases(contact_point)
    changed = (
        ContactPoint.objects.filter(pk=contact_point.pk)
        .exclude(opted_out_at=None)
        .update(opted_out_at=None, opted_out_how="")
    )
    if changed:
        _tell_cases(
            contact_point=contact_point,
            verb="opted_in",
            words=f"{how}. Texts can be sent again.",
            now=now,
            job=job,
            actor=actor,
        )


def _lock_cases(contact_point: ContactPoint) -> None:
    """Cases before numbers, as everybody locks them: whoever answers one at this moment holds the case already."""
    cases = Case.objects.open().of_point(contact_point).order_by("pk")
    list(cases.select_for_update(of=("self",), no_key=True).values("pk")[:MOST_TOLD])


def _tell_cases(
    *,
    contact_point: ContactPoint,
    verb: str,
    words: str,
    now: datetime,
    job: str,
    actor: Staff | None,
) -> None:
    cases = list(Case.objects.open().of_point(contact_point)[:MOST_TOLD])
    tell(contact_point=contact_point, verb=verb, words=words, cases=cases, now=now, job=job, actor=actor)


def tell(
    *,
    contact_point: ContactPoint,
    verb: str,
    words: str,
    cases: list[Case],
    now: datetime,
    job: str = "",
    actor: Staff | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """On the record of everybody who has the number, and on these cases; by itself where nobody has it."""
    told: dict[str, Any] = {"verb": verb, "words": words, "now": now, "job": job, "actor": actor}
    told |= {"before": before, "after": {"contact_point": str(contact_point.pk), **(after or {})}}
    holders = list(contact_point.people.filter(merged_into=None).order_by("pk")[:MOST_TOLD])
    for person in holders:
        events.record(person=person, **told)
    if not holders:
        events.record(**told)
    for case in cases:
        events.record(case=case, **told)


def confirm(*, contact_point: ContactPoint, now: datetime) -> None:
    """The number has written to us itself, so an answer to it reaches whoever wrote."""
    if contact_point.confirmed_at is None:
        contact_point.confirmed_at = now
        contact_point.save(update_fields=["confirmed_at"])
