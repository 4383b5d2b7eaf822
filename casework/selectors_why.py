"""What a row of the queue needs to say why it is here, beside what stands on the case."""

from typing import Any

from django.db.models import OuterRef, Subquery

from casework.models import Contact
from casework.models.contact import Direction


def of_case() -> dict[str, Any]:
    """The channel of their last contact, and what became of our last one: sub-selects on the index of the timeline."""
    last = Contact.objects.filter(case=OuterRef("pk")).order_by("-took_place_at", "-id")
    return {
        "last_in": Subquery(last.filter(direction=Direction.IN).values("channel")[:1]),
        "last_delivery": Subquery(last.filter(direction=Direction.OUT).values("delivery__status")[:1]),
    }
