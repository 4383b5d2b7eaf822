"""Two people change one thing: whoever decides on what has changed since they read it looks again first.

A page carries what its reader saw, signed. Only what the decision rests on counts: a colleague's note changes the
version of a case, and nobody's mind about who should have it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac

from casework import workflow
from casework.models import Case

SALT: Final = "onequeue.seen"
LONGEST: Final = 4_000
LABELS: Final = {
    "status": "Status",
    "outcome": "Outcome",
    "service": "Service",
    "team": "Team",
    "assignee": "Assigned to",
    "answers": "Answers to the questions",
    "last_in": "They were last in touch",
}
# What each decision rests on.
TO_CHANGE_STATUS: Final = ("status", "outcome", "assignee", "team", "last_in")
TO_ASSIGN: Final = ("status", "assignee", "team")
TO_TRIAGE: Final = ("service", "answers")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One fact as it was seen, and as it is now."""

    label: str
    seen: str
    now: str

    @property
    def differs(self) -> bool:
        return self.seen != self.now


class ChangedMeanwhile(Exception):
    """A colleague was quicker. Nothing was saved; `seen` is what a page that shows it as it is now carries."""

    def __init__(self, differences: Sequence[Difference], *, seen: str) -> None:
        super().__init__(
            "Somebody changed this while you had it open. Look at it as it is now, then decide anew."
        )
        self.differences, self.seen = list(differences), seen


def carry(*, of: UUID, facts: Mapping[str, str]) -> str:
    """What a page carries in its form."""
    return signing.dumps({"of": str(of), **facts}, salt=SALT, compress=True)


def compare(*, of: UUID, seen: str, facts: Mapping[str, str], labels: Mapping[str, str]) -> None:
    """`facts` are read under a lock. What was not signed by us, or tells of something else, holds nobody up.

    Raises ChangedMeanwhile.
    """
    known = _read(seen)
    if known.get("of") != str(of):
        return
    found = [
        Difference(label=label, seen=str(known.get(name, "")) or "None", now=facts[name] or "None")
        for name, label in labels.items()
    ]
    if any(each.differs for each in found):
        raise ChangedMeanwhile(found, seen=carry(of=of, facts=facts))


def of_case(case: Case) -> str:
    """No statement where service, team and assignee are loaded."""
    return carry(of=case.pk, facts=_facts(case))


def check(case: Case, *, seen: str, about: Sequence[str]) -> None:
    """`case` is locked. Raises ChangedMeanwhile."""
    if seen:
        compare(of=case.pk, seen=seen, facts=_facts(case), labels={name: LABELS[name] for name in about})


def _facts(case: Case) -> dict[str, str]:
    return {
        "status": workflow.STATUS_LABELS[case.status],
        "outcome": case.outcome,
        "service": str(case.service or ""),
        "team": str(case.team),
        "assignee": str(case.assignee or ""),
        "answers": _answers(case.answers),
        "last_in": f"{timezone.localtime(case.last_in_at):%-d %B %Y, %H:%M:%S}" if case.last_in_at else "",
    }


def _answers(given: Any) -> str:
    """How many, and a mark: what somebody answered is not for a page to carry about."""
    rows = sorted((given or {}).items())
    mark = salted_hmac(SALT, repr(rows)).hexdigest()[:6]
    return f"{len(rows)} given (mark {mark})" if rows else ""


def _read(token: str) -> dict[str, Any]:
    try:
        found = signing.loads(token[:LONGEST], salt=SALT) if token else {}
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}
