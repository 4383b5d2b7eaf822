"""Ending many cases at once: which were chosen, what became of each. A case that is not reached is still as it was."""

from typing import Any

from django.db import models

from casework.ids import uuid7


class BulkChange(models.Model):
    """`left` are references still to be worked; `done` the ended ones; `refused` pairs of reference and words."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    to = models.CharField(max_length=30)
    outcome = models.CharField(max_length=200)
    left: Any = models.JSONField(default=list)
    done: Any = models.JSONField(default=list)
    refused: Any = models.JSONField(default=list)
    made_by = models.ForeignKey("Staff", on_delete=models.PROTECT, related_name="bulk_changes")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{len(self.done)} cases to {self.to}"
