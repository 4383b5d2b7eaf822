"""Bringing texts in as a busy hour would: many at once, through the one door, with a connection for each hand."""

import multiprocessing
import os
import queue
import sys
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from backoffice.replay import child
from chaos.texts import Text

ACCOUNT: Final = "AC-chaos"
MOST_SHOWN: Final = 5


@dataclass
class Delivered:
    """What the threads have to tell: seconds of each delivery, and what went wrong in words."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    took: float = 0.0


def open_doors() -> None:
    """The least an office needs to take anything in."""
    from casework.models import Office, Team

    Team.objects.get_or_create(code="triage", defaults={"name": "Triage", "is_triage": True})
    Office.objects.update_or_create(pk=1, defaults={"name": "Riverbank Help"})


def spread(arriving: list[Text], *, at_once: int, processes: int) -> Delivered:
    """Takes everything in by threads of several processes, because Python's threads alone never press hard."""
    from django.db import connection

    database = {key: value for key, value in connection.settings_dict.items() if key != "TEST"}
    processes = min(processes, at_once)
    begin = time.perf_counter()
    with ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=child.begin,
        initargs=(database, os.getpid()),
    ) as pool:
        shares = [
            (arriving[number::processes], _share(at_once, processes, number)) for number in range(processes)
        ]
        parts = list(pool.map(deliver, *zip(*shares, strict=True)))
    return together(parts, took=time.perf_counter() - begin)


def together(parts: list[Delivered], *, took: float) -> Delivered:
    return Delivered(
        seconds=[seconds for part in parts for seconds in part.seconds],
        failures=[words for part in parts for words in part.failures],
        took=took,
    )


def _share(at_once: int, processes: int, number: int) -> int:
    return at_once // processes + (number < at_once % processes)


def deliver(arriving: Iterable[Text], at_once: int) -> Delivered:
    """Takes everything in by so many threads with a connection each. A failure is told and stops nothing."""
    told, todo = Delivered(), queue.SimpleQueue[Text]()
    for text in arriving:
        todo.put(text)
    begin = time.perf_counter()
    threads = [threading.Thread(target=_work_off, args=(todo, told)) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.took = time.perf_counter() - begin
    return told


def _work_off(todo: "queue.SimpleQueue[Text]", told: Delivered) -> None:
    from django.db import connection

    try:
        while True:
            text = todo.get_nowait()
            begin = time.perf_counter()
            try:
                take_in(text)
            except Exception as error:  # noqa: BLE001 the run goes on, and the failure breaks a promise
                told.failures.append(f"{text.external_id}: {type(error).__name__}: {error}")
            told.seconds.append(time.perf_counter() - begin)
    except queue.Empty:
        connection.close()


def take_in(text: Text) -> None:
    from casework.services import intake
    from casework.services.arrivals import Arrival

    arrival = Arrival(
        channel=text.channel,
        body=text.body,
        sender=text.sender,
        sender_confirmed=True,
        took_place_at=text.at,
        arrived_at="+447700900999",
        account=ACCOUNT,
        external_id=text.external_id,
    )
    intake.take_in(arrival=arrival, now=text.at + timedelta(seconds=3), job="chaos")


def tell(told: Delivered) -> None:
    for words in told.failures[:MOST_SHOWN]:
        print(words, file=sys.stderr)
