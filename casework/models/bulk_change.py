"""One change to many cases: which were chosen, what became of each. A case that is not reached is still as it was."""

from typing import Any

from django.db import models

from casework.ids import uuid7


class BulkChange(models.Model):
    """`left` are references still to be worked; `done` the changed ones; `refused` pairs of reference and words.

    `before` holds for each changed case what an undo puts back, as {reference: {"version": n, …}}. Ending cases
    has no undo: people are told of it.
    """

    class Kind(models.TextChoices):
        END = "end", "End"
        ASSIGN = "assign", "Give to somebody"
        TEAM = "team", "Hand to a team"
        PRIORITY = "priority", "Set the priority"
        TAG = "tag", "Add a tag"
        UNTAG = "untag", "Take a tag away"
        SNOOZE = "snooze", "Put aside for later"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.END)
    to = models.CharField(max_length=100)
    outcome = models.CharField(max_length=200, blank=True)
    left: Any = models.JSONField(default=list)
    done: Any = models.JSONField(default=list)
    refused: Any = models.JSONField(default=list)
    before: Any = models.JSONField(default=dict)
    made_by = models.ForeignKey("Staff", on_delete=models.PROTECT, related_name="bulk_changes")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    undo_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{len(self.done)} cases: {self.get_kind_display()} {self.to}"
