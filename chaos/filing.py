"""Filing under pressure, on a real PostgreSQL: three stories, one after the other.

Stress: TEXTS of SENDERS, shuffled, AT_ONCE at a time, each delivered once to three times; thanks, STOP and START are
among them. All texts of a sender lie within ten hours and so belong together: one case each.
Burst: one telephone sends BURST texts in ten seconds: one case.
Asked: ASKED senders with two open cases each text at once, and answer the list while they go on texting: one list each,
and nothing is left that waits.
Other sizes: PROCESSES (over which AT_ONCE threads are spread), SEED.
"""

import random
from dataclasses import dataclass

from bench.figures import Figure, Sizes
from chaos.delivery import Delivered, open_doors, spread, together
from chaos.office import open_for_chaos
from chaos.promises import books, exactly, promises
from chaos.texts import Text, answers, burst, deliveries, forms, remarks, texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure:
    at_once: int
    processes: int
    dice: random.Random


def run(sizes: Sizes) -> list[Figure]:
    senders, count = sizes.number("SENDERS", otherwise=1_000), sizes.number("TEXTS", otherwise=10_000)
    raging, asked = sizes.number("BURST", otherwise=200), sizes.number("ASKED", otherwise=100)
    pressure = Pressure(
        at_once=sizes.number("AT_ONCE", otherwise=16),
        processes=sizes.number("PROCESSES", otherwise=2),
        dice=random.Random(sizes.number("SEED", otherwise=3)),
    )
    dice = pressure.dice
    with open_for_chaos():
        open_doors()
        return [
            *_story("filing_stress", texts(senders=senders, count=max(count, senders), dice=dice), pressure),
            *_story("filing_burst", burst(count=raging, sender=senders, seconds=10, dice=dice), pressure),
            *_asked(range(senders + 1, senders + 1 + asked), pressure),
            *books(),
        ]


def _story(name: str, sent: list[Text], pressure: Pressure) -> list[Figure]:
    return promises(name, sent, _brought_in(sent, pressure))


def _asked(senders: range, pressure: Pressure) -> list[Figure]:
    """Two cases each, then texts that fit either, then the answers with further texts between them."""
    parts = (forms(senders), remarks(senders), answers(senders))
    told = [_brought_in(part, pressure) for part in parts]
    sent = [text for part in parts for text in part]
    all_told = together(told, took=sum(part.took for part in told))
    return [*promises("filing_asked", sent, all_told, cases_each=2), *lists_sent(len(senders))]


def _brought_in(sent: list[Text], pressure: Pressure) -> Delivered:
    arriving = deliveries(sent, dice=pressure.dice)
    return spread(arriving, at_once=pressure.at_once, processes=pressure.processes)


def lists_sent(senders: int) -> list[Figure]:
    """One list for each sender, all answered, and nothing left that waits for a person."""
    from casework.models import Contact, FilingQuestion

    held = Contact.objects.filter(filing="held").count()
    waiting = FilingQuestion.objects.filter(closed_at=None).count()
    return [
        exactly("filing_asked_lists", FilingQuestion.objects.count(), senders, "lists"),
        exactly("filing_asked_lists_unanswered", waiting, 0, "lists"),
        exactly("filing_asked_held", held, 0, "contacts"),
    ]
