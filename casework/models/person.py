"""People and the ways to reach them. Many people can share a number; one person can have many."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from casework import phone_numbers
from casework.ids import uuid7
from casework.models.history import tracked


@tracked(name="PersonHistory")
class Person(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=20, blank=True)
    born_on = models.DateField(null=True, blank=True, help_text="Where it is known and needed.")
    adjustments = models.TextField(
        blank=True,
        help_text="Changes in how we deal with this person that they need: the running `Adjustment`s, a line each, "
        "for search, rules and every list. Written by casework.services.adjustments alone.",
    )
    about = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    contact_points: models.ManyToManyField = models.ManyToManyField(
        "ContactPoint", through="PersonContactPoint", related_name="people"
    )

    class Meta:
        verbose_name_plural = "people"
        indexes = [
            # The desk's search box and the caller look-up find people by any part of a name.
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="person_name_trgm"),
        ]

    def __str__(self) -> str:
        return self.called(self.name)

    @staticmethod
    def called(name: str) -> str:
        return name or "Name not known"


class PointKind(models.TextChoices):
    PHONE = "phone", "Phone number"
    EMAIL = "email", "E-mail address"
    ADDRESS = "address", "Postal address"
    OTHER = "other", "Other"


@tracked(name="ContactPointHistory")
class ContactPoint(models.Model):
    """A way to reach people, once. The safe-contact flags are three-valued: None is "not asked"."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=PointKind)
    value = models.CharField(max_length=320, help_text="Normalised: E.164, lower-case e-mail, or as it came.")
    as_typed = models.CharField(max_length=320, blank=True)
    opted_out_at = models.DateTimeField(null=True, blank=True)
    opted_out_how = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="It wrote to us, or staff confirmed it."
    )
    text_ok = models.BooleanField(null=True, blank=True)
    call_ok = models.BooleanField(null=True, blank=True)
    voicemail_ok = models.BooleanField(null=True, blank=True)
    say_who_we_are = models.BooleanField(null=True, blank=True)
    safe_hours = models.CharField(
        max_length=100, blank=True, help_text="In words. A person must read them before anything is sent."
    )
    safe_from = models.TimeField(null=True, blank=True, help_text="Messages go only from then …")
    safe_until = models.TimeField(null=True, blank=True, help_text="… until then, local time.")
    do_not_use = models.BooleanField(default=False)
    safety_note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                name="contact_point_once",
                violation_error_message="This number or address is on record already. Share it instead.",
            ),
            models.CheckConstraint(
                condition=~Q(value=""),
                name="contact_point_has_value",
                violation_error_message="Write the number or address.",
            ),
            models.CheckConstraint(
                condition=Q(safe_from__isnull=True, safe_until__isnull=True)
                | Q(safe_from__isnull=False, safe_until__isnull=False),
                name="safe_hours_begin_and_end",
                violation_error_message="Say when the safe hours begin and when they end.",
            ),
        ]
        indexes = [
            # Caller look-up and search by any run of digits: "900123" finds +447700900123.
            GinIndex(
                fields=["value"],
                opclasses=["gin_trgm_ops"],
                name="contact_point_value_trgm",
            ),
        ]

    def __str__(self) -> str:
        return self.written(self.kind, self.value)

    @staticmethod
    def written(kind: str, value: str) -> str:
        """As people here write it. A WhatsApp number, which is of kind other, reads as a number too."""
        readable = kind in (PointKind.PHONE, PointKind.OTHER)
        return phone_numbers.display(value) if readable else value


class PointLabel(models.TextChoices):
    OWN = "own", "Own"
    SHARED = "shared", "Shared household"
    CARER = "carer", "Carer"
    WORK = "work", "Work"


@tracked(name="PersonContactPointHistory")
class PersonContactPoint(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="points")
    contact_point = models.ForeignKey(ContactPoint, on_delete=models.CASCADE, related_name="holders")
    label = models.CharField(max_length=10, choices=PointLabel, default=PointLabel.OWN)
    preferred = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "contact_point"],
                name="point_once_per_person",
                violation_error_message="This person has this number or address already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact_point} of {self.person}"
