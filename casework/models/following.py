"""Who wants to know what happens on a case, and what they have been told."""

from django.db import models

from casework.ids import uuid7


class Follower(models.Model):
    class Why(models.TextChoices):
        CHOSE = "chose", "Chose to follow"
        MENTIONED = "mentioned", "Was mentioned"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("Case", on_delete=models.CASCADE, related_name="followers")
    staff = models.ForeignKey("Staff", on_delete=models.CASCADE, related_name="following")
    why = models.CharField(max_length=10, choices=Why, default=Why.CHOSE)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff"], name="follower_once")]

    def __str__(self) -> str:
        return f"{self.staff} follows {self.case}"


class Notification(models.Model):
    """Something that a member of staff should know, once: `source` is the row that it tells of.

    It holds no words of the case. They are read with the reader's rights when it is shown.
    """

    class Kind(models.TextChoices):
        MENTION = "mention", "You were mentioned"
        CONTACT_IN = "contact_in", "They wrote or rang"
        NOTE = "note", "A note was written"
        ASSIGNED = "assigned", "The case was given to you"
        TASK = "task", "A task was given to you"
        STATUS = "status", "The case's status changed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey("Staff", on_delete=models.CASCADE, related_name="notifications")
    case = models.ForeignKey("Case", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    source = models.UUIDField()
    by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["staff", "kind", "source"], name="notification_once")]
        indexes = [
            models.Index(fields=["staff", "-at", "-id"], name="notification_list"),
            models.Index(
                fields=["staff"], name="notification_unread", condition=models.Q(read_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.staff}"
