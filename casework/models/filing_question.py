"""The numbered list we text to a number with several open cases: "which one is your message about?" """

from typing import Any

from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class FilingQuestion(models.Model):
    """`choices` are case references in the order of their numbers, and "new" as the last.

    The texts that wait for the answer point here (`Contact.question`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contact_point = models.ForeignKey(
        "ContactPoint", on_delete=models.PROTECT, related_name="filing_questions"
    )
    contact = models.OneToOneField(
        "Contact", on_delete=models.PROTECT, related_name="asks", help_text="The text that asks."
    )
    choices: Any = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    answer = models.OneToOneField(
        "Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="answers_question"
    )
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was answered, or asked anew after its window."
    )

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            # Also the look-up of intake: does a question of ours wait at this number?
            models.UniqueConstraint(
                fields=["contact_point"],
                condition=Q(closed_at__isnull=True),
                name="one_open_question",
                violation_error_message="A question waits at this number already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Question of {self.asked_at:%Y-%m-%d %H:%M} to {self.contact_point}"
