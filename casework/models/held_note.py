"""A note whose case left its author's sight while they typed: kept for them, shown to nobody else."""

from django.db import models

from casework.ids import uuid7


class HeldNote(models.Model):
    """It belongs to its author, not to the case. The reference is what they had in front of them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    author = models.ForeignKey("Staff", on_delete=models.CASCADE, related_name="held_notes")
    reference = models.CharField(max_length=20)
    body = models.TextField()
    because = models.CharField(max_length=300, help_text="Why it could not be added, in words.")
    held_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_at", "-id"]

    def __str__(self) -> str:
        return f"Held note of {self.author}"
