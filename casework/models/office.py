"""The office itself: its windows for filing, its hours, its words."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from casework.models.history import tracked


@tracked(name="OfficeHistory")
class Office(models.Model):
    """One row. Read it with `Office.current()`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=100, default="Our office")
    phone = models.CharField(
        max_length=40,
        blank=True,
        help_text="What people may ring; shown on public pages.",
    )
    reply_window_hours = models.PositiveSmallIntegerField(default=72)
    question_window_hours = models.PositiveSmallIntegerField(default=24)
    reopen_window_days = models.PositiveSmallIntegerField(default=14)
    acknowledge_texts = models.BooleanField(default=True)
    acknowledge_every_hours = models.PositiveSmallIntegerField(default=6)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_office")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Office":
        office = cls.objects.filter(pk=1).first()
        return office or cls.objects.get_or_create(pk=1)[0]

    @property
    def reopen_window(self) -> timedelta:
        return timedelta(days=self.reopen_window_days)

    @property
    def question_window(self) -> timedelta:
        return timedelta(hours=self.question_window_hours)


class OpeningHours(models.Model):
    """A slot of a weekday (0 is Monday) in the office's local time; a day may have several."""

    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name_plural = "opening hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6),
                name="weekday_exists",
                violation_error_message="A week has seven days, 0 (Monday) to 6 (Sunday).",
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="closes_after_opening",
                violation_error_message="Closing time must be after opening time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"

    @classmethod
    def open_at(cls, moment: datetime) -> bool:
        local = timezone.localtime(moment)
        return cls.objects.filter(
            weekday=local.weekday(), opens__lte=local.time(), closes__gt=local.time()
        ).exists()
