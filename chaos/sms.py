"""N texts of SENDERS people, each delivered one to three times in any order by six hands, while everything is killed.

KILLS ends of workers by `kill -9`, the main process or one of its children; a tenth as many of web; a twentieth as many
restarts of a Redis that lost everything; a fiftieth as many immediate stops of PostgreSQL. Web, Redis and PostgreSQL
break while texts are being delivered, the workers until nearly all are taken in. What nobody could take comes back by
reconciliation, by the office's own clock. Other sizes: SEED, and AGED, the seconds that a text was under way before the
phone company had it: reconciliation leaves younger ones alone.
"""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bench.figures import Figure, Sizes
from chaos.calling import UNANSWERED
from chaos.harm import Harm
from chaos.phone_api import phone_company
from chaos.phone_company import PhoneCompany
from chaos.promises import exactly
from chaos.telephones import REFUSED, Telephones, shuffled
from chaos.texts import texts
from chaos.whole_office import WholeOffice, until, whole_office

HANDS: Final = 6
PATIENCE: Final = 15.0
MOST_COPIES: Final = 3
BALANCED_WITHIN: Final = 60.0  # seconds after the last restart
THERE_WITHIN: Final = 600.0

IN: Final = "SELECT count(*) FROM casework_contact WHERE direction = 'in'"
DISTINCT: Final = "SELECT count(DISTINCT external_id) FROM casework_contact WHERE direction = 'in'"
LATE: Final = "SELECT count(*) FROM casework_contact WHERE direction = 'in' AND late"
WAITING: Final = "SELECT count(*) FROM channels_receipt WHERE state = 'waiting'"
ATTENTION: Final = "SELECT count(*) FROM channels_receipt WHERE state = 'attention'"
CASES: Final = "SELECT count(*) FROM casework_case"
DELIVERIES: Final = "SELECT count(*) FROM casework_delivery WHERE status = %s"


@dataclass(frozen=True, kw_only=True)
class Story:
    """One run, as far as its promises need it."""

    texts: int
    senders: int
    office: WholeOffice
    company: PhoneCompany
    phones: Telephones
    harm: Harm
    seconds: float


def run(sizes: Sizes) -> list[Figure]:
    count, kills = sizes.number("N", otherwise=10_000), sizes.number("KILLS", otherwise=100)
    senders = min(sizes.number("SENDERS", otherwise=max(count // 10, 1)), count)
    aged, dice = sizes.number("AGED", otherwise=1), random.Random(sizes.number("SEED", otherwise=3))
    began = time.monotonic()
    with phone_company(seed=dice.getrandbits(32)) as company, whole_office(company) as office:
        office.start("web", "worker", "beat")
        office.wait_until_ready()
        sent = texts(senders=senders, count=count, dice=dice)
        copies = shuffled(sent, most_copies=MOST_COPIES, dice=dice)
        phones = Telephones(
            company=company,
            url=office.inbound,
            copies=copies,
            patience=PATIENCE,
            aged=timedelta(seconds=aged),
        )
        harm = Harm(office=office, dice=dice, kills=kills)
        phones.begin(HANDS)
        harm.go(
            delivered=lambda: 1.0 if phones.ended else phones.done / len(copies),
            taken_in=lambda: office.number(IN) / count,
            idle=lambda: phones.ended and office.number(WAITING) == 0,
        )
        phones.wait()
        story = Story(
            texts=count, senders=senders, office=office, company=company, phones=phones, harm=harm,
            seconds=time.monotonic() - began,
        )  # fmt: skip
        return [*settled(story), *promises(story)]


def settled(story: Story) -> list[Figure]:
    """How long after the last restart the books balance, nothing received waits any more, and what nobody could take
    is fetched too."""
    office = story.office

    def since_restart(condition: Callable[[], bool]) -> float:
        until(condition, seconds=THERE_WITHIN)
        return time.monotonic() - story.harm.last_restart

    balanced = since_restart(lambda: _books(story) == 0)
    worked_off = since_restart(lambda: office.number(WAITING) == 0)
    there = since_restart(lambda: office.number(IN) >= story.texts and office.number(WAITING) == 0)
    return [
        Figure(name="sms_balanced_after", value=balanced, unit="s", at_most=BALANCED_WITHIN),
        Figure(name="sms_worked_off_after", value=worked_off, unit="s", at_most=BALANCED_WITHIN),
        Figure(name="sms_all_there_after", value=there, unit="s", at_most=THERE_WITHIN),
        exactly("sms_check_books_exit", _books(story), 0, "code"),
    ]


def _books(story: Story) -> int:
    told = story.office.manage("check_books")
    if told.returncode:
        print(told.stdout + told.stderr, file=sys.stderr)
    return told.returncode


def promises(story: Story) -> list[Figure]:
    office, brought, done = story.office, story.phones.brought, story.harm.done
    replies = story.company.ledger.sent_by_office()
    answered = {message.to for message in replies}
    return [
        exactly("sms_contacts", office.number(IN), story.texts, "contacts"),
        exactly("sms_contacts_different", office.number(DISTINCT), story.texts, "contacts"),
        exactly("sms_cases", office.number(CASES), story.senders, "cases"),
        exactly("sms_receipts_needing_attention", office.number(ATTENTION), 0, "receipts"),
        exactly("sms_replies_twice", len(story.company.ledger.twice()), 0, "replies"),
        exactly("sms_senders_answered_twice", len(replies) - len(answered), 0, "senders"),
        exactly("sms_answers_unexpected", brought.unexpected(), 0, "deliveries"),
        Figure(name="sms_replies", value=len(replies), unit="replies", at_least=1),
        Figure(name="sms_replies_in_doubt", value=office.number(DELIVERIES, "in_doubt"), unit="replies"),
        Figure(name="sms_deliveries", value=len(brought.answers), unit="deliveries"),
        Figure(name="sms_deliveries_refused_503", value=brought.by_answer()[REFUSED], unit="deliveries"),
        Figure(name="sms_deliveries_unanswered", value=brought.by_answer()[UNANSWERED], unit="deliveries"),
        Figure(name="sms_texts_given_up", value=brought.given_up(), unit="texts"),
        Figure(name="sms_texts_recovered_late", value=office.number(LATE), unit="texts"),
        *(exactly(f"sms_{name}", done[name], wanted, "times") for name, wanted in story.harm.wanted.items()),
        Figure(name="sms_worker_children_killed", value=done["worker_children_killed"], unit="times"),
        Figure(name="sms_seconds", value=story.seconds, unit="s"),
    ]
