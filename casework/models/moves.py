"""What staff rearranged, kept so that it can be undone: contacts moved, cases merged, people merged."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import models
from django.db.models import F, Q

from casework.ids import uuid7

UNDO_WINDOW: Final = timedelta(days=30)


class Undoable(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def may_be_undone(self, now: datetime) -> bool:
        return self.undone_at is None and now - self.at <= UNDO_WINDOW


class Move(Undoable):
    """Contacts that went to a case together, by one decision of one person."""

    to = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="moves_here")
    opened = models.BooleanField(default=False, help_text="The case was opened for them.")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            # "Undo" on the case page.
            models.Index(fields=["to", "-at"], name="moves_to_case", condition=Q(undone_at=None)),
        ]

    def __str__(self) -> str:
        return f"Move to {self.to} at {self.at:%Y-%m-%d %H:%M}"


class MovedContact(models.Model):
    """One contact of a move, and how it stood before. `left` is None where it was on no case."""

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="moved")
    contact = models.ForeignKey("Contact", on_delete=models.PROTECT, related_name="moves")
    left = models.ForeignKey(
        "Case", on_delete=models.PROTECT, null=True, blank=True, related_name="moves_away"
    )
    before: Any = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["move", "contact"],
                name="moved_once_per_move",
                violation_error_message="This contact is in this move already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} in {self.move_id}"


class Merge(Undoable):
    """One case became part of another. The lists say what came along, so that exactly that goes back."""

    merged = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="merges")
    survivor = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="merges_here")
    contacts: Any = models.JSONField(default=list)
    notes: Any = models.JSONField(default=list)
    parties: Any = models.JSONField(default=list, help_text="Parties made on the survivor.")
    repointed: Any = models.JSONField(default=list, help_text="Cases that had been merged into this one.")
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                name="merged_once",
                violation_error_message="This case was merged already.",
            ),
            models.CheckConstraint(
                condition=~Q(merged=F("survivor")),
                name="merge_of_two",
                violation_error_message="A case cannot be merged into itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} into {self.survivor}"


class PersonMerge(Undoable):
    """Two records of one human being became one."""

    merged = models.ForeignKey("Person", on_delete=models.PROTECT, related_name="merges")
    survivor = models.ForeignKey("Person", on_delete=models.PROTECT, related_name="merges_here")
    moved: Any = models.JSONField(default=dict, help_text="Ids by kind of what came along.")
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                name="person_merged_once",
                violation_error_message="This person was merged already.",
            ),
            models.CheckConstraint(
                condition=~Q(merged=F("survivor")),
                name="person_merge_of_two",
                violation_error_message="A person cannot be merged into themselves.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} into {self.survivor}"
