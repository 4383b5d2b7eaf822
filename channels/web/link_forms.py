"""The form behind an upload link: photographs, a place, words. One of them is enough."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import pictures
from casework.forms.said import OneLine, Said
from channels.web import words
from channels.web.forms import LONG, FilesField, SeveralFiles
from channels.web.uploads import Examined

MOST_PHOTOS: Final = 5
LONGEST_PLACE: Final = 200
# Named one by one, because a telephone then turns its own kind of photograph into one of these.
KINDS: Final = "image/jpeg,image/png,image/webp"

NOTHING: Final = _("Add a photo, a place or some words. One of them is enough.")
TOO_MANY: Final = _("You can send 5 photos. Leave some out and send the most important ones.")


class AddForm(forms.Form):
    photos = FilesField(
        label=_("Photos"),
        required=False,
        help_text=_("Up to 5, each 10 MB or less. We take out where and when each was taken."),
        widget=SeveralFiles({"multiple": True, "accept": KINDS}),
    )
    taken = FilesField(
        label=_("Or take a photo now"),
        required=False,
        help_text=_("On most phones this opens the camera."),
        widget=SeveralFiles({"multiple": False, "accept": KINDS, "capture": "environment"}),
    )
    place = OneLine(
        label=_("A place"),
        required=False,
        max_length=LONGEST_PLACE,
        help_text=_("An address, a street corner, or how to find it."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    said = Said(
        label=_("What you would like to tell us"), required=False, max_length=LONG, widget=forms.Textarea
    )

    def came(self) -> list[Examined]:
        """Photographs that can be kept; of every other file the form says why not."""
        data: dict[str, Any] = self.cleaned_data
        found = []
        for name in ("photos", "taken"):
            for file in data.get(name) or ():
                if why := _why_not(file):
                    self.add_error(name, f"{file.name}: {why}")
                else:
                    found.append(file)
        return found

    def says_something(self) -> bool:
        return bool(self.cleaned_data.get("place") or self.cleaned_data.get("said"))


def _why_not(file: Examined) -> str:
    if file.refused:
        return words.why_not_kept(file.refused)
    return "" if file.content_type.startswith("image/") else words.why_not_kept(pictures.NO_PICTURE)
