"""Staff, teams and who belongs to which."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casework.ids import uuid7
from casework.models.history import tracked


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, *, username: str, password: str | None = None, **fields: Any) -> "Staff":
        staff = self.model(username=username, **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff

    def people(self) -> models.QuerySet["Staff"]:
        """Those who can be given work: active and not a machine."""
        return self.filter(is_active=True, is_machine=False).order_by("full_name", "username")


class Role(models.TextChoices):
    HANDLER = "handler", "Call handler"
    CASEWORKER = "caseworker", "Caseworker"
    LEAD = "lead", "Team lead"
    MANAGER = "manager", "Manager"
    ADMINISTRATOR = "administrator", "Administrator"


@tracked(name="TeamHistory")
class Team(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True, error_messages={"unique": "Another team has this code already."})
    name = models.CharField(max_length=100)
    is_triage = models.BooleanField(default=False, help_text="Gets every case that no rule routes.")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_triage"],
                condition=Q(is_triage=True),
                name="one_triage_team",
                violation_error_message="There is a triage team already. An office has one.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def triage(cls) -> "Team":
        """The team that gets what no rule routes. An office that named none gets one: a case is never without a team."""
        found = cls.objects.filter(is_triage=True).first()
        return (
            found
            or cls.objects.get_or_create(code="triage", defaults={"name": "Triage", "is_triage": True})[0]
        )


@tracked(name="StaffHistory", leaving_out=["password", "last_login"])
class Staff(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Somebody has this log-in name already."},
    )
    full_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.HANDLER)
    is_safeguarding = models.BooleanField(default=False, help_text="Sees restricted cases of every team.")
    is_active = models.BooleanField(default=True)
    is_machine = models.BooleanField(default=False, help_text="Acts through the API only, never logs in.")
    cap = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Most open cases that are given to them unasked; none is no limit."
    )
    skills: Any = ArrayField(models.SlugField(max_length=50), default=list, blank=True)
    languages: Any = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    teams: models.ManyToManyField = models.ManyToManyField(Team, through="Membership", related_name="staff")

    # Filled by casework.standing where a page is asked for; a page that changes it sets it back to None.
    standing: Any = None

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]
    objects = StaffManager()

    class Meta:
        ordering = ["full_name", "username"]
        verbose_name_plural = "staff"
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="staff_role_known",
                violation_error_message="This role does not exist.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    @property
    def first_name(self) -> str:
        return str(self).split()[0]


class Membership(models.Model):
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)
    last_given_at = models.DateTimeField(
        null=True, blank=True, help_text="When a case was last given to them in turn."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "team"],
                name="member_once",
                violation_error_message="This person is in this team already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff} in {self.team}"
