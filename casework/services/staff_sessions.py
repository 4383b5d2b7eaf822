"""Logging somebody out everywhere, at once."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from casework.models import Staff


def end_all(*, staff: Staff) -> int:
    """How many there were. A session says in its own words whose it is, so every one that runs is read: an office has few."""
    theirs = [each.pk for each in _running() if each.get_decoded().get(SESSION_KEY) == str(staff.pk)]
    return Session.objects.filter(pk__in=theirs).delete()[0] if theirs else 0


def _running() -> list[Session]:
    # By the real clock, as the sessions themselves have it.
    return list(Session.objects.filter(expire_date__gt=timezone.now()))
