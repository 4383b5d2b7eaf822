"""The office itself: its windows for filing, its hours, its words."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from casework.models.history import tracked
from casework.models.hours import Nation


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
    nation = models.CharField(
        max_length=20,
        choices=Nation,
        default=Nation.ENGLAND_AND_WALES,
        help_text="Whose bank holidays the office keeps.",
    )
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
