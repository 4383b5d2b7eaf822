"""By when something must happen, the clocks that run towards it, and what happens on the way."""

from django.db import models
from django.db.models import F, Q

from casework.ids import uuid7
from casework.models.history import tracked


class Unit(models.TextChoices):
    MINUTES = "minutes", "working minutes"
    DAYS = "days", "working days"
    HOURS = "hours", "hours by the clock"


class ClockKind(models.TextChoices):
    FIRST_RESPONSE = "first_response", "First response"
    NEXT_RESPONSE = "next_response", "Next response"
    RESOLUTION = "resolution", "Resolution"


@tracked(name="TargetHistory")
class Target(models.Model):
    """A promise with a name. A length of None makes no promise of that kind."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True, error_messages={"unique": "Another target has this code already."})
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=300, blank=True, help_text="The rule or code it comes from.")
    first_response = models.PositiveIntegerField(null=True, blank=True)
    first_response_unit = models.CharField(max_length=10, choices=Unit, default=Unit.DAYS)
    next_response = models.PositiveIntegerField(null=True, blank=True)
    next_response_unit = models.CharField(max_length=10, choices=Unit, default=Unit.DAYS)
    resolution = models.PositiveIntegerField(null=True, blank=True)
    resolution_unit = models.CharField(max_length=10, choices=Unit, default=Unit.DAYS)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_response__isnull=True) | Q(first_response__gt=0),
                name="first_response_some_time",
            ),
            models.CheckConstraint(
                condition=Q(next_response__isnull=True) | Q(next_response__gt=0),
                name="next_response_some_time",
            ),
            models.CheckConstraint(
                condition=Q(resolution__isnull=True) | Q(resolution__gt=0), name="resolution_some_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked(name="TargetForHistory")
class TargetFor(models.Model):
    """Which target a service and a priority have. No service is "any service", an empty priority "any priority".

    The most exact line wins: service and priority, then service, then priority, then neither.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(
        "Service", on_delete=models.CASCADE, null=True, blank=True, related_name="targets"
    )
    priority = models.CharField(max_length=10, blank=True)
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="chosen_for")

    class Meta:
        ordering = ["service", "priority"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "priority"],
                name="target_for_once",
                nulls_distinct=False,
                violation_error_message="This service and priority have a target already. Change that one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service or 'any service'}, {self.priority or 'any priority'}: {self.target}"


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> "ClockQuerySet":
        return self.filter(stopped_at__isnull=True, paused_at__isnull=True)


class Clock(models.Model):
    """One promise running on one case. It is met, or missed, or called off; until then it runs or is paused."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=20, choices=ClockKind)
    target = models.ForeignKey(Target, on_delete=models.PROTECT, null=True, related_name="+")
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=10, choices=Unit)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    met = models.BooleanField(null=True, help_text="None: it runs still, or was called off.")
    round = models.PositiveSmallIntegerField(
        default=1, help_text="Counts extensions: each gets its own reminders."
    )
    next_step_at = models.DateTimeField(
        null=True, blank=True, help_text="When the next escalation step is due."
    )

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(stopped_at__isnull=True), name="one_clock_of_a_kind_runs"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="due_after_start"),
        ]
        indexes = [
            # What the clock's job looks for every minute.
            models.Index(
                fields=["next_step_at"],
                name="clock_next_step",
                condition=Q(stopped_at__isnull=True, paused_at__isnull=True, next_step_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.due_at:%Y-%m-%d %H:%M}"


class StepAction(models.TextChoices):
    REMIND = "remind", "Remind whoever has it, or the team's leads"
    RAISE = "raise", "Raise the priority"
    MOVE = "move", "Move it to a team"


@tracked(name="EscalationStepHistory")
class EscalationStep(models.Model):
    """What happens `minutes` of working time before (negative) or after a promise falls due. Without a target: any."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    target = models.ForeignKey(Target, on_delete=models.CASCADE, null=True, blank=True, related_name="steps")
    kind = models.CharField(max_length=20, choices=ClockKind, default=ClockKind.FIRST_RESPONSE)
    minutes = models.IntegerField(default=0)
    action = models.CharField(max_length=10, choices=StepAction)
    team = models.ForeignKey("Team", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["minutes", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action="move") | Q(team__isnull=False),
                name="move_names_a_team",
                violation_error_message="Choose the team that gets it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} at {self.minutes:+d} minutes"


class Escalation(models.Model):
    """That a step was carried out for a clock. The constraint makes it once, whoever looks and however often."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="escalations")
    step = models.ForeignKey(EscalationStep, on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "step", "round"], name="escalated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d %H:%M}"
