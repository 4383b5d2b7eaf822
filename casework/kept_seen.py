"""What a member of staff may see, by SQL that is written once for everybody who is like them.

What may be seen is said by `permissions` alone, which writes it: for somebody of the same role and flags, with marks for
who they are and for their teams. Whoever was read without their standing is asked about anew.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from casework.asked_ahead import Question, take
from casework.kept_sql import Kept
from casework.models import Staff
from casework.standing import Standing


class Like(NamedTuple):
    """All that the policy reads of somebody beside their key and their teams."""

    role: str
    is_active: bool
    is_safeguarding: bool
    conflicted: bool


class KeptSeen:
    def __init__(
        self, write: Callable[..., Any], *, kept: type[Kept] = Kept, unused: Iterable[str] = ()
    ) -> None:
        """`write`: what to ask for somebody, its first argument, with values by their names; `kept`: how that is read;
        `unused`: names of values that it may do without for somebody who sees nothing.
        """
        self._write, self._of, self._unused = write, kept, (*_OF_THEIRS, *unused)
        self._kept: dict[Like, Kept] = {}

    def first(self, staff: Staff, **values: Any) -> Any:
        """The first row; None where there is none, or none that they see."""
        return next(iter(self.rows(staff, **values)), None)

    def rows(self, staff: Staff, **values: Any) -> list[Any]:
        if staff.standing is None:
            return self._of.at_once(self._write(staff, **values))
        kept, who = self._kept_for(staff, staff.standing)
        return kept.rows(**who, **values)

    def question(self, staff: Staff, **values: Any) -> Question | None:
        """To be asked ahead, with others (`asked_ahead`); None where it is asked anew each time."""
        if staff.standing is None:
            return None
        kept, who = self._kept_for(staff, staff.standing)
        return kept.question(**who, **values)

    def answered(self, staff: Staff, **values: Any) -> list[Any] | None:
        """The rows, where it was asked ahead; else None, and nothing is asked."""
        if staff.standing is None:
            return None
        kept, who = self._kept_for(staff, staff.standing)
        return take(kept, {**who, **values})

    def _kept_for(self, staff: Staff, standing: Standing) -> tuple[Kept, dict[str, Any]]:
        like = Like(staff.role, staff.is_active, staff.is_safeguarding, standing.conflicted)
        if like not in self._kept:
            self._kept[like] = self._of(partial(self._seen, like), unused=self._unused)
        return self._kept[like], {"reader": staff.pk, "teams": standing.teams, "leads": standing.leads}

    def _seen(
        self, like: Like, *, reader: UUID, teams: tuple[UUID, ...], leads: tuple[UUID, ...], **values: Any
    ) -> Any:
        return self._write(_somebody(like, reader, Standing(teams, leads, like.conflicted)), **values)


# A manager sees every team, and nearly nobody leads one.
_OF_THEIRS: Final = ("reader", "teams", "leads")


def _somebody(like: Like, reader: UUID, standing: Standing) -> Staff:
    """Nothing else is known of them: a policy that asked for more would find nobody, and fail."""
    known = {"id": reader, **like._asdict()}
    names = [field.attname for field in Staff._meta.concrete_fields if field.attname in known]
    somebody = Staff.from_db(DEFAULT_DB_ALIAS, names, [known[name] for name in names])
    somebody.standing = standing
    return somebody
