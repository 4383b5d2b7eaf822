"""One text to many people, each through the send guard. The rows are the job; a killed worker loses its place nowhere."""

from typing import Any

from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class BulkState(models.TextChoices):
    PREPARED = "prepared", "Not sent yet"
    SENDING = "sending", "Being sent"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"


class BulkText(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    body = models.TextField(help_text="As it was written, with its fields.")
    filters: Any = models.JSONField(default=dict, help_text="The queue's filters that chose the cases.")
    state = models.CharField(max_length=10, choices=BulkState, default=BulkState.PREPARED)
    made_by = models.ForeignKey("Staff", on_delete=models.PROTECT, related_name="bulk_texts")
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BulkState.values), name="bulk_state_known")
        ]
        indexes = [models.Index(fields=["confirmed_at"], name="bulk_under_way", condition=Q(state="sending"))]

    def __str__(self) -> str:
        return f"Bulk text of {self.made_at:%Y-%m-%d %H:%M}"


class BulkItemState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    QUEUED = "queued", "Given to the outbox"
    REFUSED = "refused", "Not sent"


class BulkTextItem(models.Model):
    """One number, once in each bulk text, whatever number of cases it has."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bulk = models.ForeignKey(BulkText, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="+")
    contact_point = models.ForeignKey(
        "ContactPoint", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey("Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=BulkItemState, default=BulkItemState.WAITING)
    words = models.CharField(max_length=500, blank=True, help_text="Why it was not sent.")
    parts = models.PositiveSmallIntegerField(default=1)
    contact = models.OneToOneField(
        "Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="bulk_item"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulk", "contact_point"],
                condition=Q(contact_point__isnull=False),
                name="bulk_number_once",
            ),
            models.CheckConstraint(condition=Q(state__in=BulkItemState.values), name="bulk_item_state_known"),
        ]
        indexes = [models.Index(fields=["bulk", "id"], name="bulk_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.state} {self.id}"
