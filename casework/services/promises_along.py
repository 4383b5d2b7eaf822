"""What was promised in a contact goes where the contact goes: onto the case it is filed on, and back with it.

A follow-up without a case has a team; one that came along keeps it, so that it can go back.
"""

from datetime import datetime

from casework.models import Case, Contact, FollowUp, Staff
from casework.services import events


def bring(*, contact: Contact, case: Case, actor: Staff, now: datetime) -> None:
    """Within the caller's transaction, which holds the case and the contact: 1 statement where nothing was promised."""
    theirs = FollowUp.objects.open().filter(contact=contact, case=None)
    for follow_up in theirs.select_for_update(of=("self",)).order_by("pk"):
        follow_up.case = case
        follow_up.save(update_fields=["case"])
        _tell(follow_up, "came along with its contact", case=case, actor=actor, now=now)


def take_back(*, contact: Contact, case: Case, actor: Staff, now: datetime) -> None:
    """The move is undone: what still stands is its team's again."""
    theirs = FollowUp.objects.open().filter(contact=contact, case=case, team__isnull=False)
    for follow_up in theirs.select_for_update(of=("self",)).order_by("pk"):
        follow_up.case = None
        follow_up.save(update_fields=["case"])
        _tell(follow_up, "went back with its contact", case=case, actor=actor, now=now)


def _tell(follow_up: FollowUp, words: str, *, case: Case, actor: Staff, now: datetime) -> None:
    events.record(
        verb="follow_up_moved",
        words=f"{follow_up.get_kind_display()} {words}",
        case=case,
        contact=follow_up.contact,
        actor=actor,
        now=now,
        after={"follow_up": str(follow_up.pk)},
    )
