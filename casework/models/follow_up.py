"""Something promised for later: a callback, a promise to the person, a reminder. It has a due time and an owner."""

from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class FollowUpKind(models.TextChoices):
    CALLBACK = "callback", "Callback"
    PROMISE = "promise", "Promise to the person"
    REMINDER = "reminder", "Reminder"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> "FollowUpQuerySet":
        return self.filter(done_at__isnull=True)


class FollowUp(models.Model):
    """Its owner is a person or, where nobody has it, the case's team. A follow-up is no case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=20, choices=FollowUpKind, default=FollowUpKind.REMINDER)
    words = models.CharField(max_length=300)
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

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) | ~Q(job=""),
                name="follow_up_has_maker_or_job",
            ),
            models.UniqueConstraint(fields=["once"], condition=~Q(once=""), name="follow_up_once"),
        ]
        indexes = [
            # "Next case" and the queue: what was promised, by due time.
            models.Index(fields=["due_at"], name="follow_up_due", condition=Q(done_at__isnull=True)),
            # A case's own.
            models.Index(fields=["case", "due_at"], name="follow_up_of_case"),
        ]

    def __str__(self) -> str:
        return self.words
