"""What a worker does when it is told to look. Tasks carry no data: everything to do is in rows."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from channels import looking, reconciling, wake


@shared_task(name="channels.tasks.look", ignore_result=True, acks_late=True, time_limit=120)
def look() -> None:
    """Sent by whoever stored something."""
    wake.heard()  # before anything is read: see there
    looking.look(budget=timedelta(seconds=30))


@shared_task(name="channels.tasks.sweep", ignore_result=True, acks_late=True, time_limit=120)
def sweep() -> None:
    """The same from the clock: it finds what nobody was told about."""
    looking.look(budget=timedelta(seconds=30))


@shared_task(name="channels.tasks.reconcile", ignore_result=True, acks_late=True, time_limit=120)
def reconcile() -> None:
    """Reads the providers' own lists: what their requests never told us is found there."""
    reconciling.reconcile_all(now=timezone.now())
