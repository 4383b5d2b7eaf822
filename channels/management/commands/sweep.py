"""Works off the inbox, the outbox and what is due by the clock without Celery: once, from cron, or for ever beside it."""

import logging
import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from casework.services import clockwork
from channels import looking, reconciling

log = logging.getLogger(__name__)
BUDGET = timedelta(seconds=60)


class Command(BaseCommand):
    help = (
        "Take in what was received, send what waits, read the providers' lists, and do what is due by the clock. "
        "Safe to run at any time, also beside workers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="Go on until stopped.")
        parser.add_argument(
            "--every", type=float, default=1.0, metavar="SECONDS", help="Pause between looks."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"] <= 0:
            raise CommandError("--every must be more than 0 seconds.")
        if not options["forever"]:
            self.stdout.write(f"Dealt with: {looking.look(budget=BUDGET)}")
            _by_the_clock()
            return
        try:
            self._forever(options["every"])
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def _forever(self, pause: float) -> None:
        ticked = float("-inf")
        while True:
            try:
                looking.look(budget=BUDGET)
                if time.monotonic() - ticked >= clockwork.SECONDS:
                    _by_the_clock()
                    ticked = time.monotonic()
            except (DatabaseError, InterfaceError) as error:
                # The database is away or restarting; the rows wait for it.
                log.error("the sweep could not look: %s", type(error).__name__)
            close_old_connections()
            time.sleep(pause)


def _by_the_clock() -> None:
    now = timezone.now()
    reconciling.reconcile_all(now=now)
    clockwork.tick(now=now)
