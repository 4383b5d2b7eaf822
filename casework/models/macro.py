"""Several steps on a case under one name."""

from typing import Any

from django.db import models

from casework.ids import uuid7
from casework.models.history import tracked


@tracked(name="MacroHistory")
class Macro(models.Model):
    """`steps` are documents {"do": verb, …}, checked by `casework.macro_steps` before they are kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(
        max_length=100, unique=True, error_messages={"unique": "Another macro has this name already."}
    )
    about = models.CharField(max_length=200, blank=True)
    service = models.ForeignKey(
        "Service", on_delete=models.PROTECT, null=True, blank=True, related_name="macros"
    )
    steps: Any = models.JSONField(default=list)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
