"""What is to be done on a case, step by step, and lists of steps that a service comes with."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casework.ids import uuid7
from casework.models.history import tracked


@tracked(name="ChecklistHistory")
class Checklist(models.Model):
    """Steps that staff put on a case with one press. Without a service it is offered on every case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(
        max_length=100, unique=True, error_messages={"unique": "Another checklist has this name already."}
    )
    service = models.ForeignKey(
        "Service", on_delete=models.PROTECT, null=True, blank=True, related_name="checklists"
    )
    steps: Any = ArrayField(models.CharField(max_length=200), default=list)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Task(models.Model):
    """One step. A follow-up is a promise to a person at a time; a task is work among ourselves."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=200)
    assignee = models.ForeignKey(
        "Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    due_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    made_by = models.ForeignKey("Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="task_says_something",
                violation_error_message="Say what is to be done.",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["case", "checklist", "title"],
                condition=Q(checklist__isnull=False),
                name="checklist_step_once",
                violation_error_message="This step is on the case already.",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "position"], name="task_of_case"),
            models.Index(fields=["assignee", "due_on"], name="task_open", condition=Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title
