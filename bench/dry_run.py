"""How long a dry run of ten thousand cases takes: an office of its own, a database of its own, 200 rules in force.

The rules are those of bench.routing, which say how they are mixed. The draft is the same set with one rule in twenty
changed, five new and two gone. The cases were opened over 90 days from the contacts of bench.routing, each made longer
by words of its own, to 900 characters at most. Counted is what a lead waits for: the start and every step, reading,
routing twice, looking up areas and earlier contacts, and keeping the result. Size: CASES.
"""

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bench import routing as mix
from bench.figures import Figure, Sizes
from casework.routing import to_document
from chaos.office import open_for_chaos

PROMISED: Final = 5.0
RULES: Final = 200
DAYS: Final = 90
_NOW: Final = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
_WORDS: Final = (
    "kitchen", "tap", "dripping", "morning", "letter", "council", "garden", "street", "light", "broken", "window", "please",
    "pavement", "collection", "missed", "charge", "payment", "appeal", "form", "yesterday", "again", "nobody", "winter",
)  # fmt: skip


def run(sizes: Sizes) -> list[Figure]:
    cases = sizes.number("CASES", otherwise=10_000)
    with open_for_chaos():
        lead = _office(cases)
        began, processor = time.perf_counter(), time.process_time()
        found = _replayed(lead)
        took, computed = time.perf_counter() - began, time.process_time() - processor
    if found.done != cases or not found.result["elsewhere"]:
        raise AssertionError(
            f"The run replayed {found.done} of {cases} cases, {found.result['elsewhere']} moved."
        )
    each = took / cases * 10_000
    return [
        Figure(name="dry_run_10000_s", value=each, unit="s", at_most=PROMISED),
        Figure(name="dry_run_10000_cpu_s", value=computed / cases * 10_000, unit="s"),
        Figure(name="dry_run_cases_measured", value=cases, unit="cases"),
    ]


def _replayed(lead: Any) -> Any:
    """As the page does it: begun, then a second at a time."""
    from casework.services import dry_runs

    found = dry_runs.start(actor=lead, days=DAYS, now=_NOW)
    while found.finished_at is None:
        found = dry_runs.step(run=found, seconds=1, now=_NOW)
    return found


def rules() -> list[dict[str, Any]]:
    return [{**to_document(one.rule), "id": ""} for one in mix.office(RULES).rules]


def _changed(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    changed = [
        {**each, "conditions": kept[number - 1]["conditions"], "team": "team-7"} if number % 20 == 7 else each
        for number, each in enumerate(kept)
    ]
    new = [
        {"name": f"New {word}", "conditions": {"all": [{"fact": "words", "op": "phrase", "value": f"{word} letter"}]}, "team": "team-1"}
        for word in _WORDS[:5]
    ]  # fmt: skip
    return [*new, *changed[:-2]]


def _office(cases: int) -> Any:
    """The rules in force, a draft, and the cases with what each was routed from."""
    from casework.models import Area, Membership, Staff, Team
    from casework.services import rule_documents, rule_drafts, rule_sets

    drawn = random.Random(11)
    Team.objects.create(code="triage", name="Triage", is_triage=True)
    Team.objects.bulk_create(Team(code=f"team-{number}", name=f"Team {number}") for number in range(12))
    Area.objects.bulk_create(
        Area(code=f"area-{number}", name=f"Area {number}", postcodes=[f"ZR{number}"]) for number in range(20)
    )
    lead = Staff.objects.create_user(username="lead", full_name="Lead", role="lead")
    Membership.objects.create(staff=lead, team=Team.triage(), is_lead=True)
    version = rule_sets.publish(documents=rules(), base=None, reason="Bench", actor=lead, now=_NOW)
    draft = rule_drafts.begin(actor=lead, now=_NOW)
    draft.rules = rule_documents.whole(_changed(version.rules))
    draft.save()
    for begin in range(0, cases, 2_000):
        _open(range(begin, min(begin + 2_000, cases)), cases=cases, drawn=drawn)
    return lead


def _open(numbers: range, *, cases: int, drawn: random.Random) -> None:
    """Rows as the intake leaves them, many at once: what is measured is the reading."""
    from casework.models import Case, Contact, RoutingDecision, Team
    from casework.references import new_reference
    from casework.services import routing_facts

    triage, facts = Team.triage(), mix.situations()
    opened, contacts, decisions = [], [], []
    for number in numbers:
        at = _NOW - timedelta(days=DAYS) * ((number + 1) / (cases + 1))
        one = replace(facts[number % len(facts)], at=at)
        body = f"{one.text} {' '.join(drawn.choices(_WORDS, k=drawn.randint(0, 80)))}"[:900]
        case = Case(
            reference=new_reference(), team=triage, origin=one.channel, opened_at=at, last_activity_at=at
        )
        opened.append(case)
        contacts.append(
            Contact(channel=one.channel, case=case, filing="filed", took_place_at=at, logged_at=at, body=body)
        )
        decisions.append(
            RoutingDecision(
                case=case, contact=contacts[-1], job="bench", at=at, facts=routing_facts.stored(one), team="triage", reason="Bench"
            )
        )  # fmt: skip
    Case.objects.bulk_create(opened)
    Contact.objects.bulk_create(contacts)
    RoutingDecision.objects.bulk_create(decisions)
