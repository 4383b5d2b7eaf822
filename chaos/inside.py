"""`python -m chaos.inside …`: what a run has done inside its office, by processes that know the office's settings."""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final, LiteralString

import psycopg

HANDS: Final = 3
IDLE_SECONDS: Final = 1.0
MOST_SECONDS: Final = 900.0
# Far enough for every lease, every wait for news and every further try to be over.
LATER: Final = tuple(timedelta(minutes=minutes) for minutes in (3, 20, 60, 180, 360))
AT_ONCE: Final = 100  # so many rows a drain looks at for doubts

Connection = psycopg.Connection[tuple[int]]
QUEUED: Final = "SELECT count(*) FROM casework_delivery WHERE status = 'queued'"
BUSY: Final = (
    "SELECT (SELECT count(*) FROM casework_delivery WHERE status = 'queued' AND next_attempt_at <= now())"
    " + (SELECT count(*) FROM channels_receipt WHERE state = 'waiting')"
)


def main(arguments: list[str]) -> None:
    import django

    django.setup()
    command, *rest = arguments
    if command == "open":
        open_office(dict(each.split("=", 1) for each in rest))
    elif command == "queue":
        queue_texts(int(rest[0]))
    elif command == "drain":
        drain_and_kill(kills=int(rest[0]), sends=int(rest[1]), dice=random.Random(int(rest[2])))
    elif command == "finish":
        finish()
    else:
        sys.exit(f"There is no {command}.")


def open_office(changes: dict[str, str]) -> None:
    """The least an office needs to take anything in, with budgets that a busy hour does not reach."""
    from casework.models import Office
    from chaos.delivery import open_doors

    open_doors()
    Office.objects.update(texts_per_number=30_000, parts_per_day=2_000_000, **changes)


def queue_texts(sends: int, *, each: int = 10) -> None:
    """So many texts that wait to be sent, to people who wrote before. The number of a text is its first word."""
    from django.db import transaction
    from django.utils import timezone

    from casework.services import intake, outbound
    from casework.services.arrivals import Arrival
    from chaos import texts

    now = timezone.now()
    for sender in range((sends + each - 1) // each):
        with transaction.atomic():
            arrival = Arrival(
                channel="sms", body="My boiler is broken", sender=texts.phone(sender), sender_confirmed=True,
                took_place_at=now,
            )  # fmt: skip
            asked = intake.take_in(arrival=arrival, now=now, job="chaos")
            point = asked.contact.contact_point
            assert point is not None  # noqa: S101  (a text has a sender)
            for number in range(sender * each, min((sender + 1) * each, sends)):
                outbound.write(
                    case=asked.case, channel="sms", point=point, person=None, body=f"{number} is your number",
                    now=now, automatic=True, reason="A text of the chaos run",
                )  # fmt: skip


def drain_and_kill(*, kills: int, sends: int, dice: random.Random) -> None:
    """Hands that take in and send for ever, and an end by `kill -9` for one of them, so many times.

    The kills are spread over the work and fall at any instant of whatever a hand does then. A hand is a fork of this
    process, which never touches the database through Django: it only counts, over a connection of its own.
    """
    # Loaded once, before the forks: else most kills would fall into imports.
    import twilio.rest.api.v2010.account.message  # noqa: F401

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as counting:
        hands = [_hand() for _ in range(HANDS)]
        for number in range(kills):
            left = sends - sends * number * 0.95 / kills
            _until(lambda left=left: _number(counting, QUEUED) <= left)  # type: ignore[misc]
            time.sleep(dice.random() * 0.03)
            place = dice.randrange(HANDS)
            _kill(hands[place])
            hands[place] = _hand()
        _until(lambda: _number(counting, BUSY) == 0)
        time.sleep(IDLE_SECONDS)
        for hand in hands:
            _kill(hand)


def finish() -> None:
    """The same office some hours later: leases have ended, waits are over, nobody kills any more."""
    from django.utils import timezone

    from channels import inbox, outbox

    for later in LATER:
        now = timezone.now() + later
        for _ in range(1 + _unsettled() // AT_ONCE):
            inbox.drain(now=now)
            outbox.drain(now=now, limit=100_000, budget=timedelta(minutes=5))


def _unsettled() -> int:
    from casework.models import Delivery

    return Delivery.objects.filter(status__in=("queued", "sending", "in_doubt")).count()


def _hand() -> int:
    """Its number. It ends by a kill alone, or with its parent."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        _work(parent)
    finally:
        os._exit(1)  # nothing of the parent's may be tidied up here


def _work(parent: int) -> None:
    from django.db import DatabaseError, InterfaceError, close_old_connections

    from channels import looking

    while os.getppid() == parent:
        try:
            looking.look(budget=timedelta(seconds=5))
        except (DatabaseError, InterfaceError):
            close_old_connections()
        time.sleep(0.02)


def _kill(hand: int) -> None:
    os.kill(hand, signal.SIGKILL)
    os.waitpid(hand, 0)


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            sys.exit("The hands do not come to an end.")
        time.sleep(0.005)


def _number(connection: Connection, question: LiteralString) -> int:
    row = connection.execute(question).fetchone()
    return row[0] if row else 0


if __name__ == "__main__":
    main(sys.argv[1:])
