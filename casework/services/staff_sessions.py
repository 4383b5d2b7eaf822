"""Logging somebody out everywhere, at once."""

from django.utils import timezone

from casework.models import Session, Staff


def end_all(*, staff: Staff) -> int:
    """How many there were."""
    # By the real clock, as the sessions themselves have it.
    return Session.objects.filter(staff=staff, expire_date__gt=timezone.now()).delete()[0]
