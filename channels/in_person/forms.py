"""What a visit or a talk elsewhere is asked beyond what every logged contact is."""

from typing import Any

from django.utils.translation import gettext_lazy

from casework.forms import visit
from casework.forms.log import LogForm


class InPersonForm(LogForm):
    channel = "in_person"
    endings = ("answered", "passed_on", "callback", "signposted", "information", "no_answer")

    place = visit.place("desk")
    place_words = visit.place_words()
    present = visit.present(gettext_lazy("Everybody present, colleagues too."))
    interpreted = visit.interpreted()
    interpreter = visit.interpreter()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        visit.put_into_words(self, data)
        return data
