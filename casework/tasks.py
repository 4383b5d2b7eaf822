"""What a worker does each minute. Tasks carry no data: everything to do is in rows, with its own due time."""

from celery import shared_task
from django.utils import timezone

from casework.services import clockwork


@shared_task(name="casework.tasks.clock", ignore_result=True, acks_late=True, time_limit=120)
def clock() -> None:
    """Late, lost, doubled or handed out twice: it finds what is due, and each of it is done once."""
    clockwork.tick(now=timezone.now())
