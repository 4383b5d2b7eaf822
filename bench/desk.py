"""The desk at 1,000, 100,000 and 1,000,000 cases: what each page costs, and how it grows.

SIZES cases (one in ten open, one in two hundred restricted, ten teams, five services, one in six with a colleague) have
CONTACTS contacts each. Asked are, by a caseworker of one team through Django's own stack but without a network: the queue
and its second page, every filter, a case with 20 and one with 2,000 contacts, a search for a word that is in one case of
1,000 and for one in every tenth, the start page, and BULK cases given a tag at once. Each page CALLS times, after one that
is thrown away; p50 and p95 in milliseconds, and its SQL statements. `PLAN=1` prints the plan of the slowest statement of
every page at the largest size.
"""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from statistics import quantiles
from typing import Any, Final

from bench.figures import Figure, Sizes, UnusableSize
from chaos.office import open_for_chaos

GROWTH: Final = 1.3
NOW: Final = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
RARE, COMMON = "quokka", "boiler"
OPEN: Final = "i % 10 = 0"
# Numbers of the kinds of keys.
CASE, CONTACT, PERSON, POINT, PARTY, EVENT = range(1, 7)

PAGES: Final = {
    "queue": "/desk/",
    "team": "/desk/?team=team-1",
    "mine": "/desk/?who=mine",
    "unassigned": "/desk/?who=unassigned",
    "overdue": "/desk/?overdue=true",
    "due_soon": "/desk/?due_soon=true",
    "needs_answer": "/desk/?needs_answer=true",
    "channel": "/desk/?channel=sms",
    "service": "/desk/?service=service-1",
    "priority": "/desk/?priority=urgent",
    "tag": "/desk/?tag=damp",
    "status": "/desk/?status=waiting_for_person",
    "closed": "/desk/?status=closed_all",
    "rare_word": f"/desk/search/?q={RARE}",
    "common_word": f"/desk/search/?q={COMMON}",
    "start": "/desk/start/",
}


def run(sizes: Sizes) -> list[Figure]:
    levels = _levels(sizes)
    contacts, calls = sizes.number("CONTACTS", otherwise=5), sizes.number("CALLS", otherwise=40)
    figures: list[Figure] = []
    with open_for_chaos():
        office = Office(contacts=contacts)
        for level in levels:
            office.grow(level)
            figures += _figures(office, level, calls)
        if "PLAN" in sizes.given:
            office.explain()
    return [*figures, *_growth(figures, levels)]


def _levels(sizes: Sizes) -> list[int]:
    given = sizes.given.get("SIZES") or "1000,100000,1000000"
    parts = given.split(",")
    if not all(part.isascii() and part.isdecimal() and int(part) >= 100 for part in parts):
        raise UnusableSize(f"SIZES is {given!r}; write whole numbers of 100 or more with commas between.")
    return sorted({int(part) for part in parts})


def _figures(office: "Office", level: int, calls: int) -> Iterator[Figure]:
    for name, (seconds, statements) in office.measured(calls).items():
        yield Figure(name=f"desk_{name}_{level}_p50_ms", value=_quantile(seconds, 50), unit="ms")
        yield Figure(name=f"desk_{name}_{level}_p95_ms", value=_quantile(seconds, 95), unit="ms")
        yield Figure(name=f"desk_{name}_{level}_statements", value=statements, unit="statements")


def _growth(figures: list[Figure], levels: list[int]) -> list[Figure]:
    """How much slower at the largest than at the smallest size; the queue's own is a promise."""
    found = {figure.name: figure.value for figure in figures}
    grown = []
    for name in [*PAGES, "case_20", "case_2000", "queue_page_2"]:
        small, large = (found[f"desk_{name}_{level}_p95_ms"] for level in (levels[0], levels[-1]))
        promised = GROWTH if name == "queue" else None
        grown.append(Figure(name=f"{name}_p95_growth", value=large / small, unit="times", at_most=promised))
    return grown


def _quantile(seconds: list[float], percent: int) -> float:
    return quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000


