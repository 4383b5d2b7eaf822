"""What became of an outbound contact. The row is also the job: the outbox claims it, nothing else remembers it."""

from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class DeliveryStatus(models.TextChoices):
    QUEUED = "queued", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    UNDELIVERED = "undelivered", "Not delivered"
    FAILED = "failed", "Failed"
    IN_DOUBT = "in_doubt", "Not known whether it went"
    REFUSED = "refused", "Not sent"
    WITHDRAWN = "withdrawn", "Taken back"


class Purpose(models.TextChoices):
    """What a message is for; the send guard is stricter with what nobody wrote and nobody asked for."""

    REPLY = "reply", "Written by staff"
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    FILING_QUESTION = "filing_question", "Which case is meant"
    HELP = "help", "Answer to HELP"
    DIALOGUE = "dialogue", "A question of the service"
    CLOSING = "closing", "Whether it is sorted"
    LINK = "link", "Link to add photos"
    BULK = "bulk", "Text to many"


# A status only ever moves to a higher rank, in whatever order the provider's news arrives.
RANK = {
    DeliveryStatus.QUEUED: 0,
    DeliveryStatus.SENDING: 1,
    DeliveryStatus.IN_DOUBT: 2,
    DeliveryStatus.SENT: 3,
    DeliveryStatus.REFUSED: 4,
    DeliveryStatus.WITHDRAWN: 4,
    DeliveryStatus.FAILED: 5,
    DeliveryStatus.UNDELIVERED: 6,
    DeliveryStatus.DELIVERED: 7,
}


def further(current: str, news: str) -> str:
    """The status after some news: it moves forward or stays, whatever the order; what nobody knows changes nothing."""
    if news not in DeliveryStatus.values:
        return current
    return news if RANK[DeliveryStatus(news)] > RANK[DeliveryStatus(current)] else current


SETTLED = (
    DeliveryStatus.DELIVERED,
    DeliveryStatus.UNDELIVERED,
    DeliveryStatus.FAILED,
    DeliveryStatus.REFUSED,
    DeliveryStatus.WITHDRAWN,
)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: object) -> "DeliveryQuerySet":
        return self.filter(status=DeliveryStatus.QUEUED, next_attempt_at__lte=now).order_by(
            "next_attempt_at", "id"
        )


class Delivery(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contact = models.OneToOneField("Contact", on_delete=models.PROTECT, related_name="delivery")
    status = models.CharField(max_length=12, choices=DeliveryStatus, default=DeliveryStatus.QUEUED)
    provider_id = models.CharField(max_length=120, blank=True)
    error_code = models.CharField(max_length=20, blank=True)
    error_words = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    segments = models.PositiveSmallIntegerField(default=0)
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.REPLY)
    at_night = models.BooleanField(
        default=False, help_text="Staff chose to send it in the office's quiet hours."
    )
    waits_because = models.CharField(
        max_length=300, blank=True, help_text="Why it is not sent yet, in words."
    )
    sent_at = models.DateTimeField(
        null=True, blank=True, help_text="When a provider was last called with it."
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["provider_id"],
                condition=~Q(provider_id=""),
                name="provider_id_once",
                violation_error_message="Two deliveries cannot carry the same provider id.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=DeliveryStatus.values),
                name="delivery_status_known",
                violation_error_message="This delivery status does not exist.",
            ),
        ]
        indexes = [
            # The outbox's claim, and the sweep for leases that ran out.
            models.Index(
                fields=["status", "next_attempt_at"],
                name="outbox_due",
                condition=Q(status__in=["queued", "sending"]),
            ),
            # Reconciliation: what a provider's list of messages may still settle.
            models.Index(
                fields=["status", "sent_at"],
                name="outbox_unsettled",
                condition=Q(status__in=["in_doubt", "sent"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.id}"
