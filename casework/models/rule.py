"""Ordered routing rules, as data. `casework.routing` reads and runs them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casework.ids import uuid7
from casework.models.history import tracked


@tracked(name="RoutingRuleHistory")
class RoutingRule(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    conditions: Any = models.JSONField(default=dict)
    team = models.ForeignKey("Team", on_delete=models.PROTECT, null=True, blank=True, related_name="rules")
    priority = models.CharField(max_length=10, blank=True)
    assignee = models.ForeignKey("Staff", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    tags: Any = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    restricted = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                name="rule_position_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Two rules cannot stand at the same place. Move one of them.",
            )
        ]

    def __str__(self) -> str:
        return self.name
