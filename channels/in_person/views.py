"""Log a visit: who came, where, who was there, what it was about, how it ended."""

from dataclasses import replace

from casework.forms.log import LogForm
from casework.services.arrivals import Arrival
from casework.views.log import LogContact
from channels.in_person.forms import InPersonForm


class LogInPerson(LogContact):
    form_class = InPersonForm
    template = "in_person/log.html"
    lookup_url = "desk:log_in_person_lookup"
    again = "desk:log_in_person"
    nav = "log_in_person"

    def arrival(self, form: LogForm) -> Arrival:
        data = form.cleaned_data
        return replace(
            super().arrival(form),
            place=data["where"],
            present=data["present"],
            interpreter=data["interpreter_words"],
        )
