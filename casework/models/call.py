"""A telephone call as the phone company tells of it. What was said in it is a contact, like any other."""

from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class CallState(models.TextChoices):
    RINGING = "ringing", "Ringing"
    TALKING = "talking", "Answered"
    MISSED = "missed", "Missed"
    VOICEMAIL = "voicemail", "Left a message"
    ENDED = "ended", "Ended"


class Call(models.Model):
    """Its times come from the phone company. `contact` is what staff log of it, or what a missed call became."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.CharField(max_length=40)
    account = models.CharField(max_length=64)
    external_id = models.CharField(max_length=120)
    contact_point = models.ForeignKey(
        "ContactPoint", on_delete=models.PROTECT, null=True, blank=True, related_name="calls"
    )
    withheld = models.BooleanField(default=False)
    arrived_at = models.CharField(max_length=120, blank=True, help_text="Our number.")
    state = models.CharField(max_length=10, choices=CallState, default=CallState.RINGING)
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="calls_answered"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    contact = models.OneToOneField(
        "Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="call"
    )

    class Meta:
        ordering = ["-rang_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "account", "external_id"], name="call_once"),
        ]
        indexes = [
            # What rings or is being talked in now, for whoever is on duty.
            models.Index(
                fields=["-rang_at"], name="call_live", condition=Q(state__in=("ringing", "talking"))
            ),
        ]

    def __str__(self) -> str:
        return f"Call at {self.rang_at:%Y-%m-%d %H:%M}"


class CallInProgress(models.Model):
    """What somebody is typing while they talk, kept from the first key. Its author alone sees it; logging it ends it.

    A draft is no history: it leaves no event, until it is handed to a colleague. `id` is the id under which the
    contact is written, so that it is written once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    author = models.ForeignKey("Staff", on_delete=models.CASCADE, related_name="calls_in_progress")
    channel = models.CharField(max_length=30)
    typed = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    on_hold_since = models.DateTimeField(null=True, blank=True)
    handed_by = models.ForeignKey("Staff", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.SET_NULL, null=True, blank=True, related_name="typed")

    class Meta:
        verbose_name_plural = "calls in progress"
        ordering = ["started_at", "id"]

    def __str__(self) -> str:
        return f"{self.channel} of {self.author}"
