"""The office that the bench of the desk grows, and how it asks it for its pages."""

import re
import time
from datetime import UTC, datetime
from html import unescape
from typing import Any, Final
from uuid import uuid4

from bench import grown
from bench.desk_pages import COMMON, PAGES, RARE

# The pages tell what is late by their own clock: a fixed day would make every promise late, and none due soon.
NOW: Final = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
OPEN: Final = "i % 10 = 0"
# Numbers of the kinds of keys.
CASE, CONTACT, PERSON, POINT, PARTY, EVENT = range(1, 7)


class Office:
    def __init__(self, *, contacts: int) -> None:
        self.contacts, self.size = contacts, 0
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
        self.seldom = Service.objects.create(code="seldom", name="Seldom", position=5)
        people = [
            Staff.objects.create_user(username=f"staff-{n}", full_name=f"Staff {n}", role="caseworker")
            for n in range(10)
        ]
        for n, staff in enumerate(people):
            # One works for every team: their first page of the queue is full in the smallest office too.
            for team in self.teams if n == 1 else [self.teams[n]]:
                Membership.objects.create(staff=staff, team=team)
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
        grown.settle()

    def _people(self, first: int, last: int) -> None:
        """One for every two cases, each with a number."""
        rows: dict[str, Any] = {"first": first, "last": last, "where": "i % 2 = 0"}
        name = {"id": f"bench_id({PERSON}, i)", "name": "initcap(bench_words(i, 2))"}
        number = {
            "id": f"bench_id({POINT}, i)",
            "value": "'+447' || lpad((i * 7 % 1000000000)::text, 9, '0')",
        }
        grown.grow(self.pattern.person, name, **rows)
        grown.grow(self.pattern.contact_point, number, **rows)

    def _cases(self, first: int, last: int) -> None:
        at = f"timestamptz '{NOW.isoformat()}' - (i % 500000) * interval '3 minutes'"
        text = f"bench_words(i, 6) || CASE WHEN i % 1000 = 7 THEN ' {RARE}' WHEN i % 10 = 3 THEN ' {COMMON}' ELSE '' END"
        columns = {
            "id": f"bench_id({CASE}, i)",
            # Each number another one: an odd factor, modulo a power of two.
            "reference": "overlay(upper(lpad(to_hex((i * 2654435761) % 4294967296), 8, '0')) placing '-' from 5 for 0)",
            "team_id": _one_of([team.pk for team in self.teams], "i / 10"),
            "service_id": f"CASE WHEN i % 5000 = 10 THEN '{self.seldom.pk}'::uuid ELSE {_one_of([service.pk for service in self.services], 'i / 10')} END",
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
            "tags": "CASE WHEN i % 5000 = 10 THEN ARRAY['mould'] WHEN i % 100 = 0 THEN ARRAY['damp'] ELSE '{}' END",
            "origin": "CASE WHEN i % 5000 = 10 THEN 'letter' WHEN i % 3 = 0 THEN 'sms' WHEN i % 3 = 1 THEN 'web' ELSE 'phone' END",
            "summary": text,
            "search": f"to_tsvector('onequeue', {text})",
            "opened_at": at,
            "last_activity_at": at,
            "last_in_at": at,
        }
        grown.grow(self.pattern.case, columns, first=first, last=last)
        grown.grow(
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
        grown.grow(self.pattern.case.events.first(), columns, first=first, last=last)

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
        grown.grow(self.pattern, columns, first=first, last=last)

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
        return f"/desk/cases/{self._usable(case)}/"

    def _usable(self, case: Any) -> str:
        """A real reference, as the address of a page needs one."""
        from casework import references
        from casework.models import Case

        if references.normalise(case.reference) is None:
            case.reference = references.new_reference()
            Case.objects.filter(pk=case.pk).update(
                reference=case.reference, team=self.teams[1], restricted=False
            )
        return str(case.reference)

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

    def many(self, bulk: int, *, tag: str) -> tuple[int, float, int]:
        """As many open cases as there are, up to so many, get a tag together. How many did, seconds, statements."""
        from django.db import connection

        from casework.models import Case
        from casework.services import changing_many

        actor = self.staff[1]
        rows = Case.objects.filter(is_open=True, restricted=False, team=self.teams[1]).order_by("pk")[:bulk]
        wanted = [self._usable(case) for case in rows]
        asked: dict[str, Any] = {"wanted": wanted, "kind": "tag", "to": tag, "actor": actor, "now": NOW}
        statements: list[None] = []  # more of them than a connection keeps

        def counted(execute: Any, *given: Any) -> Any:
            statements.append(None)
            return execute(*given)

        began = time.perf_counter()
        with connection.execute_wrapper(counted):
            changing_many.look(**asked)
            change = changing_many.begin(once=uuid4(), **asked)
            while change.ended_at is None:
                change = changing_many.step(change=change, seconds=1, actor=actor, now=NOW)
        return len(change.done), time.perf_counter() - began, len(statements)

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
