"""Files as pages show them: what each is, how large, and whether it can be looked at without downloading it."""

from types import SimpleNamespace
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from casework import addresses
from casework.models import Attachment, Staff
from casework.services.files import BEING_FETCHED
from casework.text import show_bidi_controls as plainly

MEGABYTE: Final = 1_000_000
PICTURES: Final = ("image/jpeg", "image/png", "image/webp")
"""Every picture that is kept is one of these: it was drawn again when it came (casework.pictures)."""
TEXT: Final = "text/plain"
LOOKED_AT: Final = (*PICTURES, TEXT)
KINDS: Final = {
    "image/jpeg": gettext_lazy("Picture"),
    "image/png": gettext_lazy("Picture"),
    "image/webp": gettext_lazy("Picture"),
    "application/pdf": "PDF",
    "application/rtf": gettext_lazy("Text document"),
    "application/vnd.oasis.opendocument.text": gettext_lazy("Text document"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": gettext_lazy("Text document"),
    "application/vnd.oasis.opendocument.spreadsheet": gettext_lazy("Spreadsheet"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": gettext_lazy("Spreadsheet"),
    "application/vnd.oasis.opendocument.presentation": gettext_lazy("Slides"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": gettext_lazy("Slides"),
    TEXT: gettext_lazy("Text"),
    "audio/mpeg": gettext_lazy("Sound"),
    "audio/wav": gettext_lazy("Sound"),
}
"""In words, what is kept of each; any other under the name that machines give it."""
PLAYED: Final = ("audio/mpeg", "audio/wav")
"""Only what was fetched from the phone company and found to be sound is played in our pages."""


def pictures_shown(staff: Staff) -> bool:
    """As the person chose. No statement where they were read together with their choices."""
    choices = getattr(staff, "desk_choices", None)
    return choices is None or bool(choices.pictures)


def attachment(file: Attachment, *, pictures: bool = True) -> SimpleNamespace:
    """A file as an entry of the story names it, and shows it where it is a picture and its reader wants `pictures`."""
    kept = bool(file.file) and not file.refused

    def where(name: str, *, fits: bool = True) -> str:
        return reverse(name, args=[file.pk]) if kept and fits else ""

    return SimpleNamespace(
        name=file.name,
        url=where("desk:file"),
        look=where("desk:file_look", fits=file.content_type in LOOKED_AT),
        small=where("desk:file_small", fits=pictures and file.content_type in PICTURES),
        size=size(file.size),
        kind=str(KINDS.get(file.content_type, file.content_type)),
        state="ok" if kept else "checking" if file.refused == BEING_FETCHED else "refused",
        state_text=file.refused,
        sound=where("desk:recording", fits=_is_message(file)),
    )


def shown(file: Attachment) -> SimpleNamespace:
    """A file on its own page, with the way back to the case, or to the contact that has none yet."""
    case, entry = file.contact.case, f"contact-{file.contact_id}"
    return SimpleNamespace(
        **vars(attachment(file)),
        large=reverse("desk:file_large", args=[file.pk]) if file.content_type in PICTURES else "",
        title=plainly(file.name),
        at=file.contact.took_place_at,
        channel=file.contact.channel,
        reference=case.reference if case else "",
        back=f"{addresses.of('desk:case', case.reference)}?at={entry}#{entry}"
        if case
        else reverse("desk:contact", args=[file.contact_id]),
    )


def size(count: int) -> str:
    """ "2.4 MB", "12 kB"."""
    return f"{count / MEGABYTE:.1f} MB" if count >= MEGABYTE else f"{max(1, count // 1000)} kB"


def _is_message(file: Attachment) -> bool:
    """What somebody said after the tone is played on the page; any other sound is a download."""
    return file.content_type in PLAYED and file.contact.channel == "phone"
