"""Loads the demo office into an empty database. A second run adds nothing."""

from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.demo import loader, office


class Command(BaseCommand):
    help = (
        "Load the demo office, unless it is there. Only where ONEQUEUE_DEMO=1: everybody knows its log-ins."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo office is loaded only where ONEQUEUE_DEMO=1: everybody knows its passwords. "
                "For your own office, make the first log-in: "
                "manage.py create_staff USERNAME --name 'Full Name' --role manager"
            )
        began = monotonic()
        try:
            loaded = loader.load(now=timezone.now(), progress=self._progress)
        except loader.SomebodyElses as error:
            self.stdout.write(f"The demo office was not loaded. {error}")
            return
        self._report(loaded, seconds=monotonic() - began)

    def _report(self, loaded: loader.Loaded, *, seconds: float) -> None:
        found = f"{loaded.cases} cases, {loaded.contacts} contacts"
        if loaded.created:
            self.stdout.write(f"{office.NAME} is loaded: {found} in {seconds:.1f} s.")
        else:
            self.stdout.write(f"{office.NAME} was there already: {found}.")

    def _progress(self, done: int, of: int) -> None:
        if done % 50 == 0 or done == of:
            self.stdout.write(f"  {done} of {of}")
            self.stdout.flush()
