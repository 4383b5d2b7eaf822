"""Small, deterministic makers of what a test needs. Each returns saved rows; nothing is random."""

from datetime import UTC, datetime, timedelta
from typing import Any

from casework.ids import uuid7
from casework.models import (
    Case,
    Membership,
    Office,
    OpeningHours,
    Question,
    RuleSetVersion,
    Service,
    Staff,
    Team,
)
from casework.services.arrivals import Arrival, Taken
from casework.services.intake import take_in

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
AMINA = "07700 900101"
BEN = "07700 900102"
LANDLINE = "01632 960001"


def office(**fields: Any) -> Office:
    """The office with its triage team, which every case needs."""
    Team.objects.get_or_create(code="triage", defaults={"name": "Triage", "is_triage": True})
    found, _ = Office.objects.update_or_create(pk=1, defaults={"name": "Riverbank Help", **fields})
    return found


def team(code: str = "housing", **fields: Any) -> Team:
    found, _ = Team.objects.get_or_create(
        code=code, defaults={"name": code.replace("-", " ").capitalize(), **fields}
    )
    return found


def staff(
    username: str,
    *,
    role: str = "caseworker",
    teams: tuple[str, ...] = ("triage", "housing"),
    lead: bool = False,
    **fields: Any,
) -> Staff:
    office()
    person = Staff.objects.create_user(
        username=username,
        password="onequeue-demo",
        full_name=username.capitalize() + " Example",
        role=role,
        **fields,
    )
    for code in teams:
        Membership.objects.create(staff=person, team=team(code), is_lead=lead)
    return person


def rules(*documents: dict[str, Any], at: datetime | None = None) -> RuleSetVersion:
    """These rules, in force. Each needs a name only; what has no id is given one."""
    newest = RuleSetVersion.objects.order_by("-number").first()
    return RuleSetVersion.objects.create(
        number=newest.number + 1 if newest else 1,
        rules=[{"id": str(uuid7()), **each} for each in documents],
        job="test",
        reason="For a test",
        at=at or NOW,
    )


def opening_hours(team: Team | None = None, *slots: tuple[int, str, str]) -> None:
    """Monday to Friday from nine to half past five, or these slots of (weekday, opens, closes)."""
    for weekday, opens, closes in slots or [(day, "09:00", "17:30") for day in range(5)]:
        OpeningHours.objects.create(team=team, weekday=weekday, opens=opens, closes=closes)


def service(code: str = "housing-repair", **fields: Any) -> Service:
    name = fields.pop("name", code.replace("-", " ").capitalize())
    found, _ = Service.objects.get_or_create(code=code, defaults={"name": name, **fields})
    return found


def question(of: Service, code: str, kind: str = "text", **fields: Any) -> Question:
    return Question.objects.create(
        service=of,
        code=code,
        kind=kind,
        label=fields.pop("label", code.capitalize()),
        position=of.questions.count(),
        **fields,
    )


def text(
    body: str = "My boiler is broken",
    *,
    sender: str = AMINA,
    at: datetime = NOW,
    sid: str = "",
    **fields: Any,
) -> Taken:
    """A text message taken in by the inbox."""
    arrival = Arrival(
        channel="sms",
        body=body,
        sender=sender,
        sender_confirmed=True,
        took_place_at=at,
        arrived_at="+447700900000",
        account="AC1" if sid else "",
        external_id=sid,
        **fields,
    )
    return take_in(arrival=arrival, job="inbox", now=at)


def call(
    body: str = "Rang about the boiler", *, by: Staff, sender: str = AMINA, at: datetime = NOW, **fields: Any
) -> Taken:
    fields.setdefault("outcome", "passed_on")
    arrival = Arrival(
        channel="phone", body=body, sender=sender, sender_confirmed=True, took_place_at=at, **fields
    )
    return take_in(arrival=arrival, actor=by, now=at)


def form(
    body: str = "The bin was missed", *, sender: str = AMINA, at: datetime = NOW, **fields: Any
) -> Taken:
    arrival = Arrival(channel="web", body=body, sender=sender, took_place_at=at, **fields)
    return take_in(arrival=arrival, job="web form", now=at)


def case(body: str = "My boiler is broken", **fields: Any) -> Case:
    """A case opened by a text, as the database has it."""
    office()
    taken = text(body, **fields)
    assert taken.case is not None
    return Case.objects.get(pk=taken.case.pk)


def later(**delta: float) -> datetime:
    return NOW + timedelta(**delta)
