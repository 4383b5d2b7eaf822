"""Keys of programs, and the answers that a repeated call gets again."""

from datetime import datetime

from django.db import models

from casework.ids import uuid7


class ApiKey(models.Model):
    """A key of a machine member of staff. Only its digest is kept: whoever reads the database cannot use it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="api_keys")
    prefix = models.CharField(
        max_length=12,
        unique=True,
        help_text="The part of the key that may be written down: it names the key.",
    )
    hashed = models.CharField(max_length=64, help_text="SHA-256 of the whole key, which is random and long.")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="To the minute.")

    class Meta:
        verbose_name = "API key"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="api_key_lasts",
                violation_error_message="A key must expire after it was made.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix} of {self.staff.username}"

    def valid_at(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class IdempotentCall(models.Model):
    """The first answer to a call with an `Idempotency-Key`, written in the transaction of what the call did."""

    scope = models.CharField(max_length=60, help_text="Whose key: two callers may use the same words.")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(
        max_length=64, help_text="Tells whether the same key came with another body."
    )
    status = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "key"],
                name="idempotent_once",
                violation_error_message="This key was used already.",
            ),
        ]
        indexes = [
            # Forgetting what is older than seven days.
            models.Index(fields=["created_at"], name="idempotent_age"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key[:20]} {self.status}"
