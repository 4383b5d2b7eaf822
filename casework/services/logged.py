"""A contact that a member of staff puts on record: a call they took, somebody they spoke with.

With it, in the same transaction, comes what was agreed in it: the callback, and that several people use the telephone.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from casework.models import Call, Contact, FollowUp, PersonContactPoint, Staff, Team
from casework.models.contact import Filing
from casework.models.follow_up import FollowUpKind
from casework.models.person import PointLabel
from casework.permissions import require, visible_cases
from casework.services import calls_in_progress, contact_points, events, follow_ups, intake, people
from casework.services.arrivals import Arrival, Taken
from casework.text import shorten

WORDS_OF_A_CALLBACK = 200


class MustChoose(Exception):
    """The rules cannot tell which case it is about, and whoever logs it can. Nothing was written."""

    def __init__(self, references: list[str]) -> None:
        super().__init__("They have more than one case this could be about. Choose one, or a new case.")
        self.references = references


@dataclass(frozen=True, kw_only=True)
class Callback:
    """What they were told. `number` is "" for the one they rang from; `due_at` None for the next morning of the team."""

    number: str = ""
    window_from: datetime | None = None
    due_at: datetime | None = None
    owner: Staff | None = None


def log_contact(
    *,
    arrival: Arrival,
    actor: Staff,
    now: datetime,
    late_because: str = "",
    callback: Callback | None = None,
    shared: bool = False,
    going: UUID | None = None,
    call: UUID | None = None,
) -> Taken:
    """Put it on record, with the reason where it is logged long after it took place.

    `shared`: others use the number they rang from. `going` is the call in progress that ends with it, `call` what the
    telephone company told of it. Raises MustChoose where the person logging it can decide better than a later
    colleague. Where they may see none of the cases in question, the contact is held for a colleague who may, as from
    any other channel.
    """
    require(actor, "log_contact")
    with transaction.atomic():
        if going is not None:
            calls_in_progress.lock(going)
        taken = intake.take_in(arrival=arrival, actor=actor, now=now)
        if taken.created and taken.contact.filing == Filing.HELD:
            _ask_which(arrival=arrival, candidates=taken.contact.candidates, actor=actor)
        if taken.created:
            _add(taken, arrival=arrival, actor=actor, now=now, late_because=late_because, shared=shared)
            if callback is not None:
                promise(taken=taken, callback=callback, actor=actor, now=now)
            if call is not None:
                Call.objects.filter(pk=call, contact=None).update(contact=taken.contact)
        if going is not None:
            calls_in_progress.logged(going=going, author=actor)
    return taken


def _ask_which(*, arrival: Arrival, candidates: list[str], actor: Staff) -> None:
    """Undoes the hold by raising, while the form with all that was typed is still in front of the person."""
    seen = visible_cases(actor).filter(reference__in=candidates).order_by("-last_activity_at", "-id")
    found = list(seen.values_list("reference", flat=True)[:20])
    if found and not arrival.staff_choice:
        raise MustChoose(found)


def _add(
    taken: Taken, *, arrival: Arrival, actor: Staff, now: datetime, late_because: str, shared: bool
) -> None:
    if late_because:
        events.record(
            verb="logged_late",
            words="Put on record later, with a reason",
            case=taken.case,
            contact=taken.contact,
            actor=actor,
            now=now,
            after={"because": late_because, "took_place_at": arrival.took_place_at.isoformat()},
        )
    if shared:
        _say_it_is_shared(contact=taken.contact, actor=actor, now=now)


def _say_it_is_shared(*, contact: Contact, actor: Staff, now: datetime) -> None:
    """Tightening, so anybody may: from now on nothing private goes to this number by itself."""
    held = PersonContactPoint.objects.filter(
        person=contact.person_id, contact_point=contact.contact_point_id
    ).select_related("person", "contact_point")
    for each in held.exclude(label=PointLabel.SHARED):
        before, each.label = each.label, PointLabel.SHARED
        each.save(update_fields=["label"])
        events.record(
            verb="point_relabelled",
            words=f"A phone number is marked as “{PointLabel.SHARED.label.lower()}”",
            person=each.person,
            actor=actor,
            now=now,
            before={"contact_point": str(each.contact_point_id), "label": before},
            after={"contact_point": str(each.contact_point_id), "label": PointLabel.SHARED},
        )


def promise(*, taken: Taken, callback: Callback, actor: Staff, now: datetime) -> FollowUp | None:
    """The callback that they were promised: with the case, or where there is none with a team of the handler's."""
    contact, case = taken.contact, taken.case
    team = case.team if case is not None else first_team(actor)
    point = contact.contact_point
    if callback.number:
        point = contact_points.find_or_create(kind="phone", raw=callback.number) or point
        if contact.person is not None and point is not None:
            people.attach(person=contact.person, point=point)
    return follow_ups.make(
        case=case,
        contact=contact,
        team=team,
        kind=FollowUpKind.CALLBACK,
        words=_about(contact),
        window_from=callback.window_from,
        due_at=callback.due_at or follow_ups.tomorrow_morning(team=team, now=now),
        person=contact.person,
        contact_point=point,
        owner=callback.owner if _sees(callback.owner, taken) else None,
        actor=actor,
        now=now,
    )


def _about(contact: Contact) -> str:
    """The beginning of what they said: whoever rings back knows why before they dial."""
    said = " ".join(contact.body.split())
    return f"Ring back: {shorten(said, WORDS_OF_A_CALLBACK, ending='…')}" if said else "Ring back"


def _sees(owner: Staff | None, taken: Taken) -> bool:
    """A callback on a case that its owner may not see would be with nobody: then it is the team's."""
    if owner is None or taken.case is None:
        return owner is not None
    return visible_cases(owner).filter(pk=taken.case.pk).exists()


def first_team(staff: Staff) -> Team:
    """Whose a promise is where there is no case."""
    return staff.teams.filter(active=True).order_by("memberships__pk").first() or Team.triage()
