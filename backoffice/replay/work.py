"""Working off rows: in this process, or by several at once."""

import logging
import multiprocessing
import os
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from django.db import connection
from django.utils import timezone

from backoffice.replay import child, doors, office
from backoffice.replay.rows import Row

log = logging.getLogger(__name__)
CHUNK: Final = 50
MOST_FAULTS: Final = 10
THERE, FAILED = "already", "failed"

Job = list[tuple[Row, str]]


@dataclass
class Outcome:
    """Rows by what became of them: a filing, "already" on record, or "failed"; with the first failures in words."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def chunks(rows: Iterable[Row], codes: dict[str, str]) -> Iterator[Job]:
    pairs = ((row, codes.get(row.service, "")) for row in rows)
    while chunk := list(islice(pairs, CHUNK)):
        yield chunk


def work_off(jobs: Iterator[Job], *, workers: int) -> Generator[Outcome, None, None]:
    """What became of each chunk, in any order. Closing the iterator finishes the chunks in hand and starts no more."""
    if workers == 1:
        yield from map(work, jobs)
        return
    database = {key: value for key, value in connection.settings_dict.items() if key != "TEST"}
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=child.begin,
        initargs=(database, os.getpid()),
    )
    try:
        yield from _spread(pool, jobs, ahead=2 * workers)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _spread(pool: ProcessPoolExecutor, jobs: Iterator[Job], *, ahead: int) -> Iterator[Outcome]:
    """A few chunks ahead of the workers, never the whole file in memory."""
    running: set[Future[Outcome]] = {pool.submit(work, job) for job in islice(jobs, ahead)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        running |= {pool.submit(work, job) for job in islice(jobs, len(done))}
        for each in done:
            yield each.result()


def work(job: Job) -> Outcome:
    """One chunk. A row that fails is reported and does not stop the others."""
    _commit_quickly()
    outcome = Outcome()
    there = doors.on_record([row.external_id for row, _ in job])
    actor = office.actor(now=timezone.now())
    for row, service in job:
        if row.external_id in there:
            outcome.counts[THERE] += 1
            continue
        try:
            taken = doors.put_through(row=row, service=service, actor=actor, now=timezone.now())
        except Exception as error:
            log.exception("row %s failed", row.external_id)
            outcome.counts[FAILED] += 1
            outcome.faults = [*outcome.faults, f"{row.external_id}: {type(error).__name__}: {error}"][
                :MOST_FAULTS
            ]
        else:
            outcome.counts[taken.contact.filing if taken.created else THERE] += 1
    return outcome


def _commit_quickly() -> None:
    """A power cut may take the last fraction of a second back; the next run puts it on record again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
