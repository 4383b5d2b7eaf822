"""A file that came with a contact. Served only through the desk, never by a link that opens without log-in."""

from django.db import models

from casework.ids import uuid7


def private_name(attachment: "Attachment", filename: str) -> str:
    """A random name: what the sender called the file is data, never a path."""
    return f"attachments/{attachment.id.hex[-2:]}/{attachment.id.hex}"


class Attachment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contact = models.ForeignKey("Contact", on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to=private_name, max_length=200, blank=True)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    question = models.SlugField(blank=True)
    refused = models.CharField(max_length=200, blank=True, help_text="Why it was not kept, in words.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.name
