"""The work of two cities, sent where it went: rules built from one half of their requests route the other half.

What is built: one rule for each agency and up to 200 services that mostly went to it, then, for services that the
first half did not have, rules on words that told agencies apart among its services: the surest words first.
"""

import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import pytest
from django.test import Client

from casework import routing
from casework.models import Service, Team
from casework.services import rule_set
from casework.services.arrivals import Arrival
from casework.services.intake import take_in
from casework.text import words
from tests import factories as make
from tests.conftest import REAL_DATA
from tests.integration.test_api import key

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]

SOURCES = {"stlouis311": "st-louis", "baltimore311": "baltimore"}
MOST_VALUES = 200
THROUGH_INTAKE = 300
NOBODY = "triage"


class Row(NamedTuple):
    """`agency` is the code of the team that had the work; triage where the city wrote none."""

    id: str
    city: str
    service: str
    text: str
    agency: str
    at: datetime


def slug(*parts: str) -> str:
    """A code for a name; names that differ in signs only stay apart."""
    name = "-".join("-".join(words(part)) for part in parts)
    return f"{name[:38]}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:8]}"


def rows() -> Iterator[Row]:
    with gzip.open(REAL_DATA / "requests_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for each in map(json.loads, lines):
            city = SOURCES.get(each["source"])
            if city:
                yield Row(
                    each["id"],
                    city,
                    slug(city, each["service"]),
                    each["text"],
                    slug(city, each["agency"]) if each["agency"] else NOBODY,
                    datetime.fromisoformat(each["received_at"]),
                )


def held_out(row: Row) -> bool:
    return hashlib.sha256(f"{row.city}:{row.id}".encode()).digest()[0] % 2 == 1


# Building the rules


def built(known: list[Row]) -> list[dict[str, Any]]:
    return [*by_service(known), *by_words(known)]


def majority(known: Iterable[Row]) -> dict[tuple[str, str], str]:
    """By city and service: where most of it went."""
    went: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in known:
        went[row.city, row.service][row.agency] += 1
    return {where: agencies.most_common(1)[0][0] for where, agencies in went.items()}


def by_service(known: list[Row]) -> Iterator[dict[str, Any]]:
    services: dict[str, list[str]] = defaultdict(list)
    for (_, service), agency in sorted(majority(known).items()):
        services[agency].append(service)
    for agency, codes in services.items():
        if agency != NOBODY:
            for number in range(0, len(codes), MOST_VALUES):
                yield {
                    "name": f"Services of {agency}" + (f" {number}" if number else ""),
                    "conditions": {"all": [{"fact": "service", "op": "is_any_of", "value": codes[number : number + MOST_VALUES]}]},
                    "team": agency,
                }  # fmt: skip


def by_words(known: list[Row]) -> Iterator[dict[str, Any]]:
    """A word counts once for each service that it stands in, so that a busy service does not shout the others down."""
    agency_of = majority(known)
    told: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city, service, word in sorted(
        {(row.city, row.service, word) for row in known for word in words(row.text)}
    ):
        told[city, word][agency_of[city, service]] += 1
    sure: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for (city, word), agencies in told.items():
        agency, count = agencies.most_common(1)[0]
        rank = int(20 * (1 - count / (agencies.total() + 1)))  # a word seen once tells little, even alone
        if agency != NOBODY:
            sure[rank, city, agency].append(word)
    for (rank, city, agency), said in sorted(sure.items()):
        yield {
            "name": f"Words of {agency}, {rank + 1}",
            "conditions": {"all": [
                {"fact": "number_texted", "op": "is", "value": f"form:{city}"},
                {"fact": "words", "op": "any_of", "value": said[:MOST_VALUES]},
            ]},
            "team": agency,
        }  # fmt: skip


# Trying them


@pytest.fixture
def cities() -> list[Row]:
    make.office()
    found = list(rows())
    teams = {row.agency for row in found} - {NOBODY}
    Team.objects.bulk_create(Team(code=code, name=code) for code in sorted(teams))
    Service.objects.bulk_create(
        Service(code=code, name=code) for code in sorted({row.service for row in found})
    )
    return found


def put(rules: list[dict[str, Any]]) -> None:
    program = key("editor", role="lead")
    body = json.dumps({"base": 0, "reason": "From the first half", "rules": rules})
    answer = Client().put(
        "/api/v1/rule-set/",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {program.secret}"},
    )
    assert answer.status_code == 200, answer.content


def facts(row: Row) -> routing.RouteFacts:
    return routing.RouteFacts(
        service=row.service, channel="web", text=row.text, number_texted=f"form:{row.city}", at=row.at
    )


def right(tried: list[Row], *, rules: routing.RuleSet) -> float:
    sent = (routing.route(rules, facts(row), triage_team=NOBODY).team for row in tried)
    return sum(team == row.agency for team, row in zip(sent, tried, strict=True)) / len(tried)


def ceiling(tried: list[Row]) -> float:
    """What whoever knew the service of every row, and nothing else, could reach at best on these very rows."""
    best = majority(tried)
    return sum(best[row.city, row.service] == row.agency for row in tried) / len(tried)


def test_rules_built_from_half_the_requests_send_the_other_half_to_its_agency(
    cities: list[Row], capsys: pytest.CaptureFixture[str]
) -> None:
    known, tried = [row for row in cities if not held_out(row)], [row for row in cities if held_out(row)]
    put(built(known))
    rules = rule_set.current().rules
    seen = set(majority(known))
    new = [row for row in tried if (row.city, row.service) not in seen]
    reached = {
        city: right([row for row in tried if row.city == city], rules=rules) for city in SOURCES.values()
    }
    with capsys.disabled():
        print(f"\n{len(known)} rows to build from, {len(tried)} held out, {len(rules.rules)} rules")
        for city, share in reached.items():
            own = [row for row in tried if row.city == city]
            print(f"{city}: {share:.4f} of {len(own)}; service alone at best {ceiling(own):.4f}")
        print(f"both: {right(tried, rules=rules):.4f}; service alone at best {ceiling(tried):.4f}")
        print(f"services new to the rules: {right(new, rules=rules):.4f} of {len(new)}")
        one = [row for row in tried if row.agency != NOBODY]
        print(f"rows with an agency: {right(one, rules=rules):.4f} of {len(one)}")
    assert reached["baltimore"] > 0.985 and reached["st-louis"] > 0.92
    assert right(tried, rules=rules) > 0.978


def test_what_the_rules_say_is_where_real_contacts_go(cities: list[Row]) -> None:
    known, tried = [row for row in cities if not held_out(row)], [row for row in cities if held_out(row)]
    put(built(known))
    rules, same = rule_set.current().rules, 0
    some = sorted(tried, key=lambda row: hashlib.sha256(row.id.encode()).digest())[:THROUGH_INTAKE]
    for row in some:
        case = take_in(
            arrival=Arrival(
                channel="web",
                body=row.text,
                took_place_at=row.at,
                arrived_at=f"form:{row.city}",
                service_code=row.service,
            ),
            job="web form",
            now=row.at,
        ).case
        assert case is not None
        assert case.team.code == routing.route(rules, facts(row), triage_team=NOBODY).team
        same += case.team.code == row.agency
    assert same / len(some) > 0.95
