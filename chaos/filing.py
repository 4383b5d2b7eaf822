"""Filing under pressure: many senders at once through the one door, on a real PostgreSQL.

Texts arrive shuffled, AT_ONCE at a time, each delivered once to three times; thanks, STOP and START are among them. All
texts of a sender lie within ten hours and so belong together. Then one telephone sends BURST texts in ten seconds.
Sizes: SENDERS, TEXTS, AT_ONCE (threads, spread over PROCESSES), BURST, SEED.
"""

import multiprocessing
import os
import queue
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

from backoffice.replay import child
from bench.figures import Figure, Sizes
from chaos.office import open_for_chaos
from chaos.texts import Text, burst, deliveries, texts

ACCOUNT = "AC-chaos"
MOST_SHOWN = 5


@dataclass
class Delivered:
    """What the threads have to tell: seconds of each delivery, and what went wrong in words."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    took: float = 0.0


def run(sizes: Sizes) -> list[Figure]:
    senders, count = sizes.number("SENDERS", otherwise=1_000), sizes.number("TEXTS", otherwise=10_000)
    at_once, processes = sizes.number("AT_ONCE", otherwise=16), sizes.number("PROCESSES", otherwise=2)
    dice = random.Random(sizes.number("SEED", otherwise=3))
    sent = texts(senders=senders, count=max(count, senders), dice=dice)
    raged = burst(count=sizes.number("BURST", otherwise=200), sender=senders, seconds=10, dice=dice)
    with open_for_chaos():
        open_doors()
        stress = spread(deliveries(sent, dice=dice), at_once=at_once, processes=processes)
        rage = spread(deliveries(raged, dice=dice), at_once=at_once, processes=processes)
        return [
            *promises("filing_stress", sent, stress),
            *promises("filing_burst", raged, rage),
            *books(),
        ]


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
    return Delivered(
        seconds=[seconds for part in parts for seconds in part.seconds],
        failures=[words for part in parts for words in part.failures],
        took=time.perf_counter() - begin,
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


def tell(told: Delivered) -> None:
    for words in told.failures[:MOST_SHOWN]:
        print(words, file=sys.stderr)


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
        channel="sms",
        body=text.body,
        sender=text.sender,
        sender_confirmed=True,
        took_place_at=text.at,
        arrived_at="+447700900999",
        account=ACCOUNT,
        external_id=text.external_id,
    )
    intake.take_in(arrival=arrival, now=text.at + timedelta(seconds=3), job="chaos")


def promises(name: str, sent: list[Text], told: Delivered) -> list[Figure]:
    """What must be so afterwards, each as a figure with its bound, and how fast it went."""
    tell(told)
    found = _on_record(sent)
    senders = {text.sender for text in sent}
    cases = {sender: {case for case, _ in found.get(sender, ()) if case} for sender in senders}
    copies = Counter(external_id for rows in found.values() for _, external_id in rows)
    filed = {external_id for rows in found.values() for case, external_id in rows if case}

    def exactly(what: str, value: int, expected: int, unit: str) -> Figure:
        return Figure(name=f"{name}_{what}", value=value, unit=unit, at_least=expected, at_most=expected)

    return [
        exactly("contacts", sum(copies.values()), len(sent), "contacts"),
        exactly("texts_not_once", sum(copies[text.external_id] != 1 for text in sent), 0, "texts"),
        exactly("cases", len(set().union(*cases.values())), len(senders), "cases"),
        exactly("senders_without_one_case", sum(len(own) != 1 for own in cases.values()), 0, "senders"),
        exactly("requests_without_case", sum(text.asks and text.external_id not in filed for text in sent), 0, "texts"),
        exactly("failures", len(told.failures), 0, "deliveries"),
        *_speed(name, told),
    ]  # fmt: skip


def _on_record(sent: list[Text]) -> dict[str, list[tuple[object, str]]]:
    """Case and external id of every contact that came in from these senders."""
    from casework.models import Contact

    senders = {text.sender for text in sent}
    found: dict[str, list[tuple[object, str]]] = {}
    rows = Contact.objects.filter(direction="in", contact_point__value__in=senders)
    for sender, case, external_id in rows.values_list("contact_point__value", "case_id", "external_id"):
        found.setdefault(sender, []).append((case, external_id))
    return found


def _speed(name: str, told: Delivered) -> list[Figure]:
    seconds = sorted(told.seconds)
    return [
        Figure(name=f"{name}_deliveries", value=len(seconds), unit="deliveries"),
        Figure(name=f"{name}_deliveries_per_s", value=len(seconds) / told.took, unit="1/s"),
        Figure(name=f"{name}_p50", value=seconds[len(seconds) // 2] * 1000, unit="ms"),
        Figure(name=f"{name}_p99", value=seconds[len(seconds) * 99 // 100] * 1000, unit="ms"),
    ]


def books() -> list[Figure]:
    """The books as the command reads them: what came in equals what is filed, held, set aside or waiting."""
    from django.core.management import CommandError, call_command

    from casework.services import books as casework_books

    try:
        call_command("check_books", stdout=sys.stderr)
        exit_code = 0
    except CommandError:
        exit_code = 1
    faults = casework_books.faults()
    return [
        Figure(name="filing_books_faults", value=len(faults), unit="faults", at_most=0),
        Figure(name="filing_check_books_exit", value=exit_code, unit="code", at_most=0),
    ]
