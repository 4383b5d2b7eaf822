"""What somebody began to write on a case and has not sent."""

from django.db import models

from casework.ids import uuid7


class Draft(models.Model):
    """One for each author, case and composer ("reply" or "note"). Its author alone sees it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("Case", on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey("Staff", on_delete=models.CASCADE, related_name="drafts")
    composer = models.CharField(max_length=10, default="reply")
    body = models.TextField(blank=True)
    contact_point = models.ForeignKey(
        "ContactPoint", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "author", "composer"], name="one_draft_per_composer")
        ]

    def __str__(self) -> str:
        return f"Draft of {self.author} on {self.case}"
