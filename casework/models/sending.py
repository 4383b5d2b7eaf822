"""How much the office sends: one row a day, so that the day's budget is a number in the database and not a guess."""

from django.db import models
from django.db.models import Q


class SendingDay(models.Model):
    """Parts handed to a provider on one local day. Taken before the call, so that two workers cannot overspend."""

    day = models.DateField(primary_key=True)
    texts = models.PositiveIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    alarmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody was told that the day costs unusually much."
    )

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.parts} parts"


class Alarm(models.Model):
    """Something that an administrator must put right. Open once for each key, however often it happens."""

    key = models.CharField(max_length=80)
    words = models.CharField(max_length=500)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-last_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(cleared_at__isnull=True), name="alarm_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.words
