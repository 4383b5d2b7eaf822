"""What somebody wrote on a printed form, as a member of staff keys it in. What was left empty there is empty here."""

from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils import timezone

from casework import paper
from casework.asked import IN_OWN_WORDS
from casework.forms.call_script import CallScript, questions_of
from casework.forms.log import LogForm
from casework.services.paper_forms import PaperForm
from casework.visits import PAPER_FORM

OUTCOME: Final = "on_paper"
NOON: Final = time(12)


class KeyedForm(LogForm):
    """The questions are those the service asks now; the date on the paper is when it took place."""

    channel = "in_person"
    endings = (OUTCOME,)
    asks_who_gets_answers = False
    version = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, printed: PaperForm, typed: QueryDict | None = None, **kwargs: Any
    ) -> None:
        self.printed = printed
        super().__init__(data, typed=typed, **kwargs)
        self.initial["service"] = printed.service.code
        self.script = CallScript(data, questions=questions_of(printed.service.code), typed=typed)
        self.fields["outcome"].required = False
        self._words_of_paper()

    def _words_of_paper(self) -> None:
        words, day, clock = (self.fields[name] for name in ("words", "day", "clock"))
        words.required = False
        words.label, words.help_text = (
            "Anything else that is written on it",
            "Also what fits no question here.",
        )
        day.label = "Date on the form"
        day.help_text = "For example, 27 3 2026. Leave it empty if it was written today."
        clock.label, clock.help_text = "Time, if it says one", "Without one, an earlier day counts from noon."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        said, given = data.get("words", ""), self.script.answers()
        if not given and not said and not (self.errors or self.script.errors):
            self.add_error("words", "Key in what is written on the form, one answer is enough.")
        own = {IN_OWN_WORDS: said} if said and paper.OWN_WORDS in self.printed.asked else {}
        data |= {
            "answers": {**given, **own},
            "words": paper.body(self.printed.asked, given, more=said),
            "service": self.printed.service.code,
            "outcome": OUTCOME,
            "where": PAPER_FORM,
            "version": paper.read_version(data.get("version", "")),
        }
        return data

    def _took_place_at(self, data: dict[str, Any]) -> datetime:
        day, clock = data.get("day"), (data.get("clock") or "").strip()
        if day is not None and not clock and day != timezone.localtime(self.now).date():
            return self._at(day, f"{NOON:%H:%M}")
        return super()._took_place_at(data)
