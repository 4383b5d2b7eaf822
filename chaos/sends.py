"""SENDS texts that wait to be sent, and KILLS ends by `kill -9` of whoever sends them, at any instant.

The phone company accepts and then answers with an error, is busy, reports in any order and twice, and is silent about
some. No text may go out twice; each row must end with what became of it, or with a follow-up that a person must look.
Other sizes: SEED.
"""

import sys
from typing import Final

from bench.figures import Figure, Sizes
from chaos.ledger import Message
from chaos.phone_api import phone_company
from chaos.phone_company import Manners
from chaos.promises import exactly
from chaos.whole_office import WholeOffice, until, whole_office

ENDED: Final = ("sent", "delivered", "undelivered", "failed")
ROWS: Final = """
    SELECT delivery.id::text, delivery.status, follow_up.id IS NOT NULL
    FROM casework_delivery delivery
    LEFT JOIN casework_followup follow_up ON follow_up.once = 'in-doubt:' || delivery.id
"""
# Calls of the phone company whose answer nobody lived to note, or whose answer said nothing.
CUT_SHORT: Final = """
    SELECT DISTINCT delivery_id::text FROM channels_sendattempt WHERE result IN ('under_way', 'in_doubt')
"""
REPORTS_SECONDS: Final = 60


def run(sizes: Sizes) -> list[Figure]:
    sends, kills = sizes.number("SENDS", otherwise=5_000), sizes.number("KILLS", otherwise=1_000)
    seed = sizes.number("SEED", otherwise=3)
    with (
        phone_company(seed=seed, manners=_manners()) as company,
        whole_office(company, redis=False, acknowledge_texts="False") as office,
    ):
        office.inside("queue", str(sends))
        office.start("web")
        office.wait_until_ready()
        office.inside("drain", str(kills), str(sends), str(seed))
        until(lambda: company.reports.waiting == 0, seconds=REPORTS_SECONDS)
        office.inside("finish")
        until(lambda: company.reports.waiting == 0, seconds=REPORTS_SECONDS)
        office.inside("finish")
        return [
            exactly("sends_texts_twice", len(company.ledger.twice()), 0, "texts"),
            *_rows(office, sends),
            *_healed(office, company.ledger.sent_by_office()),
            Figure(name="sends_kills", value=kills, unit="kills"),
        ]


def _manners() -> Manners:
    return Manners(breaks_one_in=100, busy_one_in=100, silent_one_in=200, undelivered_one_in=50)


def _rows(office: WholeOffice, sends: int) -> list[Figure]:
    rows = office.rows(ROWS)
    counts = {status: sum(row[1] == status for row in rows) for status in sorted({row[1] for row in rows})}
    open_ends = [row for row in rows if row[1] not in ENDED and not (row[1] == "in_doubt" and row[2])]
    for row in open_ends[:5]:
        print(f"{row[0]} ended as {row[1]} and nobody was told", file=sys.stderr)
    return [
        exactly("sends_rows", len(rows), sends, "texts"),
        exactly("sends_without_an_end", len(open_ends), 0, "texts"),
        *(Figure(name=f"sends_{status}", value=count, unit="texts") for status, count in counts.items()),
    ]


def _healed(office: WholeOffice, accepted: list[Message]) -> list[Figure]:
    """Texts that went out though nobody noted it, and which the company's reports put right without a person."""
    cut_short = {row[0] for row in office.rows(CUT_SHORT)}
    status = {row[0]: row[1] for row in office.rows(ROWS)}
    went = [message for message in accepted if message.delivery in cut_short]
    reported = [message for message in went if not message.silent]
    healed = [message for message in reported if status[message.delivery] in ENDED]
    wrong = [message for message in accepted if status[message.delivery] in ("queued", "sending", "refused")]
    share = 100 * len(healed) / len(reported) if reported else 100.0
    return [
        Figure(name="sends_cut_short", value=len(cut_short), unit="texts"),
        Figure(name="sends_cut_short_after_accepting", value=len(went), unit="texts"),
        Figure(name="sends_healed_by_reports", value=len(healed), unit="texts"),
        Figure(name="sends_healed_share", value=share, unit="%", at_least=99),
        exactly("sends_out_but_not_known", len(wrong), 0, "texts"),
    ]
