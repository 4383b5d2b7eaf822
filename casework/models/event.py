"""The append-only history: who did what, when, before and after."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class Event(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(
        "Case", on_delete=models.PROTECT, null=True, related_name="events", db_index=False
    )
    contact = models.ForeignKey(
        "Contact", on_delete=models.PROTECT, null=True, related_name="events", db_index=False
    )
    person = models.ForeignKey(
        "Person", on_delete=models.PROTECT, null=True, related_name="events", db_index=False
    )
    # Who did something is asked of a case or a contact, never of all there is; and nobody of the staff is deleted.
    actor = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    job = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=60)
    words = models.CharField(max_length=1000, blank=True, help_text="What happened, as the timeline says it.")
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | ~Q(job=""),
                name="event_has_actor_or_job",
                violation_error_message="Nothing happens anonymously: an event needs a person or a named job.",
            )
        ]
        indexes = [
            # The timeline of a case page, and whatever else asks for events by their case.
            models.Index(fields=["case", "-at"], name="event_case_timeline"),
            # What happened to a contact; who a person was until now. Most events are of neither.
            models.Index(fields=["contact"], name="event_contact", condition=Q(contact__isnull=False)),
            models.Index(fields=["person"], name="event_person", condition=Q(person__isnull=False)),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"