class Office:
    def __init__(self, *, contacts: int) -> None:
        from bench import grown

        self.contacts, self.size = contacts, 0
        self.grown = grown
        grown.prepare()
        self._found()

    def _found(self) -> None:
        """Teams, services, staff, and one case by the real intake, whose rows are the pattern of all others."""
        from django.test import Client

        from casework.models import Membership, Service, Staff, Team
        from casework.services.arrivals import Arrival
        from casework.services.intake import take_in

        Team.objects.create(code="triage", name="Triage", is_triage=True)
        self.teams = [Team.objects.create(code=f"team-{n}", name=f"Team {n}") for n in range(10)]
        self.services = [
            Service.objects.create(code=f"service-{n}", name=f"Service {n}", position=n) for n in range(5)
        ]
        people = [
            Staff.objects.create_user(username=f"staff-{n}", full_name=f"Staff {n}", role="caseworker")
            for n in range(10)
        ]
        for n, staff in enumerate(people):
            Membership.objects.create(staff=staff, team=self.teams[n])
        self.staff = people
        arrival = Arrival(channel="sms", body="The tap drips", took_place_at=NOW, sender="07700 900001")
        self.pattern: Any = take_in(arrival=arrival, now=NOW, job="bench").contact
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(people[1])

    def grow(self, size: int) -> None:
        first, last = self.size + 1, size
        self._people(first, last)
        self._cases(first, last)
        self._talk(first, last)
        if not self.size:
            self._long_ones()
        self.size = size
        self.grown.settle()

    def _people(self, first: int, last: int) -> None:
        """One for every two cases, each with a number."""
        rows: dict[str, Any] = {"first": first, "last": last, "where": "i % 2 = 0"}
        name = {"id": f"bench_id({PERSON}, i)", "name": "initcap(bench_words(i, 2))"}
        number = {
            "id": f"bench_id({POINT}, i)",
            "value": "'+447' || lpad((i * 7 % 1000000000)::text, 9, '0')",
        }
        self.grown.grow(self.pattern.person, name, **rows)
        self.grown.grow(self.pattern.contact_point, number, **rows)

    def _cases(self, first: int, last: int) -> None:
        at = f"timestamptz '{NOW.isoformat()}' - (i % 500000) * interval '3 minutes'"
        text = f"bench_words(i, 6) || CASE WHEN i % 1000 = 7 THEN ' {RARE}' WHEN i % 10 = 3 THEN ' {COMMON}' ELSE '' END"
        columns = {
            "id": f"bench_id({CASE}, i)",
            # Each number another one: an odd factor, modulo a power of two.
            "reference": "overlay(upper(lpad(to_hex((i * 2654435761) % 4294967296), 8, '0')) placing '-' from 5 for 0)",
            "team_id": _one_of([team.pk for team in self.teams], "i / 10"),
            "service_id": _one_of([service.pk for service in self.services], "i"),
            "assignee_id": f"CASE WHEN i % 6 = 0 THEN {_one_of([staff.pk for staff in self.staff], 'i / 10')} END",
            "is_open": f"({OPEN})",
            "status": f"CASE WHEN NOT ({OPEN}) THEN 'closed' WHEN i % 70 = 0 THEN 'waiting_for_person' WHEN i % 40 = 0 THEN 'new' ELSE 'open' END",
            "closed_at": f"CASE WHEN NOT ({OPEN}) THEN {at} + interval '2 days' END",
            "outcome": f"CASE WHEN NOT ({OPEN}) THEN 'Settled' ELSE '' END",
            "waiting_for": f"CASE WHEN {OPEN} THEN 'us' ELSE 'nobody' END",
            "needs_answer": f"({OPEN} AND i % 30 = 0)",
            "restricted": "(i % 200 = 90)",
            "priority": "CASE WHEN i % 500 = 0 THEN 'urgent' WHEN i % 50 = 0 THEN 'high' ELSE 'normal' END",
            "priority_rank": "CASE WHEN i % 500 = 0 THEN 3 WHEN i % 50 = 0 THEN 2 ELSE 1 END",
            "due_at": f"CASE WHEN {OPEN} AND i % 20 = 0 THEN timestamptz '{NOW.isoformat()}' + ((i % 700) - 350) * interval '1 hour' END",
            "due_kind": f"CASE WHEN {OPEN} AND i % 20 = 0 THEN 'first_response' ELSE '' END",
            "tags": "CASE WHEN i % 100 = 0 THEN ARRAY['damp'] ELSE '{}' END",
            "origin": "CASE i % 3 WHEN 0 THEN 'sms' WHEN 1 THEN 'web' ELSE 'phone' END",
            "summary": text,
            "search": f"to_tsvector('onequeue', {text})",
            "opened_at": at,
            "last_activity_at": at,
            "last_in_at": at,
        }
        self.grown.grow(self.pattern.case, columns, first=first, last=last)
        self.grown.grow(
            self.pattern.case.parties.get(),
            {
                "id": f"bench_id({PARTY}, i)",
                "case_id": f"bench_id({CASE}, i)",
                "person_id": f"bench_id({PERSON}, i / 2 * 2)",
                "contact_point_id": f"bench_id({POINT}, i / 2 * 2)",
            },
            first=max(first, 2),
            last=last,
        )

    def _talk(self, first: int, last: int) -> None:
        """Contacts of every case, and what the history says of it."""
        self._contacts(case="(i / {n})", first=first * self.contacts, last=(last + 1) * self.contacts - 1)
        columns = {"id": f"bench_id({EVENT}, i)", "case_id": f"bench_id({CASE}, i)", "contact_id": "NULL"}
        self.grown.grow(self.pattern.case.events.first(), columns, first=first, last=last)

    def _contacts(self, *, case: str, first: int, last: int) -> None:
        number = case.format(n=self.contacts)
        at = f"timestamptz '{NOW.isoformat()}' - ({number} % 500000) * interval '3 minutes' + (i % 3000) * interval '1 second'"
        columns = {
            "id": f"bench_id({CONTACT}, i)",
            "case_id": f"bench_id({CASE}, {number})",
            "external_id": "'bench-' || i",
            "body": "bench_words(i, 20)",
            "direction": "'in'",
            "took_place_at": at,
            "logged_at": at,
            "person_id": "NULL",
            "contact_point_id": f"bench_id({POINT}, greatest({number} / 2 * 2, 2))",
        }
        self.grown.grow(self.pattern, columns, first=first, last=last)

    def _long_ones(self) -> None:
        """Two open cases of the team that asks, one with 20 contacts in all, one with 2,000."""
        self.long = {20: 10, 2000: 110}
        begin = 100_000_000
        for many, number in self.long.items():
            self._contacts(case=str(number), first=begin + number * 10_000, last=begin + number * 10_000 + many - self.contacts - 1)  # fmt: skip

    def _page(self, many: int) -> str:
        from casework.models import Case

        with_contacts = Case.objects.get(contacts__external_id=f"bench-{self.long[many] * self.contacts}")
        return self._reference(with_contacts)

    def _reference(self, case: Any) -> str:
        """A real reference, as the address of a page needs one."""
        from casework import references
        from casework.models import Case

        if references.normalise(case.reference) is None:
            case.reference = references.new_reference()
            Case.objects.filter(pk=case.pk).update(
                reference=case.reference, team=self.teams[1], restricted=False
            )
        return f"/desk/cases/{case.reference}/"

    def measured(self, calls: int) -> dict[str, tuple[list[float], int]]:
        pages = {
            **PAGES,
            "case_20": self._page(20),
            "case_2000": self._page(2000),
            "queue_page_2": self._older(),
        }
        return {name: (self._timed(page, calls), self._statements(page)) for name, page in pages.items()}

    def _older(self) -> str:
        """The second page, as the first one leads there; of a short queue the first again."""
        page = self.client.get("/desk/").content.decode()
        found = re.search(r'href="(\?[^"]*\bat=[^"]+)"', page)
        return f"/desk/{unescape(found[1])}" if found else "/desk/"

    def _timed(self, page: str, calls: int) -> list[float]:
        self._asked(page)
        return [self._asked(page) for _ in range(calls)]

    def _asked(self, page: str) -> float:
        began = time.perf_counter()
        answer = self.client.get(page)
        took = time.perf_counter() - began
        if answer.status_code != 200:
            raise AssertionError(f"{page} answered {answer.status_code}.")
        return took

    def _statements(self, page: str) -> int:
        return len(self._captured(page))

    def _captured(self, page: str) -> Any:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            self._asked(page)
        return asked.captured_queries

    def explain(self) -> None:
        from django.db import connection

        for name, page in {**PAGES, "case_2000": self._page(2000)}.items():
            slowest = max(self._captured(page), key=lambda query: float(query["time"]))
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {slowest['sql']}")
                plan = "\n".join(row[0] for row in cursor.fetchall())
            print(f"-- {name}: {slowest['time']} s\n{slowest['sql']}\n{plan}\n", flush=True)


def _one_of(keys: list[Any], number: str) -> str:
    listed = ", ".join(f"'{key}'::uuid" for key in keys)
    return f"(ARRAY[{listed}])[1 + ({number}) % {len(keys)}]"
