"""Takes in what providers have in their lists and never told us, and settles deliveries nobody knows the end of."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from channels import reconciling, registry


class Command(BaseCommand):
    help = "Read the providers' own lists of messages and take in what is missing. Safe to run at any time, also twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", type=_moment, metavar="TIME",
            help="How far back, as 2026-03-02 or 2026-03-02T10:00; a day before the last success unless given.",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        runs = reconciling.reconcile_all(now=timezone.now(), since=options["since"], insist=True)
        if not runs:
            self.stdout.write("No account whose messages can be listed, or one is being read at this moment.")
        for run in runs:
            self.stdout.write(
                f"{registry.label(run.channel).capitalize()}, account {run.account}: {run.seen:,} in the list, "
                f"{run.recovered:,} recovered, {run.settled:,} settled."
            )
        failed = [run for run in runs if run.error]
        if failed:
            raise CommandError("; ".join(f"{registry.label(run.channel)}: {run.error}" for run in failed))


def _moment(text: str) -> datetime:
    try:
        day = parse_date(text)
        moment = parse_datetime(f"{day}T00:00") if day else parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise ArgumentTypeError(f"'{text}' is no time. Write it as 2026-03-02 or 2026-03-02T10:00.")
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
