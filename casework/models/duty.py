"""Who works when: a person's hours, their leave, whom they must not deal with, and what they passed over."""

from django.db import models
from django.db.models import F, Q

from casework.ids import uuid7
from casework.models.history import tracked


@tracked(name="WorkHoursHistory")
class WorkHours(models.Model):
    """A slot of a weekday (0 is Monday) in local time. Somebody without any works whenever their team is open."""

    staff = models.ForeignKey("Staff", on_delete=models.CASCADE, related_name="work_hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["weekday", "starts"]
        verbose_name_plural = "work hours"
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="work_weekday_exists"),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")) | Q(ends="00:00"),
                name="work_ends_after_it_starts",
                violation_error_message="Work must end after it starts; 00:00 is midnight.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}-{self.ends}"


@tracked(name="LeaveHistory")
class Leave(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey("Staff", on_delete=models.CASCADE, related_name="leave")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["first_day"]
        verbose_name_plural = "leave"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="leave_ends_after_it_begins",
                violation_error_message="The last day of leave cannot be before its first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.first_day}–{self.last_day}"


@tracked(name="ConflictHistory")
class Conflict(models.Model):
    """Somebody must not deal with a case, or with a person: a relative, a neighbour, their own. Never shown, never assigned.

    The reason is for leads; whoever it is about does not see that the case exists.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey("Staff", on_delete=models.PROTECT, related_name="conflicts")
    case = models.ForeignKey(
        "Case", on_delete=models.PROTECT, null=True, blank=True, related_name="conflicts"
    )
    person = models.ForeignKey(
        "Person", on_delete=models.PROTECT, null=True, blank=True, related_name="conflicts"
    )
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey("Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, person__isnull=True)
                | Q(case__isnull=True, person__isnull=False),
                name="conflict_with_case_or_person",
                violation_error_message="A conflict of interest is with a case or with a person.",
            ),
            models.UniqueConstraint(
                fields=["staff", "case", "person"],
                name="conflict_once",
                nulls_distinct=False,
                violation_error_message="This conflict of interest is on record already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.reason}"


class Skip(models.Model):
    """Somebody was offered a case by "next case" and passed it over, with the reason they gave."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey("Staff", on_delete=models.PROTECT, related_name="skips")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="skips")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="skip_has_reason",
                violation_error_message="Say why you pass it over.",
            ),
        ]
        indexes = [
            # "Next case" leaves out what somebody passed over lately.
            models.Index(fields=["staff", "-at"], name="skip_lately"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} passed over {self.case}"
