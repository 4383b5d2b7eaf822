"""How people have set up their desk: lists they come back to, what a list shows, and cases they keep in sight."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casework.ids import uuid7


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", "Comfortable"
    COMPACT = "compact", "Compact"


class Digest(models.TextChoices):
    OFF = "off", "No e-mail"
    DAILY = "daily", "Once a day"
    HOURLY = "hourly", "Once an hour"


class SavedView(models.Model):
    """A list of cases under a name: of one person (`owner`), of a team (`team`), or of the whole office (neither).

    What it holds is asked with the rights of whoever opens it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    owner = models.ForeignKey(
        "Staff", on_delete=models.CASCADE, null=True, blank=True, related_name="saved_views"
    )
    team = models.ForeignKey(
        "Team", on_delete=models.CASCADE, null=True, blank=True, related_name="saved_views"
    )
    query = models.CharField(max_length=1000, blank=True, help_text="The filters, as in the address bar.")
    columns: Any = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="None: as each person has them."
    )
    group_by = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey("Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(team__isnull=True),
                name="view_of_one_or_a_team",
                violation_error_message="A view belongs to a person, a team or the office.",
            ),
            models.UniqueConstraint(
                fields=["name", "owner", "team"],
                nulls_distinct=False,
                name="view_name_once",
                violation_error_message="There is a view with this name already. Choose another.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeskChoices(models.Model):
    """What one member of staff chose for their own screen. Without a row everything is as it comes."""

    staff = models.OneToOneField(
        "Staff", on_delete=models.CASCADE, primary_key=True, related_name="desk_choices"
    )
    columns: Any = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    density = models.CharField(max_length=12, choices=Density, default=Density.COMFORTABLE)
    shortcuts = models.BooleanField(default=True, help_text="Single keys act on the page (WCAG 2.1.4).")
    pictures = models.BooleanField(
        default=True, help_text="Photographs stand small beside the words they came with."
    )
    digest = models.CharField(max_length=10, choices=Digest, default=Digest.OFF)
    digested_until = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=5, blank=True, help_text="Of the pages; none is the browser's.")

    def __str__(self) -> str:
        return f"Desk of {self.staff}"


class Star(models.Model):
    """A case on somebody's personal shortlist, in their own order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey("Staff", on_delete=models.CASCADE, related_name="stars")
    case = models.ForeignKey("Case", on_delete=models.CASCADE, related_name="stars")
    position = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["staff", "case"], name="star_once")]

    def __str__(self) -> str:
        return f"{self.case} of {self.staff}"
