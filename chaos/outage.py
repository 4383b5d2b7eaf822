"""TEXTS texts are sent and given up while the office is closed: web, worker and beat stopped. Then it opens again.

All must be there within ten minutes, none twice, each marked late and with its own time. BEFORE texts came in the
ordinary way. The phone company hands out its list fifty at a time.
"""

import random
import time
from datetime import UTC, datetime, timedelta
from typing import Final

from bench.figures import Figure, Sizes
from chaos.phone_api import phone_company
from chaos.phone_company import Manners, PhoneCompany
from chaos.promises import exactly
from chaos.telephones import Telephones, sid_of
from chaos.texts import Text, texts
from chaos.whole_office import WholeOffice, until, whole_office

HANDS: Final = 24
CLOSED_FOR: Final = timedelta(minutes=5)
MOST_PER_PAGE: Final = 50
THERE_WITHIN: Final = 600.0
PARTS: Final = ("web", "worker", "beat")

IN: Final = "SELECT count(*) FROM casework_contact WHERE direction = 'in'"
DISTINCT: Final = "SELECT count(DISTINCT external_id) FROM casework_contact WHERE direction = 'in'"
LATE: Final = "SELECT external_id, extract(epoch FROM took_place_at)::bigint FROM casework_contact WHERE direction = 'in' AND late"


def run(sizes: Sizes) -> list[Figure]:
    lost = sizes.number("TEXTS", otherwise=1_000)
    before = sizes.number("BEFORE", otherwise=max(lost // 10, 1))
    dice = random.Random(sizes.number("SEED", otherwise=3))
    sent = texts(senders=max(lost // 10, 1), count=before + lost, dice=dice)
    with (
        phone_company(seed=3, manners=Manners(most_per_page=MOST_PER_PAGE)) as company,
        whole_office(company) as office,
    ):
        office.start(*PARTS)
        office.wait_until_ready()
        _bring(office, company, sent[:before], first=0)
        until(lambda: office.number(IN) == before, seconds=THERE_WITHIN)
        own_times = _sent_in_vain(office, company, sent[before:], first=before)
        office.start(*PARTS)
        began = time.monotonic()
        until(lambda: office.number(IN) >= before + lost, seconds=THERE_WITHIN, every=0.5)
        took = time.monotonic() - began
        return promises(office, before=before, lost=lost, own_times=own_times, took=took)


def _sent_in_vain(
    office: WholeOffice, company: PhoneCompany, sent: list[Text], *, first: int
) -> dict[str, int]:
    """Sids of the texts that nobody took, with the seconds at which they were sent."""
    office.close_web()
    office.part("worker").stop()
    office.part("beat").stop()
    begin, step = datetime.now(UTC) - CLOSED_FOR, CLOSED_FOR / len(sent)
    at = {sid_of(first + number): begin + number * step for number in range(len(sent))}
    phones = _bring(office, company, sent, first=first, at=at)
    unanswered = {sid for sid, answer in phones.brought.answers if answer == 0}
    return {sid: int(moment.timestamp()) for sid, moment in at.items() if sid in unanswered}


def _bring(
    office: WholeOffice,
    company: PhoneCompany,
    sent: list[Text],
    *,
    first: int,
    at: dict[str, datetime] | None = None,
) -> Telephones:
    copies = [(sid_of(first + number), text) for number, text in enumerate(sent)]
    phones = Telephones(company=company, url=office.inbound, copies=copies, patience=15.0, at=at or {})
    phones.begin(HANDS)
    phones.wait()
    return phones


def promises(
    office: WholeOffice, *, before: int, lost: int, own_times: dict[str, int], took: float
) -> list[Figure]:
    late = dict(office.rows(LATE))
    right = sum(late.get(sid) == moment for sid, moment in own_times.items())
    return [
        exactly("outage_texts_given_up", len(own_times), lost, "texts"),
        exactly("outage_contacts", office.number(IN), before + lost, "contacts"),
        exactly("outage_contacts_different", office.number(DISTINCT), before + lost, "contacts"),
        exactly("outage_marked_late", len(late), lost, "contacts"),
        exactly("outage_own_time_kept", right, lost, "contacts"),
        Figure(name="outage_all_there_after", value=took, unit="s", at_most=THERE_WITHIN),
    ]
