"""What every kind of change to many cases answers. The kinds are in change_kinds and change_kinds_given."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.models import BulkChange, Case, Staff


class Kind(ABC):
    """`change` need not be saved: a preview asks one that never is."""

    restricted = "It is restricted. Change it on its own page."

    def __init__(self, change: BulkChange) -> None:
        self.change = change

    def missing(self) -> str:
        """What the change lacks, in words; "" where it can begin."""
        return ""

    @abstractmethod
    def words(self) -> str:
        """What is done to each, as it reads after "3 cases: "."""

    def why_not(self, case: Case) -> str:
        """What the case itself has against it, without a look elsewhere."""
        return ""

    def foreseen(self, cases: Sequence[Case]) -> dict[UUID, str]:
        """What else would be refused, with the reason: a few statements, however many cases."""
        return {}

    def more(self) -> str:
        """What a preview says beside, once it has foreseen."""
        return ""

    def before(self, case: Case) -> dict[str, Any]:
        """What an undo needs to know, beside the version."""
        return {}

    @abstractmethod
    def apply(self, case: Case, *, actor: Staff, now: datetime) -> None:
        """Raises any of REFUSED."""

    def put_back(self, case: Case, before: dict[str, Any], *, actor: Staff, now: datetime) -> None:
        """Raises any of REFUSED. Of a kind that cannot be undone (changing_many.undo_until) it is never asked."""
        raise NotImplementedError
