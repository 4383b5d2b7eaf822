"""What a letter that came is asked beyond what every logged contact is: the day it came, its sender's address, its scan."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from casework.forms.log import LogForm
from casework.forms.said import OneLine
from casework.forms.visit import off
from casework.pictures import MOST_BYTES
from casework.services.arrivals import IncomingFile
from channels.letter.scans import MOST_SCANS, TOO_MANY, examine, refused

ADDRESS_LIMIT: Final = 300
CHOOSE_AGAIN: Final = gettext_lazy("Choose the files again: this page cannot keep them when it comes back.")
# A day alone is all that a postmark or a stamp tells.
NOON: Final = "12:00"


class Scans(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class ScansField(forms.Field):
    """A list of `IncomingFile`. No file makes the form fail: the letter itself is what counts."""

    widget = Scans

    def clean(self, value: Sequence[UploadedFile] | None) -> list[IncomingFile]:
        return [self._one(number, uploaded) for number, uploaded in enumerate(value or ())]

    def _one(self, number: int, uploaded: UploadedFile) -> IncomingFile:
        name = uploaded.name or "scan"
        if number >= MOST_SCANS:
            return refused(name, TOO_MANY)
        return examine(name=name, content=uploaded.read(MOST_BYTES + 1))


class LetterForm(LogForm):
    channel = "letter"
    endings = ("passed_on", "information")

    address = OneLine(
        label=gettext_lazy("Their postal address"), max_length=ADDRESS_LIMIT, required=False, widget=forms.TextInput(off()),
        help_text=gettext_lazy("If it is on the letter, with the postcode. It is put on record as theirs."),
    )  # fmt: skip
    scans = ScansField(
        label=gettext_lazy("Scan of the letter"), required=False, help_text=f"PDF, JPEG or PNG; up to {MOST_SCANS} files of 10 MB each.",
        widget=Scans({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "number": (
                gettext("A phone number of theirs"),
                gettext("If it is in the letter. Any part of it finds them."),
            ),
            "reference": (gettext("Case reference, if the letter has one"), ""),
            "words": (
                gettext("What does the letter say?"),
                gettext("The gist, or its own words. The scan is kept beside it."),
            ),
            "outcome": (gettext("What becomes of it?"), ""),
            "language": (gettext("Language of the letter"), ""),
            "day": (gettext("Date it came"), gettext("For example, 27 3 2026. Leave it empty for today.")),
            "late_because": (
                gettext("Why is it put on record later?"),
                gettext("Only if it came more than a day ago."),
            ),
        }
        for name, (label, hint) in words.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, hint

    def _took_place_at(self, data: dict[str, Any]) -> datetime:
        """A day without a time is noon of that day; today it is now."""
        day = data.get("day")
        if day is None or data.get("clock", "").strip() or day == timezone.localtime(self.now).date():
            return super()._took_place_at(data)
        return self._at(day, NOON)
