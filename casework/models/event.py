"""The append-only history: who did what, when, before and after."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class Event(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("Case", on_delete=models.PROTECT, null=True, related_name="events")
    contact = models.ForeignKey("Contact", on_delete=models.PROTECT, null=True, related_name="events")
    person = models.ForeignKey("Person", on_delete=models.PROTECT, null=True, related_name="events")
    actor = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, related_name="+")
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
            # The timeline of a case page.
            models.Index(fields=["case", "-at"], name="event_case_timeline"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"
