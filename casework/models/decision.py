"""Where a case was sent, by which rule of which set, from which facts: when it was opened and at every re-route."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class Cause(models.TextChoices):
    OPENED = "opened", "Opened"
    ASKED = "asked", "Asked for by staff"
    RULE = "rule", "A rule marked for it"


class RoutingDecision(models.Model):
    """`facts` is everything the rules looked at but the words, which stay on `contact` alone.

    What was tried and why it did not hold is worked out again from `version` and `facts`: both are kept unchanged.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="decisions")
    version = models.ForeignKey("RuleSetVersion", on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey("Contact", on_delete=models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.OPENED)
    actor = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, related_name="+")
    job = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    facts: Any = models.JSONField(default=dict)
    rule_id = models.UUIDField(null=True, help_text="The rule that decided the team; none for triage.")
    rule_name = models.CharField(max_length=120, blank=True)
    matched: Any = ArrayField(models.UUIDField(), default=list, help_text="Every rule that held.")
    team = models.CharField(max_length=50)
    priority = models.CharField(max_length=10, blank=True)
    assignee = models.CharField(max_length=150, blank=True)
    tags: Any = ArrayField(models.CharField(max_length=40), default=list)
    restricted = models.BooleanField(default=False)
    target = models.CharField(max_length=50, blank=True)
    acknowledgement = models.CharField(
        max_length=480, blank=True, help_text="Words of a rule in place of the office's own."
    )
    reason = models.TextField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | ~Q(job=""),
                name="decision_has_actor_or_job",
                violation_error_message="A decision needs an actor or a named job.",
            ),
        ]
        indexes = [
            # "Why here" of a case.
            models.Index(fields=["case", "at"], name="decision_of_case"),
            # The dry run replays a span of days in steps; "no effect in 90 days" reads the same span.
            models.Index(fields=["at", "id"], name="decision_span"),
        ]

    def __str__(self) -> str:
        return f"{self.team} by {self.rule_name or 'no rule'}"
