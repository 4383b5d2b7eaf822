"""A link that is texted to somebody, with which they add photos, a place or words to their case, without an account."""

from django.db import models

from casework.ids import uuid7


class UploadLink(models.Model):
    """Only a digest of the token is kept: whoever reads the database cannot use the link."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token_digest = models.CharField(max_length=64, unique=True)
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="upload_links")
    contact_point = models.ForeignKey(
        "ContactPoint", on_delete=models.PROTECT, null=True, blank=True, related_name="upload_links"
    )
    person = models.ForeignKey("Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent = models.OneToOneField(
        "Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="upload_link",
        help_text="The text that carried it.",
    )  # fmt: skip
    made_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True, help_text="A link is good for one use.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    brought = models.OneToOneField(
        "Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="came_by_link",
        help_text="What came in through it.",
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Link of {self.made_at:%Y-%m-%d %H:%M} for {self.case}"
