"""The facts the filing engine needs about one arrival, read from the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from casework import filing, references
from casework.models import Case, Contact, ContactPoint, Office, Party, Staff
from casework.models.delivery import DeliveryStatus
from casework.permissions import visible_cases
from casework.services.arrivals import Arrival

# More cases than this at one number (a hostel's desk, a call box) are a person's choice anyway.
MOST_CASES = 200
TEXTS = ("sms",)
NEVER_SENT = (DeliveryStatus.REFUSED, DeliveryStatus.FAILED)


@dataclass(frozen=True, kw_only=True)
class Gathered:
    facts: filing.Facts
    cases: dict[str, Case]  # by reference, which is the engine's key
    named: tuple[str, ...]


def gather(
    *,
    arrival: Arrival,
    body: str,
    point: ContactPoint | None,
    actor: Staff | None,
    seen_before: bool = False,
) -> Gathered:
    office = Office.current()
    outbound = _latest_text(point=point, at=arrival.took_place_at)
    own = _own_cases(arrival=arrival, point=point, actor=actor, office=office, outbound=outbound)
    mentioned = references.find_references(body)
    wanted = {*mentioned, arrival.link, arrival.staff_choice} - {"", "new", "none"} - set(own)
    others = (
        {case.reference: case for case in _with_parties(Case.objects.filter(reference__in=wanted))}
        if wanted
        else {}
    )
    cases = own | others
    facts = filing.Facts(
        contact=filing.ContactFact(
            channel=arrival.channel,
            text=body,
            at=arrival.took_place_at,
            staff_choice=arrival.staff_choice or None,
            link=arrival.link if arrival.link in cases else None,
            service=arrival.service_code or None,
            seen_before=seen_before,
        ),
        cases=tuple(_fact(case=case, point=point, is_party=key in own) for key, case in cases.items()),
        named={ref: ref for ref in mentioned if ref in cases},
        outbound=(
            filing.OutboundFact(
                case=outbound.case.reference,
                channel=outbound.channel,
                at=outbound.took_place_at,
            ),
        )
        if outbound and outbound.case
        else (),
        question=None,
        opted_out=bool(point and point.opted_out_at),
        settings=filing.Settings(
            reply_window=timedelta(hours=office.reply_window_hours),
            question_window=timedelta(hours=office.question_window_hours),
            reopen_window=office.reopen_window,
        ),
    )
    return Gathered(facts=facts, cases=cases, named=mentioned)


def _latest_text(*, point: ContactPoint | None, at: datetime) -> Contact | None:
    """Our last text about a case that went out. A call or a text that was never sent is not what they answer."""
    if point is None:
        return None
    return (
        Contact.objects.filter(
            contact_point=point, channel__in=TEXTS, direction="out", case__isnull=False, took_place_at__lte=at
        )
        .exclude(delivery__status__in=NEVER_SENT)
        .select_related("case")
        .order_by("-took_place_at", "-id")
        .first()
    )


def _own_cases(
    *,
    arrival: Arrival,
    point: ContactPoint | None,
    actor: Staff | None,
    office: Office,
    outbound: Contact | None,
) -> dict[str, Case]:
    """The sender's cases that a rule could still reach.

    For a contact that staff log, restricted cases they may not see are left out: the caller's record must look
    ordinary to them, and a new case that looks ordinary is what they get.
    """
    parties = Q(pk__in=())
    if point is not None:
        parties |= Q(pk__in=Case.objects.of_point(point).values("pk"))
    if arrival.person_id is not None:
        parties |= Q(pk__in=Party.objects.filter(person=arrival.person_id).values("case"))
    if point is None and arrival.person_id is None:
        return {}
    reachable = Q(is_open=True) | Q(closed_at__gte=arrival.took_place_at - office.reopen_window)
    if outbound is not None:
        reachable |= Q(pk=outbound.case_id)
    mentioned = [
        ref
        for ref in (
            *references.find_references(arrival.body),
            arrival.link,
            arrival.staff_choice,
        )
        if ref
    ]
    if mentioned:
        reachable |= Q(reference__in=mentioned)
    cases = Case.objects.filter(parties).filter(reachable, merged_into=None)
    if actor is not None:
        cases = cases.filter(Q(restricted=False) | Q(pk__in=visible_cases(actor).values("pk")))
    found = _with_parties(cases.order_by("-is_open", "-last_activity_at", "-id"))[:MOST_CASES]
    return {case.reference: case for case in found}


def _with_parties(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("service").prefetch_related(
        Prefetch(
            "parties",
            queryset=Party.objects.select_related("person"),
            to_attr="known_parties",
        )
    )


def _fact(*, case: Case, point: ContactPoint | None, is_party: bool) -> filing.CaseFact:
    holders = set(point.people.values_list("pk", flat=True)) if point and is_party else set()
    through = tuple(
        str(party.person_id)
        for party in case.known_parties  # type: ignore[attr-defined]  # by _with_parties
        if party.person_id in holders
    )
    return filing.CaseFact(
        key=case.reference,
        reference=case.reference,
        service=case.service.code if case.service else "",
        service_name=case.service.name if case.service else "request",
        origin=case.origin,
        is_open=case.is_open,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        last_activity=case.last_activity_at,
        sender_is_party=is_party,
        restricted=case.restricted,
        parties=through,
    )
