"""How soon a call handler sees who rings: the look-up of the call screen, page and all, in an office of a million people.

PEOPLE people have a name each (the commonest surname is one in fifty), PEOPLE telephone numbers (one in ten shared by two
people) and CASES cases, of which one in twenty is open and one in two hundred restricted; a third has a postcode out of
2,000. Asked is by somebody of one team of ten, through the page that the browser asks while somebody types: SEARCHES
callers, each typed out piece by piece as the screen does, which waits for a pause of 200 ms: the last six, nine and all
digits of a number, the first three letters and all of a name, both names, a reference. `PLAN=1` prints how
PostgreSQL goes about the slowest statement.
"""

import random
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Any, Final
from uuid import UUID, uuid4

from bench.figures import Figure, Sizes
from chaos.office import open_for_chaos

P95_MS: Final = 150.0
_NOW: Final = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
_FIRST: Final = (
    "Amina", "Olga", "Yusuf", "Marie", "Siân", "José", "Priya", "Tomasz", "Grace", "Ahmed", "Chloe", "Daniel", "Fatima", "George",
    "Hannah", "Ivan", "Joyce", "Kwame", "Leila", "Mohammed", "Nadia", "Oscar", "Petra", "Rosa", "Samuel", "Thérèse", "Umar", "Vera",
)  # fmt: skip
_COMMON: Final = ("Smith", "Jones", "Khan", "Williams", "Ali", "Brown", "Taylor", "Patel")
_PARTS: Final = ("ald", "ber", "cor", "dun", "ell", "far", "gal", "har", "ken", "lam", "mor", "nor", "pen", "ros", "sul", "tre", "win")  # fmt: skip


def run(sizes: Sizes) -> list[Figure]:
    people, cases = sizes.number("PEOPLE", otherwise=1_000_000), sizes.number("CASES", otherwise=1_000_000)
    searches = sizes.number("SEARCHES", otherwise=100)
    with open_for_chaos():
        office = _Office(people=people, cases=cases)
        client = office.opened()
        taken = {kind: _asked(client, typed) for kind, typed in office.typed(searches).items()}
        if "PLAN" in sizes.given:
            office.explain()
    return [*_figures(taken), Figure(name="person_search_people", value=people, unit="people")]


def _figures(taken: dict[str, list[float]]) -> list[Figure]:
    every = [seconds for found in taken.values() for seconds in found]
    return [
        Figure(name="person_search_p50_ms", value=_quantile(every, 50), unit="ms"),
        Figure(name="person_search_p95_ms", value=_quantile(every, 95), unit="ms", at_most=P95_MS),
        Figure(name="person_search_slowest_ms", value=max(every) * 1000, unit="ms"),
        *(
            Figure(name=f"person_search_{kind}_p95_ms", value=_quantile(found, 95), unit="ms")
            for kind, found in taken.items()
        ),
        Figure(name="person_search_measured", value=len(every), unit="look-ups"),
    ]


def _quantile(seconds: list[float], percent: int) -> float:
    return quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000


def _asked(client: Any, typed: Iterable[dict[str, str]]) -> list[float]:
    """Seconds of each look-up, by the clock. The first of all is thrown away: it opens the connection."""
    asked = list(typed)
    client.get("/desk/log/phone/look-up/", asked[0])
    return [_timed(client, each) for each in asked]


