"""One communication that happened, in any channel, in or out. It may belong to no case."""

from typing import Any

from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class Direction(models.TextChoices):
    IN = "in", "From the person"
    OUT = "out", "To the person"


class Filing(models.TextChoices):
    FILED = "filed", "On a case"
    HELD = "held", "Needs filing"
    NONE = "none", "Without a case"
    QUARANTINED = "quarantined", "Set aside"


class ContactQuerySet(models.QuerySet["Contact"]):
    def held(self) -> "ContactQuerySet":
        """The lane "needs filing": most pressing first, then longest waiting."""
        return self.filter(filing=Filing.HELD).order_by("-priority_rank", "took_place_at", "id")

    def quarantined(self) -> "ContactQuerySet":
        return self.filter(filing=Filing.QUARANTINED).order_by("-took_place_at", "id")


class Contact(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(
        "Case", on_delete=models.PROTECT, null=True, blank=True, related_name="contacts", db_index=False
    )
    channel = models.CharField(max_length=30)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.IN)
    took_place_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(
        "Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="logged"
    )
    person = models.ForeignKey(
        "Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
    )
    subject = models.ForeignKey(
        "Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts_about",
        db_index=False,
        help_text="Who it is about, where that is somebody else than whoever was in touch.",
    )
    contact_point = models.ForeignKey(
        "ContactPoint",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        db_index=False,
    )
    follow_up = models.ForeignKey(
        "FollowUp",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attempts",
        db_index=False,
        help_text="The callback or promise that this contact tried to keep.",
    )
    sender_as_typed = models.CharField(max_length=320, blank=True)
    arrived_at = models.CharField(max_length=120, blank=True, help_text="Our number or form.")
    partner = models.CharField(max_length=40, blank=True, help_text="Whose site carried the form.")
    body = models.TextField(blank=True)
    original: Any = models.JSONField(
        null=True,
        blank=True,
        help_text="What arrived, where the text had to be mended.",
    )
    outcome = models.CharField(max_length=60, blank=True)
    duration_seconds = models.PositiveIntegerField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    present = models.CharField(max_length=300, blank=True, help_text="Who was there.")
    interpreter = models.CharField(max_length=200, blank=True, help_text="Who interpreted, and how.")
    honoured = models.BooleanField(
        null=True, blank=True, help_text="Whether the person's adjustments were honoured; None is not asked."
    )
    honoured_words = models.CharField(max_length=300, blank=True, help_text="What was not, and why.")
    language = models.CharField(max_length=20, blank=True)
    answers: Any = models.JSONField(default=dict, blank=True)
    service = models.ForeignKey(
        "Service",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        db_index=False,
    )
    account = models.CharField(max_length=64, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    filing = models.CharField(max_length=12, choices=Filing, default=Filing.NONE)
    rule = models.CharField(max_length=20, blank=True, help_text="The filing rule that decided.")
    reason = models.TextField(blank=True, help_text="Why it was filed so, in words.")
    candidates: Any = models.JSONField(default=list, blank=True, help_text="References it may belong to.")
    courtesy = models.BooleanField(default=False)
    keyword = models.CharField(max_length=10, blank=True)
    automatic = models.BooleanField(
        default=False, help_text="Sent by the office's own rules, nobody wrote it."
    )
    late = models.BooleanField(default=False, help_text="Recovered after the webhook missed it.")
    question = models.ForeignKey(
        "FilingQuestion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="waiting",
        db_index=False,
        help_text="The list we texted; this contact waits for its answer.",
    )
    priority_rank = models.PositiveSmallIntegerField(
        default=1, help_text="While it needs filing: how pressing the rules find it."
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["took_place_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "account", "external_id"],
                condition=~Q(external_id=""),
                name="contact_once",
                violation_error_message="This contact is on record already.",
            ),
            models.CheckConstraint(
                condition=Q(filing="filed", case__isnull=False) | (~Q(filing="filed") & Q(case__isnull=True)),
                name="filed_means_on_a_case",
                violation_error_message="A filed contact needs a case; any other has none.",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values),
                name="direction_known",
                violation_error_message="A contact goes in or out.",
            ),
        ]
        indexes = [
            # The timeline of a case page, and whatever else asks for contacts by their case.
            models.Index(fields=["case", "took_place_at", "id"], name="contact_timeline"),
            # "Needs filing" and "set aside" lanes with their counts.
            models.Index(
                fields=["filing", "-priority_rank", "took_place_at"],
                name="contact_lanes",
                condition=~Q(filing="filed"),
            ),
            # What waits for the answer to a question.
            models.Index(fields=["question"], name="contact_waits", condition=Q(filing="held")),
            # Filing: our latest text to this number, and a caller's recent contacts; whatever else asks by number.
            models.Index(fields=["contact_point", "-took_place_at"], name="contact_by_point"),
            # The tries to keep a callback.
            models.Index(fields=["follow_up"], name="contact_attempts", condition=Q(follow_up__isnull=False)),
            # What answers to a service's questions came. A reply has none.
            models.Index(fields=["service"], name="contact_service", condition=Q(service__isnull=False)),
            # Contacts without a case, latest first.
            models.Index(
                fields=["-took_place_at", "-id"], name="contact_no_case", condition=Q(filing="none")
            ),
            # The API's list of contacts, newest first.
            models.Index(fields=["-logged_at", "-id"], name="contact_logged"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.direction} {self.took_place_at:%Y-%m-%d %H:%M}"
