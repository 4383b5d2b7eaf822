"""A service's questions asked by text, one at a time, and the question after a case has ended."""

from typing import Any

from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class DialogueState(models.TextChoices):
    ASKING = "asking", "Waiting for an answer"
    FINISHED = "finished", "All answered"
    STOPPED = "stopped", "They asked to stop"
    TAKEN_OVER = "taken_over", "A person took over"
    ENDED = "ended", "No answer came"


class TextDialogue(models.Model):
    """`questions` are the codes in order as they were when it began; `position` is the one that waits."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="text_dialogues")
    contact_point = models.ForeignKey("ContactPoint", on_delete=models.PROTECT, related_name="text_dialogues")
    service = models.ForeignKey("Service", on_delete=models.PROTECT, related_name="+")
    questions: Any = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    misses = models.PositiveSmallIntegerField(
        default=0, help_text="Answers to this question we could not read."
    )
    state = models.CharField(max_length=12, choices=DialogueState, default=DialogueState.ASKING)
    asked = models.ForeignKey(
        "Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The text with the question that waits.",
    )  # fmt: skip
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact_point"], condition=Q(state="asking"), name="one_dialogue_per_number",
                violation_error_message="Questions are being asked at this number already.",
            ),
            models.CheckConstraint(condition=Q(state__in=DialogueState.values), name="dialogue_state_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.service} asked by text on {self.case}"


class ClosingQuestion(models.Model):
    """ "Reply 1 if sorted, 2 if not", once for each time a case ends."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="closing_questions")
    contact_point = models.ForeignKey(
        "ContactPoint", on_delete=models.PROTECT, related_name="closing_questions"
    )
    asked = models.OneToOneField("Contact", on_delete=models.PROTECT, related_name="closing_question")
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(help_text="When the case ended that it asks about.")
    answer = models.CharField(max_length=10, blank=True, help_text='"sorted", "not_sorted" or "" so far.')
    answered_by = models.OneToOneField(
        "Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="answers_closing_question"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["case", "closed_at"], name="closing_question_once")]
        indexes = [
            models.Index(fields=["contact_point", "-asked_at"], name="closing_waits", condition=Q(answer=""))
        ]

    def __str__(self) -> str:
        return f"Closing question on {self.case}"
