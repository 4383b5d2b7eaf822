"""What open desks cost an office: so many streams to a real web server, while nothing happens and while texts arrive.

DESKS streams follow the queue, as so many browsers with the queue open do. For QUIET seconds nothing happens; then TEXTS
texts arrive, one a second, by the phone company's door, and are worked by a worker as always. Said are the share of one
core that the web server takes in both, its memory, and how long after the door's answer each desk was told to look again
(of which 0.4 s are a pause in which a burst of changes becomes one).
"""

import asyncio
import os
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Final
from urllib.parse import urlsplit

from bench.figures import Figure
from chaos.calling import call
from chaos.phone_api import phone_company
from chaos.phone_company import TOKEN, PhoneCompany
from chaos.telephones import sid_of
from chaos.texts import Text, texts
from chaos.whole_office import WholeOffice, whole_office

TICKS: Final = os.sysconf("SC_CLK_TCK")
SETTLED_SECONDS: Final = 5.0  # the last text is worked and told of within it


@dataclass
class _Desks:
    """The streams, and when each was told something, by the clock of `time.monotonic`."""

    told: list[list[float]] = field(default_factory=list)
    broken: int = 0

    async def open(self, count: int, *, url: str) -> None:
        self.told = [[] for _ in range(count)]
        self.tasks = [asyncio.create_task(self._follow(each, url=url)) for each in self.told]
        while any(not each for each in self.told) and not self.broken:
            await asyncio.sleep(0.1)

    async def _follow(self, told: list[float], *, url: str) -> None:
        """The first word of a stream says which topics count."""
        parts = urlsplit(url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        async for line in reader:
            if line.startswith(b"data: "):
                told.append(time.monotonic())
        self.broken += 1

    def close(self) -> None:
        for task in self.tasks:
            task.cancel()


def figures(*, desks: int, quiet: int, sent: int) -> list[Figure]:
    with phone_company(seed=7) as company, whole_office(company) as office:
        office.start("web", "worker")
        office.wait_until_ready()
        return asyncio.run(_measured(office, company, desks=desks, quiet=quiet, sent=sent))


async def _measured(
    office: WholeOffice, company: PhoneCompany, *, desks: int, quiet: int, sent: int
) -> list[Figure]:
    from casework.live_tokens import live_url

    opened = _Desks()
    await opened.open(desks, url=f"{office.url}{live_url('queue')}")
    web = office.part("web")
    before = _seconds(web.pid)
    await asyncio.sleep(quiet)
    idle = (_seconds(web.pid) - before) / quiet
    before, began = _seconds(web.pid), time.monotonic()
    answered = await _rain(office, company, texts(senders=sent, count=sent, dice=random.Random(7)))
    await asyncio.sleep(SETTLED_SECONDS)
    busy = (_seconds(web.pid) - before) / (time.monotonic() - began)
    opened.close()
    late = [_after(answer, told) for answer in answered for told in opened.told]
    return [
        Figure(name="live_desks", value=desks, unit="desks"),
        Figure(name="live_desks_broken", value=opened.broken, unit="streams", at_most=0),
        Figure(name="live_quiet_core_percent", value=idle * 100, unit="% of a core"),
        Figure(name="live_texts_core_percent", value=busy * 100, unit="% of a core"),
        Figure(name="live_web_memory_mb", value=_memory(web.pid), unit="MB"),
        Figure(name="live_told_p95_s", value=quantiles(late, n=100)[94], unit="s"),
    ]


async def _rain(office: WholeOffice, company: PhoneCompany, sent: list[Text]) -> list[float]:
    """One a second. When the door had answered each."""
    answered = []
    for number, text in enumerate(sent):
        fields = company.carries(sid=sid_of(number), sender=text.sender, body=text.body, at=datetime.now(UTC))
        await asyncio.to_thread(call, url=office.inbound, fields=fields, token=TOKEN)
        answered.append(time.monotonic())
        await asyncio.sleep(1)
    return answered


def _after(moment: float, told: list[float]) -> float:
    """Seconds until a desk was told next; a desk that never was counts as a minute."""
    return next((each - moment for each in told if each >= moment), 60.0)


def _seconds(session: int) -> float:
    """Processor time of all processes of a session, by proc(5): fields 14 and 15 of stat, in ticks."""
    ticks = sum(int(fields[11]) + int(fields[12]) for _, fields in _processes(session))
    return ticks / TICKS


def _memory(session: int) -> float:
    """Resident memory in MB; what processes share is counted in each."""
    return sum(_resident(path) for path, _ in _processes(session)) * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def _resident(path: Path) -> int:
    return int((path / "statm").read_text().split()[1])


def _processes(session: int) -> list[tuple[Path, list[str]]]:
    """Folder and the fields of stat from the third on: the second, a name in brackets, may hold spaces."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(") ")[2].split()
        except OSError:
            continue  # it has just ended
        if int(fields[3]) == session:
            found.append((path, fields))
    return found
