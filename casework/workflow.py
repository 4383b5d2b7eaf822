"""A case's statuses, the changes between them, and who may make each: one table. Pure."""

from typing import Final, NamedTuple

STATUS_LABELS: Final[dict[str, str]] = {
    "new": "New",
    "open": "Open",
    "waiting_for_person": "Waiting for the person",
    "waiting_for_third_party": "Waiting for somebody else",
    "resolved": "Resolved",
    "closed": "Closed",
}
STATUS_CHOICES: Final = tuple(STATUS_LABELS.items())
OPEN_STATUSES: Final = ("new", "open", "waiting_for_person", "waiting_for_third_party")
NEEDS_OUTCOME: Final = ("resolved", "closed")

WAITING_FOR: Final[dict[str, str]] = {
    "new": "us",
    "open": "us",
    "waiting_for_person": "person",
    "waiting_for_third_party": "third_party",
    "resolved": "nobody",
    "closed": "nobody",
}

# What acts without a member of staff: a contact that reopens a case, a job that closes a resolved one.
JOB: Final = "job"

_WORKERS: Final = ("caseworker", "lead", "manager")
_LEADERS: Final = ("lead", "manager")
_WORKERS_AND_JOBS: Final = (*_WORKERS, JOB)
_ROLE_WORDS: Final = {
    "handler": "call handlers",
    "caseworker": "caseworkers",
    "lead": "team leads",
    "manager": "managers",
    "administrator": "administrators",
    JOB: "the system itself",
}


class Change(NamedTuple):
    to: str
    roles: tuple[str, ...]


# Nothing goes back to "new": once somebody has looked, it stays looked at.
CHANGES: Final[dict[str, tuple[Change, ...]]] = {
    "new": (
        Change("open", _WORKERS_AND_JOBS),
        Change("waiting_for_person", _WORKERS_AND_JOBS),
        Change("waiting_for_third_party", _WORKERS),
        Change("resolved", _WORKERS),
        Change("closed", _WORKERS),
    ),
    "open": (
        Change("waiting_for_person", _WORKERS_AND_JOBS),
        Change("waiting_for_third_party", _WORKERS),
        Change("resolved", _WORKERS),
        Change("closed", _WORKERS),
    ),
    "waiting_for_person": (
        Change("open", _WORKERS_AND_JOBS),
        Change("waiting_for_third_party", _WORKERS),
        Change("resolved", _WORKERS),
        Change("closed", _WORKERS),
    ),
    "waiting_for_third_party": (
        Change("open", _WORKERS_AND_JOBS),
        Change("waiting_for_person", _WORKERS),
        Change("resolved", _WORKERS),
        Change("closed", _WORKERS),
    ),
    "resolved": (
        Change("open", _WORKERS_AND_JOBS),
        Change("closed", _WORKERS_AND_JOBS),
    ),
    "closed": (Change("open", (*_LEADERS, JOB)),),
}


class Step(NamedTuple):
    """A change of status that was checked, with how the case ended before and ends now."""

    was: str
    was_outcome: str
    to: str
    outcome: str

    @property
    def is_open(self) -> bool:
        return self.to in OPEN_STATUSES

    @property
    def ends(self) -> bool:
        return self.was in OPEN_STATUSES and not self.is_open

    @property
    def reopens(self) -> bool:
        return self.was not in OPEN_STATUSES and self.is_open


class StatusNotAllowed(Exception):
    """This change of status is not in the table, not for this role, or lacks its outcome. The words say which."""


def open_statuses() -> tuple[str, ...]:
    return OPEN_STATUSES


def waiting_for(status: str) -> str:
    """Who has the next move in this status: us, person, third_party or nobody."""
    return WAITING_FOR[_known(status)]


def answered(status: str) -> str:
    """What a case is once staff wrote or spoke to the person: looked at."""
    return "open" if status == "new" else status


def allowed(from_status: str, role: str) -> tuple[str, ...]:
    """The statuses this role may choose next, in the order in which a page lists them."""
    return tuple(change.to for change in CHANGES[_known(from_status)] if role in change.roles)


def check(from_status: str, to: str, *, role: str, outcome: str = "") -> None:
    """Raises StatusNotAllowed with words that say why and what can be done. A step the table has passes silently."""
    change = _change(_known(from_status), _known(to))
    if change is None:
        raise StatusNotAllowed(_no_such_change(from_status, to, role))
    if role not in change.roles:
        raise StatusNotAllowed(_not_this_role(change, from_status, role))
    if to in NEEDS_OUTCOME and role != JOB and not outcome.strip():
        raise StatusNotAllowed(f"Say how the case ended before it becomes {_quoted(to)}.")


def _change(from_status: str, to: str) -> Change | None:
    return next((change for change in CHANGES[from_status] if change.to == to), None)


def _known(status: str) -> str:
    if status not in STATUS_LABELS:
        known = ", ".join(STATUS_LABELS)
        raise StatusNotAllowed(f"There is no status {status[:40]!r}. The statuses are: {known}.")
    return status


def _no_such_change(from_status: str, to: str, role: str) -> str:
    if from_status == to:
        return f"The case is {_quoted(to)} already."
    choices = allowed(from_status, role)
    next_step = f" You can choose: {', '.join(_quoted(choice) for choice in choices)}." if choices else ""
    return f"A case that is {_quoted(from_status)} cannot become {_quoted(to)}.{next_step}"


def _not_this_role(change: Change, from_status: str, role: str) -> str:
    who = ", ".join(_ROLE_WORDS[allowed_role] for allowed_role in change.roles if allowed_role != JOB)
    return (
        f"Your role ({_ROLE_WORDS.get(role, role)}) cannot change a case from {_quoted(from_status)} "
        f"to {_quoted(change.to)}. These can: {who}."
    )


def _quoted(status: str) -> str:
    return f"“{STATUS_LABELS[status]}”"
