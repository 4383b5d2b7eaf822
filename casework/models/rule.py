"""Sets of routing rules: every one that was ever in force, and what somebody is still writing.

A set is a document: the list of its rules in the order in which they are tried. `casework.routing` reads and runs it.
"""

from typing import Any

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class RuleSetVersionQuerySet(models.QuerySet["RuleSetVersion"]):
    def live(self) -> "RuleSetVersion | None":
        """The set in force: the one with the highest number. None before an office has written any."""
        return self.order_by("-number").first()


class RuleSetVersion(models.Model):
    """One set of rules, from when it was put in force until the next one was. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Two people who save at once both write the next number; the second is told who was first.
    number = models.PositiveIntegerField(unique=True)
    rules: Any = models.JSONField(default=list, help_text="See casework.routing.documents.")
    author = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, related_name="+")
    job = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500)
    went_back_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    objects = RuleSetVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False) | ~Q(job=""),
                name="rule_set_has_author_or_job",
                violation_error_message="A set of rules needs an author or a named job.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="rule_set_has_reason",
                violation_error_message="Say why the rules change.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="rule_set_kept", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class RuleDraft(models.Model):
    """What one member of staff is changing, not yet in force. Nothing is routed by it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.OneToOneField("Staff", on_delete=models.CASCADE, related_name="rule_draft")
    base = models.ForeignKey(
        RuleSetVersion,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The set it began from.",
    )
    rules: Any = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Draft of {self.owner}"


class DryRun(models.Model):
    """A replay of past cases through a draft, done in steps. `done` of `total`; `result` grows with every step."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey("Staff", on_delete=models.CASCADE, related_name="dry_runs")
    base = models.ForeignKey(RuleSetVersion, on_delete=models.PROTECT, null=True, related_name="+")
    rules: Any = models.JSONField(default=list)
    days = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    cursor: Any = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    result: Any = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.days} days, {self.done} of {self.total}"
