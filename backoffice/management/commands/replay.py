"""Feeds recorded requests through the real doors. Stop it and run it again at will: nothing comes in twice."""

import signal
from argparse import ArgumentParser
from collections import Counter
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from backoffice.replay import office
from backoffice.replay.progress import Progress, duration, is_screen, rate
from backoffice.replay.rows import Tally, rows
from backoffice.replay.work import FAILED, MOST_FAULTS, THERE, chunks, work_off
from casework.models.contact import Filing

MOST_WORKERS = 16


class Command(BaseCommand):
    help = (
        "Feed recorded requests (one JSON object a line, .gz or not) through the real doors, with their own times. "
        "Ctrl-C stops it; run again, it goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--limit", type=int, default=0, metavar="N", help="only the first N lines")
        parser.add_argument(
            "--workers", type=int, default=1, metavar="N", help=f"processes, 1 to {MOST_WORKERS}"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path, limit, workers = options["file"], options["limit"], options["workers"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        if limit < 0 or not 1 <= workers <= MOST_WORKERS:
            raise CommandError(f"--limit is 0 (all) or more, --workers is 1 to {MOST_WORKERS}.")
        total, codes = self._prepare(path, limit)
        self._run(path, limit=limit, workers=workers, total=total, codes=codes)

    def _prepare(self, path: Path, limit: int) -> tuple[int, dict[str, str]]:
        """A first reading counts the rows and finds the services they ask for."""
        now, tally, names, total = timezone.now(), Tally(), set(), 0
        for row in rows(path, zone=timezone.get_default_timezone(), tally=tally, limit=limit):
            names.add(row.service)
            total += 1
        office.actor(now=now)
        codes, created = office.services(names=names, now=now)
        self.stdout.write(f"{total:,} rows; {len(codes):,} services, {created:,} of them created now.")
        if tally.repeated:
            self.stdout.write(f"{tally.repeated:,} lines repeat an id: the same request, taken once.")
        if tally.unreadable:
            self.stderr.write(f"{tally.unreadable:,} lines cannot be read, the first at {tally.first_fault}.")
        return total, codes

    def _run(self, path: Path, *, limit: int, workers: int, total: int, codes: dict[str, str]) -> None:
        found = rows(path, zone=timezone.get_default_timezone(), tally=Tally(), limit=limit)
        progress = Progress(total=total, write=self._write, screen=is_screen())
        faults: list[str] = []
        before = signal.signal(signal.SIGTERM, _stop)
        connections.close_all() if workers > 1 else None
        try:
            with closing(work_off(chunks(found, codes), workers=workers)) as outcomes:
                for outcome in outcomes:
                    progress.add(outcome.counts)
                    faults += outcome.faults
        except KeyboardInterrupt:
            progress.end()
            raise CommandError(
                f"Stopped: {_summary(progress)} Run it again to go on.", returncode=130
            ) from None
        finally:
            signal.signal(signal.SIGTERM, before)
        progress.end()
        self.stdout.write(_summary(progress))
        if faults:
            self.stderr.write("\n".join(faults[:MOST_FAULTS]))
            raise CommandError(
                f"{progress.counts[FAILED]:,} rows failed. Run it again to try them once more."
            )

    def _write(self, words: str) -> None:
        self.stdout.write(words, ending="")
        self.stdout.flush()


def _stop(number: int, frame: FrameType | None) -> None:
    """Asked to end (by a service manager, say) is asked to stop as by Ctrl-C."""
    raise KeyboardInterrupt


def _summary(progress: Progress) -> str:
    counts: Counter[str] = progress.counts
    new = counts.total() - counts[THERE] - counts[FAILED]
    filed = ", ".join(f"{counts[code]:,} {words.lower()}" for code, words in Filing.choices if counts[code])
    speed = rate(progress.done, progress.seconds)
    return (
        f"{progress.done:,} rows in {duration(progress.seconds)} ({speed:,.0f} rows/s): {new:,} new"
        + (f" ({filed})" if filed else "")
        + f", {counts[THERE]:,} on record already, {counts[FAILED]:,} failed."
    )
