"""What a changed set of rules would have done with the cases of the past, done in steps by whoever looks.

Every case opened in the span is routed twice from the facts it was opened with: by the rules in force and by the
changed ones. Nothing is written to any case.
"""

import time
from collections import Counter
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from casework import routing
from casework.models import DryRun, RoutingDecision, RuleSetVersion, Staff, Team
from casework.permissions import require, visible_cases
from casework.routing.documents import from_documents
from casework.routing.replaying import Outcome, Replay, Replayed
from casework.services import routing_past, rule_drafts
from casework.services.routing_past import BATCH, Past
from casework.services.rule_documents import Document

SPANS: Final = (30, 90, 365)
KEPT: Final = 5
MOST_LISTED: Final = 200
CHANGES: Final = ("priority", "tags", "restricted", "target", "assignee")

_Totals = dict[str, Any]


def start(*, actor: Staff, days: int, now: datetime, documents: list[Document] | None = None) -> DryRun:
    """The actor's draft, or the given documents, against the version in force. Two statements beside the rows."""
    require(actor, "edit_rules")
    if days not in SPANS:
        raise ValueError(f"A dry run covers {', '.join(map(str, SPANS))} days, not {days}.")
    rules = rule_drafts.begin(actor=actor, now=now).rules if documents is None else documents
    run = DryRun(
        owner=actor,
        base=RuleSetVersion.objects.live(),
        rules=rules,
        days=days,
        since=now - timedelta(days=days),
        until=now,
        result=_result(_nothing()),
    )
    run.total = _span(run).count()
    with transaction.atomic():
        run.save(force_insert=True)
        newest = DryRun.objects.filter(owner=actor).order_by("-id").values("pk")[:KEPT]
        DryRun.objects.filter(owner=actor).exclude(pk__in=newest).delete()
    return run


@transaction.atomic
def step(*, run: DryRun, seconds: float, now: datetime) -> DryRun:
    """Replays for about so long and returns the run as it is then. While another looker replays, it only looks."""
    until = time.monotonic() + seconds
    mine = (
        DryRun.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("owner")
        .defer("rules")
        .filter(pk=run.pk, finished_at=None)
        .first()
    )
    if mine is None:
        return DryRun.objects.select_related("base", "owner").get(pk=run.pk)
    replay, asked = _replay(mine.pk)
    totals = _resumed(mine.result)
    while mine.finished_at is None:  # once at least, or it would never end for whoever has no time
        _batch(mine, replay=replay, asked=asked, totals=totals, now=now)
        if time.monotonic() >= until:
            break
    mine.result = _result(totals)
    mine.save(update_fields=["done", "total", "cursor", "result", "finished_at"])
    return mine


@lru_cache(maxsize=4)
def _replay(key: UUID) -> tuple[Replay, frozenset[str]]:
    """The two sets of a run, which never change, compiled once for all its steps; and what their rules look at."""
    run = DryRun.objects.select_related("base").get(pk=key)
    before, after = _compiled(run.base.rules if run.base else []), _compiled(run.rules)
    replay = Replay(before, after, triage_team=Team.triage().code)
    return replay, routing.families(before) | routing.families(after)


def _compiled(documents: list[Any]) -> routing.RuleSet:
    """Without names: nobody reads reasons here."""
    return routing.compile_rules(from_documents(documents))


def _span(run: DryRun) -> QuerySet[RoutingDecision]:
    return routing_past.opened().filter(at__gte=run.since, at__lt=run.until)


def _batch(run: DryRun, *, replay: Replay, asked: frozenset[str], totals: _Totals, now: datetime) -> None:
    rows = list(routing_past.read(_next(run), asked=asked))
    moved: list[tuple[UUID, Replayed]] = []
    for past in rows:
        if past.facts is None:
            totals["skipped"] += 1
            continue
        replayed = replay.of(past.facts)
        _count(totals, past=past, replayed=replayed)
        if replayed.before.team != replayed.after.team:
            moved.append((past.case_id, replayed))
    _list(totals, moved, owner=run.owner)
    run.done += len(rows)
    if rows:
        at, pk = rows[-1].key
        run.cursor = [at.isoformat(), str(pk)]
    if len(rows) < BATCH:
        run.finished_at, run.total = now, run.done


def _next(run: DryRun) -> QuerySet[RoutingDecision]:
    span = _span(run).order_by("at", "id")
    if run.cursor:
        at, pk = datetime.fromisoformat(run.cursor[0]), UUID(run.cursor[1])
        span = span.filter(Q(at__gt=at) | Q(id__gt=pk), at__gte=at)
    return span[:BATCH]


# Totals while they are added up, and the result as it is kept


def _nothing() -> _Totals:
    return {
        "skipped": 0,
        "moves": Counter(),
        "changes": Counter(),
        "weeks": {},
        "cases": [],
    }


def _count(totals: _Totals, *, past: Past, replayed: Replayed) -> None:
    before, after = replayed.before, replayed.after
    if before.team != after.team:
        totals["moves"][before.team, after.team] += 1
    week = _monday(past.key[0])
    load = totals["weeks"].get(week) or totals["weeks"].setdefault(week, (Counter(), Counter()))
    load[0][before.team] += 1
    load[1][after.team] += 1
    if before != after:
        totals["changes"].update(_changes(before, after))


def _changes(before: Outcome, after: Outcome) -> list[str]:
    differs = {
        "priority": (before.priority or "normal") != (after.priority or "normal"),
        "tags": set(before.tags) != set(after.tags),
        "restricted": before.restricted != after.restricted,
        "target": before.target != after.target,
        "assignee": (before.assignee, before.assign) != (after.assignee, after.assign),
    }
    return [name for name in CHANGES if differs[name]]


def _monday(at: datetime) -> str:
    day = timezone.localtime(at).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def _list(totals: _Totals, moved: list[tuple[UUID, Replayed]], *, owner: Staff) -> None:
    """The first cases that would have gone elsewhere, of those that the owner may see."""
    room = MOST_LISTED - len(totals["cases"])
    if not moved or room <= 0:
        return
    keys = [case for case, _ in moved]
    seen = dict(visible_cases(owner).filter(pk__in=keys).values_list("pk", "reference"))
    listed = [(seen[case], replayed) for case, replayed in moved if case in seen][:room]
    totals["cases"] += [
        {
            "reference": reference,
            "from": replayed.before.team,
            "to": replayed.after.team,
            "rule": replayed.after.rule_name,
        }
        for reference, replayed in listed
    ]


def _result(totals: _Totals) -> dict[str, Any]:
    moves = sorted(totals["moves"].items(), key=lambda each: (-each[1], each[0]))
    return {
        "elsewhere": sum(totals["moves"].values()),
        "moves": [{"from": old, "to": new, "count": count} for (old, new), count in moves],
        "changes": {name: totals["changes"][name] for name in CHANGES},
        "weeks": [
            {"week": week, "before": dict(before), "after": dict(after)}
            for week, (before, after) in sorted(totals["weeks"].items())
        ],
        "cases": totals["cases"],
        "skipped": totals["skipped"],
    }


def _resumed(result: dict[str, Any]) -> _Totals:
    weeks = {each["week"]: (Counter(each["before"]), Counter(each["after"])) for each in result["weeks"]}
    return {
        "skipped": result["skipped"],
        "moves": Counter({(each["from"], each["to"]): each["count"] for each in result["moves"]}),
        "changes": Counter(result["changes"]),
        "weeks": weeks,
        "cases": result["cases"],
    }