def _timed(client: Any, typed: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = client.get("/desk/log/phone/look-up/", typed)
    took = time.perf_counter() - began
    if answer.status_code != 200 or b"found" not in answer.content:
        raise AssertionError(f"The look-up answered {answer.status_code} to {typed}.")
    return took


class _Office:
    """A million rows of each, written as PostgreSQL likes it; everything else as one case of the real intake left it."""

    def __init__(self, *, people: int, cases: int) -> None:
        self.dice = random.Random(11)
        self.people, self.cases = people, cases
        self.names: list[str] = []
        self.numbers: list[str] = []
        self.references: list[str] = []
        self.teams: list[UUID] = []
        self.postcodes = [f"ZR{n % 90 + 1} {n % 9 + 1}{a}{b}" for n, (a, b) in enumerate(_letters(2_000))]

    def opened(self) -> Any:
        from django.test import Client

        staff, pattern = self._pattern()
        self._fill(pattern)
        client = Client(SERVER_NAME="localhost")
        client.force_login(staff)
        return client

    def _pattern(self) -> tuple[Any, Any]:
        """One case, as a text makes it, whose rows are the pattern of all others."""
        from casework.models import Membership, Staff, Team
        from casework.services.arrivals import Arrival
        from casework.services.intake import take_in

        Team.objects.create(code="triage", name="Triage", is_triage=True)
        teams = [Team.objects.create(code=f"team-{n}", name=f"Team {n}") for n in range(10)]
        self.teams = [team.pk for team in teams]
        staff = Staff.objects.create_user(username="handler", full_name="Handler", role="handler")
        Membership.objects.create(staff=staff, team=teams[0])
        arrival = Arrival(channel="sms", body="The tap drips", took_place_at=_NOW, sender="07700 900001")
        return staff, take_in(arrival=arrival, now=_NOW, job="bench").contact

    def _fill(self, pattern: Any) -> None:
        from django.db import connection

        party = pattern.case.parties.get()
        held = pattern.person.points.get()
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            people = self._copy(cursor, pattern.person, {"id": "uuid", "name": "text"}, self._people())
            points = self._copy(
                cursor, pattern.contact_point, {"id": "uuid", "value": "text"}, self._points()
            )
            both = {"id": "uuid", "person_id": "uuid", "contact_point_id": "uuid", "label": "text"}
            self._copy(cursor, held, both, self._held(people, points), key=_count())
            columns = {
                "id": "uuid", "reference": "text", "team_id": "uuid", "is_open": "bool", "restricted": "bool",
                "postcode": "text", "status": "text", "opened_at": "timestamptz", "last_activity_at": "timestamptz", "closed_at": "timestamptz",
            }  # fmt: skip
            cases = self._copy(cursor, pattern.case, columns, self._cases())
            rows = ((uuid4(), case, self.dice.choice(people)) for case in cases)
            self._copy(cursor, party, {"id": "uuid", "case_id": "uuid", "person_id": "uuid"}, rows)
            cursor.execute("ANALYZE")
            cursor.execute("RESET statement_timeout")

    def _people(self) -> Iterator[tuple[Any, ...]]:
        for _ in range(self.people):
            name = f"{self.dice.choice(_FIRST)} {self._surname()}"
            self.names.append(name)
            yield uuid4(), name

    def _surname(self) -> str:
        if self.dice.random() < len(_COMMON) / 50:
            return self.dice.choice(_COMMON)
        return "".join(self.dice.choices(_PARTS, k=3)).capitalize()

    def _points(self) -> Iterator[tuple[Any, ...]]:
        for number in self.dice.sample(range(10_000_000, 99_999_999), self.people):
            self.numbers.append(f"+4477{number}")
            yield uuid4(), self.numbers[-1]

    def _held(self, people: list[UUID], points: list[UUID]) -> Iterator[tuple[Any, ...]]:
        for person, point in zip(people, points, strict=True):
            shared = self.dice.random() < 0.1
            yield None, person, point, "shared" if shared else "own"
            if shared:
                yield None, self.dice.choice(people), point, "shared"

    def _cases(self) -> Iterator[tuple[Any, ...]]:
        from casework.references import new_reference

        known: set[str] = set()
        for number in range(self.cases):
            while (reference := new_reference(self.dice.randrange)) in known:
                pass
            known.add(reference)
            self.references.append(reference)
            is_open = self.dice.random() < 0.05
            at = _NOW - timedelta(minutes=number)
            yield (
                uuid4(), reference, self.dice.choice(self.teams), is_open, self.dice.random() < 0.005,
                self.dice.choice(self.postcodes) if number % 3 == 0 else "", "open" if is_open else "closed", at, at, None if is_open else at,
            )  # fmt: skip

    def _copy(
        self,
        cursor: Any,
        pattern: Any,
        columns: dict[str, str],
        rows: Iterable[tuple[Any, ...]],
        key: Any = None,
    ) -> list[UUID]:
        """These columns from the rows, all others as the pattern has them. Returns the first column, in order."""
        table = pattern._meta.db_table
        own = [field.column for field in pattern._meta.concrete_fields]
        shape = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        if key is not None:  # a row whose key is a number
            shape = shape.replace("id uuid", "id bigint", 1)
        cursor.execute(f"CREATE TEMP TABLE new_rows ({shape})")
        ids = []
        with cursor.copy(f"COPY new_rows ({', '.join(columns)}) FROM STDIN") as copy:
            for first, *rest in rows:
                ids.append(first if key is None else next(key))
                copy.write_row((ids[-1], *rest))
        values = ", ".join(f'n."{name}"' if name in columns else f'p."{name}"' for name in own)
        names = ", ".join(f'"{name}"' for name in own)
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM new_rows n, {table} p WHERE p.id = %s"  # noqa: S608  (names of our own columns)
            " ON CONFLICT DO NOTHING",
            [pattern.pk],
        )
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("DROP TABLE new_rows")
        return ids

    def typed(self, searches: int) -> dict[str, list[dict[str, str]]]:
        """What the page is asked for each kind of caller, in the order of typing."""
        pick = self.dice.choice
        names, numbers = (
            [pick(self.names) for _ in range(searches)],
            [pick(self.numbers) for _ in range(searches)],
        )
        return {
            "number": [
                {"number": part} for each in numbers for part in (each[-6:], each[-9:], f"0{each[3:]}")
            ],
            "name": [
                {"name": part}
                for each in names
                for part in (each[:3], each.split()[0], each.split()[1], each)
            ],
            "reference": [{"reference": pick(self.references)} for _ in range(searches)],
        }

    def explain(self) -> None:
        """The plan of the slowest statement of each kind of search, for the docs."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from casework import lookup
        from casework.models import Staff

        staff = Staff.objects.get(username="handler")
        for kind, typed in self.typed(1).items():
            for each in typed[-1:]:
                with CaptureQueriesContext(
                    connection,
                ) as asked:
                    lookup.callers(staff=staff, chosen=None, **each)
                slowest = max(asked.captured_queries, key=lambda query: float(query["time"]))
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {slowest['sql']}")
                    plan = "\n".join(row[0] for row in cursor.fetchall())
                print(f"-- {kind}: {each}, {len(asked)} statements\n{slowest['sql']}\n{plan}\n", flush=True)


def _letters(count: int) -> Iterator[tuple[str, str]]:
    alphabet = "ABDEFGHJLNPQRSTUWXYZ"
    for number in range(count):
        yield alphabet[number // 20 % 20], alphabet[number % 20]


def _count() -> Iterator[int]:
    number = 1_000
    while True:
        number += 1
        yield number
