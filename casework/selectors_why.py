"""What a row of the queue needs to say why it is here, beside what stands on the case."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from casework.models import Contact, Party
from casework.models.case import PartyRole
from casework.models.contact import Direction


def of_case() -> dict[str, Any]:
    """The channel of their last contact, and what became of our last one: sub-selects on the index of the timeline."""
    last = Contact.objects.filter(case=OuterRef("pk")).order_by("-took_place_at", "-id")
    return {
        "last_in": Subquery(last.filter(direction=Direction.IN).values("channel")[:1]),
        "last_delivery": Subquery(last.filter(direction=Direction.OUT).values("delivery__status")[:1]),
    }


def whom_it_is_about() -> dict[str, Any]:
    """For `presenters.whom_in_words`, as `presenters.person_name` chooses among all parties: a sub-select on their index."""
    subject = ExpressionWrapper(Q(role=PartyRole.SUBJECT), BooleanField())
    first = Party.objects.filter(case=OuterRef("pk")).order_by(subject.desc(), "-reply_to", "pk")
    told = JSONObject(
        name="person__name", at="contact_point__value", kind="contact_point__kind", known="person_id"
    )
    return {"whom": Subquery(first.values(whom=told)[:1])}
