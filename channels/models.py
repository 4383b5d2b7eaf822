"""What providers handed us, and every try to hand something to them."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from casework.ids import uuid7
from channels import packing


class Matter(models.TextChoices):
    CONTACT = "contact", "A contact that came in"
    STATUS = "status", "News about one that went out"


class ReceiptState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    ATTENTION = "attention", "Needs attention"


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def contacts(self) -> "ReceiptQuerySet":
        return self.filter(matter=Matter.CONTACT)

    def waiting(self) -> "ReceiptQuerySet":
        return self.filter(state=ReceiptState.WAITING)

    def attention(self) -> "ReceiptQuerySet":
        return self.filter(state=ReceiptState.ATTENTION).order_by("received_at", "id")

    def due(self, now: datetime) -> "ReceiptQuerySet":
        """What a worker may claim. A receipt waits while an earlier one of its line is being worked on."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
        ahead = Receipt.objects.waiting().filter(
            Q(received_at__lt=models.OuterRef("received_at"))
            | Q(received_at=models.OuterRef("received_at"), id__lt=models.OuterRef("id")),
            line=models.OuterRef("line"),
            lease_until__gt=now,
        )
        return (
            self.waiting()
            .filter(free, next_attempt_at__lte=now)
            .filter(Q(line="") | ~models.Exists(ahead))
            .order_by("received_at", "id")
        )


class Receipt(models.Model):
    """One thing a provider told us, as it came. The row is the job: a worker claims it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = models.CharField(max_length=30)
    provider = models.CharField(max_length=30)
    account = models.CharField(max_length=64, blank=True)
    matter = models.CharField(max_length=10, choices=Matter)
    external_id = models.CharField(max_length=120)
    line = models.CharField(max_length=80, blank=True, help_text="Receipts of one line are worked in order.")
    payload: Any = models.JSONField()
    fingerprint = models.CharField(
        max_length=64, help_text="Tells whether the same id came again with other content."
    )
    received_at = models.DateTimeField()
    late = models.BooleanField(
        default=False, help_text="Fetched from the provider after its request missed us."
    )
    state = models.CharField(max_length=10, choices=ReceiptState, default=ReceiptState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField()
    error = models.CharField(max_length=500, blank=True)
    contact = models.ForeignKey(
        "casework.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="receipts"
    )

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "account", "matter", "external_id"],
                name="receipt_once",
                violation_error_message="This was received already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReceiptState.values),
                name="receipt_state_known",
                violation_error_message="This receipt state does not exist.",
            ),
        ]
        indexes = [
            # The inbox's claim, oldest first.
            models.Index(fields=["received_at", "id"], name="inbox_waiting", condition=Q(state="waiting")),
            # The claim's look for an earlier one of the same sender.
            models.Index(fields=["line", "received_at"], name="inbox_line", condition=Q(state="waiting")),
            # The health page's "needs attention".
            models.Index(fields=["received_at"], name="inbox_attention", condition=Q(state="attention")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.matter} {self.state} {self.id}"

    @property
    def content(self) -> dict[str, Any]:
        """What the provider sent, exactly."""
        unpacked: dict[str, Any] = packing.unpack(self.payload)
        return unpacked


class AttemptResult(models.TextChoices):
    UNDER_WAY = "under_way", "Under way"
    ACCEPTED = "accepted", "Taken by the provider"
    FAILED = "failed", "Not taken, may be tried again"
    FAILED_FOR_GOOD = "failed_for_good", "Not taken, never will be"
    IN_DOUBT = "in_doubt", "Not known"


class SendAttempt(models.Model):
    """One call of a provider. Committed before the call, so that a crash in between leaves a trace."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey("casework.Delivery", on_delete=models.PROTECT, related_name="tries")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=16, choices=AttemptResult, default=AttemptResult.UNDER_WAY)
    error_code = models.CharField(max_length=20, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["began_at", "id"]

    def __str__(self) -> str:
        return f"{self.result} {self.began_at:%Y-%m-%d %H:%M:%S}"


class MediaState(models.TextChoices):
    WAITING = "waiting", "Waiting to be fetched"
    KEPT = "kept", "Fetched"
    DELETED = "deleted", "Fetched, and deleted at the provider"
    REFUSED = "refused", "Not kept"


class MediaFetch(models.Model):
    """A picture that came with a contact and is still at the provider. The row is the job."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attachment = models.OneToOneField("casework.Attachment", on_delete=models.PROTECT, related_name="fetch")
    channel = models.CharField(max_length=30)
    account = models.CharField(max_length=64, blank=True)
    url = models.CharField(max_length=500, help_text="As the provider gave it; checked before it is fetched.")
    state = models.CharField(max_length=10, choices=MediaState, default=MediaState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "media fetches"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MediaState.values), name="media_state_known")
        ]
        indexes = [
            # What is to be fetched, and what is to be deleted at the provider.
            models.Index(
                fields=["next_attempt_at"], name="media_due", condition=Q(state__in=["waiting", "kept"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class Reconciliation(models.Model):
    """One look at a provider's own list of messages: what we had missed, and what it settled."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = models.CharField(max_length=30)
    account = models.CharField(max_length=64, blank=True)
    since = models.DateTimeField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    seen = models.PositiveIntegerField(default=0)
    recovered = models.PositiveIntegerField(default=0, help_text="Contacts that had never reached us.")
    settled = models.PositiveIntegerField(default=0, help_text="Deliveries whose state it told.")
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["channel", "account", "-started_at"], name="reconciled_last")]

    def __str__(self) -> str:
        return f"{self.channel} {self.started_at:%Y-%m-%d %H:%M} {self.error or 'done'}"


class DemoText(models.Model):
    """A text on the demonstration's telephone, as the simulated provider keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sid = models.CharField(max_length=34, unique=True)
    account = models.CharField(max_length=34)
    number = models.CharField(max_length=40, help_text="The telephone's own number.")
    office = models.CharField(max_length=40, help_text="The number of the office.")
    to_office = models.BooleanField()
    body = models.TextField(blank=True)
    status = models.CharField(max_length=20)
    planned = models.JSONField(default=list, blank=True, help_text="Statuses still to be reported, in order.")
    media = models.JSONField(default=list, blank=True, help_text="Pictures sent along, by name.")
    report_after = models.DateTimeField(null=True, blank=True, help_text="Reports wait until then.")
    error_code = models.CharField(max_length=20, blank=True)
    status_url = models.CharField(max_length=500, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            # The telephone's conversation.
            models.Index(fields=["number", "created_at"], name="demo_conversation"),
            # Status reports still to be sent.
            models.Index(fields=["created_at"], name="demo_planned", condition=~Q(planned=[])),
        ]

    def __str__(self) -> str:
        return f"{self.sid} {self.status}"


class DemoHandset(models.Model):
    """How a number of the demonstration takes what is sent to it: "" delivers, an error code fails."""

    number = models.CharField(max_length=40, primary_key=True)
    fails_with = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.number
