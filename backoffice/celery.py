"""Celery as a bell, not a ledger: tasks say "look now", rows in the database are the jobs.

Without REDIS_URL there is no bell and no beat; `manage.py sweep --forever` then does the work by the clock.
"""

import logging
import os
from typing import Any
from urllib.parse import parse_qs, urlsplit

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backoffice.settings")

from django.conf import settings

SWEEP = "channels.tasks.sweep"
SWEEP_SECONDS = 15
RECONCILE = "channels.tasks.reconcile"
RECONCILE_SECONDS = 60
CLOCK = "casework.tasks.clock"
CLOCK_SECONDS = 60
TASK_SECONDS = 120  # hard limit of one task
# Longer than the longest task, or a task that still runs is handed out a second time.
VISIBILITY_SECONDS = TASK_SECONDS + 60


def broker_url(redis_url: str) -> str:
    """REDIS_URL in kombu's spelling: it calls a Unix socket `redis+socket` and its database `virtual_host`."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url or "memory://"
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"


app = Celery("onequeue", broker=broker_url(settings.REDIS_URL), set_as_current=True)
app.conf.update(
    task_default_queue="onequeue",
    accept_content=["json"],
    task_acks_late=True,
    # A task that kills its worker must not be handed to the next one for ever; the row's attempts count it out.
    task_reject_on_worker_lost=False,
    task_ignore_result=True,
    task_time_limit=TASK_SECONDS,
    task_publish_retry=False,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_soft_shutdown_timeout=20,
    worker_hijack_root_logger=False,
    worker_max_tasks_per_child=2000,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_SECONDS,
        # kombu looks for tasks of dead workers every 100 seconds unless told otherwise.
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
        "health_check_interval": 25,
    },
    timezone=settings.TIME_ZONE,
    # A sweep that waited out the next one has nothing left to do.
    beat_schedule={
        "sweep": {
            "task": SWEEP,
            "schedule": SWEEP_SECONDS,
            "options": {"expires": SWEEP_SECONDS},
        },
        "reconcile": {
            "task": RECONCILE,
            "schedule": RECONCILE_SECONDS,
            "options": {"expires": RECONCILE_SECONDS},
        },
        "clock": {
            "task": CLOCK,
            "schedule": CLOCK_SECONDS,
            "options": {"expires": CLOCK_SECONDS},
        },
    },
)
app.autodiscover_tasks(["casework", "channels"])


@setup_logging.connect
def _leave_logging_to_django(**kwargs: Any) -> None:
    """The settings decide about logs; of Celery's own, not a line for each sweep that found nothing."""
    for name in ("celery.beat", "celery.worker.strategy", "celery.app.trace"):
        logging.getLogger(name).setLevel(logging.WARNING)
