"""The door for texts under RATE requests a second for SECONDS, with Redis stopped and the phone company's API hanging.

A sweep by the clock works beside it, as an office without Redis would, and hangs in the phone company with each reply.
Seconds count from the moment at which a request was due, so a late one is late also for those behind it. Afterwards
Redis and the phone company come back, and every text must be there.
"""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Final

from bench.figures import Figure, Sizes
from chaos.calling import call
from chaos.phone_api import phone_company
from chaos.phone_company import TOKEN, PhoneCompany
from chaos.promises import exactly
from chaos.telephones import sid_of
from chaos.texts import Text, texts
from chaos.whole_office import WholeOffice, until, whole_office

HANDS: Final = 64
SOFTENED_BY: Final = 20  # requests before the clock starts, so that no figure is about imports
WORKED_OFF_WITHIN: Final = 600.0

IN: Final = "SELECT count(DISTINCT external_id) FROM casework_contact WHERE direction = 'in'"


def run(sizes: Sizes) -> list[Figure]:
    seconds, rate = sizes.number("SECONDS", otherwise=60), sizes.number("RATE", otherwise=50)
    longest = sizes.number("P99_MS", otherwise=250)
    dice = random.Random(sizes.number("SEED", otherwise=3))
    count = SOFTENED_BY + seconds * rate
    sent = texts(senders=max(count // 10, 1), count=count, dice=dice)
    with phone_company(seed=3) as company, whole_office(company) as office:
        office.start("web", "worker", "beat")
        office.wait_until_ready()
        _rain(office, company, sent[:SOFTENED_BY], rate=rate, first=0)
        office.stop_redis()
        company.manners.hangs = True
        office.run("sweep", "manage.py", "sweep", "--forever")
        told = _rain(office, company, sent[SOFTENED_BY:], rate=rate, first=SOFTENED_BY)
        company.manners.hangs = False
        office.services.repair()
        until(lambda: office.number(IN) == count, seconds=WORKED_OFF_WITHIN, every=0.5)
        return [
            *_promises(told, longest=longest),
            exactly("storm_contacts", office.number(IN), count, "contacts"),
        ]


def _rain(
    office: WholeOffice, company: PhoneCompany, sent: list[Text], *, rate: int, first: int
) -> list[tuple[int, float]]:
    """Status and seconds of each answer."""
    told: list[tuple[int, float]] = []
    lock, began = threading.Lock(), time.monotonic()

    def bring(number: int, text: Text) -> None:
        fields = company.carries(
            sid=sid_of(first + number), sender=text.sender, body=text.body, at=datetime.now(UTC)
        )
        answer = call(url=office.inbound, fields=fields, token=TOKEN)
        with lock:
            told.append((answer, time.monotonic() - began - number / rate))

    with ThreadPoolExecutor(HANDS) as hands:
        for number, text in enumerate(sent):
            time.sleep(max(began + number / rate - time.monotonic(), 0))
            hands.submit(bring, number, text)
    return told


def _promises(told: list[tuple[int, float]], *, longest: int) -> list[Figure]:
    seconds = sorted(took for _, took in told)
    p50, p99 = (seconds[len(seconds) * share // 100] * 1000 for share in (50, 99))
    return [
        Figure(name="storm_requests", value=len(told), unit="requests"),
        exactly("storm_5xx", sum(answer >= 500 for answer, _ in told), 0, "requests"),
        exactly("storm_not_taken", sum(answer != 200 for answer, _ in told), 0, "requests"),
        Figure(name="storm_p50", value=p50, unit="ms"),
        Figure(name="storm_p99", value=p99, unit="ms", at_most=longest),
        Figure(name="storm_slowest", value=seconds[-1] * 1000, unit="ms"),
    ]
