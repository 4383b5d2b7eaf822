"""Words that staff send again and again, for one service or for all, in one language each."""

from django.db import models

from casework.ids import uuid7
from casework.models.history import tracked


@tracked(name="TextTemplateHistory")
class TextTemplate(models.Model):
    """`body` holds fields in braces, such as {name}; see `casework.text_fields` for those there are."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(help_text="The same for all languages of one template.")
    language = models.CharField(max_length=10, default="en")
    name = models.CharField(max_length=100)
    service = models.ForeignKey(
        "Service", on_delete=models.CASCADE, null=True, blank=True, related_name="text_templates"
    )
    body = models.TextField()
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "language"],
                name="template_once_per_language",
                violation_error_message="There is a template with this code in this language already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
