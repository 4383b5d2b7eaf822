"""How two cases belong together without being one."""

from django.db import models
from django.db.models import F, Q

from casework.ids import uuid7


class LinkKind(models.TextChoices):
    PARENT = "parent", "Part of a larger case"
    RELATED = "related", "Related"
    SPLIT = "split", "Split off"


class CaseLink(models.Model):
    """`case` is the larger one of a parent and child, and the one that was split; of related cases the older one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="links_here")
    kind = models.CharField(max_length=10, choices=LinkKind)
    created_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other", "kind"],
                name="linked_once",
                violation_error_message="These cases are linked so already.",
            ),
            models.UniqueConstraint(
                fields=["other"],
                condition=Q(kind="parent"),
                name="one_parent",
                violation_error_message="This case is part of another one already.",
            ),
            models.CheckConstraint(
                condition=~Q(case=F("other")),
                name="link_of_two",
                violation_error_message="A case cannot be linked to itself.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LinkKind.values),
                name="link_kind_known",
                violation_error_message="This kind of link does not exist.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind} {self.other}"
