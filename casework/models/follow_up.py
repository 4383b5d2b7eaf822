"""Something promised for later: a callback, a promise to the person, a reminder. It has a due time and an owner."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from casework.ids import uuid7

if TYPE_CHECKING:
    from casework.models.staff import Team


class FollowUpKind(models.TextChoices):
    CALLBACK = "callback", "Callback"
    PROMISE = "promise", "Promise to the person"
    REMINDER = "reminder", "Reminder"


class FollowUpResult(models.TextChoices):
    KEPT = "kept", "Kept"
    NOT_REACHED = "not_reached", "Could not reach them"
    NOT_NEEDED = "not_needed", "Not needed any more"
    BROKEN = "broken", "Not kept"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> "FollowUpQuerySet":
        return self.filter(done_at__isnull=True)


class FollowUp(models.Model):
    """Its owner is a person or, where nobody has it, its team. A follow-up is no case, and may belong to none: then it
    belongs to the contact that it came from, and `team` says whose it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(
        "Case", on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    contact = models.ForeignKey(
        "Contact",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        help_text="The contact in which it was promised.",
    )
    team = models.ForeignKey(
        "Team",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        help_text="Whose it is where there is no case.",
    )
    person = models.ForeignKey(
        "Person", on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    contact_point = models.ForeignKey(
        "ContactPoint",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        help_text="Where they want to be reached: the caller's best number.",
    )
    kind = models.CharField(max_length=20, choices=FollowUpKind, default=FollowUpKind.REMINDER)
    words = models.CharField(max_length=300)
    window_from = models.DateTimeField(
        null=True, blank=True, help_text="Not before then; `due_at` is the end of the promised window."
    )
    due_at = models.DateTimeField()
    owner = models.ForeignKey(
        "Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    made_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, related_name="+")
    job = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    # What a job makes, it makes once: "escalation:<id>", "rule:<decision>:<rule>".
    once = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_words = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=12, choices=FollowUpResult, blank=True, help_text="Once it is done.")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) | ~Q(job=""),
                name="follow_up_has_maker_or_job",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(contact__isnull=False, team__isnull=False),
                name="follow_up_is_of_something",
                violation_error_message="A follow-up belongs to a case, or to a contact and a team.",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, result="")
                | Q(done_at__isnull=False) & Q(result__in=FollowUpResult.values),
                name="follow_up_done_has_result",
            ),
            models.CheckConstraint(
                condition=Q(window_from__isnull=True) | Q(window_from__lte=models.F("due_at")),
                name="follow_up_window_before_due",
                violation_error_message="The window must begin before it ends.",
            ),
            models.UniqueConstraint(fields=["once"], condition=~Q(once=""), name="follow_up_once"),
        ]
        indexes = [
            # "Next case" and the queue: what was promised, by due time.
            models.Index(fields=["due_at"], name="follow_up_due", condition=Q(done_at__isnull=True)),
            # A case's own.
            models.Index(fields=["case", "due_at"], name="follow_up_of_case"),
            # A team's own, of contacts without a case.
            models.Index(
                fields=["team", "due_at"],
                name="follow_up_of_team",
                condition=Q(done_at__isnull=True, team__isnull=False),
            ),
            # Kept, late and broken: what was done in a span of time.
            models.Index(fields=["done_at"], name="follow_up_done", condition=Q(done_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def whose_team(self) -> "Team":
        """The case's team, or where there is no case its own."""
        team = self.case.team if self.case is not None else self.team
        assert team is not None  # noqa: S101  (a constraint says that one of them is there)
        return team
