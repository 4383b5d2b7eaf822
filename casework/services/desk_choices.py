"""What somebody chose for the lists on their own screen."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from casework import queue_columns
from casework.models import DeskChoices, Staff
from casework.models.desk import Density
from casework.permissions import require
from casework.services import events


def arrange(*, columns: Iterable[str], density: str, actor: Staff, now: datetime) -> DeskChoices:
    """Without a column the list is as it comes. The other choices of their desk stay."""
    require(actor, "arrange_desk")
    chosen = list(queue_columns.known(columns))
    if chosen == list(queue_columns.AS_IT_COMES):
        chosen = []
    with transaction.atomic():
        kept, _ = DeskChoices.objects.update_or_create(
            staff=actor, defaults={"columns": chosen, "density": Density(density)}
        )
        events.record(
            verb="desk_arranged",
            words="The columns of their lists chosen",
            actor=actor,
            now=now,
            after={"columns": chosen, "density": str(kept.density)},
        )
    return kept
