"""What can be asked for, and the questions it asks in every channel."""

from typing import Any

from django.db import models
from django.db.models import Q

from casework.ids import uuid7
from casework.models.history import tracked


class ServiceQuerySet(models.QuerySet["Service"]):
    def published(self) -> "ServiceQuerySet":
        return self.filter(published=True).order_by("position", "name")


@tracked(name="ServiceHistory")
class Service(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True, error_messages={"unique": "Another service has this code already."})
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=80, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    guidance = models.TextField(blank=True)
    stop_notice = models.TextField(blank=True, help_text="Shown before the form: when to ring instead.")
    restricted = models.BooleanField(default=False, help_text="Its cases are restricted from the start.")
    skill = models.SlugField(
        max_length=50, blank=True, help_text="What somebody must know to be given its cases unasked."
    )
    sensitive = models.BooleanField(
        default=False, help_text="Automatic texts never name it, and nobody is asked how it went."
    )
    ask_when_closed = models.BooleanField(
        default=False, help_text="Whether people are asked by text if it is sorted, once their case ends."
    )
    published = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class QuestionKind(models.TextChoices):
    TEXT = "text", "Short text"
    LONG_TEXT = "long_text", "Long text"
    CHOICE = "choice", "One choice"
    CHOICES = "choices", "Several choices"
    DATE = "date", "Date"
    POSTCODE = "postcode", "Postcode"
    PHONE = "phone", "Phone number"
    EMAIL = "email", "E-mail address"
    FILE = "file", "File"


@tracked(name="QuestionHistory")
class Question(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField()
    label = models.CharField(max_length=300)
    hint = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=20, choices=QuestionKind, default=QuestionKind.TEXT)
    choices: Any = models.JSONField(default=list, blank=True, help_text='[{"value": …, "label": …}, …]')
    required = models.BooleanField(default=False)
    by_text = models.BooleanField(default=False, help_text="Asked by text as well.")
    text_label = models.CharField(
        max_length=160, blank=True, help_text="Shorter words for a text; the label where there are none."
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "code"],
                name="question_code_once",
                violation_error_message="This service has a question with this code already.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values),
                name="question_kind_known",
                violation_error_message="This kind of question does not exist.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["choice", "choices"]) | ~Q(choices=[]),
                name="choices_given",
                violation_error_message="A question with choices needs at least one choice.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
