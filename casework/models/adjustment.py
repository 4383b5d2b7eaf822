"""A change in how we deal with a person that they need: an interpreter, large print, no calls before noon."""

from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    def running(self) -> "AdjustmentQuerySet":
        """Needed now: neither ended nor declined."""
        return self.filter(ended_at__isnull=True, declined=False)


class Adjustment(models.Model):
    """Anybody may note one; ending one is a lead's. What was offered and declined is on record too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("Person", on_delete=models.PROTECT, related_name="needs")
    words = models.CharField(max_length=300)
    declined = models.BooleanField(default=False, help_text="It was offered, and they did not want it.")
    since = models.DateField()
    review_on = models.DateField(null=True, blank=True, help_text="When somebody asks whether it still fits.")
    noted_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=300, blank=True)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="adjustment_has_words",
                violation_error_message="Say what they need.",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="adjustment_running", condition=Q(ended_at__isnull=True)),
            # Those to be reviewed.
            models.Index(
                fields=["review_on"],
                name="adjustment_review",
                condition=Q(ended_at__isnull=True, review_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.words
