"""An internal note. Nobody outside the office sees it; it is a model of its own so that it can never be sent."""

from django.db import models

from casework.ids import uuid7


class Note(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey("Staff", on_delete=models.PROTECT, related_name="notes")
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            # The timeline of a case page.
            models.Index(fields=["case", "-created_at"], name="note_case_timeline"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(body=""),
                name="note_not_empty",
                violation_error_message="Write something.",
            )
        ]

    def __str__(self) -> str:
        return f"Note by {self.author}"
