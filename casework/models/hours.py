"""When the office works: opening hours of the office or a team, bank holidays, closures of our own."""

from django.db import models
from django.db.models import F, Q

from casework.ids import uuid7
from casework.models.history import tracked


class Nation(models.TextChoices):
    """The divisions of https://www.gov.uk/bank-holidays.json."""

    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"
    NONE = "none", "No bank holidays"


@tracked(name="OpeningHoursHistory")
class OpeningHours(models.Model):
    """A slot of a weekday (0 is Monday) in the office's local time; a day may have several.

    Without a team it is the office's. A team with slots of its own works those alone. Closing at 00:00 is midnight.
    """

    team = models.ForeignKey(
        "Team", on_delete=models.CASCADE, null=True, blank=True, related_name="opening_hours"
    )
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
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"),
                name="closes_after_opening",
                violation_error_message="Closing time must be after opening time; 00:00 is midnight.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class BankHoliday(models.Model):
    """A bank holiday as gov.uk publishes it; `manage.py refresh_holidays` brings them up to date."""

    nation = models.CharField(max_length=20, choices=Nation)
    day = models.DateField()
    title = models.CharField(max_length=100)

    class Meta:
        ordering = ["day", "nation"]
        constraints = [
            models.UniqueConstraint(fields=["nation", "day"], name="bank_holiday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.day}"


@tracked(name="ClosureHistory")
class Closure(models.Model):
    """Days on which the office, or one team, is closed although the week says it is open."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey("Team", on_delete=models.CASCADE, null=True, blank=True, related_name="closures")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="closure_ends_after_it_begins",
                violation_error_message="The last day of a closure cannot be before its first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.first_day}–{self.last_day}"
