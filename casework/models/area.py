"""A part of the office's territory under a name, for rules: "the estate across the river" is ZR4 and ZR5 1."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casework.ids import uuid7
from casework.models.history import tracked


@tracked(name="AreaHistory")
class Area(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True, error_messages={"unique": "Another area has this code already."})
    name = models.CharField(max_length=100)
    postcodes: Any = ArrayField(
        models.CharField(max_length=10),
        default=list,
        help_text="Areas (SW), districts (SW1A), sectors (SW1A 1) or whole postcodes.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
